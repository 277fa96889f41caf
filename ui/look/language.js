// Gradio speaks the language of the browser; what the reader chose goes before it.
const chosen = document.cookie.match(/(?:^|; )citedesk_language=(\w+)/);
if (chosen) {
  Object.defineProperty(navigator, "language", { get: () => chosen[1] });
}

// Gradio speaks the language of the browser and names the page's after it, before it runs any script
// of ours. What the reader chose comes from Python, where it was understood; this is its name.
const chosen = document.cookie.match(/(?:^|; )citedesk_language=(\w+)/)?.[1];
if (chosen) {
  const root = document.documentElement;
  const name = () => root.lang === chosen || (root.lang = chosen);
  new MutationObserver(name).observe(root, { attributeFilter: ["lang"] });
  name();
}

// Gradio labels each message with the source of its HTML, which a screen reader would read out.
new MutationObserver(() => {
  for (const message of document.querySelectorAll("#conversation [data-testid][aria-label]")) {
    message.removeAttribute("aria-label");
  }
}).observe(document, { subtree: true, childList: true, attributeFilter: ["aria-label"] });

// Gradio labels each message with the source of its HTML, which a screen reader would read out.
new MutationObserver(() => {
  for (const message of document.querySelectorAll("#conversation [data-testid][aria-label]")) {
    message.removeAttribute("aria-label");
  }
}).observe(document, { subtree: true, childList: true, attributeFilter: ["aria-label"] });

// A question goes to the top of the view when it is asked: its answer is read from its beginning.
let asked = 0;
new MutationObserver(() => {
  const questions = document.querySelectorAll("#conversation .user-row");
  if (questions.length > asked) {
    questions[questions.length - 1].scrollIntoView({ block: "start" });
  }
  asked = questions.length;
}).observe(document, { subtree: true, childList: true });

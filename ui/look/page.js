// Gradio labels each message with the source of its HTML, which a screen reader would read out, and
// does not say whether what folds is open.
new MutationObserver(() => {
  for (const message of document.querySelectorAll("#conversation [data-testid][aria-label]")) {
    message.removeAttribute("aria-label");
  }
  for (const heading of document.querySelectorAll("#filters > .label-wrap")) {
    heading.setAttribute("aria-expanded", heading.classList.contains("open"));
  }
}).observe(document, { subtree: true, childList: true, attributeFilter: ["aria-label", "class"] });

// A question goes to the top of the view when it is asked: its answer is read from its beginning.
let asked = 0;
new MutationObserver(() => {
  const questions = document.querySelectorAll("#conversation .user-row");
  if (questions.length > asked) {
    questions[questions.length - 1].scrollIntoView({ block: "start" });
  }
  asked = questions.length;
}).observe(document, { subtree: true, childList: true });

// Where the recent conversations have a column of their own, they are open from the beginning.
new MutationObserver(() => {
  const recent = document.querySelector("#side details:not(.met)");
  if (recent) {
    recent.className = "met";
    recent.open = matchMedia("(min-width: 1200px)").matches;
  }
}).observe(document, { subtree: true, childList: true });

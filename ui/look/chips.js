// A correction of how a question was read is a form inside a message: its fields go to Python.
document.addEventListener("submit", (event) => {
  if (event.target.matches("#conversation .correction")) {
    event.preventDefault();
    trigger("submit", Object.fromEntries(new FormData(event.target)));
  }
});

// What is done in a message, or taken along, is a form there: its fields go to Python.
const asking = ".asks, .correction";
const doing = ".does, .download";
document.addEventListener("submit", (event) => {
  if (event.target.matches(props.asks ? asking : doing)) {
    event.preventDefault();
    trigger("submit", Object.fromEntries(new FormData(event.target)));
  }
});

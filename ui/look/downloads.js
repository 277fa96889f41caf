// A download is asked for by a form; its file comes as a value, and is saved without an address.
document.addEventListener("submit", (event) => {
  if (event.target.matches(".download")) {
    event.preventDefault();
    trigger("submit", Object.fromEntries(new FormData(event.target)));
  }
});
watch("value", () => {
  if (!props.value) {
    return;
  }
  const bytes = Uint8Array.from(atob(props.value.data), (char) => char.charCodeAt(0));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes], { type: props.value.type }));
  link.download = props.value.name;
  link.click();
  URL.revokeObjectURL(link.href);
  props.value = ""; // else the same file would be no change, and could not be saved again
});

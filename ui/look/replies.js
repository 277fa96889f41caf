// What Python has for the browser itself: a file to be saved, a text to be copied, an address.
function save(file) {
  const bytes = Uint8Array.from(atob(file.data), (char) => char.charCodeAt(0));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes], { type: file.type }));
  link.download = file.name;
  link.click();
  URL.revokeObjectURL(link.href);
}

function copy(text) {
  if (navigator.clipboard) {
    navigator.clipboard.writeText(text);
    return;
  }
  // Over http from another machine there is no clipboard to ask for.
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}

watch("value", () => {
  const { file, text, address } = props.value || {};
  if (file) {
    save(file);
  } else if (text) {
    copy(text);
  } else if (address) {
    history.replaceState(null, "", address);
  }
  if (props.value) {
    props.value = ""; // else the same again would be no change
  }
});

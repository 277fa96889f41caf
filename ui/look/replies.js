// What Python has for the browser itself: a file to be saved, a text to be copied, an address, an
// answer on which a comment is welcome.
function save(file) {
  const bytes = Uint8Array.from(atob(file.data), (char) => char.charCodeAt(0));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes], { type: file.type }));
  link.download = file.name;
  link.click();
  URL.revokeObjectURL(link.href);
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copySelected(text);
  }
}

// Over http from another machine there is no clipboard to ask for; elsewhere it may be refused.
function copySelected(text) {
  const focused = document.activeElement;
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
  focused.focus();
}

function focusComment(exchange) {
  // In the next frame, because the message is rendered in this one.
  requestAnimationFrame(() => {
    const comment = `.comment:has([name="exchange"][value="${exchange}"]) [name="comment"]`;
    document.querySelector(comment)?.focus();
  });
}

watch("value", () => {
  const { file, text, address, commented } = props.value || {};
  if (file) {
    save(file);
  } else if (text) {
    copy(text);
  } else if (address) {
    history.replaceState(null, "", address);
  } else if (commented) {
    focusComment(commented);
  }
  if (props.value) {
    props.value = ""; // else the same again would be no change
  }
});

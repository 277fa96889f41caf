// The dialogs in which a document of the library is edited and deleted.
import { call, documentUrl, filled, refresh, say } from "./library_calls.js";

const editing = document.getElementById("editing");
const deleting = document.getElementById("deleting");

function open(dialog, id, onSubmit) {
  const fault = dialog.querySelector(".fault");
  const attempt = async (change) => {
    fault.hidden = true;
    try {
      return await change();
    } catch (error) {
      fault.textContent = error.message;
      fault.hidden = false;
    }
  };
  fault.hidden = true;
  dialog.onsubmit = async (event) => {
    event.preventDefault();
    await attempt(async () => {
      await onSubmit();
      dialog.close();
    });
  };
  dialog.onclose = async () => {
    await refresh();
    const row = [...document.querySelectorAll("tr[data-id]")].find((tr) => tr.dataset.id === id);
    (row?.querySelector("button") ?? document.querySelector("#documents a"))?.focus();
  };
  dialog.showModal();
  return attempt;
}

function edit(id) {
  const form = editing.querySelector("form");
  const fields = [...editing.querySelectorAll("[data-field]")];
  let before = {};
  const fill = (found) => {
    for (const field of fields) {
      const name = field.dataset.field;
      const { origin, confidence } = found.provenance[name] ?? {};
      const isByHand = origin === "set by hand";
      before[name] = found[name] ?? "";
      form.elements[name].value = before[name];
      const where = origin ? filled(say.foundIn, { origin }) : before[name] ? "" : say.nowhere;
      const unsure = confidence < 0.7 ? ` (${say.unsure})` : "";
      field.querySelector(".origin span").textContent = isByHand ? say.byHand : where + unsure;
      const back = field.querySelector("[data-take-back]");
      back.hidden = !isByHand;
      back.onclick = () =>
        attempt(async () => fill(await call("PATCH", documentUrl(id), { [name]: null })));
    }
  };
  const inputs = fields.map(({ dataset }) => form.elements[dataset.field]);
  const enable = (isKnown) => inputs.forEach((input) => (input.disabled = !isKnown));
  form.reset();
  enable(false); // until it is known what stands there: nothing typed may be written over
  const attempt = open(editing, id, async () => {
    const values = fields.map(({ dataset }) => [dataset.field, form.elements[dataset.field].value]);
    const changed = values.filter(([name, value]) => value !== before[name]);
    if (changed.length) {
      await call("PATCH", documentUrl(id), Object.fromEntries(changed));
    }
  });
  attempt(async () => {
    fill(await call("GET", documentUrl(id)));
    enable(true);
    inputs[0].focus();
  });
}

function remove(id, title, explained) {
  deleting.querySelector(".which").textContent = title;
  deleting.querySelector(".explained").textContent = explained;
  open(deleting, id, () => call("DELETE", documentUrl(id)));
}

document.addEventListener("click", ({ target }) => {
  const row = target.closest("tr[data-id]");
  if (target.dataset.action === "edit") {
    edit(row.dataset.id);
  } else if (target.dataset.action === "delete") {
    remove(row.dataset.id, row.dataset.title, target.dataset.explained);
  } else if ("close" in target.dataset) {
    target.closest("dialog").close();
  }
});

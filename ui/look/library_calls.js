// What the scripts of the library page share: the JSON API, and the table as it is now.
export const say = document.getElementById("words").dataset;

export const filled = (words, fields) => words.replace(/\{(\w+)\}/g, (_, name) => fields[name] ?? 0);
export const documentUrl = (id) => `documents/${id.split("/").map(encodeURIComponent).join("/")}`;
export const told = ({ error }) => [error?.message ?? say.unreachable, error?.hint].join(" ").trim();

export async function call(method, path, body) {
  const response = await fetch(`/api/${path}`, {
    method,
    headers: body ? { "Content-Type": "application/json" } : {},
    body: body && JSON.stringify(body),
  }).catch(() => {
    throw new Error(say.unreachable);
  });
  if (!response.ok) {
    throw new Error(told(await response.json().catch(() => ({}))));
  }
  return response.status === 204 ? null : response.json();
}

export const reveal = (part) =>
  part.querySelectorAll("[data-scripted]").forEach((element) => (element.hidden = false));

// The table as it is now. What is being typed above it stays, and so does the focus.
export async function refresh() {
  const page = await fetch(location.href).then((response) => response.text());
  const shown = document.getElementById("documents");
  const fresh = new DOMParser().parseFromString(page, "text/html").getElementById("documents");
  reveal(fresh);
  for (const control of shown.querySelectorAll(".filters [id]")) {
    const same = fresh.querySelector(`#${control.id}`);
    if (same) {
      same.value = control.value;
    }
  }
  const focused = shown.contains(document.activeElement) && document.activeElement.id;
  shown.replaceWith(fresh);
  if (focused) {
    document.getElementById(focused)?.focus();
  }
}

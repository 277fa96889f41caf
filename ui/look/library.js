// The library page: files and pages are brought in, and all is indexed again, through /api.
import { call, documentUrl, filled, refresh, reveal, say, told } from "./library_calls.js";
import "./library_editing.js";

const library = document.getElementById("library");
const news = document.getElementById("news");
const arrivals = document.getElementById("arrivals");
const indexing = document.getElementById("indexing");
const UPLOADS_AT_ONCE = 3;
const LOOK_AGAIN_MS = 600;
const FINAL = ["indexed", "failed"];

// A row for something that is brought in: its state, then its outcome.
class Row {
  constructor(name) {
    const row = document.getElementById("arrival").content.cloneNode(true).firstElementChild;
    this.name = row.querySelector(".name");
    this.progress = row.querySelector("progress");
    this.outcome = row.querySelector(".outcome");
    this.name.textContent = name;
    this.progress.setAttribute("aria-label", name);
    this.element = row;
    arrivals.prepend(row);
  }

  going(state, done, total) {
    this.outcome.textContent = state;
    if (total) {
      this.progress.max = total;
      this.progress.value = done;
    } else {
      this.progress.removeAttribute("value");
    }
  }

  ended(state, sentences, ids) {
    const [id, ...others] = ids;
    this.element.className = ids.length ? "indexed" : "failed";
    if (!ids.length) {
      arrivals.prepend(this.element); // to be seen, however many others there are
    }
    this.progress.remove();
    if (id && !others.length) {
      const link = document.createElement("a");
      link.href = `/${documentUrl(id)}`;
      link.textContent = this.name.textContent;
      this.name.replaceChildren(link);
    }
    const strong = document.createElement("strong");
    strong.textContent = others.length ? `${state} (${ids.length})` : state;
    const why = document.createElement("span");
    why.lang = "en";
    why.textContent = sentences.join(" ");
    this.outcome.replaceChildren(strong, " ", why);
    news.textContent = `${this.name.textContent}: ${this.outcome.textContent}`;
  }

  failed(sentence) {
    this.ended(say.failed, [sentence], []);
  }
}

// What the server knows of what was brought in, until nothing is on its way any more.
const onTheWay = new Map();
let again = null;
let watching = false;

function show(state) {
  let changed = false;
  for (const { id, name, state: now, documents, reasons } of state.arrivals) {
    const isFinal = FINAL.includes(now);
    if (!onTheWay.has(id) && !isFinal) {
      onTheWay.set(id, new Row(name)); // from before the page was loaded
    }
    const row = onTheWay.get(id);
    if (row && isFinal) {
      const inPart = documents.length && reasons.length;
      row.ended(inPart ? say.inPart : say[now], reasons, documents);
      onTheWay.delete(id);
      changed = true;
    } else {
      row?.going(say[now]);
    }
  }
  if (again && state.reindexed && state.reindexed.at !== again.before) {
    const { files, failures } = state.reindexed;
    const counted = Object.keys(files).length;
    const outcome = counted ? filled(say.indexedAgain, files) : "";
    again.row.ended(outcome, counted ? [] : failures.map(({ reason }) => reason), []);
    again.row.element.className = counted ? "indexed" : "failed";
    again = null;
    changed = true;
  }
  showIndexing(state);
  return changed;
}

function showIndexing({ running, message, files_found: found, files_done: done }) {
  indexing.hidden = !running;
  const progress = indexing.querySelector("progress");
  const counts = found ? filled(say.indexingFiles, { done, found }) : say.indexing;
  indexing.querySelector(".what").textContent = message ? `${say.locked}: ${message}` : counts;
  if (found && !message) {
    progress.max = found;
    progress.value = done;
  } else {
    progress.removeAttribute("value");
  }
}

async function watch() {
  if (watching) {
    return;
  }
  watching = true;
  try {
    for (let goOn = true; goOn; ) {
      const state = await call("GET", "index");
      if (show(state)) {
        await refresh();
      }
      goOn = state.running || onTheWay.size > 0 || again;
      if (goOn) {
        await new Promise((resume) => setTimeout(resume, LOOK_AGAIN_MS));
      }
    }
  } catch (error) {
    onTheWay.forEach((row) => row.failed(error.message));
    onTheWay.clear();
  } finally {
    watching = false;
  }
}

// Uploads: a few at once, each with its progress.
const waiting = [];
let uploading = 0;

function bring(files) {
  for (const file of files) {
    const row = new Row(file.name);
    if (file.size > Number(library.dataset.maxBytes)) {
      row.failed(say.tooLarge);
    } else {
      row.going(say.waiting);
      waiting.push({ file, row });
    }
  }
  uploadNext();
}

function uploadNext() {
  while (uploading < UPLOADS_AT_ONCE && waiting.length) {
    uploading += 1;
    upload(waiting.shift()).finally(() => {
      uploading -= 1;
      uploadNext();
    });
  }
}

// With XMLHttpRequest, because fetch does not tell how much has been sent.
function upload({ file, row }) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/documents?name=${encodeURIComponent(file.name)}`);
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => row.going(say.uploading, loaded, total);
    request.onload = () => {
      if (request.status === 202) {
        row.going(say.waiting);
        onTheWay.set(request.response.id, row);
        watch();
      } else {
        row.failed(told(request.response ?? {}));
      }
    };
    request.onerror = () => row.failed(say.unreachable);
    request.onloadend = done;
    request.send(file);
  });
}

const isFile = (item) => item.kind === "file" && (item.webkitGetAsEntry?.()?.isFile ?? true);
const drop = document.getElementById("drop");
const choose = document.getElementById("files");
choose.addEventListener("change", () => {
  bring(choose.files);
  choose.value = "";
});
// A file that misses its place must not be opened instead of the page.
for (const kind of ["dragover", "dragleave", "drop"]) {
  addEventListener(kind, (event) => {
    event.preventDefault();
    drop.classList.toggle("over", kind === "dragover" && drop.contains(event.target));
  });
}
drop.addEventListener("drop", (event) => {
  bring([...event.dataTransfer.items].filter(isFile).map((item) => item.getAsFile()));
});

document.getElementById("page-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const address = event.target.elements.url;
  const row = new Row(address.value);
  try {
    const { id } = await call("POST", "pages", { url: address.value });
    row.going(say.waiting);
    onTheWay.set(id, row);
    address.value = "";
    watch();
  } catch (error) {
    row.failed(error.message);
  }
});

document.getElementById("index-again").addEventListener("click", async ({ target }) => {
  if (again) {
    return;
  }
  again = { row: new Row(target.textContent) };
  again.row.going(say.waiting);
  try {
    const state = await call("GET", "index");
    again.before = state.reindexed?.at;
    await call("POST", "index");
    watch();
  } catch (error) {
    again.row.failed(error.message);
    again = null;
  }
});

reveal(document);
watch();

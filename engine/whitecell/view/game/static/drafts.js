// Drafts: kept in this browser, and shared with everybody at the same place.

import { el } from "/static/dom.js";
import { ask, token } from "./line.js";

const me = crypto.randomUUID?.() ?? String(Math.random());
let shelf = "", number = 0, timer = 0, kept = {}, unsent = {}, changed = () => {};
let typed = { name: "", at: 0 };
const busy = 1500;  // milliseconds after a key in which others cannot change the field

const fields = () => document.querySelectorAll("[data-draft]");
const field = (name) => [...fields()].find((found) => found.dataset.draft === name);
const keep = () => localStorage.setItem(shelf, JSON.stringify(kept));

/** Restore earlier drafts of this browser; `after` is called when fields changed. */
export async function open(place, after) {
  // The name of the store does not reveal the secret.
  const bytes = new TextEncoder().encode(token());
  let sum = 2166136261;
  for (const byte of bytes) sum = Math.imul(sum ^ byte, 16777619) >>> 0;
  shelf = `whitecell ${place} ${sum.toString(16)}`;
  changed = after;
  try { kept = JSON.parse(localStorage.getItem(shelf)) ?? {}; } catch { kept = {}; }
  document.addEventListener("input", (event) => {
    const name = event.target.dataset?.draft;
    if (!name) return;
    typed = { name, at: performance.now() };
    write({ [name]: event.target.value });
  });
  document.addEventListener("focusout", (event) => other(event.target));
  show();
  await share().catch(() => {});
  // A server that was restarted is sent the drafts that it does not know.
  const missing = Object.fromEntries(Object.entries(kept).filter(([, draft]) => draft.text && !draft.n));
  if (Object.keys(missing).length) {
    unsent = Object.fromEntries(Object.entries(missing).map(([name, draft]) => [name, draft.text]));
    share().catch(() => {});
  }
}

/** The server was restarted: it knows no drafts. */
export function anew() {
  number = 0;
  for (const [name, draft] of Object.entries(kept)) {
    draft.n = 0;
    if (draft.text) unsent[name] = draft.text;
  }
  return share();
}

/** Write texts into fields by name. */
export function write(texts) {
  for (const [name, text] of Object.entries(texts)) {
    kept[name] = { text, n: kept[name]?.n ?? 0 };
    unsent[name] = text;
    const found = field(name);
    if (found && found.value !== text) found.value = text;
    if (found && !text) found.parentElement.querySelector(".elsewhere")?.remove();
  }
  keep();
  clearTimeout(timer);
  timer = setTimeout(() => share().catch(() => {}), 250);
  changed();
}

export const text = (name) => kept[name]?.text ?? "";

/** Send the server what is new here, and receive what is new elsewhere. */
export async function share() {
  const texts = unsent;
  unsent = {};
  let heard;
  try {
    heard = await ask("/api/drafts", { texts, since: number, by: me });
  } catch (error) {
    unsent = { ...texts, ...unsent };
    throw error;
  }
  for (const [name, draft] of Object.entries(heard.fields)) {
    number = Math.max(number, draft.n);
    if (draft.by === me) { if (kept[name]) kept[name].n = draft.n; continue; }
    if (name in unsent) continue;
    kept[name] = { text: draft.text, n: draft.n };
    const found = field(name);
    // A field does not change while somebody types in it: meanwhile the other's text waits below it.
    const writing = found && found === document.activeElement && typed.name === name && performance.now() - typed.at < busy;
    if (writing && found.value !== draft.text) note(found, draft.text);
    else show(name);
  }
  keep();
  changed();
}

function note(found, said) {
  let line = found.parentElement.querySelector(".elsewhere");
  if (!line) found.after(line = el("p", { class: "elsewhere small", role: "status" }));
  line.textContent = said ? `Written at the same time elsewhere: ${said}` : "Sent or emptied elsewhere.";
  found.waiting = said;
}

/** After leaving a field whose text was changed elsewhere: one's own text is kept, the other's stays readable. */
function other(found) {
  if (found.waiting === undefined) return;
  delete found.waiting;
  write({ [found.dataset.draft]: found.value });
}

function show(only) {
  for (const [name, draft] of Object.entries(kept)) {
    if (only !== undefined && name !== only) continue;
    const found = field(name);
    if (found && found.value !== draft.text) found.value = draft.text;
  }
}

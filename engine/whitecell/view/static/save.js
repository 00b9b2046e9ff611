// Saving the changed assumptions as a scenario of one's own.

import { $, ask } from "./dom.js";
import { state } from "./state.js";

export function build(title) {
  $("save-title").value = `${title}, changed`;
  $("save-open").addEventListener("click", () => { said(""); $("save").showModal(); $("save-name").select(); });
  $("save-close").addEventListener("click", () => $("save").close());
  $("save-form").addEventListener("submit", (event) => { event.preventDefault(); save(false); });
  $("save-over").addEventListener("click", () => save(true));
  $("save-name").addEventListener("input", () => said(""));
}

function said(text, good = false, there = false) {
  $("save-said").textContent = text;
  $("save-said").classList.toggle("good", good);
  $("save-over").hidden = !there;
}

async function save(over) {
  try {
    const content = { name: $("save-name").value, title: $("save-title").value, values: state.values, over };
    const done = await (await ask("/api/save", content)).json();
    said(`Saved as ${done.file}. Next: whitecell check ${done.file}`, true);
  } catch (error) {
    said(error.there ? `${error.message}.` : error.message, false, Boolean(error.there));
  }
}

// Where a number comes from: any element with data-source opens it.

import { $, ask, el, trouble } from "./dom.js";

/** A number that can show where it comes from: `kind` is number, measure or actor. */
export function number(text, kind, name, label, more = "") {
  return el("button", { type: "button", class: `num ${more}`.trim(), "data-source": kind, "data-name": name, "aria-label": `${text} – where it comes from: ${label}` }, text);
}

async function open(kind, name) {
  try {
    const found = await (await ask(`/api/source/${kind}?name=${encodeURIComponent(name)}`)).json();
    fill(found);
    if (!$("source").open) $("source").showModal();
    $("source").scrollTop = 0;
    $("source-head").focus();
  } catch (error) {
    trouble(error.message);
  }
}

function fill(found) {
  $("source-head").textContent = found.title;
  const rows = el("dl", { class: "rows" }, ...found.rows.flatMap(([what, said]) => [el("dt", {}, what), el("dd", {}, said)]));
  const claims = found.claims.map((one) => el("blockquote", {},
    el("p", {}, el("strong", {}, one.claim), one.grade ? ` · graded ${one.grade}` : "", one.paragraph ? ` · ${one.paragraph}` : ""),
    one.says ? el("p", {}, `“${one.says}”`) : null,
    one.said_by ? el("p", { class: "small" }, `Said by ${one.said_by}${one.when ? `, ${one.when}` : ""}. Grade ${one.grade}: ${one.graded}`) : null));
  const parts = [rows];
  if (claims.length) parts.push(el("h3", {}, claims.length === 1 ? "The claim it rests on" : "The claims it rests on"), ...claims);
  if (found.moves.length || found.rank) parts.push(el("h3", {}, found.moves_head));
  if (found.rank) parts.push(el("p", { class: "small" }, found.rank));
  if (found.moves.length) {
    parts.push(el("ul", { class: "moving" }, ...found.moves.map((one) => el("li", {},
      el("button", { type: "button", class: "link", "data-source": one.kind, "data-name": one.name }, one.label), ` ${one.text}`))));
  }
  $("source-said").replaceChildren(...parts);
}

export function build() {
  document.addEventListener("click", (event) => {
    const asked = event.target.closest?.("[data-source]");
    if (asked) open(asked.dataset.source, asked.dataset.name);
  });
  $("source-close").addEventListener("click", () => $("source").close());
  $("source").addEventListener("click", (event) => { if (event.target === $("source")) $("source").close(); });
}

// The assumptions: a slider and a number for each, its sources, search, reset.

import { $, el, figure } from "./dom.js";
import { state } from "./state.js";

const knobs = new Map();
let moved = () => {};
let near = () => {};

/** Positions of a slider; the server says the step, and whether the scale is logarithmic. */
function scale({ low, high, step, spread }) {
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  if (spread === "log") {
    return {
      last: 200,
      value: (place) => (place === 0 ? low : place === 200 ? high : Number((low * (high / low) ** (place / 200)).toPrecision(3))),
      place: (value) => Math.round((200 * Math.log(value / low)) / Math.log(high / low)),
    };
  }
  const last = Math.ceil((high - low) / step - 1e-9);
  return {
    last,
    value: (place) => (place === 0 ? low : place >= last ? high : Number((low + place * step).toFixed(decimals))),
    place: (value) => (value >= high ? last : Math.round((value - low) / step)),
  };
}

function refusal(slider, value) {
  if (value === slider.value) return "";
  if (!Number.isFinite(value)) return `${slider.label} needs a number; it can be ${slider.bounds}.`;
  const inside = (slider.low === null || value >= slider.low) && (slider.high === null || value <= slider.high);
  return inside ? "" : `${figure(value)} is outside: ${slider.ranged ? "the range is" : "it can be"} ${slider.bounds}.`;
}

/** An assumption's source in a word or two; a click shows all of it. */
function grounds(slider) {
  const cited = slider.sources.map((s) => (s.grade ? `${s.claim} (${s.grade})` : s.claim)).join(", ");
  const text = cited || (slider.judgement ? "Judgement" : "No source");
  return el("button", { type: "button", class: "grounds link", "data-source": "number", "data-name": slider.name, "aria-label": `${text} – what ${slider.label} rests on` }, text);
}

function knob(slider, id) {
  const positions = slider.ranged ? scale(slider) : null;
  const number = el("input", { type: "number", id: `n${id}`, step: "any", "aria-label": `${slider.label}, value${slider.unit ? ` in ${slider.unit}` : ""}` });
  const range = positions && el("input", { type: "range", id: `r${id}`, min: 0, max: positions.last, step: 1 });
  const reset = el("button", { type: "button", class: "reset", "aria-label": `Reset ${slider.label} to ${figure(slider.value)}`, title: `Back to ${figure(slider.value)}` }, "Reset");
  const error = el("p", { class: "error", id: `e${id}`, role: "alert" });
  const mark = positions && el("span", { class: "mark" });
  const moves = el("span", { class: "moves-most" });
  const row = el("div", { class: "knob", "data-name": slider.name },
    el("div", { class: "top" }, el("label", { for: positions ? `r${id}` : `n${id}` }, slider.label), reset, number),
    positions ? el("div", { class: "slide" }, el("span", { class: "end" }, figure(slider.low)), el("div", { class: "track" }, range, mark), el("span", { class: "end" }, figure(slider.high))) : el("p", { class: "small" }, "No range is stated"),
    error,
    el("div", { class: "foot" }, el("span", { class: "unit" }, slider.unit === "share" ? "" : slider.unit), grounds(slider), moves));
  // The thumb is 16 pixels wide, and stays within the track.
  if (mark) mark.style.left = `calc(8px + (100% - 16px) * ${positions.place(slider.value) / positions.last} - 1px)`;
  number.setAttribute("aria-describedby", `e${id}`);

  const show = () => {
    const value = state.values[slider.name] ?? slider.value;
    if (document.activeElement !== number || number.validity.valid) number.value = String(value);
    if (range) {
      range.value = positions.place(value);
      range.setAttribute("aria-valuetext", `${figure(value)} ${slider.unit}`.trim());
    }
    row.classList.toggle("changed", slider.name in state.values);
    reset.disabled = !(slider.name in state.values);
    say("");
  };
  const say = (text) => {
    error.textContent = text;
    number.setAttribute("aria-invalid", String(Boolean(text)));
  };
  const take = (value, typed) => {
    const refused = refusal(slider, value);
    if (refused) return say(refused);
    if (value === slider.value) delete state.values[slider.name];
    else state.values[slider.name] = value;
    show();
    moved(typed, slider.ranged ? slider.name : "");
  };
  range?.addEventListener("focus", () => near(slider.name));
  range?.addEventListener("input", () => take(positions.value(Number(range.value)), false));
  number.addEventListener("change", () => take(number.value.trim() === "" ? NaN : Number(number.value), true));
  reset.addEventListener("click", () => { take(slider.value, true); (range ?? number).focus(); });
  const home = {};
  knobs.set(slider.name, { slider, row, show, say, moves, home, words: words(slider) });
  show();
  return row;
}

const words = (s) => [s.label, s.name, s.unit, s.judgement, s.note, ...s.sources.flatMap((c) => [c.claim, c.grade, c.says])].join(" ").toLowerCase();

/**
 * Build all sliders. `change` is called when one moves, with whether it jumped or is being dragged, and its name;
 * `about` is called when one is about to be moved.
 */
export function build(groups, sliders, change, about) {
  moved = change;
  near = about;
  let id = 0;
  for (const { key, label } of groups) {
    const members = sliders.filter((slider) => slider.group === key);
    if (!members.length) continue;
    const listed = members.filter((slider) => slider.listed);
    const inPlace = members.filter((slider) => !slider.listed);
    const rows = listed.map((slider) => knob(slider, id++));
    if (inPlace.length) {
      const more = inPlace.map((slider) => knob(slider, id++));
      rows.push(listed.length ? el("details", { class: "more" }, el("summary", {}, `${inPlace.length} more, stated in place`), ...more) : el("div", {}, ...more));
    }
    $("groups").append(el("details", { class: "group" }, el("summary", {}, el("h3", {}, label), el("span", { class: "count" }, String(members.length))), ...rows));
  }
  $("screened").hidden = !sliders.length;
  rest();
  if (!sliders.length) $("mattering").append(el("p", { class: "empty" }, "This scenario states no assumptions; its numbers are plain ones."));
  $("search").addEventListener("input", find);
  $("reset-all").addEventListener("click", () => { state.values = {}; refresh(); moved(true); });
}

/** Put the sliders that matter most first, in this order, with what each moves; return the others to their groups. */
export function first(names, moves) {
  const focused = document.activeElement;
  for (const { row, home } of knobs.values()) {
    if (row.parentElement === $("mattering")) home.after.replaceWith(row);
  }
  for (const name of names) {
    const found = knobs.get(name);
    if (!found) continue;
    found.home.after = document.createComment(name);
    found.row.replaceWith(found.home.after);
    $("mattering").append(found.row);
  }
  for (const [name, { moves: said }] of knobs) said.textContent = moves[name] ?? "";
  if (focused !== document.activeElement) focused.focus();
  rest();
  find();
}

/** Count the sliders that are not among the first; hide empty groups. */
function rest() {
  const left = $("groups").querySelectorAll(".knob").length;
  $("rest-said").textContent = left ? `${left} others, by what they are used for` : "";
  $("rest").hidden = !left;
  for (const group of $("groups").querySelectorAll("details.group")) {
    const count = group.querySelectorAll(".knob").length;
    group.querySelector(".count").textContent = String(count);
    group.hidden = !count;
  }
}

/** Show the values of the state. */
export function refresh() {
  for (const { show } of knobs.values()) show();
}

export const label = (name) => knobs.get(name)?.slider.label ?? name;
export const base = (name) => knobs.get(name)?.slider.value ?? 0;

/** Reset a slider; returns whether it exists. */
export function reset(name) {
  delete state.values[name];
  knobs.get(name)?.show();
  moved(true);
}

/** Show beside each slider what the server refused, and drop it from the state. */
export function refused(reasons) {
  for (const [name, reason] of Object.entries(reasons)) {
    delete state.values[name];
    const found = knobs.get(name);
    found?.show();
    found?.say(reason);
  }
}

/** Bring a slider into view, after a click on its chip. */
export function reveal(name) {
  const found = knobs.get(name);
  if (!found) return;
  for (let up = found.row.parentElement; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
  found.row.scrollIntoView({ block: "center" });
  found.row.querySelector("input").focus();
}

function find() {
  const wanted = $("search").value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const { row, words } of knobs.values()) {
    const hit = wanted.every((word) => words.includes(word));
    row.hidden = !hit;
    count += hit;
  }
  for (const group of document.querySelectorAll("#groups details.group, #groups details.more")) {
    const any = group.querySelector(".knob:not([hidden])");
    group.hidden = !any;
    if (wanted.length) group.open = Boolean(any);
  }
  $("rest").hidden = !$("groups").querySelector(".knob:not([hidden])");
  if (wanted.length) $("rest").open = true;
  $("matches").textContent = wanted.length ? `${count} of ${knobs.size} assumptions` : "";
  $("matches").hidden = !wanted.length;
}

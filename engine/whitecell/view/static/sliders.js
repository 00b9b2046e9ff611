// The assumptions: a slider and a number for each, what it rests on, search, reset.

import { $, el, figure } from "./dom.js";
import { state } from "./state.js";

const knobs = new Map();
let moved = () => {};

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

function grounds(slider) {
  const cited = slider.sources.map((s) => (s.grade ? `${s.claim} (${s.grade})` : s.claim)).join(", ");
  const lines = slider.sources.filter((s) => s.says).map((s) =>
    el("p", {}, el("strong", {}, s.claim), ` “${s.says}” ${s.said_by}. `, el("span", { class: "grade" }, `Graded ${s.grade}: ${s.because}`)));
  if (slider.judgement) lines.push(el("p", {}, el("strong", {}, "Judgement: "), slider.judgement));
  if (slider.note) lines.push(el("p", {}, el("strong", {}, "Note: "), slider.note));
  lines.push(el("p", { class: "small" }, `Named ${slider.name} in the scenario.`));
  return el("details", { class: "grounds" }, el("summary", {}, cited ? `Rests on ${cited}` : slider.judgement ? "Judgement" : "Rests on nothing"), ...lines);
}

function knob(slider, id) {
  const positions = slider.ranged ? scale(slider) : null;
  const number = el("input", { type: "number", id: `n${id}`, step: "any", "aria-label": `${slider.label}, value${slider.unit ? ` in ${slider.unit}` : ""}` });
  const range = positions && el("input", { type: "range", id: `r${id}`, min: 0, max: positions.last, step: 1 });
  const reset = el("button", { type: "button", class: "reset", "aria-label": `Reset ${slider.label} to ${figure(slider.value)}`, title: `Back to ${figure(slider.value)}` }, "Reset");
  const error = el("p", { class: "error", id: `e${id}`, role: "alert" });
  const mark = positions && el("span", { class: "mark" });
  const row = el("div", { class: "knob", "data-name": slider.name },
    el("div", { class: "top" }, el("label", { for: positions ? `r${id}` : `n${id}` }, slider.label), reset),
    el("div", { class: "slide" },
      positions ? el("div", { class: "track" }, range, mark) : el("span", { class: "small" }, "No range is stated"),
      number,
      positions ? el("div", { class: "ends" }, el("span", {}, figure(slider.low)), el("span", {}, figure(slider.high))) : null,
      el("span", { class: "unit" }, slider.unit === "share" ? "" : slider.unit)),
    error, grounds(slider));
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
    moved(typed);
  };
  range?.addEventListener("input", () => take(positions.value(Number(range.value)), false));
  number.addEventListener("change", () => take(number.value.trim() === "" ? NaN : Number(number.value), true));
  reset.addEventListener("click", () => { take(slider.value, true); (range ?? number).focus(); });
  knobs.set(slider.name, { slider, row, show, say, words: words(slider) });
  show();
  return row;
}

const words = (s) => [s.label, s.name, s.unit, s.judgement, s.note, ...s.sources.flatMap((c) => [c.claim, c.grade, c.says])].join(" ").toLowerCase();

/** Build all of them; `change` is called when one moves, with whether it was at once or is being dragged. */
export function build(groups, sliders, change) {
  moved = change;
  let id = 0;
  for (const [place, { key, label }] of groups.entries()) {
    const members = sliders.filter((slider) => slider.group === key);
    if (!members.length) continue;
    const listed = members.filter((slider) => slider.listed);
    const inPlace = members.filter((slider) => !slider.listed);
    const rows = listed.map((slider) => knob(slider, id++));
    if (inPlace.length) {
      const more = inPlace.map((slider) => knob(slider, id++));
      rows.push(listed.length ? el("details", { class: "more" }, el("summary", {}, `${inPlace.length} more, stated in place`), ...more) : el("div", {}, ...more));
    }
    $("groups").append(el("details", { class: "group", open: place === 0 }, el("summary", {}, el("h3", {}, label), el("span", { class: "count" }, String(members.length))), ...rows));
  }
  if (!sliders.length) $("groups").append(el("p", { class: "empty" }, "This scenario states no assumptions; its numbers are plain ones."));
  $("search").addEventListener("input", find);
  $("reset-all").addEventListener("click", () => { state.values = {}; refresh(); moved(true); });
}

/** Show what the state holds. */
export function refresh() {
  for (const { show } of knobs.values()) show();
}

export const label = (name) => knobs.get(name)?.slider.label ?? name;
export const base = (name) => knobs.get(name)?.slider.value ?? 0;

/** Reset one; returns whether there is such a one. */
export function reset(name) {
  delete state.values[name];
  knobs.get(name)?.show();
  moved(true);
}

/** What the server refused, beside each; drops it from the state. */
export function refused(reasons) {
  for (const [name, reason] of Object.entries(reasons)) {
    delete state.values[name];
    const found = knobs.get(name);
    found?.show();
    found?.say(reason);
  }
}

/** Bring one into view: after a click on its chip. */
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
  $("matches").textContent = wanted.length ? `${count} of ${knobs.size} assumptions` : "";
}

// The changed case beside the base: ask for its runs, draw them as they come in, drop stale ones.

import { $, ask, choice, el, figure, picture, trouble } from "./dom.js";
import * as theatre from "./theatre.js";
import * as sliders from "./sliders.js";
import { number } from "./source.js";
import { changed, state, write } from "./state.js";

const TOP = 4; // differences that are listed; the rest are folded away
const FIRST = 6; // outcomes that are drawn until the reader asks for all
const PAUSE = 120; // milliseconds that a slider has to rest before its runs are asked for
let asking = null;
let waiting = 0;
let last = null;
let everything = false;
let said_refused = "";
export let toRead = {};
export let apart = []; // seeds with another outcome in the case
export const runs = { of: 0, drawn: 0, previewed: 0 };

/** Ask for the runs of the present values, and for a preview if a slider moved; wait while it is still moving. */
export function ask_soon(now, moving = "") {
  clearTimeout(waiting);
  asking?.abort();
  document.body.dataset.done = "false";
  chips();
  write();
  if (moving && changed()) preview(moving);
  waiting = setTimeout(play, now ? 0 : PAUSE);
}

let previewing = false;
let previewed = "";
let whole = "";

/** Show a few dozen runs that were played before at a nearby value, if there are any; only the last move counts. */
async function preview(moving) {
  previewed = moving;
  if (previewing) return;
  previewing = true;
  try {
    while (previewed) {
      const name = previewed;
      previewed = "";
      const values = JSON.stringify(state.values);
      const found = await (await ask("/api/preview", { values: state.values, moving: name, narrow: theatre.narrow() })).json();
      if (!found.none && changed() && whole !== values) draw(found);
    }
  } catch (error) {
    if (!error.reasons) trouble(error.message); // the whole picture reports what is refused
  }
  previewing = false;
}

/** A slider is about to be moved: have its preview runs played. */
export async function expect(moving) {
  try {
    await ask("/api/ahead", { values: state.values, moving });
  } catch {
    // Without these runs there is no preview; all else works.
  }
}

/** Show that runs are being played, and how many are done. */
function share(runs, of) {
  $("share").hidden = false;
  if (of) [$("share").max, $("share").value] = [of, runs];
  else $("share").removeAttribute("value");
}

async function play() {
  const mine = (asking = new AbortController());
  document.body.classList.add("busy");
  share();
  if (!document.body.classList.contains("preview")) $("progress").textContent = changed() ? "Playing your case…" : "Playing the base…";
  try {
    const answer = await ask("/api/what-if", { values: state.values, narrow: theatre.narrow() }, mine.signal);
    trouble(said_refused);
    said_refused = "";
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = "", heard = false;
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      text += value;
      for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n")) {
        draw(JSON.parse(text.slice(0, end)));
        heard = true;
        text = text.slice(end + 1);
      }
    }
    if (!heard) throw new Error("the server's answer is empty; move a slider to try again");
  } catch (error) {
    if (error.name === "AbortError") return;
    trouble(error.reasons ? error.message : `The runs did not come: ${error.message}`);
    $("progress").textContent = "";
    if (error.reasons) {
      // Refused values, perhaps from a link, are reported and dropped; the rest is played.
      sliders.refused(error.reasons);
      said_refused = error.message;
      return ask_soon(true);
    }
  }
  if (asking !== mine) return;
  document.body.classList.remove("busy");
  $("share").hidden = true;
}

function draw(found) {
  if (found.error) return trouble(found.error);
  if (!found.preview) [toRead, apart] = [found.runs_to_read, found.apart];
  const of = found.of.toLocaleString("en-GB");
  $("progress").textContent = found.preview ?? (!found.done ? `${found.runs} of ${of} runs so far…`
    : found.changed ? `Your case beside the base: ${of} runs each, the same dice.`
    : `The base: ${of} runs. Move an assumption to see what it changes.`);
  document.body.classList.toggle("preview", Boolean(found.preview));
  if (found.preview) document.body.dataset.previewed = String(++runs.previewed);
  else share(found.runs, found.of);
  whole = found.done ? JSON.stringify(state.values) : "";
  differences(found);
  cards(found.cards);
  last = found;
  map();
  runs.of = found.of;
  if (found.preview) return;
  document.body.dataset.drawn = String(++runs.drawn);
  document.body.dataset.done = String(found.done);
  document.dispatchEvent(new CustomEvent("to-read"));
}

async function map() {
  const both = last.changed;
  const options = [{ key: "case", label: "Your case" }, { key: "base", label: "Base" }];
  $("map-side").hidden = !both;
  choice($("map-side"), options, state.map, (key) => { state.map = key; write(); map(); });
  const base = await theatre.lay($("map"), "what-if");
  $("map-waits").hidden = true;
  theatre.fill($("map"), both && state.map === "case" ? last.layers : base);
}

function differences({ changed: any, differences: found, doubt, done }) {
  const sure = found.filter((row) => row.sure);
  const rest = found.filter((row) => !row.sure);
  const parts = [];
  if (!any) parts.push(el("p", { class: "empty" }, "Nothing has been changed yet. What your case moves will be listed here, the largest and surest first."));
  else if (!found.length) parts.push(el("p", { class: "empty" }, done ? "Every run ends exactly as in the base." : "No difference so far."));
  else {
    const open = (name) => $("moved").querySelector(`details.${name}`)?.open ?? false;
    const fold = (name, text, rows) => rows.length && parts.push(el("details", { class: `more ${name}`, open: open(name) }, el("summary", {}, text), table(rows)));
    parts.push(sure.length ? table(sure.slice(0, TOP)) : el("p", { class: "empty" }, "Nothing moved beyond what dice can do in so many runs."));
    fold("sure", `${sure.length - TOP} more that moved`, sure.slice(TOP));
    fold("rest", `${rest.length} more that may be chance`, rest);
    parts.push(el("p", { class: "small" }, "Paired by seed; dots in standard deviations of runs. Moved: p below 0.05, corrected for all measures (Holm)." + (doubt ? ` ${doubt}` : "")));
  }
  $("moved").replaceChildren(...parts);
}

function table(rows) {
  const body = rows.map((row) => {
    const drawing = el("td", { class: "whisker" });
    picture(drawing, row.svg);
    const said = (text) => number(text, "measure", row.measure, row.label);
    return el("tr", {}, el("th", { scope: "row" }, row.label), el("td", { class: "from" }, said(`${row.first} → ${row.second}`)), drawing,
      el("td", { class: "by" }, said(`${row.difference} ${row.unit}`.trim())));
  });
  const head = ["Measure", "Base → yours", "Difference", "95 % interval"].map((text) => el("th", { scope: "col" }, text));
  return el("table", { class: "moves" }, el("thead", {}, el("tr", {}, ...head)), el("tbody", {}, ...body));
}

function cards(found) {
  const holder = $("cards");
  for (const card of found) {
    let made = holder.querySelector(`[data-measure="${CSS.escape(card.name)}"]`);
    if (!made) {
      const plot = el("div", { class: "plot", tabIndex: 0, role: "group", onkeydown: walk, onclick: choose });
      made = el("article", { class: "card", "data-measure": card.name }, el("h3", {}, card.label), number("", "measure", card.name, card.label, "summary"), plot);
      plot.setAttribute("aria-label", `${card.label}: arrow keys go from bar to bar, Enter opens a run`);
      holder.append(made);
    }
    made.hidden = !everything && found.indexOf(card) >= FIRST;
    picture(made.querySelector(".plot"), card.svg);
    const summary = made.querySelector(".summary");
    summary.textContent = card.summary || "In words";
    summary.setAttribute("aria-label", `${card.summary || card.label} – where it comes from: ${card.label}`);
  }
  said();
}

/** Show all outcomes, or the first few: in the analyst's order, the important ones come first. */
export function build() {
  $("all-cards").addEventListener("click", () => {
    everything = !everything;
    for (const [place, card] of [...$("cards").children].entries()) card.hidden = !everything && place >= FIRST;
    said();
  });
}

function said() {
  const all = $("cards").children.length;
  $("all-cards").hidden = all <= FIRST;
  $("all-cards").textContent = everything ? `Only the first ${FIRST}` : `All ${all} outcomes`;
  $("all-cards").setAttribute("aria-expanded", String(everything));
}

/** Arrow keys go from bar to bar of a chart. */
function walk(event) {
  const bars = [...event.currentTarget.querySelectorAll(".bar")];
  const at = bars.indexOf(document.activeElement);
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (step && bars.length) {
    event.preventDefault();
    bars[at < 0 ? (step > 0 ? 0 : bars.length - 1) : (at + step + bars.length) % bars.length].focus();
  } else if ((event.key === "Enter" || event.key === " ") && at >= 0) choose(event);
}

function choose(event) {
  const bar = event.target.closest(".bar") ?? document.activeElement.closest?.(".bar");
  if (!bar) return;
  event.preventDefault();
  const measure = event.currentTarget.closest(".card").querySelector("h3").textContent;
  const seeds = bar.dataset.seeds.split(" ").map(Number);
  document.dispatchEvent(new CustomEvent("open-run", { detail: { seeds, why: `${measure} – ${bar.getAttribute("aria-label").split(":")[0]}` } }));
}

function chips() {
  const names = Object.keys(state.values);
  $("chips").replaceChildren(...names.map((name) => el("li", {},
    el("button", { type: "button", class: "chip", onclick: () => sliders.reveal(name) }, `${sliders.label(name)}: ${figure(sliders.base(name))} → ${figure(state.values[name])}`),
    el("button", { type: "button", class: "chip-x", "aria-label": `Reset ${sliders.label(name)}`, onclick: () => sliders.reset(name) }, "×"))));
  $("chips").hidden = !names.length;
  $("changed-count").textContent = names.length ? `${names.length} changed` : "";
  $("reset-all").disabled = !names.length;
  $("save-open").disabled = !names.length;
}

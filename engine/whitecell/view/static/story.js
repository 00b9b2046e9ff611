// One run, day by day: the map, the log beside it, and what an actor weighed.

import { $, ask, choice, el, trouble } from "./dom.js";
import { number } from "./source.js";
import { changed, state, write } from "./state.js";
import * as theatre from "./theatre.js";
import { toRead } from "./whatif.js";

const BEAT = 450; // milliseconds that a day lasts when played
let story = null;
let key = "";
let asking = null;
let asked = "";
let timer = 0;
let alike = null;

/** Open the run that the state names; does nothing if it is open already. */
export async function open() {
  picks();
  if (state.seed === "") {
    const typical = toRead[state.side]?.[0];
    if (!typical) return expect();
    state.seed = String(typical.seed);
  }
  $("seed").value = state.seed;
  picks();
  const values = state.side === "case" ? state.values : {};
  const wanted = JSON.stringify([state.seed, values]);
  if (wanted === asked) return;
  asking?.abort();
  asked = "";
  if (wanted === key) {
    waiting();
    return show();
  }
  stop();
  const mine = (asking = new AbortController());
  asked = wanted;
  document.body.classList.add("busy");
  expect();
  write();
  try {
    const found = await (await ask("/api/story", { seed: Number(state.seed), values, narrow: theatre.narrow() }, mine.signal)).json();
    await theatre.lay($("theatre"), "story");
    [story, key] = [found, wanted];
    trouble();
    $("told").hidden = false;
    $("day").max = story.days;
    fill();
    show();
  } catch (error) {
    if (error.name === "AbortError") return;
    trouble(error.message);
  }
  if (asking !== mine) return;
  asked = "";
  waiting();
  document.body.classList.remove("busy");
}

/** Say that the run named by the state will be played. */
export function expect() {
  waiting(state.seed === "" ? "Playing the base, to find its typical run…" : `Playing run ${state.seed}…`);
}

/** Say what the page waits for, or clear the message. */
function waiting(text = "") {
  $("telling").textContent = text;
  $("telling").hidden = !text;
  $("told").setAttribute("aria-busy", String(Boolean(text)));
}

/** Open a run that was chosen from a bar, and remember the bar's other runs. */
export function from({ seeds, why }) {
  alike = { seeds, why };
  [state.seed, state.day, state.side] = [String(seeds[0]), "0", "case"];
}

function picks() {
  $("story-side").hidden = !changed();
  if (!changed()) state.side = "case";
  choice($("story-side"), [{ key: "case", label: "Your case" }, { key: "base", label: "Base" }], state.side, (side) => { state.side = side; write(); open(); });
  const pick = (seed, text) => el("button", { type: "button", class: "link", "aria-current": String(seed) === state.seed ? "true" : false, onclick: () => { state.seed = String(seed); open(); } }, text);
  const parts = [];
  for (const { seed, why } of toRead[state.side] ?? []) parts.push(pick(seed, `${why} (${seed})`));
  if (alike) parts.push(el("span", { class: "small" }, `${alike.why}: `), ...alike.seeds.map((seed) => pick(seed, String(seed))));
  $("picks").replaceChildren(...parts);
}

function fill() {
  log();
  if (!story.weighed.some((one) => one.actor === state.actor)) state.actor = story.weighed[0]?.actor ?? "";
  $("end").replaceChildren(...story.outcomes.map(({ name, label, value }) => el("div", {}, el("dt", {}, label), el("dd", {}, number(value, "measure", name, label)))));
}

function log() {
  const days = $("full").checked ? story.full : story.log;
  $("log").replaceChildren(...days.map(({ day, sentences }) =>
    el("li", { "data-day": day },
      el("button", { type: "button", class: "link date", onclick: () => go(day) }, `${story.dates[day]} · day ${day}`),
      ...sentences.map((sentence) => el("p", {}, sentence)))));
}

/** Go to a day. */
function go(day) {
  state.day = String(Math.max(0, Math.min(story?.days ?? 0, Number(day) || 0)));
  show();
  write();
}

function show() {
  const day = Math.min(Number(state.day) || 0, story.days);
  $("day").value = day;
  $("day").setAttribute("aria-valuetext", `day ${day}, ${story.dates[day]}`);
  $("date").textContent = day ? `${story.dates[day]} · day ${day} of ${story.days}` : `${story.dates[0]} · the eve`;
  theatre.fill($("theatre"), (layer) => story.frames[layer]?.findLast(([since]) => since <= day)?.[1]);
  document.body.dataset.day = String(day);
  for (const item of $("log").children) {
    const now = Number(item.dataset.day) === day;
    item.classList.toggle("now", now);
    item.classList.toggle("past", Number(item.dataset.day) < day);
    if (now) item.setAttribute("aria-current", "date");
    else item.removeAttribute("aria-current");
  }
  const near = [...$("log").children].filter((item) => Number(item.dataset.day) <= day).at(-1);
  $("log").scrollTop = near ? near.offsetTop - 8 : 0;
  choice($("actors"), story.weighed.map(({ actor, name }) => ({ key: actor, label: name })), state.actor, choose);
  why(day);
}

function choose(actor) {
  if (!story.weighed.some((one) => one.actor === actor)) return;
  state.actor = actor;
  write();
  show();
}

function why(day) {
  const mine = story.weighed.find((one) => one.actor === state.actor);
  if (!mine) return $("why").replaceChildren(el("p", { class: "empty" }, "Nobody had anything to decide in this run."));
  const today = mine.told.filter((one) => one.first <= day && day <= one.last);
  const last = Math.max(...mine.told.filter((one) => one.first <= day).map((one) => one.first));
  const shown = today.length ? today : mine.told.filter((one) => one.first === last);
  const when = today.length ? `${mine.name} on ${story.dates[day]}`
    : shown.length ? `${mine.name} decided nothing on this day; last on ${story.dates[last]}, day ${last}`
    : `${mine.name} has decided nothing yet`;
  $("why").replaceChildren(el("h3", {}, when), ...shown.map((one) => deliberation(one, mine)));
}

function deliberation(one, { actor, name: who }) {
  const parts = [el("h4", {}, one.subject.charAt(0).toUpperCase() + one.subject.slice(1))];
  if (one.first !== one.last) parts.push(el("p", { class: "small" }, `The same from day ${one.first} to ${one.last}.`));
  parts.push(...one.sentences.map((text) => el("p", {}, text)));
  if (one.rows.length) {
    const head = ["Option", "Worth it", "Chance", "What speaks for and against"].map((text) => el("th", { scope: "col" }, text));
    const rows = one.rows.map(([chosen, name, utility, chance, terms]) =>
      el("tr", { class: chosen ? "chosen" : "" }, el("th", { scope: "row" }, chosen ? `✓ ${name}` : name, chosen ? el("span", { class: "unseen" }, " (chosen)") : null),
        el("td", { class: "number" }, number(utility, "actor", actor, who)), el("td", { class: "number" }, number(chance, "actor", actor, who)), el("td", {}, terms)));
    parts.push(el("div", { class: "wide", tabIndex: 0, role: "region", "aria-label": `Options: ${one.subject}` },
      el("table", { class: "options" }, el("thead", {}, el("tr", {}, ...head)), el("tbody", {}, ...rows))));
  }
  return el("article", {}, ...parts);
}

// playing ------------------------------------------------------------------------------------------

function stop() {
  clearInterval(timer);
  timer = 0;
  $("play").textContent = "Play";
  $("play").setAttribute("aria-pressed", "false");
}

function play() {
  if (timer) return stop();
  if (!story) return;
  if (Number(state.day) >= story.days) go(0);
  $("play").textContent = "Pause";
  $("play").setAttribute("aria-pressed", "true");
  timer = setInterval(() => {
    go(Number(state.day) + 1);
    if (Number(state.day) >= story.days) stop();
  }, BEAT);
}

export const leave = stop;

export function build() {
  $("play").addEventListener("click", play);
  const step = (id, by) => $(id).addEventListener("click", () => { stop(); if (story) go(by()); });
  step("first", () => 0);
  step("back", () => Number(state.day) - 1);
  step("forward", () => Number(state.day) + 1);
  step("next", () => story.log.find(({ day }) => day > Number(state.day))?.day ?? story.days);
  $("day").addEventListener("input", () => { stop(); go($("day").value); });
  $("full").addEventListener("change", () => { if (story) { log(); show(); } });
  $("seed").addEventListener("change", () => {
    const seed = $("seed").value.trim();
    if (!/^\d{1,15}$/.test(seed)) return trouble("A seed is a whole number, 0 or more.");
    alike = null;
    state.seed = seed;
    open();
  });
  $("theatre").addEventListener("click", (event) => {
    const actor = event.target.closest("[data-actor]")?.dataset.actor;
    if (actor && story) choose(actor);
  });
  document.addEventListener("to-read", () => { if (state.tab === "story") open(); });
}

// Twin runs: one seed under two courses of action, paused on the day on which they diverge.

import { $, ask, el, trouble } from "./dom.js";
import { number } from "./source.js";
import { changed, state, write } from "./state.js";
import * as theatre from "./theatre.js";
import { apart, toRead } from "./whatif.js";

const BEAT = 450; // milliseconds that a day lasts when played
const CASE = "case";
let found = null;
let key = "";
let asking = null;
let timer = 0;
let others = null;
let title = "Base";

/** Open the twins that the state names; does nothing if they are open already. */
export async function open() {
  if (!(await choices())) return;
  if (state.seed === "") state.seed = String((state.beside === CASE ? apart[0] : toRead.base?.[0]?.seed) ?? 0);
  $("twin-seed").value = state.seed;
  $("twin-beside").value = state.beside;
  const values = state.beside === CASE ? state.values : {};
  const wanted = JSON.stringify([state.seed, state.beside, values]);
  if (wanted === key) return show();
  leave();
  asking?.abort();
  const mine = (asking = new AbortController());
  document.body.classList.add("busy");
  waiting(`Playing seed ${state.seed} twice…`);
  write();
  try {
    const content = { seed: Number(state.seed), beside: state.beside, values, narrow: theatre.narrow() };
    const told = await (await ask("/api/twins", content, mine.signal)).json();
    await theatre.lay($("twin-first"), "first");
    await theatre.lay($("twin-second"), `second:${encodeURIComponent(state.beside)}`);
    if (key !== "") state.twin = "";
    [found, key] = [told, wanted];
    trouble();
    $("twin-told").hidden = false;
    fill();
    if (state.twin === "") state.twin = String(found.day ?? found.days);
    show();
    write();
  } catch (error) {
    if (error.name === "AbortError") return;
    trouble(error.message);
  }
  if (asking !== mine) return;
  waiting();
  document.body.classList.remove("busy");
}

/** The scenarios that can stand beside the base; without any there are no twins. */
async function choices() {
  if (others === null) {
    waiting("Looking for scenarios of the same family…");
    others = await (await ask("/api/beside")).json();
    waiting();
  }
  const options = others.map(({ key: name, title: said, name: file }) => ({ name, said: said === file ? said : `${said} (${file})` }));
  if (changed()) options.unshift({ name: CASE, said: "Your case" });
  $("twin-beside").replaceChildren(...options.map(({ name, said }) => el("option", { value: name }, said)));
  if (!options.some(({ name }) => name === state.beside)) state.beside = options[0]?.name ?? "";
  if (!options.length) waiting("Nothing stands beside the base yet. Move an assumption, or save a scenario that extends this one here.");
  return options.length > 0;
}

function waiting(text = "") {
  $("twin-telling").textContent = text;
  $("twin-telling").hidden = !text;
  $("twin-told").setAttribute("aria-busy", String(Boolean(text)));
}

function fill() {
  $("twin-day").max = found.days;
  $("twin-first-head").textContent = title;
  $("twin-second-head").textContent = $("twin-beside").selectedOptions[0]?.textContent ?? "Beside it";
  const date = found.day === null ? "" : found.runs[0].dates[found.day];
  $("twin-head").textContent = found.day === null ? "The two runs never diverge" : `They diverge on ${date}, day ${found.day}`;
  $("twin-what").textContent = found.day === null ? "Everything that happens is the same in both."
    : found.day > 1 ? `The same until then. ${found.what}` : found.what;
  $("twin-why").textContent = found.why;
  const seeds = state.beside === CASE ? apart.filter((seed) => String(seed) !== state.seed) : [];
  $("twin-picks").replaceChildren(...(seeds.length ? ["Seeds that end otherwise in your case: ", ...seeds.map((seed) =>
    el("button", { type: "button", class: "link", onclick: () => { state.seed = String(seed); open(); } }, String(seed)))] : []));
  $("twin-there").hidden = found.day === null;
  ["twin-first-log", "twin-second-log"].forEach((id, side) => $(id).replaceChildren(...found.runs[side].log.map(({ day, sentences }) =>
    el("li", { "data-day": day }, el("button", { type: "button", class: "link date", onclick: () => { leave(); go(day); } }, `${found.runs[side].dates[day]} · day ${day}`),
      ...sentences.map((sentence) => el("p", {}, sentence))))));
  const cells = (row) => row.said.map((said) => el("td", {}, number(said, "measure", row.name, row.label)));
  const line = (row) => el("tr", {}, el("th", { scope: "row" }, row.label), ...cells(row));
  const table = (rows) => el("table", { class: "twin-ends" }, el("thead", {}, el("tr", {}, ...["Measure", "Base", "Beside it"].map((head) => el("th", { scope: "col" }, head)))), el("tbody", {}, ...rows.map(line)));
  const [differing, same] = [found.ends.filter((row) => !row.same), found.ends.filter((row) => row.same)];
  $("twin-ends").replaceChildren(
    differing.length ? table(differing) : el("p", { class: "empty" }, "No measure differs."),
    same.length ? el("details", { class: "more" }, el("summary", {}, `${same.length} that are the same`), table(same)) : "");
}

/** Go to a day. */
function go(day) {
  state.twin = String(Math.max(0, Math.min(found?.days ?? 0, Number(day) || 0)));
  show();
  write();
}

function show() {
  const day = Math.min(Number(state.twin) || 0, found.days);
  const { dates } = found.runs[0];
  $("twin-day").value = day;
  $("twin-day").setAttribute("aria-valuetext", `day ${day}, ${dates[day]}`);
  $("twin-date").textContent = day ? `${dates[day]} · day ${day} of ${found.days}` : `${dates[0]} · the eve`;
  document.body.dataset.twinDay = String(day);
  ["twin-first", "twin-second"].forEach((id, side) => {
    theatre.fill($(id), (layer) => found.runs[side].frames[layer]?.findLast(([since]) => since <= day)?.[1]);
    const items = [...$(`${id}-log`).children];
    for (const item of items) {
      const its = Number(item.dataset.day);
      item.classList.toggle("now", its === day);
      item.classList.toggle("past", its < day);
      item.classList.toggle("parted", found.day !== null && its >= found.day);
      if (its === day) item.setAttribute("aria-current", "date");
      else item.removeAttribute("aria-current");
    }
    const near = items.filter((item) => Number(item.dataset.day) <= day).at(-1);
    $(`${id}-log`).scrollTop = near ? near.offsetTop - 8 : 0;
  });
}

/** Stop playing. */
export function leave() {
  clearInterval(timer);
  timer = 0;
  $("twin-play").textContent = "Play";
  $("twin-play").setAttribute("aria-pressed", "false");
}

/** Play both: from the eve up to the day on which they diverge, and from there to the end. */
function play() {
  if (timer) return leave();
  if (!found) return;
  if (Number(state.twin) >= found.days) go(0);
  const stop = found.day !== null && Number(state.twin) < found.day ? found.day : found.days;
  $("twin-play").textContent = "Pause";
  $("twin-play").setAttribute("aria-pressed", "true");
  timer = setInterval(() => {
    go(Number(state.twin) + 1);
    if (Number(state.twin) >= stop) leave();
  }, BEAT);
}

export function build(plot) {
  title = `Base: ${plot.title}`;
  $("twin-play").addEventListener("click", play);
  const step = (id, to) => $(id).addEventListener("click", () => { leave(); if (found) go(to()); });
  step("twin-back", () => Number(state.twin) - 1);
  step("twin-forward", () => Number(state.twin) + 1);
  step("twin-there", () => found.day);
  $("twin-day").addEventListener("input", () => { leave(); go($("twin-day").value); });
  $("twin-seed").addEventListener("change", () => {
    const seed = $("twin-seed").value.trim();
    if (!/^\d{1,15}$/.test(seed)) return trouble("A seed is a whole number, 0 or more.");
    state.seed = seed;
    open();
  });
  $("twin-beside").addEventListener("change", () => { state.beside = $("twin-beside").value; open(); });
  document.addEventListener("to-read", () => { if (state.tab === "twins") open(); });
}

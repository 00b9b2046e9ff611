// The turn on trial: its events with their odds, and the white cell's ruling on each.

import { $, el } from "/static/dom.js";
import * as drafts from "./drafts.js";
import { field, html, send } from "./forms.js";
import { ask } from "./line.js";

const HOW = [["reroll", "Roll again"], ["set", "Set otherwise"], ["narrate", "Narrate"]];
const FIELDS = ["of", "name", "effects", "text", "reason"];

/** Build the panel of the trial; returns the functions that play the turn on trial and that clear it. */
export function trial(holder, said) {
  const events = el("div", { id: "proposed" });
  let again = false;
  const head = el("h3"), told = el("p", { class: "said", role: "status" });
  const rows = Object.fromEntries([
    ["of", field("Whose dice", "judge|of", { options: [] })],
    ["name", field("Name (one word)", "judge|name")],
    ["effects", field("Effects, one a line", "judge|effects", { rows: 3 })],
    ["text", field("What all are told", "judge|text", { rows: 3 })],
    ["reason", field("Reason", "judge|reason")],
  ]);
  const wanted = { reroll: ["of", "reason"], set: ["name", "effects", "reason"], narrate: ["text", "reason"] };
  const button = el("button", { class: "primary" }, "Rule");
  const form = el("form", {
    class: "ruling",
    hidden: true,
    onsubmit: async (event) => {
      event.preventDefault();
      const text = (name) => drafts.text(`judge|${name}`), how = form.dataset.how;
      const body = { reroll: { how, of: text("of") }, set: { how, name: text("name") }, narrate: { how, text: text("text") } }[how];
      const effects = how === "set" ? text("effects") : undefined;
      again = true;  // the game with this ruling is tried at once
      await send([[FIELDS.map((name) => `judge|${name}`), { kind: "ruling", reason: text("reason"), body, effects }]], told, button);
      again &&= told.classList.contains("good");
    },
  }, head, ...Object.values(rows), el("div", { class: "row" }, button, el("button", { type: "button", onclick: () => rest() }, "Leave it")), told);
  holder.append(events, form);

  function rest() {
    holder.append(form);
    form.hidden = true;
  }

  /** Open the form of a ruling below an event. */
  function open(line, how, item) {
    item.append(form);
    form.dataset.how = how;
    head.textContent = HOW.find(([key]) => key === how)[1];
    for (const [name, row] of Object.entries(rows)) row.hidden = !wanted[how].includes(name);
    $("f-judge|of").replaceChildren(...[...line.dice.map((each) => [each.key, each.name]), ["", "all dice of the turn"]].map(([value, name]) => el("option", { value }, name)));
    const texts = { reroll: { of: line.dice[0]?.key ?? "" }, set: { effects: line.effects }, narrate: { text: line.text } }[how];
    drafts.write(Object.fromEntries(Object.entries(texts).map(([name, text]) => [`judge|${name}`, text])));
    told.textContent = "";
    form.hidden = false;
    form.querySelector(".field-row:not([hidden]) [data-draft]").focus();
  }

  function item(line) {
    const share = Math.round(100 * line.share);
    const bar = el("span", { class: "share", "aria-hidden": "true" });
    bar.append(el("span", { class: `w${Math.round(share / 5) * 5}` }));
    const made = el("li", {},
      el("div", { class: "foreseen" },
        el("span", { class: "odds" }, bar, line.odds, el("span", { class: "small" }, `${Math.round(100 * line.low)} to ${Math.round(100 * line.high)} %`)),
        el("p", {}, line.when ? el("b", {}, `${line.when}: `) : "", line.text,
          line.when ? el("span", { class: "small" }, `Counted: ${line.counted}.`) : "")));
    made.append(el("div", { class: "rulings" }, ...HOW.filter(([how]) => line.when || how !== "narrate").map(([how, label]) =>
      el("button", { type: "button", class: "link", onclick: () => open(line, how, made) }, label))));
    return made;
  }

  async function propose() {
    rest();
    said.className = "said good";
    said.textContent = "Playing it on trial…";
    try {
      const now = await ask("/api/propose", {});
      const list = (lines) => el("ul", { class: "events" }, ...lines.map(item));
      const measures = el("details", {}, el("summary", {}, "Measures after it"), el("div", { id: "trial-measures" }));
      events.replaceChildren(
        el("h3", {}, `Turn ${now.turn}, as it stands`),
        el("p", { class: "small" }, `In how many of ${now.runs} continuations of this very state (seeds ${now.seeds}) an event of the same kind, actor and place comes within the turn. Do nothing to accept one.`),
        now.events.length ? list(now.events) : el("p", {}, "Nothing new would happen."),
        now.others.length ? el("h3", {}, "What it would not bring, and continuations do") : "",
        now.others.length ? list(now.others) : "",
        measures);
      html("trial-measures", now.measures);
      said.textContent = "On trial; nothing has been played.";
    } catch (error) { said.className = "said"; said.textContent = error.message; }
  }
  function clear() {
    rest();
    events.replaceChildren();
    if (again) propose();
    again = false;
  }
  return { propose, clear };
}

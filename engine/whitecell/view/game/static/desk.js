// The desk of the white cell: the whole game, and the actions that only the white cell has.

import { $, el } from "/static/dom.js";
import { back } from "./back.js";
import { deck } from "./deck.js";
import * as drafts from "./drafts.js";
import { field, folded, html, lines, orders, send, speaking } from "./forms.js";
import { ask } from "./line.js";
import { asking } from "./requests.js";
import { trial } from "./trial.js";

const section = (id, title, ...inside) =>
  el("section", { class: "panel paper", "aria-labelledby": `${id}-head` }, el("h2", { id: `${id}-head` }, title), ...inside);
const button = (label, press, kind = "") => el("button", { type: "button", class: kind, onclick: press }, label);

export function desk(holder, found) {
  const seats = found.clock.seats, to = [["", "all"], ...seats.map((name) => [name, name])];
  const told = (name) => (text) => (text(name) ? [text(name)] : []);
  const choose = el("div"), said = el("p", { class: "said", role: "status" }), oddsSaid = el("p", { class: "said", role: "status" });
  const step = button("Play the turn", () => play(), "primary");
  const look = button("What would happen", () => tried.propose());
  const proposed = el("div"), tried = trial(proposed, said);
  const ahead = button("Odds from here", () => discuss(), "primary");
  const questions = asking("white", seats), injects = deck(to), looking = back();
  let head = "", turn = 0;

  async function play() {
    const began = performance.now();
    await send([[[], { kind: "step", body: {}, reason: "" }]], said, step);
    document.body.dataset.stepped = String(Math.round(performance.now() - began));
  }
  async function discuss() {
    ahead.disabled = true;
    oddsSaid.className = "said good";
    oddsSaid.textContent = "Playing on from here…";
    try {
      const days = Number(drafts.text("ahead|days")) || 60, runs = Number(drafts.text("ahead|runs")) || 200;
      const now = await ask("/api/ahead", { orders: form.bodies(), runs, days });
      html("odds", (now.changes ? `<h3>With the orders that are written above</h3>${now.changes}` : "") + now.odds);
      oddsSaid.textContent = "";
    } catch (error) { oddsSaid.className = "said"; oddsSaid.textContent = error.message; }
    ahead.disabled = false;
  }

  holder.append(el("div", { class: "columns" },
    el("div", { class: "stack" },
      section("turn", "The turn", el("div", { class: "row" }, step, look), said, proposed),
      section("ordered", "Orders of the seats", el("div", { id: "ordered" })),
      el("details", { class: "panel", id: "discussed" }, el("summary", {}, el("h2", {}, "Orders under discussion, or in a seat’s name")),
        el("p", { class: "small" }, "Choose options here and ask for the odds below, or send them as orders of the white cell."), choose),
      el("section", { class: "panel paper", "aria-labelledby": "odds-head" }, el("h2", { id: "odds-head" }, "Odds from here"),
        el("div", { class: "pair" }, field("Continuations", "ahead|runs", { hint: "200" }), field("Days", "ahead|days", { hint: "60" })),
        el("div", { class: "row" }, ahead), oddsSaid, el("div", { id: "odds" })),
      questions.panel,
      speaking("Tell the seats", "Send",
        [field("As", "tell|how", { options: [["", "a message"], ["narrate", "what happened (all see it)"]] }), field("To", "tell|to", { options: to }),
         field("Text", "tell|text", { rows: 3 }), field("Reason", "tell|reason")],
        (text) => text("tell|how") === "narrate"
          ? { kind: "ruling", reason: text("tell|reason"), body: { how: "narrate", text: text("tell|text") } }
          : { kind: "message", reason: text("tell|reason"), body: { to: told("tell|to")(text), text: text("tell|text") } }),
      injects.panel,
      rule("A ruling: set", "Set it", "set", [],
        (text) => ({ kind: "ruling", reason: text("set|reason"), body: { how: "set", name: text("set|name") } })),
      folded("A ruling: roll dice again", "Roll again",
        [field("Of (actor, zone or thing; all if empty)", "reroll|of"), field("Reason", "reroll|reason")],
        (text) => ({ kind: "ruling", reason: text("reroll|reason"), body: { how: "reroll", of: text("reroll|of") } }))),
    el("div", { class: "stack" },
      el("section", { class: "panel", "aria-labelledby": "map-head" }, el("h2", { id: "map-head" }, "The theatre as it is"), el("div", { id: "map", class: "map" })),
      section("news", "What happened", el("div", { id: "news" })),
      section("situation", "Situation", el("div", { id: "situation" })),
      el("details", { class: "panel paper" }, el("summary", {}, el("h2", {}, "Measures")), el("div", { id: "measures" })),
      looking.branches,
      looking.debrief,
      section("entries", "The log", el("div", { id: "log-entries", class: "log-lines" })))));

  const form = orders(choose, found.matters);
  return {
    refresh: form.refresh,
    show(now) {
      step.disabled = look.disabled = ahead.disabled = now.clock.over;
      step.textContent = now.clock.over ? "The game is over" : `Play turn ${now.clock.turn}`;
      html("ordered", "");
      $("ordered").replaceChildren(...now.orders.map((each) => el("div", { class: "seat" },
        el("h3", {}, each.seat[0].toUpperCase() + each.seat.slice(1), " ", el("span", { class: "online small", "data-seat": each.seat })),
        el("p", { class: "small" }, `${each.actors}${each.script ? ", by a script" : ""}`),
        each.orders.length ? el("ul", {}, ...each.orders.map((text) => el("li", {}, text))) : el("p", { class: "small" }, "No orders: its actors choose by themselves."))));
      html("news", now.news);
      html("situation", now.situation);
      html("measures", now.measures);
      lines("log-entries", now.log, "Nothing was said yet.");
      // The trial belongs to an earlier state of the game now.
      if (head !== now.head) { tried.clear(); html("odds", ""); }
      if (turn !== now.clock.turn) looking.look().catch(() => {});
      [head, turn] = [now.head, now.clock.turn];
      questions.show(now.requests);
      injects.show(now.cards);
      form.show(now.standing);
    },
    watching(found) {
      for (const span of document.querySelectorAll(".online")) span.textContent = found[span.dataset.seat] ? "● on line" : "○ nobody on line";
    },
  };
}

/** A form with a name, effects and a reason. */
function rule(title, label, key, fields, entry) {
  return folded(title, label,
    [field("Name (one word)", `${key}|name`), ...fields,
     field("Effects, one a line", `${key}|effects`, { rows: 3, hint: "{kind: reinforce, actor: …, zone: …, fighters: 400}" }),
     field("Reason", `${key}|reason`)],
    (text) => ({ ...entry(text), effects: text(`${key}|effects`) }));
}

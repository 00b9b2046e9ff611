// The page of a seat: what it sees, what it is to decide, and its orders.

import { $, el } from "/static/dom.js";
import { field, html, lines, orders, speaking } from "./forms.js";
import { asking } from "./requests.js";

export function seat(holder, found) {
  const choose = el("div");
  const questions = asking(found.place, found.clock.seats);
  const others = found.clock.seats.filter((name) => name !== found.place);
  holder.append(
    el("div", { class: "columns" },
      el("div", { class: "stack" },
        el("section", { class: "panel", "aria-labelledby": "decide" }, el("h2", { id: "decide" }, "What to decide"),
          el("p", { id: "who", class: "small" }), el("div", { id: "lead", class: "small" }), choose),
        speaking("A message", "Send the message",
          [field("To", "message|to", { options: [["", "all"], ["white", "the white cell"], ...others.map((name) => [name, name])] }),
           field("Text", "message|text", { rows: 3 })],
          (text) => ({ kind: "message", reason: "", body: { to: text("message|to") ? [text("message|to")] : [], text: text("message|text") } })),
        questions.panel,
        el("section", { class: "panel", "aria-labelledby": "own-head" }, el("h2", { id: "own-head" }, "Sent in this turn"), el("div", { id: "own", class: "log-lines" }))),
      el("div", { class: "stack" },
        el("section", { class: "panel", "aria-labelledby": "map-head" }, el("h2", { id: "map-head" }, "Your side on the map"),
          el("p", { class: "small" }, "Grey is what your side does not hold. Foes are not drawn: what your side makes of them stands below. Pins mark what you heard of in the last turn."), el("div", { id: "map", class: "map" })),
        el("div", { id: "brief", class: "panel paper" }))),
  );
  const form = orders(choose, found.matters);
  return {
    refresh: form.refresh,
    show(now) {
      $("who").textContent = `You choose for: ${now.actors}.${now.script ? " This seat follows a script; your orders come after it." : ""}`;
      html("lead", now.lead);
      html("brief", now.sections.join(""));
      lines("own", now.said, "Nothing yet.");
      questions.show(now.requests);
      form.show(now.standing);
    },
  };
}

// Requests for information: open ones with the owner of the answer, and the forms to answer and to ask.

import { el } from "/static/dom.js";
import * as drafts from "./drafts.js";
import { field, send } from "./forms.js";

const called = (seat, here) => (seat === here ? "you" : seat === "white" ? "the white cell" : seat[0].toUpperCase() + seat.slice(1));
const begun = (text) => text[0].toUpperCase() + text.slice(1);

/** The panel of a place, `white` or a seat; `show` takes the requests that the place knows of. */
export function asking(place, seats) {
  const list = el("ul", { class: "requests" }), none = el("p", { class: "small" }, "None.");
  const items = new Map();
  const others = seats.filter((name) => name !== place);

  function speak(label, fields, entry, kind = "") {
    const said = el("p", { class: "said", role: "status" }), button = el("button", { class: kind }, label);
    return el("form", {
      onsubmit: async (event) => {
        event.preventDefault();
        await send([[fields.map((found) => found.querySelector("[data-draft]").dataset.draft), entry()]], said, button);
      },
    }, ...fields, el("div", { class: "row" }, button), said);
  }

  function item(asked) {
    const made = el("li", {});
    made.head = el("p", {});
    made.append(made.head);
    const open = !asked.answered, mine = place === "white" || asked.owner === place;
    if (open && mine)
      made.append(speak("Answer", [field("Answer", `answer|${asked.sign}`, { rows: 2 })],
        () => ({ kind: "answer", reason: "", body: { request: asked.sign, text: drafts.text(`answer|${asked.sign}`) } }), "primary"));
    const able = others.filter((name) => name !== asked.asker && name !== asked.owner);
    if (open && place === "white" && (able.length || asked.owner !== "white")) {
      const owners = [["", "choose"], ...(asked.owner === "white" ? [] : [["white", "the white cell"]]), ...able.map((name) => [name, begun(name)])];
      made.append(speak("Refer", [field("Who owes the answer", `refer|${asked.sign}`, { options: owners })],
        () => ({ kind: "referral", reason: "", body: { request: asked.sign, owner: drafts.text(`refer|${asked.sign}`) } })));
    }
    return made;
  }

  const text = field("Question", "request|text", { rows: 2 });
  const owner = place === "white" ? [field("Who owes the answer", "request|owner", { options: [["", "choose"], ...others.map((name) => [name, begun(name)])] })] : [];
  const panel = el("section", { class: "panel", "aria-labelledby": "requests-head" },
    el("h2", { id: "requests-head" }, "Requests for information"), none, list,
    el("details", { class: "asking" }, el("summary", {}, place === "white" ? "Ask a seat" : "Ask the white cell"),
      speak("Ask", [...owner, text],
        () => ({ kind: "request", reason: "", body: { text: drafts.text("request|text"), ...(place === "white" ? { owner: drafts.text("request|owner") } : {}) } }))));
  return {
    panel,
    show(found) {
      none.hidden = found.length > 0;
      for (const asked of found) {
        // A form is kept while it is about the same request, so that no text is lost.
        const key = `${asked.sign} ${asked.owner} ${asked.answered}`;
        const made = items.get(asked.sign)?.key === key ? items.get(asked.sign) : Object.assign(item(asked), { key });
        items.set(asked.sign, made);
        const who = begun(called(asked.asker, place)), owes = called(asked.owner, place);
        made.head.replaceChildren(
          el("b", {}, `${who} asked in turn ${asked.turn}: `), asked.text, " ",
          asked.answered ? el("b", {}, `Answer in turn ${asked.answered}: `) : el("b", { class: "owed" }, `Open: ${owes} ${owes === "you" ? "owe" : "owes"} the answer since turn ${asked.since}.`),
          asked.answered ? asked.answer : "");
      }
      const known = found.map((asked) => items.get(asked.sign));
      for (const [sign, made] of items) if (!known.includes(made)) { items.delete(sign); made.remove(); }
      if (known.length !== list.children.length || known.some((made, k) => list.children[k] !== made)) list.replaceChildren(...known);
    },
  };
}

// Injects of the white cell: from its deck, or on the spot, on a day or while a condition holds.

import { $, el } from "/static/dom.js";
import * as drafts from "./drafts.js";
import { field, send, speaking } from "./forms.js";

const TIMES = { on: "inject|on", when: "inject|when", from: "inject|from", until: "inject|until", chance_per_day: "inject|chance" };

/** The panel of injects; `show` takes the present cards. */
export function deck(to) {
  const list = el("ul", { class: "cards-list" }), panel = el("details", { class: "panel", id: "deck" }, el("summary", {}, el("h2", {}, "Injects")));
  const dealt = el("p", { class: "said", role: "status" });
  const cards = el("div", {}, el("h3", {}, "The deck"), list,
    el("div", { class: "pair" }, field("Told to", "deal|to", { options: to }), field("Reason", "deal|reason")), dealt);
  const [, form] = speaking("On the spot", "Inject", [
    field("Name (one word)", "inject|name"), field("What happens", "inject|says"), field("Told to", "inject|to", { options: to }),
    field("Effects, one a line", "inject|effects", { rows: 3, hint: "{kind: reinforce, actor: …, zone: …, fighters: 400}" }),
    field("On a day", "inject|on", { hint: "the first of the turn" }),
    el("details", {}, el("summary", {}, "Or by a condition, or by chance"),
      field("While this is so", "inject|when", { hint: "day > 20, or not happened(convoy)" }),
      field("First day", "inject|from", { hint: "day 12" }), field("Last day", "inject|until", { hint: "day 40" }),
      field("Chance a day", "inject|chance", { hint: "0.1" })),
    field("Reason", "inject|reason"),
  ], (text) => {
    const inject = { name: text("inject|says") || text("inject|name") };
    for (const [key, name] of Object.entries(TIMES)) if (text(name).trim()) inject[key] = key === "chance_per_day" ? Number(text(name)) : text(name).trim();
    return { kind: "inject", reason: text("inject|reason"), effects: text("inject|effects"),
      body: { name: text("inject|name"), to: text("inject|to") ? [text("inject|to")] : [], inject } };
  }).childNodes;
  panel.append(cards, el("h3", {}, "On the spot"), form);

  function item(card) {
    const deal = el("button", { type: "button", disabled: Boolean(card.dealt), onclick: () => play(card, deal) }, card.dealt ? `Dealt in turn ${card.dealt}` : "Deal");
    return el("li", {},
      el("p", {}, el("b", {}, card.text), ` ${card.when[0].toUpperCase()}${card.when.slice(1)}.`),
      card.effects.length ? el("p", { class: "small" }, ...card.effects.map((text) => el("code", {}, text))) : "",
      el("div", { class: "row" }, deal, el("span", { class: "small" }, card.name)));
  }
  async function play(card, button) {
    const entry = { kind: "inject", card: card.name, reason: drafts.text("deal|reason"), body: { to: drafts.text("deal|to") ? [drafts.text("deal|to")] : [] } };
    await send([[["deal|reason"], entry]], dealt, button);
  }
  return {
    panel,
    show(found) {
      cards.hidden = !found.length;
      const text = JSON.stringify(found);
      if (list.drawn === text) return;
      list.drawn = text;
      list.replaceChildren(...found.map(item));
    },
  };
}

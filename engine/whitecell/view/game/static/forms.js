// Forms of orders and of other entries: they are built once, so that no text is lost while the game continues.

import { $, el } from "/static/dom.js";
import * as drafts from "./drafts.js";
import { ask } from "./line.js";

const TALK = ["message", "request", "referral", "answer"];  // can be said at any time, belongs to no turn
const option = (value, label) => el("option", { value }, label);

/** A label with its field; the field's text is a draft of that name. */
export function field(label, name, given = {}) {
  const made = given.options
    ? el("select", { id: `f-${name}`, "data-draft": name }, ...given.options.map(([value, text]) => option(value, text)))
    : el(given.rows ? "textarea" : "input", { id: `f-${name}`, "data-draft": name, autocomplete: "off", rows: given.rows, placeholder: given.hint ?? "" });
  if (drafts.text(name)) made.value = drafts.text(name);
  return el("div", { class: "field-row" }, el("label", { for: made.id }, label), made);
}

/** A form that sends an entry; `entry` makes it from the texts of its fields, by name. */
export function speaking(title, button, fields, entry) {
  return el("section", { class: "panel" }, el("h2", {}, title), ...spoken(button, fields, entry));
}

/** The same, folded until it is opened. */
export function folded(title, button, fields, entry) {
  return el("details", { class: "panel" }, el("summary", {}, el("h2", {}, title)), ...spoken(button, fields, entry));
}

function spoken(button, fields, entry) {
  const said = el("p", { class: "said", role: "status" });
  const form = el("form", {
    onsubmit: async (event) => {
      event.preventDefault();
      const names = [...form.querySelectorAll("[data-draft]")].map((found) => found.dataset.draft);
      await send([[names, entry((name) => drafts.text(name))]], said, form.querySelector("button"));
    },
  }, ...fields, el("div", { class: "row" }, el("button", { class: "primary" }, button)), said);
  return [form];
}

/** Send entries; the fields of each are emptied only when it has been accepted. */
export async function send(entries, said, button) {
  let count = 0;
  button.disabled = true;
  said.className = "said";
  said.textContent = "Sending…";
  try {
    for (const [names, entry] of entries) {
      const content = { ...entry, turn: TALK.includes(entry.kind) ? undefined : page.turn };
      await ask("/api/say", { ...content, key: key(content) });
      keys.delete(JSON.stringify(content));
      drafts.write(Object.fromEntries(names.map((name) => [name, ""])));
      count += 1;
    }
    said.className = "said good";
    said.textContent = count === 1 ? "Sent; it is in the log." : `${count} sent; they are in the log.`;
  } catch (error) {
    said.textContent = error.status ? error.message : "No line to the server. Nothing is lost: send it again when the line is back.";
  } finally {
    button.disabled = false;
  }
}

/** What the page knows of the game: the turn that its entries are for. */
export const page = { turn: 1 };

const keys = new Map();

/** A key for an entry, the same if it is sent again in the same turn, so that it is added only once. */
function key(content) {
  const text = JSON.stringify(content);
  if (!keys.has(text)) keys.set(text, `${Date.now()}-${Math.random()}`);
  return keys.get(text);
}

/** The form of orders: for each thing that can be chosen, the present order, the options, and the reason. */
export function orders(holder, actors, button = "Send") {
  const said = el("p", { class: "said", role: "status" });
  const count = el("button", { class: "primary", type: "submit", disabled: true }, "Nothing to send");
  const rows = [];
  for (const { actor, name, matters } of actors) {
    const group = el("fieldset", {}, el("legend", {}, name));
    for (const matter of matters) {
      const id = `${actor} ${matter.choice} ${matter.about}`;
      const names = { option: `${id}|option`, zone: `${id}|zone`, reason: `${id}|reason` };
      const choose = field(matter.name, names.option, {
        options: [["", "no new order"], ...matter.options.map((each) => [each.key, each.name]), ["-", "as they choose themselves"]],
      });
      const zone = matter.zones.length > 1
        ? field("Where", names.zone, { options: [["", "everywhere"], ...matter.zones.map((each) => [each.key, each.name])] })
        : "";
      const why = field("Reason", names.reason);
      why.hidden = true;
      if (zone) zone.hidden = true;
      const stands = el("p", { class: "stands small" });
      choose.append(stands);
      group.append(el("div", { class: "matter" }, choose, zone, why));
      rows.push({ id, names, matter, actor, stands, why, zone });
    }
    holder.append(group);
  }
  const form = el("form", {
    class: "orders",
    onsubmit: (event) => { event.preventDefault(); send(written().map((row) => [Object.values(row.names), row.entry]), said, count); },
  });
  form.append(...holder.childNodes, el("div", { class: "send" }, count, said));
  holder.replaceChildren(form);
  const written = () => rows.filter((row) => drafts.text(row.names.option)).map((row) => {
    const chosen = drafts.text(row.names.option);
    const body = { actor: row.actor, choice: row.matter.choice, about: row.matter.about, option: chosen === "-" ? "" : chosen };
    if (row.zone && drafts.text(row.names.zone)) body.zone = drafts.text(row.names.zone);
    return { ...row, entry: { kind: "order", body, reason: drafts.text(row.names.reason) } };
  });
  const refresh = () => {
    const chosen = written();
    for (const row of rows) {
      const open = Boolean(drafts.text(row.names.option));
      row.why.hidden = !open;
      if (row.zone) row.zone.hidden = !open;
    }
    count.textContent = chosen.length ? `${button} ${chosen.length} order${chosen.length > 1 ? "s" : ""}` : "Nothing to send";
    count.disabled = !chosen.length || page.over;
  };
  const show = (standing) => {
    for (const row of rows) row.stands.textContent = standing[row.id] ? `In force: ${standing[row.id]}` : "In force: no order";
    refresh();
  };
  return { refresh, show, bodies: () => written().map((row) => row.entry.body) };
}

export const html = (id, text) => { if ($(id).drawn !== text) { $(id).drawn = text; $(id).innerHTML = text; } };
export const lines = (id, found, empty) => {
  html(id, found.length ? `<ul>${found.map((line) => `<li>${line}</li>`).join("")}</ul>` : `<p class="small">${empty}</p>`);
};

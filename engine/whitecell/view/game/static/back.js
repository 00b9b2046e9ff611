// Looking back from the desk: branches in one list with their parents, two games side by side, the report.

import { $, el } from "/static/dom.js";
import { pannable } from "/static/map.js";
import * as drafts from "./drafts.js";
import { field, html } from "./forms.js";
import { ask } from "./line.js";

const button = (label, press, kind = "") => el("button", { type: "button", class: kind, onclick: press }, label);

/** The panels of branches and of the report; `list` looks for branches again. */
export function back() {
  const said = el("p", { class: "said", role: "status" }), told = el("p", { class: "said", role: "status" });
  const list = el("ul", { class: "branches" });
  const write = button("Write it", () => report(), "primary");
  const branches = el("section", { class: "panel paper", "aria-labelledby": "branches-head" }, el("h2", { id: "branches-head" }, "Branches"),
    list,
    el("div", { class: "pair" }, field("After turn", "branch|turn", { hint: "0" }), field("Name of its folder", "branch|name")),
    el("div", { class: "row" }, button("Branch off", () => split())), said, el("div", { id: "beside" }));
  const debrief = el("details", { class: "panel paper", id: "debrief" }, el("summary", {}, el("h2", {}, "After action")),
    el("div", { class: "pair" },
      field("Odds over continuations", "report|runs", { options: [["", "100"], ["400", "400"], ["0", "no odds"]] }),
      field("What each seat knew", "report|knew", { options: [["", "left out"], ["yes", "told"]] })),
    el("div", { class: "row" }, write), told, el("div", { id: "report" }));

  async function split() {
    try {
      const now = await ask("/api/branch", { name: drafts.text("branch|name"), turn: Number(drafts.text("branch|turn")) });
      drafts.write({ "branch|name": "", "branch|turn": "" });
      said.className = "said good";
      said.textContent = `Begun: whitecell game serve ${now.name}`;
      await look();
    } catch (error) { said.className = "said"; said.textContent = error.message; }
  }
  async function beside(name) {
    said.className = "said good";
    said.textContent = "Playing both…";
    try {
      show("beside", await ask("/api/compare", { name }));
      said.textContent = "";
    } catch (error) { said.className = "said"; said.textContent = error.message; }
  }
  async function report() {
    write.disabled = true;
    told.className = "said good";
    told.textContent = "Reckoning; the odds take longest…";
    try {
      const runs = Number(drafts.text("report|runs") || 100);
      show("report", await ask("/api/report", { runs, knew: Boolean(drafts.text("report|knew")) }));
      told.textContent = "";
    } catch (error) { told.className = "said"; told.textContent = error.message; }
    write.disabled = false;
  }

  /** A document below its form, with links to keep it. Its headings stand two levels below the page's. */
  function show(id, found) {
    const lower = (text) => text.replace(/<(\/?)h([2-4])/g, (_, end, level) => `<${end}h${Math.min(Number(level) + 1, 4)}`);
    html(id, lower(found.html));
    for (const map of $(id).querySelectorAll("svg.theatre")) pannable(map);
    const kinds = { html: "text/html", md: "text/markdown" };
    $(id).prepend(el("p", { class: "small" }, "Keep it: ", ...Object.entries(found.files).flatMap(([ending, text]) => [
      el("a", { href: URL.createObjectURL(new Blob([text], { type: kinds[ending] })), download: `${id}.${ending}` }, ending === "md" ? "Markdown" : "HTML"), " "])));
  }

  async function look() {
    const { branches: found } = await ask("/api/branches");
    list.replaceChildren(...found.map((each) => {
      const made = el("li", { class: `deep${Math.min(each.depth, 4)}` },
        el("p", {}, el("b", {}, each.name), `${each.here ? " (this one)" : ""}: ${each.played} turn${each.played === 1 ? "" : "s"} played`
          + (each.after === null ? "" : `, branched after turn ${each.after}${each.parent ? ` of ${each.parent}` : ""}`)));
      if (!each.here) made.append(button("Compare", () => beside(each.name), "link"));
      return made;
    }));
  }
  return { branches, debrief, look };
}

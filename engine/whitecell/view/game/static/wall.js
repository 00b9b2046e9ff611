// The screen for everybody: map, clock, public news.

import { el } from "/static/dom.js";
import { html, lines } from "./forms.js";

export function wall(holder) {
  holder.append(
    el("div", { class: "columns wide-left" },
      el("section", { class: "panel", "aria-labelledby": "map-head" }, el("h2", { id: "map-head" }, "What everybody knows"),
        el("p", { class: "small" }, "Forces, and who holds which ground, are not drawn: no seat knows them all."), el("div", { id: "map", class: "map" })),
      el("div", { class: "stack" },
        el("section", { class: "panel paper", "aria-labelledby": "news-head" }, el("h2", { id: "news-head" }, "News of the last turn"), el("div", { id: "news" })),
        el("section", { class: "panel", "aria-labelledby": "said-head" }, el("h2", { id: "said-head" }, "Told to all"), el("div", { id: "said", class: "log-lines" })),
        el("section", { class: "panel", "aria-labelledby": "stands-head" }, el("h2", { id: "stands-head" }, "What stands"), el("div", { id: "stands", class: "log-lines" })))),
  );
  return {
    refresh() {},
    show(now) {
      html("news", now.news);
      lines("said", now.said, "Nothing.");
      const words = [...now.in_force, ...now.rungs].map((text) => { const p = el("p", {}, text); return p.innerHTML; });
      lines("stands", words, "No agreement that everybody knows of.");
    },
  };
}

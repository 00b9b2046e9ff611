// Starts the page: reads the address, builds both tabs, and keeps them in step.

import { $, ask, trouble } from "./dom.js";
import * as save from "./save.js";
import * as sliders from "./sliders.js";
import { read, state, write } from "./state.js";
import * as story from "./story.js";
import * as whatif from "./whatif.js";

const tabs = ["what-if", "story"];

function turn(tab, focus = false) {
  state.tab = tab;
  lay(tab);
  if (focus) $(`tab-${tab}`).focus();
  write();
  if (tab === "story") story.open();
  else story.leave();
}

/** Show a tab and hide the other. */
function lay(tab) {
  for (const name of tabs) {
    const here = name === tab;
    $(name).hidden = !here;
    $(`tab-${name}`).setAttribute("aria-selected", String(here));
    $(`tab-${name}`).tabIndex = here ? 0 : -1;
  }
}

function listen() {
  for (const name of tabs) {
    $(`tab-${name}`).addEventListener("click", () => turn(name));
    $(`tab-${name}`).addEventListener("keydown", (event) => {
      if (event.key === "ArrowLeft" || event.key === "ArrowRight") turn(tabs[1 - tabs.indexOf(name)], true);
    });
  }
  document.addEventListener("open-run", (event) => {
    story.from(event.detail);
    turn("story");
    scrollTo(0, 0);
  });
  addEventListener("hashchange", () => { read(); sliders.refresh(); turn(state.tab); whatif.ask_soon(true); });
}

async function start() {
  read();
  // The tab of a link is there at once, and says what it waits for.
  lay(state.tab);
  story.expect();
  const plot = await (await ask("/api/scenario")).json();
  document.title = `${plot.title} – whitecell`;
  $("title").textContent = plot.title;
  $("about").textContent = plot.about;
  $("beyond").textContent = plot.told.join(" ");
  $("beyond").hidden = !plot.told.length;
  $("again").textContent = `${plot.from} to ${plot.to}, ${plot.days} days. ${plot.note} The same in a shell: whitecell batch ${plot.reference} --runs ${plot.runs}`;
  if (matchMedia("(max-width: 60rem)").matches) $("drawer").open = false;
  sliders.build(plot.groups, plot.sliders, (now) => whatif.ask_soon(now));
  whatif.build();
  story.build();
  save.build(plot.title);
  listen();
  whatif.ask_soon(true);
  turn(state.tab);
  document.body.dataset.ready = "true";
}

start().catch((error) => trouble(`The page could not start: ${error.message}`));

// Starts the page: reads the address, builds both tabs, and keeps them in step.

import { $, ask, trouble } from "./dom.js";
import * as save from "./save.js";
import * as sliders from "./sliders.js";
import * as source from "./source.js";
import { read, state, write } from "./state.js";
import * as story from "./story.js";
import * as twins from "./twins.js";
import * as whatif from "./whatif.js";

const tabs = ["what-if", "story", "twins"];
const POLL = 1500; // milliseconds between two requests for the screening's progress

function turn(tab, focus = false) {
  state.tab = tab;
  lay(tab);
  if (focus) $(`tab-${tab}`).focus();
  write();
  story.leave();
  twins.leave();
  if (tab === "story") story.open();
  if (tab === "twins") twins.open();
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
      const step = { ArrowRight: 1, ArrowLeft: tabs.length - 1 }[event.key];
      if (step) turn(tabs[(tabs.indexOf(name) + step) % tabs.length], true);
    });
  }
  document.addEventListener("open-run", (event) => {
    story.from(event.detail);
    turn("story");
    scrollTo(0, 0);
  });
  addEventListener("hashchange", () => { read(); sliders.refresh(); turn(state.tab); whatif.ask_soon(true); });
}

/** Show the sliders that matter most, as soon as the screening knows them. */
async function mattering() {
  const found = await (await ask("/api/mattering")).json();
  $("screened").textContent = found.said;
  if (found.ready || !document.body.dataset.screened) sliders.first(found.names, found.moves);
  document.body.dataset.screened = String(found.ready);
  if (!found.ready) setTimeout(() => mattering().catch(() => {}), POLL);
}

async function start() {
  read();
  // The tab named by a link is shown at once, and says what it waits for.
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
  sliders.build(plot.groups, plot.sliders, (now, moving) => whatif.ask_soon(now, moving), whatif.expect);
  source.build();
  whatif.build();
  story.build();
  twins.build(plot);
  save.build(plot.title);
  listen();
  whatif.ask_soon(true);
  turn(state.tab);
  document.body.dataset.ready = "true";
  await mattering();
}

start().catch((error) => trouble(`The page could not start: ${error.message}`));

// Starts the page of a place – desk, seat or wall – and keeps it up to date.

import { $, el, trouble } from "/static/dom.js";
import { pannable } from "/static/map.js";
import { fill } from "/static/theatre.js";
import { desk } from "./desk.js";
import * as drafts from "./drafts.js";
import { page } from "./forms.js";
import { ask, listen } from "./line.js";
import { seat } from "./seat.js";
import { wall } from "./wall.js";

let shown = null, head = "", boot = "", loading = null, grounds = "";

const narrow = () => matchMedia("(max-width: 43rem)").matches;

async function load() {
  const found = await ask("/api/page");
  const { clock, place } = found;
  page.turn = clock.turn;
  page.over = clock.over;
  if (!shown) {
    const kinds = { white: desk, wall };
    document.body.dataset.place = place;
    shown = (kinds[place] ?? seat)($("page"), found);
    if (place !== "wall") await drafts.open(place, () => shown.refresh());
  }
  head = found.head;
  boot ||= found.boot;
  const called = place === "white" ? "White cell" : place === "wall" ? "The wall" : place[0].toUpperCase() + place.slice(1);
  document.title = `${called} – whitecell`;
  $("title").textContent = place === "wall" ? clock.title : `${called}: ${clock.title}`;
  $("clock").replaceChildren(
    el("strong", {}, clock.over ? "The game is over" : `Turn ${clock.turn} of ${clock.turns}`),
    `${clock.over ? ". " : `: ${clock.next}. `}It is ${clock.day ? `the evening of ${clock.date}, day ${clock.day} of ${clock.days}` : `${clock.date}, before the first day`}.`);
  shown.show(found);
  const holder = $("map"), size = narrow() ? "narrow" : "wide";
  if (grounds !== size) {
    holder.innerHTML = (await ask(`/api/map/${size}`)).svg;
    pannable(holder.querySelector("svg"));
    grounds = size;
  }
  fill(holder, found.layers[size]);
  shown.refresh();
  trouble();
  document.body.dataset.turn = clock.turn;
  document.body.dataset.head = head;
  document.body.dataset.ready = "true";
}

/** Load what is new: one load at a time, and another if something came meanwhile. */
function again() {
  if (loading) { loading.more = true; return; }
  loading = { more: false };
  load().catch((error) => { head = ""; trouble(error.status ? error.message : ""); }).finally(() => {
    const { more } = loading;
    loading = null;
    if (more) again();
  });
}

function heard(news) {
  $("line").textContent = news.here > 1 && document.body.dataset.place !== "wall" ? `Live. ${news.here} pages are open here.` : "Live.";
  $("line").classList.remove("lost");
  document.body.dataset.live = "true";
  const began = boot && news.boot !== boot;
  boot = news.boot;
  if (news.head !== head) again();
  if (document.body.dataset.place !== "wall") (began ? drafts.anew() : drafts.share()).catch(() => {});
  shown.watching?.(news.watching ?? {});
}

function lost() {
  $("line").textContent = "No line to the server. What you write is kept here; the page goes on by itself when the line is back.";
  $("line").classList.add("lost");
  document.body.dataset.live = "false";
}

async function start() {
  addEventListener("hashchange", () => location.reload());
  addEventListener("resize", () => { if (shown && grounds !== (narrow() ? "narrow" : "wide")) again(); });
  for (;;) {
    try { await load(); break; } catch (error) {
      if (error.status) throw error;
      lost();
      await new Promise((done) => setTimeout(done, 1000));
    }
  }
  listen(heard, lost);
}

start().catch((error) => { $("title").textContent = "whitecell"; trouble(error.message); });

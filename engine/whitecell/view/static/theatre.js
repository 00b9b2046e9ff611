// The map: its ground is loaded once; forces and control are filled in layer by layer.

import { ask, picture } from "./dom.js";
import { pannable } from "./map.js";

export const narrow = () => innerWidth < 700;

const grounds = new Map();

/** Put the ground into a holder; returns the layers that come with it. */
export async function lay(holder, place) {
  const wanted = `/api/map/${place}/${narrow() ? "narrow" : "wide"}`;
  if (holder.ground === wanted) return grounds.get(wanted).layers;
  if (!grounds.has(wanted)) grounds.set(wanted, await (await ask(wanted)).json());
  const { svg, layers } = grounds.get(wanted);
  holder.innerHTML = svg;
  pannable(holder.querySelector("svg"));
  holder.ground = wanted;
  return layers;
}

/** Fill the layers: a mapping, or a function of the layer's name. */
export function fill(holder, layers) {
  const of = typeof layers === "function" ? layers : (name) => layers[name];
  for (const group of holder.querySelectorAll("[data-layer]")) picture(group, of(group.dataset.layer) ?? "");
}

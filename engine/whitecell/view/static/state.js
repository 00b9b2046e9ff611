// What the page shows; it is kept in the address, so that a reload or a copied link shows the same.

const names = ["tab", "seed", "side", "day", "actor", "map", "beside", "twin"];
const start = { tab: "what-if", seed: "", side: "case", day: "0", actor: "", map: "case", beside: "", twin: "" };

export const state = { ...start, values: {} };

export function read() {
  const given = new URLSearchParams(location.hash.slice(1));
  for (const name of names) state[name] = given.get(name) ?? start[name];
  if (!["story", "twins"].includes(state.tab)) state.tab = "what-if";
  for (const name of ["side", "map"]) if (state[name] !== "base") state[name] = "case";
  state.values = {};
  for (const pair of (given.get("set") ?? "").split(",")) {
    const cut = pair.lastIndexOf(":");
    if (cut > 0 && pair.slice(cut + 1).trim() !== "") state.values[pair.slice(0, cut)] = Number(pair.slice(cut + 1));
  }
}

export function write() {
  const said = new URLSearchParams();
  for (const name of names) if (String(state[name]) !== start[name]) said.set(name, state[name]);
  const set = Object.entries(state.values).map(([name, value]) => `${name}:${value}`).join(",");
  if (set) said.set("set", set);
  const text = said.toString().replaceAll("%3A", ":").replaceAll("%2C", ",");
  history.replaceState(null, "", text ? `#${text}` : location.pathname);
}

export const changed = () => Object.keys(state.values).length > 0;

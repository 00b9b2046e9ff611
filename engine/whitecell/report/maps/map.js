// A map under the hand: buttons, keys, Ctrl with the wheel, drag and pinch enlarge and move what its panels show.

const MOST = 16, STEP = 1.6, SHIFT = 0.2;

/** Give a map its tools; they and the map stand in the holder from then on. */
export function pannable(svg) {
  const holder = svg.parentElement;
  const ground = made("div", { class: "ground", tabindex: "0", role: "group", "aria-label": "Map. Plus and minus enlarge and shrink it, arrow keys move it, 0 shows all of it." });
  const scale = made("output", {}), asked = made("p", { class: "map-asked", role: "status" });
  const button = (sign, label, act) => {
    const one = made("button", { type: "button", "aria-label": label }, sign);
    one.addEventListener("click", act);
    return one;
  };
  const middle = () => [size[0] / 2, size[1] / 2];
  holder.insertBefore(made("div", { class: "map-tools", role: "group", "aria-label": "Enlarge the map" },
    button("+", "Enlarge the map", () => zoom("0", STEP, middle())),
    button("−", "Shrink the map", () => zoom("0", 1 / STEP, middle())),
    button("All", "Show the whole map", whole), scale), svg);
  holder.insertBefore(ground, svg);
  holder.insertBefore(asked, ground.nextSibling);
  ground.append(svg);

  // Panels with one number, as those of two maps below each other, move together.
  const views = [...svg.querySelectorAll(".view")].map((view) => ({ view, panel: view.dataset.panel, room: view.dataset.room.split(" ").map(Number) }));
  const size = views.find(({ panel }) => panel === "0").room.slice(2);
  const states = new Map(views.map(({ panel }) => [panel, { zoom: 1, x: 0, y: 0 }]));

  function show(panel) {
    const { zoom, x, y } = states.get(panel);
    for (const { view, panel: number, room: [left, top] } of views) {
      if (number !== panel) continue;
      view.setAttribute("transform", zoom === 1 ? "" : `translate(${left + x} ${top + y}) scale(${zoom}) translate(${-left} ${-top})`);
      view.style.setProperty("--zoom", zoom);
    }
    for (const bar of svg.querySelectorAll(`.scale[data-panel="${panel}"]`)) {
      const said = bar.querySelector("text");
      said.textContent = `${Number((bar.dataset.km / zoom).toPrecision(2))} km`;
      said.removeAttribute("textLength");
    }
    const most = Math.max(...[...states.values()].map((state) => state.zoom));
    ground.classList.toggle("near", most > 1);
    scale.textContent = states.get("0").zoom > 1 ? `${states.get("0").zoom.toFixed(1)} ×` : "";
  }

  function move(panel, dx, dy) {
    const state = states.get(panel), [, , wide, high] = views.find((one) => one.panel === panel).room;
    state.x = Math.min(0, Math.max(wide * (1 - state.zoom), state.x + dx));
    state.y = Math.min(0, Math.max(high * (1 - state.zoom), state.y + dy));
    show(panel);
  }

  /** Enlarge around a place, given in the panel. */
  function zoom(panel, by, [x, y]) {
    const state = states.get(panel), before = state.zoom;
    state.zoom = Math.min(MOST, Math.max(1, before * by));
    const grown = state.zoom / before;
    state.x = x - (x - state.x) * grown;
    state.y = y - (y - state.y) * grown;
    move(panel, 0, 0);
  }

  function whole() {
    for (const [panel, state] of states) {
      Object.assign(state, { zoom: 1, x: 0, y: 0 });
      show(panel);
    }
  }

  /** The panel under the pointer, and where in it. */
  function place(event) {
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    const found = views.find(({ room: [left, top, wide, high] }) => x >= left && x <= left + wide && y >= top && y <= top + high);
    return found && { panel: found.panel, at: [x - found.room[0], y - found.room[1]] };
  }

  ground.addEventListener("keydown", (event) => {
    const steps = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "+" || event.key === "=") zoom("0", STEP, middle());
    else if (event.key === "-") zoom("0", 1 / STEP, middle());
    else if (event.key === "0") whole();
    else if (steps && states.get("0").zoom > 1) move("0", steps[0] * SHIFT * size[0], steps[1] * SHIFT * size[1]);
    else return;
    event.preventDefault();
  });

  // A page scrolls under the wheel unless Ctrl is held, as a pinch on a touchpad says it is.
  ground.addEventListener("wheel", (event) => {
    const found = (event.ctrlKey || event.metaKey) && place(event);
    if (!found) return;
    event.preventDefault();
    zoom(found.panel, Math.exp(-event.deltaY / 200), found.at);
  }, { passive: false });

  const fingers = new Map();
  let dragged = false;
  ground.addEventListener("pointerdown", (event) => {
    const found = place(event);
    dragged = false;
    if (found && event.button === 0) fingers.set(event.pointerId, found);
  });
  ground.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId), now = before && place(event);
    if (!now || now.panel !== before.panel) return;
    const far = Math.hypot(now.at[0] - before.at[0], now.at[1] - before.at[1]);
    if (!dragged && far < 4) return;
    dragged = true;
    ground.setPointerCapture(event.pointerId);
    ground.classList.add("held");
    const other = [...fingers].find(([id, finger]) => id !== event.pointerId && finger.panel === now.panel)?.[1];
    if (other) {
      const [was, is] = [before, now].map(({ at }) => Math.hypot(at[0] - other.at[0], at[1] - other.at[1]));
      if (was > 0) zoom(now.panel, is / was, [(now.at[0] + other.at[0]) / 2, (now.at[1] + other.at[1]) / 2]);
    } else move(now.panel, now.at[0] - before.at[0], now.at[1] - before.at[1]);
    fingers.set(event.pointerId, now);
  });
  const lift = (event) => {
    fingers.delete(event.pointerId);
    ground.classList.toggle("held", fingers.size > 0 && dragged);
  };
  for (const name of ["pointerup", "pointercancel", "lostpointercapture"]) ground.addEventListener(name, lift);

  // What a mouse sees by pointing at a mark, a finger asks for by a tap.
  ground.addEventListener("click", (event) => {
    if (dragged) return;
    let mark = event.target;
    while (mark !== svg && !(mark.firstElementChild?.localName === "title")) mark = mark.parentElement;
    asked.textContent = mark === svg ? "" : mark.firstElementChild.textContent;
  });
}

/** An HTML element with attributes and text. */
export function made(tag, given, ...parts) {
  const one = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) one.setAttribute(name, value);
  one.append(...parts);
  return one;
}

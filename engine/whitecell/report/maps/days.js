// Days of the maps of a report: a slider for each, over frames that wait in templates beside the pictures.

const BEAT = 500; // milliseconds of a step when played

function dated(figure) {
  const days = figure.dataset.days.split(" ").map(Number), dates = figure.dataset.dates.split("|");
  const last = days.length - 1;
  // Each layer of each picture: its group, and what stands in it from which day on.
  const layers = [...figure.querySelectorAll("template")].flatMap((template) => {
    const picture = template.parentElement.querySelector("svg.theatre");
    const groups = new Map([...picture.querySelectorAll("[data-layer]")].map((group) => [group.dataset.layer, group]));
    return [...template.content.querySelectorAll("[data-layer]")].map((layer) => ({
      group: groups.get(layer.dataset.layer),
      frames: [...layer.children].map((frame) => [Number(frame.dataset.day), frame]),
    }));
  });
  const caption = figure.querySelector("figcaption"), told = caption.textContent;
  const date = made("output", { class: "date" });
  const slider = made("input", { type: "range", min: "0", max: String(last), step: "1", "aria-label": "Day that the map shows" });
  const play = made("button", { type: "button" }, "Play");
  const step = (sign, label, by) => {
    const one = made("button", { type: "button", "aria-label": label }, sign);
    one.addEventListener("click", () => { stop(); go(Number(slider.value) + by); });
    return one;
  };
  let timer = 0;

  function go(wanted) {
    const place = Math.max(0, Math.min(last, wanted)), day = days[place];
    for (const { group, frames } of layers) {
      const frame = frames.findLast(([since]) => since <= day)?.[1];
      if (group.frame === frame) continue;
      group.frame = frame;
      group.replaceChildren(...(frame ? document.importNode(frame, true).childNodes : []));
    }
    slider.value = String(place);
    date.textContent = dates[place];
    slider.setAttribute("aria-valuetext", dates[place]);
    caption.textContent = told.replace(dates[last], dates[place]);
  }

  function stop() {
    clearInterval(timer);
    timer = 0;
    play.textContent = "Play";
  }

  play.addEventListener("click", () => {
    if (timer) return stop();
    if (Number(slider.value) === last) go(0);
    play.textContent = "Pause";
    timer = setInterval(() => {
      go(Number(slider.value) + 1);
      if (Number(slider.value) === last) stop();
    }, BEAT);
  });
  slider.addEventListener("input", () => { stop(); go(Number(slider.value)); });
  figure.prepend(made("div", { class: "map-tools", role: "group", "aria-label": "Day" },
    step("‹", "A step back", -1), play, step("›", "A step on", 1), slider, date));
  // On paper stands the day that the caption names.
  addEventListener("beforeprint", () => { stop(); go(last); });
  go(last);
}

for (const picture of document.querySelectorAll("svg.theatre")) pannable(picture);
for (const figure of document.querySelectorAll("figure[data-days]")) dated(figure);

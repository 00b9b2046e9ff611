// Making and finding elements; text never becomes markup here.

export const $ = (id) => document.getElementById(id);

/** An element with properties, attributes (dashed or `role`, `for`) and children. */
export function el(tag, given = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") made.className = value;
    else if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name.includes("-") || name === "role" || name === "for" || name === "scope") made.setAttribute(name, value);
    else made[name] = value;
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

/** A picture made by the server, which has escaped all text of the scenario. */
export function picture(holder, svg) {
  if (holder.drawn === svg) return;
  holder.drawn = svg;
  holder.innerHTML = svg;
}

/** A group of buttons; one of them is pressed. */
export function choice(holder, options, chosen, choose) {
  const keys = options.map((option) => option.key).join("\n");
  if (holder.keys !== keys) {
    holder.keys = keys;
    holder.replaceChildren(
      ...options.map(({ key, label }) =>
        el("button", { type: "button", "data-key": key, onclick: () => choose(key) }, label)),
    );
  }
  for (const button of holder.children) button.setAttribute("aria-pressed", String(button.dataset.key === chosen));
}

/** A number as people write it: separated thousands, a true minus sign, no rounding errors of binary fractions. */
export function figure(value) {
  const text = Number(value.toPrecision(6)).toLocaleString("en-GB", { maximumFractionDigits: 8 });
  return text.replace("-", "−");
}

/** Ask the server; its refusal becomes an error with `reasons`. */
export async function ask(path, content, signal) {
  const answer = await fetch(path, {
    method: content === undefined ? "GET" : "POST",
    headers: content === undefined ? {} : { "Content-Type": "application/json" },
    body: content === undefined ? undefined : JSON.stringify(content),
    signal,
  });
  if (answer.ok) return answer;
  const said = await answer.json().catch(() => ({}));
  throw Object.assign(new Error(said.error || `The server answered ${answer.status}.`), said, { status: answer.status });
}

/** Show an error at the head of the page, or remove it. */
export function trouble(text = "") {
  $("trouble").textContent = text;
  $("trouble").hidden = !text;
}

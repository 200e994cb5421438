// Draws the parts of a message: text, facts, buttons, select, table, note, document; chart and form have modules of their own.

import { chart } from "./chart.js";
import { button, el, freshId } from "./dom.js";
import { form } from "./form.js";
import { table } from "./table.js";
import { tied } from "./words.js";

/**
 * The element of one part.
 *
 * `act(action, ref, extra)` sends what was clicked and returns a promise that settles once it is taken in;
 * `about` is the id of the element that names the message.
 */
export function drawPart(part, act, about) {
  const draw = DRAWERS[part.is];
  return draw ? draw(part, act, about) : el("p", { class: "note" }, "This part cannot be shown here.");
}

const DRAWERS = { text, facts, buttons, select, table, chart, note, document: file, form };

function text(part) {
  return el("p", { class: "text", dir: "auto" }, part.runs.map(run));
}

const RUNS = {
  plain: (words) => tied(words),
  strong: (words) => el("strong", {}, tied(words)),
  quiet: (words) => el("span", { class: "quiet" }, tied(words)),
  quote: (words) => el("q", {}, words),
};

function run({ text: words, style, link }) {
  const shown = (RUNS[style] ?? RUNS.plain)(words);
  if (!/^https?:\/\/[^\s@\\]+$/i.test(link ?? "")) return shown;
  return el("a", { href: link, target: "_blank", rel: "noopener noreferrer" }, shown);
}

function facts(part) {
  const rows = part.rows.map(([label, value]) => el("div", {}, el("dt", {}, label), el("dd", { dir: "auto" }, value)));
  return el("dl", { class: "facts" }, rows);
}

function buttons(part, act, about) {
  const row = el("div", { class: "buttons", role: "group", "aria-label": "Choices" });
  row.append(...part.items.map((item) => tap(item, act, about)));
  return row;
}

function tap(item, act, about) {
  const press = async () => {
    if (pressed.getAttribute("aria-disabled")) return;
    pressed.setAttribute("aria-disabled", "true");
    pressed.classList.add("pressed");
    await act(item.action, item.ref, { pick: item.pick });
    pressed.removeAttribute("aria-disabled");
    pressed.classList.remove("pressed");
  };
  const pressed = button(item.label, `button ${item.tone}`, press, { "aria-describedby": about });
  return pressed;
}

// A list fires "change" with every arrow key, so that a choice is sent by a button of its own.
function select(part, act, about) {
  const id = freshId("select");
  const list = el("select", { id }, [
    part.chosen === null ? el("option", { value: "", selected: true, hidden: true }, "Choose…") : null,
    part.options.map(({ label, value }) => el("option", { value, selected: value === part.chosen }, label)),
  ]);
  const choose = async () => {
    if (send.getAttribute("aria-disabled")) return;
    send.setAttribute("aria-disabled", "true");
    await act(part.action, part.ref, { value: list.value });
    ready();
  };
  const send = button("Choose", "button", choose, { "aria-describedby": `${id}-label` });
  const ready = () => {
    const idle = list.selectedIndex < 0 || list.value === (part.chosen ?? "");
    idle ? send.setAttribute("aria-disabled", "true") : send.removeAttribute("aria-disabled");
  };
  list.addEventListener("change", ready);
  ready();
  const label = el("label", { for: id, id: `${id}-label` }, part.label);
  return el("div", { class: "select", role: "group", "aria-describedby": about }, label, el("div", {}, list, send));
}

function file(part) {
  const href = `documents/${encodeURIComponent(part.ref)}`;
  const link = el("a", { href, download: part.name, dir: "auto" }, part.name);
  return el("p", { class: "file" }, "Download ", link);
}

function note(part) {
  return el("p", { class: "note", dir: "auto" }, tied(part.text));
}

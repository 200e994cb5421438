// Draws tables: those of messages, and the figures behind a chart.

import { el } from "./dom.js";
import { count } from "./words.js";

const LONG = 36; // characters; shorter ones stay on one line

/** A table that scrolls inside itself where it is too wide. Its figures stand to the right. */
export function table(part) {
  const side = (column) => (part.right.includes(column) ? "figure" : "");
  const size = (words) => (words.length > LONG ? " long" : "");
  const head = part.heading.map((words, column) => el("th", { scope: "col", class: side(column) }, words));
  const body = part.rows.map((row) =>
    el(
      "tr",
      {},
      row.map((words, column) => el("td", { class: side(column) + size(words), dir: "auto" }, words)),
    ),
  );
  const grid = el("table", {}, el("thead", {}, el("tr", {}, head)), el("tbody", {}, body));
  const name = `Table: ${part.heading.filter(Boolean).join(", ")}`;
  const frame = el("div", { class: "table", role: "group", "aria-label": name, tabindex: "0" }, grid);
  const left = part.left_out;
  return el("div", { class: "tabled" }, [
    frame,
    left > 0 ? el("p", { class: "note" }, `${count(left, "row", "rows")} left out`) : null,
  ]);
}

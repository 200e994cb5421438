// Drawn marks: the quarterback's ball, the rings people wear by role, a play on the board, small icons.

import { el, svg } from "./dom.js";

/** The sign of an author beside a message: decoration, the name stands in words next to it. */
export function mark(person) {
  return person ? el("span", { class: "mark", "aria-hidden": "true" }, ring(person)) : ball();
}

/** The quarterback's sign. */
export function ball() {
  const turned = svg("g", { transform: "rotate(-32 16 16)" }, [
    svg("path", { class: "leather", d: "M2 16C7 5.500 25 5.500 30 16C25 26.500 7 26.500 2 16Z" }),
    svg("path", { class: "laces", d: "M10 16H22M12.500 13.500V18.500M16 13.200V18.800M19.500 13.500V18.500" }),
  ]);
  return el("span", { class: "mark", "aria-hidden": "true" }, svg("svg", { viewBox: "0 0 32 32" }, turned));
}

/** An opening play, for places where nothing has happened yet. */
export function play() {
  const o = (x, y) => svg("circle", { class: "o", cx: x, cy: y, r: 8 });
  const x = (left, top) => svg("path", { class: "x", d: `M${left - 6} ${top - 6}l12 12m0-12l-12 12` });
  const route = (d) => svg("path", { class: "route", d });
  const head = (d) => svg("path", { class: "head", d });
  return svg("svg", { class: "play", viewBox: "0 0 280 132", "aria-hidden": "true" }, [
    svg("path", { class: "field", d: "M0 66H280" }),
    [80, 110, 170, 200].map((at) => o(at, 84)),
    svg("circle", { class: "o lead", cx: 140, cy: 84, r: 8 }),
    svg("circle", { class: "o lead", cx: 140, cy: 114, r: 8 }),
    [66, 104, 140, 176, 222].map((at) => x(at, 44)),
    route("M131 116C96 128 52 118 38 84C31 66 30 48 30 26"),
    head("M24 33L30 23L36 33"),
    route("M208 84C232 82 246 66 246 40C246 30 238 26 226 26"),
    head("M233 20L224 26L233 32"),
  ]);
}

const ICONS = {
  back: "M14.500 5.500L8 12l6.500 6.500",
  close: "M6.500 6.500l11 11m0-11l-11 11",
  send: "M12 19.500V5M5.500 11.500L12 5l6.500 6.500",
  morning: "M3 18.500H21M6.500 18.500a5.500 5.500 0 0 1 11 0M12 5v3M4.500 9.500l2 1.500M19.500 9.500l-2 1.500",
  newest: "M12 5v14M6 13l6 6 6-6",
};

/** A small line icon; whoever shows it alone must name it in words. */
export function icon(name) {
  return svg(
    "svg",
    { class: `icon icon-${name}`, viewBox: "0 0 24 24", "aria-hidden": "true" },
    svg("path", { d: ICONS[name] }),
  );
}

const SHAPES = {
  rep: () => [svg("circle", { cx: 16, cy: 16, r: 14 })],
  manager: () => [svg("circle", { cx: 16, cy: 16, r: 14.5 }), svg("circle", { cx: 16, cy: 16, r: 11.7 })],
  assistant: () => [svg("circle", { class: "dashed", cx: 16, cy: 16, r: 14 })],
  specialist: () => [svg("rect", { x: 2.5, y: 2.5, width: 27, height: 27, rx: 6 })],
  admin: () => [svg("path", { d: "M16 1.500L30.500 16L16 30.500L1.500 16Z" })],
};

function ring(person) {
  const shape = (SHAPES[person.role] ?? SHAPES.rep)();
  const letters = svg("text", { x: 16, y: 16, dy: "0.36em", "text-anchor": "middle" }, initials(person.name));
  return svg("svg", { viewBox: "0 0 32 32", class: "ring" }, shape, letters);
}

function initials(name) {
  const words = name.split(/\s+/).filter(Boolean);
  const first = (word) => [...word][0].toUpperCase();
  return words.length > 1 ? first(words[0]) + first(words.at(-1)) : words.length ? first(words[0]) : "?";
}

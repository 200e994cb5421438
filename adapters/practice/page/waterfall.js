// Draws a waterfall: a total, the signed steps that lead from it, one below the other, and the total they lead to.

import { svg } from "./dom.js";
import { scale } from "./figures.js";

const ROW = 28;
const BAR = 16;
const CHARACTER = 6.8; // a figure's width at the size of labels, in pixels
const LONGEST = 22;

/** Where each bar starts and ends: totals stand on zero, a step starts where the one before ended. */
export function spans(values) {
  let at = 0;
  return values.map((value, index) => {
    const total = index === 0 || index === values.length - 1;
    const from = total ? 0 : at;
    at = total ? value : at + value;
    return { from, to: at, value, total };
  });
}

/** The shapes of a waterfall of that width, and how high they are. */
export function waterfall(figures, width) {
  const bars = spans(figures.series[0].values);
  const { low, high } = scale(bars.flatMap(({ from, to }) => [from, to]));
  const words = figures.labels.map((label) => (label.length > LONGEST ? `${label.slice(0, LONGEST - 1)}…` : label));
  const said = bars.map((bar) => signed(bar, figures.format));
  const left = longest(words) + 12;
  const right = width - longest(said) - 12;
  const x = (value) => left + ((value - low) / (high - low)) * Math.max(20, right - left);
  const rows = bars.map((bar, index) => row(bar, index, { x, words, said, next: bars[index + 1], left, figures }));
  const height = ROW * bars.length + 4;
  const zero = svg("g", { class: "zero" }, svg("path", { d: `M${x(0)} 0V${height}` }));
  return { height, shapes: [zero, ...rows] };
}

function row(bar, index, { x, words, said, next, left, figures }) {
  const top = ROW * index + (ROW - BAR) / 2;
  const start = Math.min(x(bar.from), x(bar.to));
  const length = Math.max(1, Math.abs(x(bar.to) - x(bar.from)));
  const kind = bar.total ? "total" : bar.value < 0 ? "down" : "up";
  const shape = svg("rect", { x: start, y: top, width: length, height: BAR, rx: 2 });
  shape.append(svg("title", {}, `${figures.labels[index]}: ${figures.format.full(bar.value)}`));
  const middle = top + BAR / 2 + 4;
  return svg("g", { class: `series ${kind}` }, [
    svg("text", { class: "name", x: left - 10, y: middle, "text-anchor": "end" }, words[index]),
    shape,
    next && svg("path", { class: "link", d: `M${x(bar.to)} ${top + BAR}V${top + ROW}` }),
    svg("text", { x: start + length + 7, y: middle }, said[index]),
  ]);
}

function signed({ value, total }, format) {
  return !total && value > 0 ? `+${format.short(value)}` : format.short(value);
}

function longest(words) {
  return Math.max(...words.map((word) => word.length)) * CHARACTER;
}

// Draws bar, line and waterfall charts as inline SVG at the width they are given, with their figures within reach.

import { el, freshId, svg } from "./dom.js";
import { plainNumber, scale, unitFormat } from "./figures.js";
import { table } from "./table.js";
import { waterfall } from "./waterfall.js";

const HEIGHT = 240;
const CHARACTER = 6.6; // a figure's width at the size of labels, in pixels
const MARKERS = [
  (x, y) => svg("circle", { cx: x, cy: y, r: 4 }),
  (x, y) => svg("rect", { x: x - 3.5, y: y - 3.5, width: 7, height: 7 }),
  (x, y) => svg("path", { d: `M${x} ${y - 5}L${x + 5} ${y + 4}H${x - 5}Z` }),
  (x, y) => svg("path", { d: `M${x} ${y - 5}L${x + 5} ${y}L${x} ${y + 5}L${x - 5} ${y}Z` }),
];

/** The element of a Chart part. It is drawn anew when its width changes, so that its words keep their size. */
export function chart(part) {
  const figures = read(part);
  const caption = el("figcaption", {}, part.title);
  if (!figures.values.length)
    return el("figure", { class: "chart" }, caption, el("p", { class: "note" }, "No figures yet."));
  const falls = part.kind === "waterfall";
  const canvas = el("div", { class: falls ? "canvas falls" : "canvas" });
  let drawn = 0;
  new ResizeObserver(([entry]) => {
    const width = Math.round(entry.contentRect.width);
    if (width < 40 || width === drawn) return;
    drawn = width;
    canvas.replaceChildren(falls ? drawFalls(figures, width) : draw(figures, width));
  }).observe(canvas);
  const legend = part.series.length > 1 ? el("ul", { class: "legend" }, part.series.map(key(part.kind))) : null;
  const open = el("details", {}, el("summary", {}, "The figures"), table(asTable(figures)));
  return el("figure", { class: "chart" }, caption, legend, canvas, open);
}

function read(part) {
  const series = part.series.map(({ name, values }) => ({ name, values: values.map(plainNumber) }));
  const length = Math.min(part.labels.length, ...series.map(({ values }) => values.length));
  const cut = series.map(({ name, values }) => ({ name, values: values.slice(0, length) }));
  return {
    ...part,
    labels: part.labels.slice(0, length),
    series: cut,
    values: cut.flatMap(({ values }) => values),
    format: unitFormat(part.unit),
  };
}

function draw(figures, width) {
  const { low, high, ticks } = scale(figures.values);
  const tickWords = ticks.map(figures.format.short);
  const left = Math.ceil(Math.max(...tickWords.map((words) => words.length)) * CHARACTER) + 10;
  const area = { left, right: width - 8, top: 18, bottom: HEIGHT - 26 };
  const y = (value) => area.bottom - ((value - low) / (high - low)) * (area.bottom - area.top);
  const slot = (area.right - area.left) / figures.labels.length;
  const x = (index) => area.left + slot * (index + 0.5);
  const shapes = figures.kind === "line" ? lines(figures, x, y) : bars(figures, x, y, slot);
  return picture(figures, width, HEIGHT, [
    ticks.map((tick, index) => gridLine(area, y(tick), tickWords[index], tick === 0)),
    labels(figures.labels, x, slot, HEIGHT - 8),
    shapes,
  ]);
}

function drawFalls(figures, width) {
  const { height, shapes } = waterfall(figures, width);
  return picture(figures, width, height, shapes);
}

function picture(figures, width, height, shapes) {
  const title = freshId("chart");
  return svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-labelledby": `${title} ${title}-more` }, [
    svg("title", { id: title }, figures.title),
    svg("desc", { id: `${title}-more` }, describe(figures)),
    shapes,
  ]);
}

function gridLine(area, y, words, zero) {
  return svg("g", { class: zero ? "zero" : "grid" }, [
    svg("path", { d: `M${area.left} ${y}H${area.right}` }),
    svg("text", { x: area.left - 8, y: y + 4, "text-anchor": "end" }, words),
  ]);
}

function labels(words, x, slot, y) {
  const longest = Math.min(14, Math.max(...words.map((word) => word.length)));
  const step = Math.max(1, Math.ceil((longest * CHARACTER + 8) / slot));
  const short = (word) => (word.length > 14 ? `${word.slice(0, 13)}…` : word);
  const shown = words.map((word, index) => [word, index]).filter(([, index]) => index % step === 0);
  return svg("g", { class: "labels" }, [
    shown.map(([word, index]) => svg("text", { x: x(index), y, "text-anchor": "middle" }, short(word))),
  ]);
}

function bars(figures, x, y, slot) {
  const { series, labels: words, format } = figures;
  const broad = Math.min(56, (slot * 0.72) / series.length);
  const space = series.length > 1 ? broad : slot;
  const roomy = figures.values.every((value) => format.short(value).length * CHARACTER <= space);
  return series.map(({ name, values }, one) =>
    svg(
      "g",
      { class: `series s${one % 6}` },
      values.map((value, index) => {
        const start = x(index) + (one - series.length / 2) * broad;
        const height = Math.abs(y(value) - y(0));
        const top = Math.min(y(value), y(0));
        const said = `${words[index]}${series.length > 1 ? `, ${name}` : ""}: ${format.full(value)}`;
        const bar = svg("rect", {
          x: start + 1,
          y: top,
          width: broad - 2,
          height: Math.max(height, value ? 1 : 0),
          rx: Math.min(2, height / 2),
        });
        bar.append(svg("title", {}, said));
        const above = value < 0 ? top + height + 13 : top - 5;
        return [
          bar,
          roomy ? svg("text", { x: start + broad / 2, y: above, "text-anchor": "middle" }, format.short(value)) : null,
        ];
      }),
    ),
  );
}

function lines(figures, x, y) {
  return figures.series.map(({ name, values }, one) => {
    const path = values.map((value, index) => `${index ? "L" : "M"}${x(index)} ${y(value)}`).join("");
    const points = values.map((value, index) => {
      const point = MARKERS[one % MARKERS.length](x(index), y(value));
      point.append(svg("title", {}, `${figures.labels[index]}, ${name}: ${figures.format.full(value)}`));
      return point;
    });
    return svg("g", { class: `series line s${one % 6}` }, svg("path", { class: "stroke", d: path }), points);
  });
}

function key(kind) {
  return ({ name }, one) => {
    const sign =
      kind === "line" ? MARKERS[one % MARKERS.length](8, 8) : svg("rect", { x: 2, y: 2, width: 12, height: 12, rx: 2 });
    const drawn = svg("g", { class: `series s${one % 6}${kind === "line" ? " line" : ""}` }, sign);
    return el("li", {}, svg("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, drawn), name);
  };
}

function describe(figures) {
  const { series, labels: words, format } = figures;
  const kind = { line: "Line", waterfall: "Waterfall" }[figures.kind] ?? "Bar";
  const of = series.map(({ name, values }) => {
    const at = (value) => `${format.full(value)} at ${words[values.indexOf(value)]}`;
    return `${name}: lowest ${at(Math.min(...values))}, highest ${at(Math.max(...values))}.`;
  });
  return `${kind} chart with ${words.length} labels, ${words[0]} to ${words.at(-1)}. ${of.join(" ")}`;
}

function asTable(figures) {
  return {
    heading: ["", ...figures.series.map(({ name }) => name)],
    rows: figures.labels.map((word, at) => [
      word,
      ...figures.series.map(({ values }) => figures.format.full(values[at])),
    ]),
    right: figures.series.map((_, column) => column + 1),
    left_out: 0,
  };
}

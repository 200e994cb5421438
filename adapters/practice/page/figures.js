// Numbers of a chart: read from the wire, put on a scale of round ticks, and spelt with their unit.

const LANGUAGE = "en-GB";

/** A value as it comes over the wire, {"decimal": "12.5"} or a number, as a number; 0 where it is none. */
export function plainNumber(value) {
  const number = Number(typeof value === "object" && value ? value.decimal : value);
  return Number.isFinite(number) ? number : 0;
}

/** A scale that holds all values and zero, and its ticks at round numbers. */
export function scale(values) {
  const lowest = Math.min(0, ...values);
  const highest = Math.max(0, ...values);
  const step = roundStep((highest - lowest || 1) / 4);
  const low = Math.floor(lowest / step) * step;
  const high = Math.max(Math.ceil(highest / step) * step, low + step);
  const ticks = [];
  for (let index = 0; low + index * step <= high + step / 2; index += 1) {
    ticks.push(Number((low + index * step).toPrecision(12)) || 0);
  }
  return { low, high, ticks };
}

/** How figures of this unit (a currency code, "%" or "") are spelt: `short` beside bars and ticks, `full` elsewhere. */
export function unitFormat(unit) {
  const compact = { notation: "compact", maximumFractionDigits: 1 };
  const whole = { maximumFractionDigits: 2 };
  if (unit === "%") return spelt({ maximumFractionDigits: 1 }, { maximumFractionDigits: 2 }, " %");
  if (/^[A-Z]{3}$/.test(unit)) {
    const currency = { style: "currency", currency: unit, currencyDisplay: "narrowSymbol", minimumFractionDigits: 0 };
    return spelt({ ...currency, ...compact }, { ...currency, ...whole }, "");
  }
  return spelt(compact, whole, unit ? ` ${unit}` : "");
}

function spelt(short, full, after) {
  const brief = new Intl.NumberFormat(LANGUAGE, short);
  const long = new Intl.NumberFormat(LANGUAGE, full);
  const sign = (words) => words.replace("-", "−");
  return { short: (value) => sign(brief.format(value)) + after, full: (value) => sign(long.format(value)) + after };
}

function roundStep(rough) {
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) * power;
}

// How times, numbers of things and messages are put into words.

const LANGUAGE = "en-GB";

/** Times of day and days as they are where `zone` is. */
export class Calendar {
  constructor(zone) {
    this.time = format(zone, { hour: "2-digit", minute: "2-digit" });
    this.day = format(zone, { weekday: "long", day: "numeric", month: "long" });
    this.short = format(zone, { weekday: "short", day: "numeric", month: "short" });
    this.key = format(zone, { year: "numeric", month: "2-digit", day: "2-digit" });
  }

  /** "Today", "Yesterday", or the day. */
  dayName(at, now) {
    const day = this.key.format(at);
    if (day === this.key.format(now)) return "Today";
    if (day === this.key.format(new Date(now.getTime() - 24 * 3600 * 1000))) return "Yesterday";
    return this.day.format(at);
  }

  /** As short as it can be said: the time today, otherwise the day. */
  brief(at, now) {
    return this.key.format(at) === this.key.format(now) ? this.time.format(at) : this.short.format(at);
  }
}

/** "1 reply", "3 replies". */
export function count(number, one, many) {
  return `${number.toLocaleString(LANGUAGE)} ${number === 1 ? one : many}`;
}

/** What a row says, in one line of plain text. */
export function gist(row) {
  if (row.removed) return "Deleted message";
  const words = row.body.message ? row.body.message.summary : row.body.text;
  return String(words ?? "")
    .replace(/\s+/g, " ")
    .trim();
}

/** The same words, with a figure and its sign kept on one line. */
export function tied(words) {
  return words.replace(/(\d) (?=%)/g, "$1\u00a0");
}

/** At most `length` characters, cut at a word where there is one. */
export function cut(words, length) {
  if (words.length <= length) return words;
  const head = words.slice(0, length - 1);
  const space = head.lastIndexOf(" ");
  return `${(space > length / 2 ? head.slice(0, space) : head).trimEnd()}…`;
}

function format(zone, options) {
  try {
    return new Intl.DateTimeFormat(LANGUAGE, { ...options, timeZone: zone });
  } catch {
    return new Intl.DateTimeFormat(LANGUAGE, { ...options, timeZone: "UTC" });
  }
}

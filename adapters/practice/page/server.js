// The one server this page talks to: requests with answers, and the stream of what happens.

const SILENCE = 45_000;
const PATIENCE = 2_000;

/** What the server refused (status 4xx), could not do now (5xx), or never heard (0). */
export class ServerError extends Error {
  constructor(status, sentence) {
    super(sentence);
    this.status = status;
  }
}

export function read(path, query = {}) {
  return ask(`${path}?${new URLSearchParams(query)}`, {});
}

export function send(path, body) {
  return ask(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}

/**
 * Follows the room from the last row seen, through broken connections and hidden tabs.
 *
 * `hears` has: after() → the last seq seen; row(row); clock(now); startOver(); connection(lost).
 */
export class Stream {
  constructor(person, hears) {
    this.person = person;
    this.hears = hears;
    this.waits = 500;
    this.onVisibility = () => (document.hidden ? this.pause() : this.open());
    document.addEventListener("visibilitychange", this.onVisibility);
    this.open();
  }

  /** Stop for good. */
  close() {
    document.removeEventListener("visibilitychange", this.onVisibility);
    this.pause();
  }

  open() {
    this.disconnect();
    const query = new URLSearchParams({ as: this.person, after: this.hears.after() });
    this.source = new EventSource(`stream?${query}`);
    this.source.addEventListener("open", () => this.connected());
    this.source.addEventListener("error", () => this.broken());
    this.source.addEventListener("row", (event) => this.heard(() => this.hears.row(JSON.parse(event.data))));
    this.source.addEventListener("clock", (event) => this.heard(() => this.hears.clock(JSON.parse(event.data).now)));
    this.source.addEventListener("start-over", () => this.hears.startOver());
    this.heard();
  }

  // A browser opens few connections to one server, and hidden tabs would take them from the visible one.
  pause() {
    this.disconnect();
    this.worry = clearTimeout(this.worry);
  }

  disconnect() {
    this.source?.close();
    clearTimeout(this.silence);
    clearTimeout(this.again);
  }

  heard(act) {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.open(), SILENCE);
    act?.();
  }

  connected() {
    this.waits = 500;
    this.worry = clearTimeout(this.worry);
    this.hears.connection(false);
  }

  // The browser itself comes back with Last-Event-ID, unless the server's answer was no stream at all.
  broken() {
    this.worry ??= setTimeout(() => this.hears.connection(true), PATIENCE);
    if (this.source.readyState !== EventSource.CLOSED) return;
    this.waits = Math.min(this.waits * 2, 10_000);
    clearTimeout(this.again);
    this.again = setTimeout(() => this.open(), this.waits);
  }
}

async function ask(address, options) {
  let answer;
  try {
    answer = await fetch(address, { ...options, cache: "no-store", credentials: "omit" });
  } catch {
    throw new ServerError(0, "The server does not answer.");
  }
  const data = await answer.json().catch(() => ({}));
  if (answer.ok) return data;
  throw new ServerError(answer.status, data.error ?? "The server could not do that.");
}

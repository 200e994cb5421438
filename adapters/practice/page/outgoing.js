// What was sent and is not acknowledged yet: one thing at a time, in order, under the same id until it is taken in.

import { send, ServerError } from "./server.js";

const TRIES = 6;

/**
 * The queue of one person. Survives a reload of the page.
 *
 * Events: "change"; "taken" with the server's answer; "refused" with the sentence, both with the item as detail.
 * An item: {path, body, state: "waiting" | "late" | "parked", why}.
 */
export class Outgoing extends EventTarget {
  constructor(person) {
    super();
    this.key = `quarterback.outgoing.${person}`;
    this.person = person;
    this.items = restore(this.key);
    this.running = false;
    this.stopped = false;
    this.run();
  }

  /** Send `body` to `path`; returns the id of the event. */
  add(path, body) {
    const id = crypto.randomUUID();
    this.items.push({ path, body: { ...body, id, as: this.person }, state: "waiting", why: "" });
    this.changed();
    this.run();
    return id;
  }

  find(id) {
    return this.items.find((item) => item.body.id === id);
  }

  /** Is something like this under way already? */
  has(path, fields) {
    return this.items.some(
      (item) => item.path === path && Object.entries(fields).every(([name, value]) => item.body[name] === value),
    );
  }

  /** Try a parked item again. */
  retry(id) {
    const item = this.find(id);
    if (item) item.state = "waiting";
    this.changed();
    this.run();
  }

  drop(id) {
    this.items = this.items.filter((item) => item.body.id !== id);
    this.changed();
  }

  stop() {
    this.stopped = true;
  }

  async run() {
    if (this.running) return;
    this.running = true;
    let item;
    while (!this.stopped && (item = this.items.find((each) => each.state !== "parked"))) await this.deliver(item);
    this.running = false;
  }

  async deliver(item) {
    for (let tries = 1; !this.stopped && this.find(item.body.id); tries += 1) {
      try {
        const answer = await send(item.path, item.body);
        this.drop(item.body.id);
        this.tell("taken", { item, answer });
        return;
      } catch (error) {
        if (!(error instanceof ServerError)) throw error;
        const worn = error.status && tries >= TRIES;
        if ((error.status >= 400 && error.status < 500) || (worn && item.path === "act")) {
          this.drop(item.body.id);
          this.tell("refused", { item, sentence: error.message });
          return;
        }
        item.state = worn ? "parked" : "late";
        item.why = error.message;
        this.changed();
        if (worn) return;
        await this.pause(Math.min(500 * 2 ** (tries - 1), 8_000));
      }
    }
  }

  /** Try again now: the server answers once more. */
  hurry() {
    this.goOn?.();
  }

  pause(milliseconds) {
    return new Promise((resolve) => {
      this.goOn = resolve;
      setTimeout(resolve, milliseconds);
    });
  }

  changed() {
    keep(this.key, this.items);
    this.tell("change");
  }

  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

function restore(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "[]");
  } catch {
    return [];
  }
}

// A page without storage, or with a full one, still sends; it only forgets on reload.
function keep(key, items) {
  try {
    sessionStorage.setItem(key, JSON.stringify(items));
  } catch {
    /* see above */
  }
}

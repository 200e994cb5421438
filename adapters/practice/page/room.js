// The room as one person sees it: rail, conversation and thread, kept up to date.

import { arrange, button, el } from "./dom.js";
import { Outgoing } from "./outgoing.js";
import { Pane } from "./pane.js";
import { Rail } from "./rail.js";
import { send, Stream } from "./server.js";
import { RoomState } from "./state.js";
import { Calendar, count, cut, gist } from "./words.js";

const WIDE = matchMedia("(min-width: 1100px)");
const PHONE = matchMedia("(max-width: 760px)");

/** `navigation` has: address(route) and reload(). */
export class RoomPage {
  constructor(me, people, loaded, navigation) {
    this.navigation = navigation;
    this.calendar = new Calendar(me.zone);
    this.state = new RoomState(me, people, loaded);
    this.outgoing = new Outgoing(me.id);
    this.route = { as: me.id, in: "", thread: "" };
    this.build();
    this.listen();
  }

  build() {
    this.rail = new Rail(
      (to) => this.address(to),
      () => this.nextMorning(),
    );
    const openThread = (row, write) => this.openThread(row, write);
    this.talk = new Pane(this, "talk", { openThread, back: () => this.go({}), nextMorning: () => this.nextMorning() });
    this.side = new Pane(this, "side", { close: () => this.closeThread() });
    this.element = el("main", { class: "room" }, [
      el("h1", { class: "unseen" }, `Practice room of ${this.state.me.name}`),
      el("div", { class: "skips" }, [
        button("Skip to the messages", "skip", () => this.talk.focusHeading()),
        button("Skip to writing", "skip", () => this.talk.composer.focus()),
      ]),
      this.rail.element,
      this.talk.element,
      this.side.element,
    ]);
  }

  listen() {
    this.stream = new Stream(this.state.me.id, {
      after: () => this.state.seq,
      row: (row) => this.heard(row),
      clock: (now) => this.clock(now),
      startOver: () => this.navigation.reload(),
      connection: (lost) => this.connection(lost),
    });
    this.outgoing.addEventListener("change", () => this.later());
    this.outgoing.addEventListener("taken", ({ detail }) => this.taken(detail));
    this.outgoing.addEventListener("refused", ({ detail }) => this.refused(detail));
    this.keys = (event) => this.key(event);
    document.addEventListener("keydown", this.keys);
    this.ticking = setInterval(() => this.rail.showClock(this.state, this.calendar), 5_000);
    this.returned = () => this.later();
    document.addEventListener("visibilitychange", this.returned);
  }

  close() {
    this.stream.close();
    this.outgoing.stop();
    clearInterval(this.ticking);
    document.removeEventListener("keydown", this.keys);
    document.removeEventListener("visibilitychange", this.returned);
    this.connection(false);
    this.problem("");
  }

  /** Show what the address says. On a phone no conversation means the list of them. */
  follow(to) {
    const first = this.state.conversations[0]?.id ?? "";
    const conversation = this.state.conversation(to.in) ? to.in : PHONE.matches ? "" : first;
    const root = this.state.rows.get(to.thread);
    const thread = root?.conversation === conversation ? to.thread : "";
    this.route = { as: to.as, in: conversation, thread };
    this.element.dataset.view = thread ? "side" : conversation ? "talk" : "rail";
    this.side.element.hidden = !thread;
    if (conversation) this.talk.begin(conversation, "");
    if (thread) this.side.begin(conversation, thread);
    this.tapped = undefined;
    this.problem("");
    this.draw();
  }

  /** Draw once, after everything that happens now. */
  later() {
    this.drawing ??= requestAnimationFrame(() => this.draw());
  }

  draw() {
    cancelAnimationFrame(this.drawing);
    this.drawing = undefined;
    this.rail.show(this.state, this.route, this.calendar);
    if (this.route.in) this.talk.show();
    if (this.route.thread) this.side.show();
    const unread = this.state.unread();
    document.title = `${unread ? `(${unread}) ` : ""}${this.state.me.name} · Quarterback practice room`;
  }

  address(to) {
    return this.navigation.address({ as: this.state.me.id, ...to });
  }

  go(to) {
    location.hash = this.address(to);
  }

  openThread(row, write) {
    this.cameFrom = row.id;
    this.go({ in: row.conversation, thread: row.id });
    setTimeout(() => (write ? this.side.composer.focus() : this.side.focusHeading()));
  }

  closeThread() {
    const from = this.cameFrom ?? this.route.thread;
    this.go({ in: this.route.in });
    setTimeout(() => this.talk.timeline.focus(from));
  }

  key(event) {
    if (event.key !== "Escape" || !this.route.thread || event.defaultPrevented) return;
    event.preventDefault();
    this.closeThread();
  }

  heard(row) {
    const news = this.state.take(row);
    if (news === "known") return;
    if (news === "new" && row.author !== this.state.me.id && !row.removed) this.announce(row);
    this.showAnswer(row);
    this.later();
  }

  // A button tapped in the list is answered in its thread: where there is room for it, the thread opens by itself.
  showAnswer(row) {
    if (row.thread !== this.tapped || !row.thread || this.route.thread || !WIDE.matches) return;
    this.tapped = undefined;
    this.go({ in: row.conversation, thread: row.thread });
  }

  announce(row) {
    const { name } = this.state.author(row);
    this.readOut(`${name}${row.thread ? ", in a thread" : ""}: ${cut(gist(row), 300)}`);
  }

  /** Have screen readers say it when they are done with what they say. */
  readOut(words) {
    const heard = document.getElementById("heard");
    heard.append(el("p", {}, words));
    while (heard.childElementCount > 5) heard.firstChild.remove();
  }

  async act(row, action, ref, extra) {
    if (!row.thread) this.tapped = row.id;
    const id = this.outgoing.add("act", { message: row.id, action, ref, ...extra });
    return this.settled(id);
  }

  /** True once that event was taken in, false when it was refused. */
  settled(id) {
    return new Promise((resolve) => {
      const over = new AbortController();
      const when = (name, outcome) =>
        this.outgoing.addEventListener(
          name,
          ({ detail }) => {
            if (detail.item.body.id !== id) return;
            over.abort();
            resolve(outcome);
          },
          { signal: over.signal },
        );
      when("taken", true);
      when("refused", false);
    });
  }

  say(conversation, thread, text) {
    this.problem("");
    this.outgoing.add("say", { conversation, thread, text });
  }

  taken({ answer }) {
    if (answer.row) this.state.keep(answer.row);
    this.problem("");
    this.later();
  }

  refused({ item, sentence }) {
    this.problem(sentence);
    if (item.path === "say")
      this.pane(item.body.thread).composer.giveBack(item.body.thread || item.body.conversation, item.body.text);
    this.later();
  }

  pane(thread) {
    return thread ? this.side : this.talk;
  }

  async nextMorning() {
    try {
      this.clock((await send("clock/next-morning", { as: this.state.me.id })).now);
      this.problem("");
      this.readOut(
        `It is ${this.calendar.day.format(this.state.now())}, ${this.calendar.time.format(this.state.now())}.`,
      );
    } catch (error) {
      this.problem(error.message);
    }
  }

  clock(now) {
    this.state.setClock(now);
    this.later();
  }

  connection(lost) {
    if (!lost) this.outgoing.hurry();
    const waiting = this.outgoing.items.length;
    const words = waiting ? ` ${count(waiting, "message waits", "messages wait")} to be sent.` : "";
    document.getElementById("connection").textContent = lost ? `Connection lost. Coming back by itself…${words}` : "";
  }

  problem(sentence) {
    const place = document.getElementById("problem");
    if (!sentence) return place.replaceChildren();
    return arrange(place, [el("p", {}, sentence), button("Close", "link", () => this.problem(""))]);
  }
}

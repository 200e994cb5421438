// One column of talk: a conversation, or a thread of it, with its heading, its messages and a place to write.

import { button, el } from "./dom.js";
import { Composer } from "./composer.js";
import { icon, play } from "./marks.js";
import { placeOf } from "./state.js";
import { Timeline } from "./timeline.js";
import { cut, gist } from "./words.js";

/** `side` panes show threads. `does` has: openThread(row, write), back() and nextMorning(), or close(). */
export class Pane {
  constructor(page, kind, does) {
    this.page = page;
    this.does = does;
    this.isThread = kind === "side";
    this.timeline = new Timeline(this.isThread ? "Messages of the thread" : "Messages", this.acts(), () => this.read());
    this.composer = new Composer(
      (text) => this.say(text),
      () => this.editLast(),
    );
    this.title = el("h2", { tabindex: "-1", id: `${kind}-title`, dir: "auto" });
    this.about = el("p", { class: "about", dir: "auto" });
    const words = this.isThread ? [el("p", { class: "kicker" }, "Thread"), this.title] : [this.title, this.about];
    const leave = this.isThread
      ? button([icon("close"), icon("back")], "leave", does.close, { "aria-label": "Close the thread" })
      : button(icon("back"), "leave back", does.back, { "aria-label": "Back to the conversations" });
    const head = el(
      "header",
      { class: "head" },
      this.isThread ? null : leave,
      el("div", { class: "titles" }, words),
      this.isThread ? leave : null,
    );
    const frame = { class: `pane ${kind}`, "aria-labelledby": this.title.id };
    this.element = el("section", frame, head, this.timeline.element, this.composer.element);
  }

  /** Show another conversation or thread. */
  begin(conversation, thread) {
    const place = thread ? `thread:${thread}` : conversation;
    if (place === this.place) return;
    Object.assign(this, { conversation, thread, place, editing: null });
    const { state } = this.page;
    const unread = this.rows().find((row) => placeOf(row) === place && state.isUnread(row));
    this.timeline.begin(unread?.id);
    const { name } = state.conversation(conversation);
    this.composer.begin(thread || conversation, thread ? "Reply in the thread" : `Write to ${name}`);
  }

  show() {
    const { state, calendar } = this.page;
    const conversation = state.conversation(this.conversation);
    const root = state.rows.get(this.thread);
    this.title.textContent = root ? cut(gist(root), 120) : conversation.name;
    this.about.textContent = conversation.about;
    const rows = [...this.rows(), ...this.unsent()];
    const now = state.now();
    this.timeline.show(
      rows.map((row) => this.view(row)),
      {
        empty: this.isThread ? null : this.nothingYet(conversation),
        before: !this.isThread && rows.length >= state.shownAtMost ? this.cutOff(state.shownAtMost) : null,
        dayOf: (row) => calendar.dayName(new Date(row.at), now),
      },
    );
    this.read();
  }

  focusHeading() {
    this.title.focus();
  }

  rows() {
    const { state } = this.page;
    if (!this.thread) return state.roots(this.conversation);
    const root = state.rows.get(this.thread);
    return root ? [root, ...state.replies(this.thread)] : [];
  }

  // What was sent and did not come back from the room yet.
  unsent() {
    const { state, outgoing } = this.page;
    const here = ({ path, body }) =>
      path === "say" && body.conversation === this.conversation && body.thread === this.thread;
    return outgoing.items
      .filter((item) => here(item) && !state.rows.has(item.body.id))
      .map(({ body }) => ({
        id: body.id,
        conversation: body.conversation,
        thread: body.thread,
        author: state.me.id,
        body: { text: body.text },
        at: this.sentAt(body.id),
        edited: false,
        removed: false,
        order: Infinity,
        seq: 0,
      }));
  }

  sentAt(id) {
    this.sent ??= new Map();
    if (!this.sent.has(id)) this.sent.set(id, this.page.state.now().toISOString());
    return this.sent.get(id);
  }

  view(row) {
    const { state, calendar } = this.page;
    const at = new Date(row.at);
    const edit = this.page.outgoing.items.findLast(({ path, body }) => path === "edit" && body.message === row.id);
    return {
      row: edit ? { ...row, body: { text: edit.body.text }, edited: true } : row,
      author: state.author(row),
      mine: row.author === state.me.id,
      time: calendar.time.format(at),
      day: `${calendar.day.format(at)}, ${calendar.time.format(at)}`,
      status: this.status(row),
      thread: this.isThread || row.thread ? null : this.threadOf(row),
      editing: this.editing === row.id,
    };
  }

  threadOf(row) {
    const { state } = this.page;
    const replies = state.replies(row.id);
    if (!replies.length) return null;
    const last = replies.at(-1);
    const who = last.author === state.me.id ? "You" : state.author(last).name;
    return { count: replies.length, unread: state.unreadReplies(row.id), last: `${who}: ${gist(last)}` };
  }

  status(row) {
    const { outgoing } = this.page;
    const item = outgoing.items.find(({ path, body }) =>
      path === "say" ? body.id === row.id : (path === "edit" || path === "delete") && body.message === row.id,
    );
    if (!item) return null;
    if (item.state === "waiting")
      return { words: { say: "Sending…", edit: "Saving…", delete: "Deleting…" }[item.path] };
    if (item.state === "late") return { words: `Not delivered yet, trying again. ${item.why}` };
    return { words: `Not delivered. ${item.why}`, parked: item.body.id };
  }

  say(text) {
    this.page.say(this.conversation, this.thread, text);
    this.timeline.sticks = true;
  }

  editLast() {
    const own = this.rows().findLast((row) => row.author === this.page.state.me.id && !row.removed);
    if (own) this.edit(own.id);
    return Boolean(own);
  }

  edit(id) {
    this.editing = id;
    this.show();
  }

  read() {
    const { state } = this.page;
    if (document.hidden || !this.place || !this.timeline.atEnd()) return;
    if (state.markSeen(this.place)) this.page.later();
  }

  acts() {
    const { page } = this;
    const put = (path, row, more = {}) => page.outgoing.add(path, { message: row.id, ...more });
    const parked = (row) => this.status(row)?.parked;
    return {
      act: (row, action, ref, extra) => page.act(row, action, ref, extra),
      openThread: this.isThread ? null : this.does.openThread,
      editing: (row) => {
        this.edit(row ? row.id : null);
        if (!row) this.composer.focus();
      },
      edit: (row, text) => {
        put("edit", row, { text });
        this.edit(null);
        this.composer.focus();
      },
      remove: (row) => {
        put("delete", row);
        this.composer.focus();
      },
      retry: (row) => page.outgoing.retry(parked(row)),
      drop: (row) => page.outgoing.drop(parked(row)),
    };
  }

  nothingYet(conversation) {
    this.starters ??= el("div", { class: "starters" }, [
      play(),
      el("h3", {}, "Nothing here yet"),
      el("p", {}),
      button([icon("morning"), "Go to the next morning"], "button primary", this.does.nextMorning),
    ]);
    this.starters.querySelector("p").textContent = conversation.direct
      ? "The quarterback writes when something is worth asking, in your working hours. " +
        "Write “help” to see what it understands, or move the clock on."
      : "What the team should know appears here. Write something, or move the clock on.";
    return this.starters;
  }

  cutOff(most) {
    this.cutLine ??= el("li", { class: "divider" }, el("span", {}, `Only the last ${most} messages are shown`));
    return this.cutLine;
  }
}

// Draws one message: who and when, what it says, what one can do with it, and the thread that hangs on it.

import { arrange, button, el, freshId, unseen } from "./dom.js";
import { mark } from "./marks.js";
import { drawPart } from "./parts.js";
import { count, cut, gist } from "./words.js";

const LONG = 1200;

/**
 * A message in a list. `show(view)` draws it anew where it changed, and keeps the parts that did not.
 *
 * A view: {row, author, mine, time, day, follows (same author just before), status (null or {words, parked}), thread
 * (null or {count, unread, last}), editing}. `acts` has: act(row, action, ref, extra), openThread(row, write),
 * edit(row, text), editing(row or null), remove(row), retry(row), drop(row).
 */
export class MessageItem {
  constructor(acts) {
    this.acts = acts;
    this.name = freshId("message");
    this.parts = [];
    this.made = {};
    this.body = el("div", { class: "body" });
    this.article = el("article", { "aria-labelledby": this.name });
    this.element = el("li", { class: "message", tabindex: "-1" });
  }

  show(view) {
    const stamp = JSON.stringify([view.row, view.time, view.follows, view.status, view.thread, view.editing]);
    if (stamp === this.stamp) return;
    this.stamp = stamp;
    this.view = view;
    const { row, author, mine } = view;
    const kind = mine ? "mine" : author.person ? "theirs" : asks(row.body.message) ? "bot asks" : "bot";
    const focused = this.element.contains(document.activeElement) ? document.activeElement : null;
    this.element.className = `message ${kind}${view.follows ? " follows" : ""}${view.status ? " unsent" : ""}`;
    this.element.dataset.id = row.id;
    this.drawBody();
    const status = view.status ? this.status() : null;
    const thread = view.thread ? this.threadLink() : null;
    const facts = [mine, view.editing, row.removed, Boolean(status), Boolean(thread)];
    const tools = this.once("tools", facts, () => this.tools());
    const parts = [this.head(), this.body, status, tools, thread];
    arrange(this.article, parts.filter(Boolean));
    arrange(this.element, [this.sign(), this.article]);
    if (focused && !this.element.contains(document.activeElement)) this.focusAgain(focused);
  }

  // What had the focus was drawn anew or is gone: its successor gets it, or else the message.
  focusAgain(before) {
    const name = before.dataset.act;
    const after = name && this.element.querySelector(`[data-act="${CSS.escape(name)}"]`);
    (after || this.element).focus({ preventScroll: true });
  }

  // What was made for the same facts before stays, and with it what one was doing in it.
  once(name, facts, make) {
    const stamp = JSON.stringify(facts);
    if (this.made[name]?.stamp !== stamp) this.made[name] = { stamp, result: make() };
    return this.made[name].result;
  }

  sign() {
    return el("div", { class: "sign" }, this.view.mine ? null : mark(this.view.author.person));
  }

  head() {
    const { row, author, mine, time, day } = this.view;
    return el("header", { id: this.name }, [
      el("span", { class: "author", dir: "auto" }, mine ? "You" : author.name),
      " ",
      el("time", { datetime: row.at, title: day }, time),
      row.edited && author.person ? el("span", { class: "quiet" }, " edited") : null,
      unseen(`: ${cut(gist(row), 120)}`),
    ]);
  }

  drawBody() {
    const { row, editing } = this.view;
    if (row.body.message) return this.drawParts(row.body.message);
    return arrange(this.body, this.once("body", [row.body, row.removed, editing], () => this.words()));
  }

  words() {
    const { row, editing } = this.view;
    if (editing) return [this.editor()];
    if (row.removed) return [el("p", { class: "note" }, "This message was deleted.")];
    return said(String(row.body.text ?? ""));
  }

  drawParts(message) {
    const shown = message.parts.length
      ? message.parts
      : [{ is: "text", runs: [{ text: message.summary, style: "plain" }] }];
    this.parts = shown.map((part, index) => {
      const spelt = JSON.stringify(part);
      const before = this.parts[index];
      return before?.spelt === spelt ? before : { spelt, element: drawPart(part, this.act, this.name) };
    });
    arrange(
      this.body,
      this.parts.map(({ element }) => element),
    );
  }

  act = (action, ref, extra) => this.acts.act(this.view.row, action, ref, extra);

  status() {
    const { row, status } = this.view;
    if (!status.parked) return el("p", { class: "status" }, status.words);
    return el("p", { class: "status" }, [
      `${status.words} `,
      button("Try again", "link", () => this.acts.retry(row)),
      " ",
      button("Discard", "link", () => this.acts.drop(row)),
    ]);
  }

  tools() {
    const { row, mine, editing, status, thread } = this.view;
    if (editing || row.removed || status) return null;
    const tools = el("div", { class: "tools", role: "group", "aria-label": "With this message" });
    const tool = (name, does) => button(name, "link", does, { "data-act": name, "aria-describedby": this.name });
    if (!row.thread && !thread && this.acts.openThread)
      tools.append(tool("Reply", () => this.acts.openThread(row, true)));
    if (mine) {
      tools.append(tool("Edit", () => this.acts.editing(row)));
      tools.append(tool("Delete", () => this.askToDelete(tools)));
    }
    return tools.childElementCount ? tools : null;
  }

  askToDelete(tools) {
    const keep = button("Keep", "link", () => this.again("Delete"));
    const sure = button("Delete it", "link danger", () => this.acts.remove(this.view.row));
    tools.replaceChildren(el("span", {}, "Delete this message?"), sure, keep);
    tools.classList.add("open");
    sure.focus();
  }

  again(focus) {
    this.stamp = "";
    delete this.made.tools;
    this.show(this.view);
    this.element.querySelector(`[data-act="${focus}"]`)?.focus();
  }

  editor() {
    const { row } = this.view;
    const id = freshId("edit");
    const area = el("textarea", { id, rows: 2 }, row.body.text);
    const save = () =>
      area.value.trim() && area.value !== row.body.text ? this.acts.edit(row, area.value) : this.acts.editing(null);
    const keys = (event) => {
      if (event.key === "Escape") this.acts.editing(null);
      else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) save();
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    area.addEventListener("keydown", keys);
    queueMicrotask(() => {
      area.focus();
      area.setSelectionRange(area.value.length, area.value.length);
    });
    return el("div", { class: "editor" }, [
      el("label", { for: id, class: "unseen" }, "Edit your message"),
      area,
      el(
        "div",
        { class: "buttons" },
        button("Save", "button primary", save),
        button("Cancel", "button", () => this.acts.editing(null)),
      ),
    ]);
  }

  threadLink() {
    const { row, thread } = this.view;
    const words = count(thread.count, "reply", "replies");
    const fresh = thread.unread ? el("span", { class: "badge" }, `${thread.unread} new`) : null;
    return button(
      [
        el("span", { class: "replies" }, words),
        fresh,
        el("span", { class: "last", dir: "auto" }, cut(thread.last, 90)),
      ],
      "thread-link",
      () => this.acts.openThread(row, false),
      { "data-act": "thread" },
    );
  }
}

/** Is there something to tap, choose or fill in? */
function asks(message) {
  return Boolean(message?.parts.some(({ is }) => is === "buttons" || is === "select" || is === "form"));
}

/** What a person typed, with its line breaks; a very long text opens on demand. */
function said(words) {
  const paragraph = el("p", { class: "said", dir: "auto" }, words);
  if (words.length <= LONG) return [paragraph];
  const more = button("Show all of it", "link", () => {
    paragraph.textContent = words;
    more.remove();
  });
  paragraph.textContent = `${words.slice(0, LONG)}…`;
  return [paragraph, more];
}

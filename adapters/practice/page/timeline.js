// A list of messages that keeps its place: days between them, what is new marked, the newest in sight.

import { arrange, button, el } from "./dom.js";
import { icon } from "./marks.js";
import { MessageItem } from "./message.js";

const TOGETHER = 5 * 60_000;
const NEAR = 80;

/** The messages of one place. `views(rows)` come from the caller; see MessageItem. */
export class Timeline {
  constructor(label, acts, onRead) {
    this.acts = acts;
    this.onRead = onRead;
    this.items = new Map();
    this.days = new Map();
    this.list = el("ol", { class: "messages", "aria-label": label });
    this.divider = el("li", { class: "divider new" }, el("span", {}, "New"));
    this.empty = el("div", { class: "empty" });
    this.below = button([icon("newest"), "Newest messages"], "newest", () => this.toEnd(true));
    this.scroller = el("div", { class: "scroller", on: { scroll: () => this.scrolled() } }, this.empty, this.list);
    this.element = el("div", { class: "timeline" }, this.scroller, this.below);
    this.sticks = true;
    this.below.hidden = true;
    new ResizeObserver(() => this.keepPlace()).observe(this.list);
    new ResizeObserver(() => this.keepPlace()).observe(this.scroller);
  }

  /** Begin with another place: nothing of the last one is kept. `firstUnread` is the id of a row, or undefined. */
  begin(firstUnread) {
    this.items.clear();
    this.days.clear();
    this.firstUnread = firstUnread;
    this.sticks = !firstUnread;
    this.list.replaceChildren();
  }

  /** Show these views, oldest first; `empty` stands where there are none, `before` above the first. */
  show(views, { empty = null, before = null, dayOf }) {
    const wanted = before ? [before] : [];
    let day = "";
    let last = null;
    for (const view of views) {
      const name = dayOf(view.row);
      if (name !== day) wanted.push(this.dayLine(view.row.id, name));
      if (view.row.id === this.firstUnread) wanted.push(this.divider);
      view.follows = name === day && view.row.id !== this.firstUnread && together(last, view);
      wanted.push(this.item(view).element);
      day = name;
      last = view;
    }
    const known = new Set(views.map(({ row }) => row.id));
    for (const id of this.items.keys()) if (!known.has(id)) this.items.delete(id);
    const first = !this.list.childElementCount && views.length;
    arrange(this.list, wanted);
    arrange(this.empty, !views.length && empty ? [empty] : []);
    if (first) this.settle();
    this.keepPlace();
  }

  /** Put a message in view and focus on it. */
  focus(id) {
    const item = this.items.get(id);
    item?.element.scrollIntoView({ block: "nearest" });
    (item?.element.querySelector("[data-act=thread], [data-act=Reply]") ?? item?.element)?.focus();
  }

  toEnd(smooth = false) {
    this.sticks = true;
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: smooth ? "smooth" : "instant" });
    this.scrolled();
  }

  settle() {
    if (this.firstUnread && this.divider.isConnected) {
      this.scroller.scrollTop = this.divider.offsetTop - 16;
      this.sticks = this.atEnd();
    } else this.toEnd();
  }

  atEnd() {
    return this.scroller.scrollHeight - this.scroller.scrollTop - this.scroller.clientHeight < NEAR;
  }

  scrolled() {
    this.sticks = this.atEnd();
    this.below.hidden = this.sticks;
    if (this.sticks) this.onRead();
  }

  // What grows above or at the end (a chart that was drawn, a new message) must not push the end out of sight.
  keepPlace() {
    if (this.sticks) this.scroller.scrollTop = this.scroller.scrollHeight;
    this.below.hidden = this.atEnd();
    if (this.atEnd()) this.onRead();
  }

  item(view) {
    let item = this.items.get(view.row.id);
    if (!item) this.items.set(view.row.id, (item = new MessageItem(this.acts)));
    item.show(view);
    return item;
  }

  dayLine(id, name) {
    let line = this.days.get(id);
    if (!line) this.days.set(id, (line = el("li", { class: "divider" }, el("span", {}))));
    line.firstChild.textContent = name;
    return line;
  }
}

function together(last, view) {
  return (
    last !== null &&
    last.row.author === view.row.author &&
    !last.thread &&
    new Date(view.row.at) - new Date(last.row.at) < TOGETHER
  );
}

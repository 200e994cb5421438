// The column beside the conversation: who one is, where one can go, and the clock of the room.

import { arrange, button, el, unseen } from "./dom.js";
import { ball, icon, mark } from "./marks.js";
import { count, cut, gist } from "./words.js";

const THREADS_SHOWN = 6;

/** The list of conversations and threads. `address(route)` makes a link, `nextMorning()` moves the clock on. */
export class Rail {
  constructor(address, nextMorning) {
    this.address = address;
    this.links = new Map();
    this.allThreads = false;
    this.me = el("div", { class: "me" });
    this.places = el("nav", { "aria-label": "Conversations" });
    this.time = el("p", { class: "time" });
    this.morning = button([icon("morning"), "Next morning"], "button", () => this.jump(nextMorning));
    const clock = el("section", { class: "clock", "aria-labelledby": "clock-title" }, [
      el("h2", { id: "clock-title" }, "Practice clock"),
      this.time,
      this.morning,
    ]);
    this.element = el("div", { class: "rail" }, this.me, this.places, clock);
  }

  show(state, route, calendar) {
    const direct = state.conversations.filter((each) => each.direct);
    const channels = state.conversations.filter((each) => !each.direct);
    arrange(this.places, [
      ...this.section(
        "direct",
        "Direct messages",
        direct.map((each) => this.conversation(each, state, route, calendar)),
      ),
      ...this.section("threads", "Threads", this.threads(state, route, calendar)),
      ...this.section(
        "channels",
        "Channels",
        channels.map((each) => this.conversation(each, state, route, calendar)),
      ),
    ]);
    this.showClock(state, calendar);
    if (this.shownMe === state.me) return;
    this.shownMe = state.me;
    const words = el(
      "div",
      {},
      el("p", { class: "name", dir: "auto" }, state.me.name),
      el("p", { class: "role" }, state.me.role),
    );
    this.me.replaceChildren(
      mark(state.me),
      words,
      el("a", { class: "button", href: "#" }, "Switch", unseen(" person")),
    );
  }

  showClock(state, calendar) {
    const now = state.now();
    this.time.textContent = `${calendar.day.format(now)}, ${calendar.time.format(now)}`;
  }

  async jump(nextMorning) {
    if (this.morning.getAttribute("aria-disabled")) return;
    this.morning.setAttribute("aria-disabled", "true");
    await nextMorning();
    this.morning.removeAttribute("aria-disabled");
  }

  section(name, title, entries) {
    const heading = this.kept(`${name} title`, () => el("h2", {}, title));
    const list = this.kept(name, () => el("ul", {}));
    arrange(list, entries);
    return entries.length ? [heading, list] : [];
  }

  conversation(conversation, state, route, calendar) {
    const last = state.lastIn(conversation.id);
    const unread = state.unreadRoots(conversation.id);
    const sign = conversation.direct ? ball() : el("span", { class: "mark hash", "aria-hidden": "true" }, "#");
    const here = route.in === conversation.id && !route.thread;
    return this.entry(
      conversation.id,
      { in: conversation.id },
      {
        sign,
        unread,
        here,
        title: conversation.name,
        when: last ? calendar.brief(new Date(last.at), state.now()) : "",
        line: last ? saying(state, last) : conversation.about,
      },
    );
  }

  threads(state, route, calendar) {
    const all = state.threads();
    const wanted = (thread, index) =>
      index < THREADS_SHOWN || state.unreadReplies(thread.root.id) || thread.root.id === route.thread;
    const shown = this.allThreads ? all : all.filter(wanted);
    const entries = shown.map(({ root, last }) =>
      this.entry(
        root.id,
        { in: root.conversation, thread: root.id },
        {
          sign: null,
          unread: state.unreadReplies(root.id),
          here: route.thread === root.id,
          title: cut(gist(root), 80),
          when: calendar.brief(new Date(last.at), state.now()),
          line: saying(state, last),
        },
      ),
    );
    if (shown.length === all.length) return entries;
    const more = this.kept("more", () =>
      el(
        "li",
        {},
        button("", "link", () => this.showAll(state, route, calendar)),
      ),
    );
    more.firstChild.textContent = `Show ${count(all.length - shown.length, "more thread", "more threads")}`;
    return [...entries, more];
  }

  showAll(state, route, calendar) {
    this.allThreads = true;
    this.show(state, route, calendar);
  }

  entry(id, route, { sign, unread, here, title, when, line }) {
    const item = this.kept(`at ${id}`, () => el("li", {}, el("a", { class: "place" })));
    const link = item.firstChild;
    const stamp = JSON.stringify([unread, here, title, when, line]);
    if (item.dataset.stamp === stamp) return item;
    item.dataset.stamp = stamp;
    link.href = this.address(route);
    link.classList.toggle("unread", unread > 0);
    if (here) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
    const badge = unread > 0 ? el("span", { class: "badge" }, unread, unseen(" unread")) : null;
    const top = el(
      "span",
      { class: "top" },
      el("span", { class: "title", dir: "auto" }, title),
      el("span", { class: "when" }, when),
    );
    const under = el("span", { class: "under" }, el("span", { class: "line", dir: "auto" }, line), badge);
    link.replaceChildren(...(sign ? [sign] : []), el("span", { class: "lines" }, top, under));
    return item;
  }

  kept(key, make) {
    if (!this.links.has(key)) this.links.set(key, make());
    return this.links.get(key);
  }
}

function saying(state, row) {
  const who = row.author === state.me.id ? "You: " : row.body.message ? "" : `${state.author(row).name}: `;
  return cut(who + gist(row), 90);
}

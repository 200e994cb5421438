// What one person knows of the room: rows by id, threads under their roots, and what is still unread.

/** Rows come in any order and any number of times; the one with the highest seq stands. */
export class RoomState {
  constructor(me, people, loaded) {
    this.me = me;
    this.people = new Map(people.map((person) => [person.id, person]));
    this.conversations = loaded.conversations;
    this.shownAtMost = loaded.shown_at_most;
    this.seq = loaded.seq;
    this.rows = new Map(loaded.rows.map((row) => [row.id, row]));
    this.seen = new Seen(me.id, loaded.seq);
    this.setClock(loaded.now);
  }

  /** Take in a row; returns "new", "changed" or "known". */
  take(row) {
    this.seq = Math.max(this.seq, row.seq);
    return this.keep(row);
  }

  /** The same for a row that came as the answer to a request: rows before it may still be under way. */
  keep(row) {
    const before = this.rows.get(row.id);
    if (before && before.seq >= row.seq) return "known";
    this.rows.set(row.id, row);
    this.places = undefined;
    return before ? "changed" : "new";
  }

  conversation(id) {
    return this.conversations.find((conversation) => conversation.id === id);
  }

  /** The messages outside of threads, oldest first; deleted ones only where a thread hangs on them. */
  roots(conversationId) {
    return this.at(conversationId).filter((row) => !row.removed || this.replies(row.id).length > 0);
  }

  /** The replies in a thread, oldest first. */
  replies(rootId) {
    return this.at(`thread:${rootId}`).filter((row) => !row.removed);
  }

  /** Root and last reply of every thread, the latest first. */
  threads() {
    const roots = [...this.rows.values()].filter((row) => !row.thread);
    const threads = roots.map((root) => ({ root, last: this.replies(root.id).at(-1) })).filter(({ last }) => last);
    return threads.sort((one, other) => other.last.order - one.last.order);
  }

  lastIn(conversationId) {
    const rows = [...this.rows.values()].filter((row) => row.conversation === conversationId && !row.removed);
    return rows.reduce((last, row) => (last && last.order > row.order ? last : row), undefined);
  }

  isUnread(row) {
    return row.author !== this.me.id && !row.removed && row.order > this.seen.upTo(placeOf(row));
  }

  /** How many messages of this conversation, outside of threads, are unread. */
  unreadRoots(conversationId) {
    return this.at(conversationId).filter((row) => this.isUnread(row)).length;
  }

  unreadReplies(rootId) {
    return this.at(`thread:${rootId}`).filter((row) => this.isUnread(row)).length;
  }

  unread() {
    return [...this.rows.values()].filter((row) => this.isUnread(row)).length;
  }

  /** Everything in this place has been read; true when that is news. */
  markSeen(place) {
    return this.seen.mark(place, this.at(place).at(-1)?.order ?? 0);
  }

  author(row) {
    const person = this.people.get(row.author);
    return { person, name: person ? person.name : row.author === "quarterback" ? "Quarterback" : row.author };
  }

  setClock(now) {
    this.ahead = new Date(now).getTime() - Date.now();
  }

  now() {
    return new Date(Date.now() + this.ahead);
  }

  /** The rows of one place, oldest first. */
  at(place) {
    this.places ??= Map.groupBy(inOrder([...this.rows.values()]), placeOf);
    return this.places.get(place) ?? [];
  }
}

/** Where a row is read: its thread, or its conversation. */
export function placeOf(row) {
  return row.thread ? `thread:${row.thread}` : row.conversation;
}

/** Up to which order each place was read, kept by the browser. */
class Seen {
  constructor(person, newest) {
    this.key = `quarterback.seen.${person}`;
    this.marks = restore(this.key);
    const another = Object.values(this.marks).some((order) => order > newest);
    if (another) this.marks = {}; // they are of another room, which had come further
  }

  upTo(place) {
    return this.marks[place] ?? 0;
  }

  mark(place, order) {
    if (order <= this.upTo(place)) return false;
    this.marks[place] = order;
    try {
      localStorage.setItem(this.key, JSON.stringify(this.marks));
    } catch {
      // Without storage the marks last as long as the page.
    }
    return true;
  }
}

function restore(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "{}");
  } catch {
    return {};
  }
}

function inOrder(rows) {
  return rows.sort((one, other) => one.order - other.order);
}

// Where one writes: Enter sends, Shift+Enter begins a new line, the arrow up edits the last message.

import { button, el, freshId } from "./dom.js";
import { icon } from "./marks.js";

/** A place to write. `send(text)` takes what was typed, `editLast()` opens the last own message. */
export class Composer {
  constructor(send, editLast) {
    this.send = send;
    this.editLast = editLast;
    this.drafts = new Map();
    const id = freshId("composer");
    this.label = el("label", { for: id, class: "unseen" });
    this.area = el("textarea", {
      id,
      rows: 1,
      "aria-describedby": `${id}-hint`,
      on: { keydown: (event) => this.key(event), input: () => this.typed() },
    });
    this.sender = button(icon("send"), "send", () => this.submit(), { "aria-label": "Send" });
    const hint = el("p", { class: "hint", id: `${id}-hint` }, "Enter sends, Shift and Enter begin a new line");
    this.element = el(
      "div",
      { class: "composer" },
      this.label,
      el("div", { class: "writing" }, this.area, this.sender),
      hint,
    );
  }

  /** Write into another place; what was typed for the last one is kept for it. */
  begin(place, label) {
    if (this.place !== undefined) this.drafts.set(this.place, this.area.value);
    this.place = place;
    this.area.value = this.drafts.get(place) ?? "";
    this.area.placeholder = label;
    this.label.textContent = label;
    this.typed();
  }

  /** Give back what could not be sent, unless something else is being written there. */
  giveBack(place, text) {
    if (place !== this.place) this.drafts.set(place, this.drafts.get(place) || text);
    else if (!this.area.value) this.area.value = text;
    this.typed();
  }

  focus() {
    this.area.focus();
  }

  key(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "ArrowUp" && !this.area.value && this.editLast()) event.preventDefault();
  }

  submit() {
    const text = this.area.value.trim();
    this.area.focus();
    if (!text) return;
    this.area.value = "";
    this.typed();
    this.send(text);
  }

  typed() {
    this.sender.setAttribute("aria-disabled", String(!this.area.value.trim()));
    this.area.style.height = "auto";
    if (this.area.scrollHeight) this.area.style.height = `${Math.min(this.area.scrollHeight, 200)}px`;
  }
}

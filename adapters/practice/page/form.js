// Draws a form: labelled inputs with hints, sent together.

import { el, freshId, unseen } from "./dom.js";

const ATTRIBUTES = {
  text: { type: "text" },
  number: { type: "text", inputmode: "decimal", class: "figure" }, // takes "250k" too: the reader knows what it means
  date: { type: "date" },
};

/** The element of a Form part; `act` as for every part. */
export function form(part, act, about) {
  const said = el("p", { class: "note", role: "status" });
  const submit = el("button", { type: "submit", class: "button primary" }, part.submit, unseen(`: ${part.title}`));
  const fields = part.inputs.map(field);
  const send = async (event) => {
    event.preventDefault();
    if (submit.getAttribute("aria-disabled")) return;
    submit.setAttribute("aria-disabled", "true");
    said.textContent = "Sending…";
    const typed = fields.filter(({ control, shown }) => control.value !== shown); // the rest may have moved on since
    const values = Object.fromEntries(typed.map(({ name, control }) => [name, control.value]));
    const done = await act(part.action, part.ref, { values });
    said.textContent = done ? "Sent." : "";
    submit.removeAttribute("aria-disabled");
  };
  return el("form", { class: "form", "aria-describedby": about, on: { submit: send } }, [
    el("h3", {}, part.title),
    fields.map(({ element }) => element),
    el("div", { class: "buttons" }, submit, said),
  ]);
}

function field(input) {
  const id = freshId("input");
  const hint = input.hint ? el("small", { id: `${id}-hint` }, input.hint) : null;
  const attributes = { id, name: input.name, autocomplete: "off", "aria-describedby": hint ? hint.id : false };
  const control = draw(input, attributes);
  const element = el(
    "div",
    { class: `field field-${input.kind}` },
    el("label", { for: id }, input.label),
    control,
    hint,
  );
  return { name: input.name, control, element, shown: control.value };
}

function draw(input, attributes) {
  if (input.kind === "select") {
    const options = input.options.map(({ label, value }) =>
      el("option", { value, selected: value === input.value }, label),
    );
    const known = input.options.some(({ value }) => value === input.value);
    return el("select", attributes, known ? null : el("option", { value: "", selected: true }, "Choose…"), options);
  }
  if (input.kind === "long_text") return el("textarea", { ...attributes, rows: 4 }, input.value);
  const value = input.kind !== "date" || /^\d{4}-\d\d-\d\d$/.test(input.value) ? input.value : "";
  return el("input", { ...attributes, ...(ATTRIBUTES[input.kind] ?? ATTRIBUTES.text), value });
}

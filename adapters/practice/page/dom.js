// Builds elements. Text goes in as text nodes only: nothing said in the room is ever read as markup.

const SVG = "http://www.w3.org/2000/svg";

/** An element; attributes that are false, null or undefined are left out, "on" holds listeners by event. */
export function el(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** The same for inline SVG. */
export function svg(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

let lastId = 0;

/** An id no other element has. */
export function freshId(prefix) {
  lastId += 1;
  return `${prefix}-${lastId}`;
}

/** A button with a word on it. */
export function button(label, className, onClick, attributes = {}) {
  return el("button", { type: "button", class: className, on: { click: onClick }, ...attributes }, label);
}

/** Words only screen readers meet. */
export function unseen(words) {
  return el("span", { class: "unseen" }, words);
}

/** Make `parent` hold exactly `children` in order, moving as few of them as can be, so that focus stays. */
export function arrange(parent, children) {
  const wanted = new Set(children);
  for (const child of [...parent.childNodes]) if (!wanted.has(child)) child.remove();
  let at = parent.firstChild;
  for (const child of children) {
    if (child === at) at = at.nextSibling;
    else parent.insertBefore(child, at);
  }
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name === "on") for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
}

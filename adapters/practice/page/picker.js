// The first page: who one is today.

import { el } from "./dom.js";
import { ball, mark, play } from "./marks.js";

const ROLES = [
  ["rep", "Reps"],
  ["manager", "Managers"],
  ["assistant", "Assistants"],
  ["specialist", "Specialists"],
  ["admin", "Administrators"],
];

/** The page of people, grouped by what they do. `address(route)` makes the link of one. */
export function picker(people, address) {
  const known = new Set(ROLES.map(([role]) => role));
  const groups = ROLES.map(([role, title]) => [title, people.filter((person) => person.role === role)]);
  groups.push(["Others", people.filter((person) => !known.has(person.role))]);
  return el("main", { class: "picker" }, [
    el("header", {}, [
      el("p", { class: "brand" }, ball(), "Quarterback"),
      play(),
      el("h1", { tabindex: "-1" }, "Who are you today?"),
      el("p", { class: "lead" }, [
        "A practice room on this machine: a chat with the quarterback, and a clock you can move on. ",
        "Nothing leaves it, and you can change places at any time.",
      ]),
    ]),
    people.length ? groups.filter(([, those]) => those.length).map((group) => lineUp(group, address)) : nobody(),
  ]);
}

function lineUp([title, people], address) {
  const links = people.map((person) =>
    el(
      "li",
      {},
      el("a", { class: "person", href: address({ as: person.id }) }, [
        mark(person),
        el("span", { class: "lines" }, [
          el("span", { class: "name", dir: "auto" }, person.name),
          person.about ? el("span", { class: "about", dir: "auto" }, person.about) : null,
        ]),
      ]),
    ),
  );
  return el("section", {}, el("h2", {}, title), el("ul", {}, links));
}

function nobody() {
  return el(
    "p",
    { class: "lead" },
    "Nobody is here yet. Name the people of the company in app.yaml, or import them, and reload the page.",
  );
}

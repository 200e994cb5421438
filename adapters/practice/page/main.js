// Starts the page: from the address to who one is, and from there to the room.

import { arrange, el } from "./dom.js";
import { picker } from "./picker.js";
import { RoomPage } from "./room.js";
import { read } from "./server.js";
import { cut } from "./words.js";

const app = document.getElementById("app");
const connection = document.getElementById("connection");
let page = null;
let arriving = 0;

/** The route in the address: who, in which conversation, in which thread. */
function route() {
  const query = new URLSearchParams(location.hash.slice(1));
  return { as: query.get("as") ?? "", in: query.get("in") ?? "", thread: query.get("thread") ?? "" };
}

/** The address of a route. */
function address(to) {
  return `#${new URLSearchParams(Object.entries(to).filter(([, value]) => value))}`;
}

async function follow() {
  const to = route();
  if (page && page.state.me.id === to.as) return page.follow(to);
  arriving += 1;
  const turn = arriving;
  page?.close();
  page = null;
  const found = await insistently(() => read("people"), turn);
  const people = found?.people.map((person) => ({
    ...person,
    name: cut(person.name, 80),
    about: cut(person.about, 160),
  }));
  const me = people?.find((person) => person.id === to.as);
  const loaded = me && (await insistently(() => read("room", { as: me.id }), turn));
  if (turn !== arriving) return undefined;
  if (!me) return showPicker(people, to.as);
  page = new RoomPage(me, people, loaded, { address, reload: () => location.reload() });
  arrange(app, [page.element]);
  return page.follow(to);
}

function showPicker(people, asked) {
  document.title = "Quarterback practice room";
  const chooser = picker(people, address);
  arrange(app, [chooser]);
  chooser.querySelector("h1").focus();
  document.getElementById("problem").textContent = asked ? `Nobody called ${asked} is here. Choose somebody else.` : "";
}

// Ask until there is an answer; null where another page was chosen meanwhile.
async function insistently(ask, turn) {
  for (let wait = 500; turn === arriving; wait = Math.min(wait * 2, 5_000)) {
    try {
      const answer = await ask();
      connection.textContent = "";
      return answer;
    } catch (error) {
      connection.textContent = `${error.message} Trying again…`;
      if (!app.childElementCount) arrange(app, [el("main", { class: "waiting" }, el("h1", {}, "Quarterback"))]);
    }
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
  return null;
}

window.addEventListener("hashchange", follow);
follow();

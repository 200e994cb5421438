"""The same conversation in a terminal: one line in, plain text out, readable from a pipe."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from adapters.console.render import Keep, Tap, plain, render
from domain.chat.codec import from_json
from domain.chat.event import Clicked, Event, Place, Said

QUARTERBACK = "quarterback"
HELP = (
    "Type what you would say. “#2” taps the button with that number, “/threads” lists the open threads, "
    "“/2” goes to the second of them, “/main” leaves it."
)


class Line(Protocol):
    """One message of the conversation, as the practice room keeps it."""

    @property
    def seq(self) -> int: ...
    @property
    def id(self) -> str: ...
    @property
    def thread(self) -> str: ...
    @property
    def author(self) -> str: ...
    @property
    def body(self) -> Mapping[str, Any]: ...
    @property
    def removed(self) -> bool: ...


class Conversation(Protocol):
    """Where the lines are kept."""

    def since(self, conversations: Sequence[str], after: int, limit: int) -> Sequence[Line]: ...
    def add(self, message_id: str, conversation: str, thread: str, author: str, body: Mapping[str, Any]) -> object: ...


@dataclass
class Console:
    """One person at a terminal.

    `handle` takes an event and returns after its commit; `deliver` sends what waits in the outbox; `opens_thread` says
    whether a message is the first of a thread; `new_id` makes event ids; `write` prints one line; `keep` keeps a file
    that was handed over and says where.
    """

    person: str
    room: Conversation
    handle: Callable[[Event], None]
    deliver: Callable[[], object]
    opens_thread: Callable[[str], bool]
    new_id: Callable[[], str]
    write: Callable[[str], None]
    keep: Keep
    thread: str = ""
    _seen: int = 0
    _threads: list[str] = field(default_factory=list)
    _titles: dict[str, str] = field(default_factory=dict)
    _taps: list[Tap] = field(default_factory=list)
    _tap_at: list[tuple[str, str]] = field(default_factory=list)

    def run(self, lines: Iterable[str]) -> None:
        """Show what is there, then take one line after the other until there are no more."""
        self.show_new()
        for line in lines:
            self.take(line.rstrip("\r\n"))

    def take(self, line: str) -> None:
        """One line: a tap, a word to the console itself, or words to the quarterback."""
        if line.startswith("/"):
            self._go(line[1:].strip())
        elif line.startswith("#") and line[1:].strip().isdecimal():
            self._tap(int(line[1:]))
        else:
            self._say(line)

    def show_new(self) -> None:
        """Print what was said since the last look; replies go to the thread shown last."""
        self.deliver()
        while rows := self.room.since([self._conversation], self._seen, 200):
            for row in rows:
                self._seen = row.seq
                if row.author == QUARTERBACK and not row.removed:
                    self._show(row)

    @property
    def _conversation(self) -> str:
        return f"dm-{self.person}"

    def _place(self, thread: str) -> Place:
        return Place("practice", "", self._conversation, thread)

    def _show(self, row: Line) -> None:
        message = from_json(dict(row.body["message"]))
        root = row.thread or (row.id if self.opens_thread(row.id) else "")
        before = len(self._taps)
        lines = render(message, self._taps, self.keep)
        self._tap_at += [(row.id, root)] * (len(self._taps) - before)
        if root and root not in self._threads:
            self._threads.append(root)
            self._titles[root] = message.summary
        mark = f"({self._threads.index(root) + 1}) " if root in self._threads else ""
        for number, text in enumerate(lines):
            self.write(f"{mark if number == 0 else ' ' * len(mark)}{text}")
        self.thread = root

    def _say(self, words: str) -> None:
        event = self.new_id()
        self.room.add(event, self._conversation, self.thread, self.person, {"text": words})
        self.handle(Said(event, self.person, self._place(self.thread), event, words))
        self.show_new()

    def _tap(self, number: int) -> None:
        if not 1 <= number <= len(self._taps):
            self.write(f"There is no button #{number}.")
            return
        (button, value), (message_id, root) = self._taps[number - 1], self._tap_at[number - 1]
        place = self._place(root)
        event = Clicked(self.new_id(), self.person, place, message_id, button.action, button.ref, button.pick, value)
        self.handle(event)
        self.show_new()

    def _go(self, where: str) -> None:
        if where == "main":
            self.thread = ""
        elif where.isdecimal() and 1 <= int(where) <= len(self._threads):
            self.thread = self._threads[int(where) - 1]
        elif where == "threads":
            for number, root in enumerate(self._threads, start=1):
                self.write(f"({number}) {plain(self._titles[root])}")
            return
        else:
            self.write(HELP)
            return
        self.write(f"You are now in: {plain(self._titles.get(self.thread, 'the main conversation'))}")

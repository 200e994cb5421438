"""What one use case has at hand: who acts, where, when, and one open unit of work; or the office, where nobody does."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot import outbox
from domain.asking.question import Playbook
from domain.chat.event import Place
from domain.chat.message import Message
from domain.reading.account_names import AccountBook, book_of
from domain.sales.company import Company
from domain.sales.dealings import Thread
from domain.sales.grants import Scope
from domain.sales.opportunity import Opportunity
from domain.sales.people import Directory, Person
from storage.records import Post
from storage.unit_of_work import UnitOfWork
from storage.waiting import ANYTHING, Waits


@dataclass(frozen=True, slots=True)
class Office:
    """One transaction in which nobody in particular acts: a source told something, or something came due.

    `now` is UTC. `home` knows where a person is written to directly, `channel` where a channel of app.yaml is, if
    anywhere.
    """

    uow: UnitOfWork
    company: Company
    playbook: Playbook
    directory: Directory
    home: Callable[[Person], Place]
    channel: Callable[[str], Place | None]
    now: datetime
    _book: list[AccountBook] = field(init=False, default_factory=list)  # one at most

    def account_book(self) -> AccountBook:
        """Every account of ours, as they were when this was first asked for: many names come in one transaction."""
        if not self._book:
            self._book.append(book_of(tuple(self.uow.imports.accounts())))
        return self._book[0]

    def tell(self, person: Person, message: Message, about: str = "", ref: int = 0) -> None:
        """Write to somebody directly. `about` and `ref` name the row it shows, for `redraw`."""
        outbox.post(self.uow, self.now, self.home(person), message, None, about, ref)

    def redraw(self, about: str, ref: int, message: Message) -> None:
        """Show what was posted about that row anew, wherever it was posted."""
        outbox.redraw(self.uow, self.now, about, ref, message)


@dataclass(frozen=True, slots=True)
class Scene:
    """One event, one person, one transaction. `now` is UTC. `home` knows where a person is written to directly.

    `model_at` is the host of the language model that may be asked about what was not read, "" where none is set up.
    `waits` is what may have waited here for words when they came; each has to look whether it did. `tapped`: the
    message is one of ours, on which somebody tapped or left a mark.
    """

    uow: UnitOfWork
    company: Company
    playbook: Playbook
    directory: Directory
    home: Callable[[Person], Place]
    now: datetime
    person: Person
    place: Place
    thread: Thread | None = None
    message_id: str = ""
    private: bool = field(default=True)
    channel: Callable[[str], Place | None] = field(default=lambda name: None)
    model_at: str = ""
    waits: frozenset[Waits] = ANYTHING
    tapped: bool = False

    @property
    def office(self) -> Office:
        """The same transaction, for what is told to others."""
        return Office(self.uow, self.company, self.playbook, self.directory, self.home, self.channel, self.now)

    @property
    def local_now(self) -> datetime:
        return self.now.astimezone(ZoneInfo(self.person.zone))

    @property
    def today(self) -> date:
        return self.local_now.date()

    @property
    def owners(self) -> tuple[str, ...]:
        """Whose opportunities this person may see."""
        return self.directory.sells_for(self.person)

    def reply(self, message: Message, about: str = "", ref: int = 0, *, more: Message | None = None) -> None:
        """Answer where it was said; where others would read figures, directly instead, with a word about it.

        `more` follows the message, where one would be too long.
        """
        place, thread = (self.place, self.thread) if self.private else (self.home(self.person), None)
        outbox.post(self.uow, self.now, place, message, thread, about, ref)
        if more:
            outbox.post(self.uow, self.now, place, more, thread)
        if not self.private:
            word = Message("I answered you directly: figures stay out of this channel.")
            outbox.post(self.uow, self.now, self.place, word)

    def answer(self, message: Message, about: str = "", ref: int = 0) -> None:
        """Answer a tap: a card that only asked for it turns into the answer. Anything else is answered by a reply."""
        card = self._tapped_card()
        if card and card.about == outbox.ASKS and self.private:
            outbox.turn(self.uow, self.now, card, message, about, ref)
        else:
            self.reply(message, about, ref)

    def answered_on(self, about: str, ref: int) -> bool:
        """Whether the card of that row was tapped: shown anew, it is the answer, and nothing need be said beside it."""
        card = self._tapped_card()
        if card is None or (card.about, card.ref) != (about, ref):
            return False
        outbox.spoken_by(self.uow, card)
        return True

    def _tapped_card(self) -> Post | None:
        where = self.place.platform, self.place.workspace, self.place.conversation
        return self.uow.posts.by_message(*where, self.message_id) if self.tapped else None

    def tell(self, person: Person, message: Message, thread: Thread | None = None) -> None:
        """Write to somebody directly."""
        outbox.post(self.uow, self.now, self.home(person), message, thread)

    def redraw(self, about: str, ref: int, message: Message) -> None:
        """Show what was posted about that row anew, wherever it was posted."""
        outbox.redraw(self.uow, self.now, about, ref, message)

    def opportunity(self, opportunity_id: str | None) -> Opportunity | None:
        """That opportunity, where this person may see it; "absent" and "forbidden" read the same."""
        found = self.uow.opportunities.get(opportunity_id) if opportunity_id else None
        return found if found and found.owner in self.owners else None

    def may_update(self, opportunity: Opportunity) -> bool:
        """Whether this person may change what is recorded of it: seeing it is not enough."""
        return self.directory.may(self.person, opportunity.owner, Scope.UPDATE)

    def open_opportunities(self) -> tuple[Opportunity, ...]:
        return self.uow.opportunities.of_owners(self.owners)

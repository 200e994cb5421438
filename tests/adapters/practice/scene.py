"""A rich invented conversation to try the page with: python -m tests.adapters.practice.scene, then open the address."""

from datetime import UTC, datetime
from decimal import Decimal

from aiohttp import web

from adapters.practice.app import application
from adapters.practice.courier import PracticeCourier
from adapters.practice.room import PLATFORM, Visitor
from domain.chat.event import Place
from domain.chat.message import (
    Button,
    Buttons,
    Chart,
    Facts,
    Message,
    Note,
    Part,
    Series,
    Table,
    quote,
    strong,
    text,
)
from tests.adapters.practice.memory_room import Echo, MemoryRoom, StandingClock
from tests.adapters.practice.parts import QUICK, every_part

JO, ROBIN, SAM, KIM, ALEX = (
    "jo@havel.example",
    "robin@havel.example",
    "sam@havel.example",
    "kim@havel.example",
    "alex@havel.example",
)

PEOPLE = (
    Visitor(JO, "Jo Arnesen", "rep", "sells, north", "Europe/Oslo"),
    Visitor("tomas@havel.example", "Tomas Beck", "rep", "sells, north", "Europe/Berlin"),
    Visitor("ines@havel.example", "Ines Cardoso", "rep", "sells, south", "Europe/Lisbon"),
    Visitor(ROBIN, "Robin Falk", "manager", "manages, north", "Europe/Berlin"),
    Visitor("mara@havel.example", "Mara Ilic", "manager", "manages, south", "Europe/Berlin"),
    Visitor(SAM, "Sam Okafor", "assistant", "keeps the data for Jo Arnesen and Tomas Beck", "Europe/London"),
    Visitor(KIM, "Kim Lindqvist", "specialist", "gives technical presentations", "Europe/Stockholm"),
    Visitor(ALEX, "Alex <b>Admin</b>", "admin", "keeps app.yaml", "UTC"),
)
CHANNELS = {"north": (JO, "tomas@havel.example", ROBIN, SAM), "pipeline-reviews": (ROBIN, "mara@havel.example", JO)}


class Teller:
    """Writes the scene, message by message, a few minutes apart."""

    def __init__(self, room: MemoryRoom, clock: StandingClock, conversation: str) -> None:
        self._room, self._clock, self._conversation = room, clock, conversation
        self._courier = PracticeCourier(room)
        self._last = 0

    def bot(self, summary: str, *parts: Part, thread: str = "", after: float = 2) -> str:
        """The quarterback says; returns the id of the message."""
        self._clock.pass_minutes(after)
        place = Place(PLATFORM, "", self._conversation, thread)
        return self._courier.post(place, Message(summary, parts), self._next())

    def person(self, who: str, words: str, thread: str = "", after: float = 2) -> str:
        self._clock.pass_minutes(after)
        return self._room.add(self._next(), self._conversation, thread, who, {"text": words}).id

    def _next(self) -> str:
        self._last += 1
        return f"{self._conversation}:{self._last}"


def rich_room() -> tuple[MemoryRoom, StandingClock]:
    """The room with everything in it, and its clock."""
    clock = StandingClock(datetime(2026, 11, 20, 8, 0, tzinfo=UTC))
    room = MemoryRoom(PEOPLE, CHANNELS, clock)
    jo = Teller(room, clock, f"dm-{JO}")
    _friday(jo)
    clock.pass_minutes(3 * 24 * 60 - 65)
    _monday(jo)
    _north(Teller(room, clock, "channel-north"))
    _review(Teller(room, clock, f"dm-{ROBIN}"))
    clock.pass_minutes(9)
    return room, clock


def _friday(jo: Teller) -> None:
    jo.bot(
        "Good morning, Jo. Two questions today, most worth first.",
        text("Good morning, Jo. Two questions today, most worth first."),
    )
    refit = jo.bot(
        "Is Turbine refit, Nordvik still at 75 %?",
        text("Is ", strong("Turbine refit, Nordvik"), " still at 75 %?"),
        text("It is 38 % of what you still need this quarter."),
        Note("Answered by Jo Arnesen. Now recorded: Negotiation, 60 %, €180,000, close 31 Mar 2027."),
        after=0.1,
    )
    jo.person(JO, "no, 60 now. redlines came back and they want the board to see it, so end of Q1", thread=refit)
    jo.bot(
        "Turbine refit, Nordvik: Probability 75 → 60 %, Close 31 Dec 2026 → 31 Mar 2027.",
        text(
            strong("Turbine refit, Nordvik"),
            ": Probability 75 → 60 %, Close 31 Dec 2026 → 31 Mar 2027, from: ",
            quote("“60 now. redlines came back and they want the board to see it, so end of Q1”"),
        ),
        Buttons((Button("Undo", "undo", "7"),)),
        text(
            strong("Turbine refit, Nordvik"),
            ": Shall I move it to Negotiation? You said ",
            quote("“redlines came back”"),
            ".",
        ),
        Buttons((Button("Negotiation", "take", "3", tone="primary"), Button("No", "decline", "3"))),
        thread=refit,
        after=0.1,
    )
    jo.person(JO, "yes\nand get Kim for the board day", thread=refit)
    jo.bot(
        "Turbine refit, Nordvik: Stage Proposal → Negotiation. Asked Kim Lindqvist for a technical presentation.",
        text(strong("Turbine refit, Nordvik"), ": Stage Proposal → Negotiation, from: ", quote("“redlines came back”")),
        text("Asked Kim Lindqvist for a technical presentation, in your words: ", quote("“get Kim for the board day”")),
        Buttons((Button("Undo", "undo", "8"),)),
        thread=refit,
        after=0.1,
    )
    jo.person(JO, "what do I have closing this quarter?", after=30)
    jo.bot(
        "Three of your opportunities close this quarter, €431,500 in all.",
        text("Three of your opportunities close this quarter, ", strong("€431,500"), " in all."),
        Table(
            ("Opportunity", "Stage", "Close", "Amount", "Prob."),
            (
                ("Service frame, Hollis", "Negotiation", "18 Dec 2026", "€64,500", "90 %"),
                ("Cold store, Van Aken", "Proposal", "22 Dec 2026", "€127,000", "50 %"),
                ("Compressor hall, Brightwater", "Verbal", "31 Dec 2026", "€240,000", "80 %"),
            ),
            right=(3, 4),
            left_out=2,
        ),
        after=0.1,
    )


def _monday(jo: Teller) -> None:
    jo.bot(
        "Good morning, Jo. Two questions today, and how the quarter stands.",
        text("Good morning, Jo. Two questions today, and how the quarter stands."),
    )
    jo.bot(
        "You are at 71 % of your quota with 38 days to go.",
        text("You are at ", strong("71 %"), " of your quota with 38 days to go."),
        Facts(
            (("Won so far", "€612,000"), ("Quota", "€860,000"), ("Commit", "€304,500"), ("Gap after commit", "none"))
        ),
        Chart(
            "bar",
            "Change in your forecast, by month",
            ("Jun", "Jul", "Aug", "Sep", "Oct", "Nov"),
            (
                Series(
                    "Moved in or out", tuple(Decimal(n) for n in (120_000, -45_000, 80_000, 210_000, -130_000, 95_500))
                ),
            ),
            "EUR",
        ),
        after=0.1,
    )
    hall = jo.bot(
        "Compressor hall, Brightwater was to close on 20 Nov. When will it close now?",
        text(strong("Compressor hall, Brightwater"), " was to close on 20 Nov. When will it close now?"),
        text("It decides whether you pass your quota: €240,000, the largest open one you have."),
        Note("Why now: its close date has passed. Recorded: Verbal, 80 %, €240,000, close 20 Nov 2026."),
        Buttons(QUICK[1:]),
        after=0.1,
    )
    jo.person(JO, "late Jan or early Feb", thread=hall)
    jo.bot(
        "Close date: which one?",
        text(
            strong("Compressor hall, Brightwater"),
            ": Close date: which one? You said ",
            quote("“late Jan or early Feb”"),
            ".",
        ),
        Buttons(
            (
                Button("31 Jan 2027", "take", "9"),
                Button("10 Feb 2027", "take", "9", 1),
                Button("None of these", "decline", "9"),
            )
        ),
        thread=hall,
        after=0.1,
    )
    jo.bot(
        "Last trip you found an opening to sell Heat pumps to Van Aken. Where does it stand?",
        text(
            "Last trip you found an opening to sell ",
            strong("Heat pumps"),
            " to ",
            strong("Van Aken"),
            ". Where does it stand?",
        ),
        text("Kim Lindqvist is in Antwerp on 2 December and could present there with you."),
        Note("Why now: 21 days in Discovery. Recorded: Discovery, 20 %, €127,000, close 22 Dec 2026."),
        Buttons((*QUICK, Button("Get a technical presentation", "want_help", "1"))),
    )


def _north(north: Teller) -> None:
    north.bot(
        "Two opportunities of the north moved out of this quarter since Friday.",
        text("Two opportunities of the north moved out of this quarter since Friday."),
        after=1,
    )
    north.person(ROBIN, "Thanks. @Jo is Brightwater one of them?")
    north.person(
        "tomas@havel.example",
        "<img src=x onerror=alert(1)> says my keyboard. Also: Hollis is fine, they only wait for the PO number",
    )


def _review(robin: Teller) -> None:
    robin.bot("A message with a part of every kind.", *every_part().parts)


def scene_application() -> web.Application:
    """The rich room behind the page, answered by an echo."""
    room, clock = rich_room()
    return application(room, Echo(room).handle, clock)


if __name__ == "__main__":
    web.run_app(scene_application(), host="127.0.0.1", port=8321)

"""One message that holds a part of every kind."""

from decimal import Decimal

from domain.chat.message import (
    Button,
    Buttons,
    Chart,
    Document,
    Facts,
    Form,
    Input,
    Message,
    Note,
    Option,
    Part,
    Run,
    Select,
    Series,
    Table,
    quiet,
    quote,
    strong,
    text,
)

QUICK = (
    Button("Still so", "still", "1", tone="primary"),
    Button("Changed…", "changed", "1"),
    Button("Won", "won", "1"),
    Button("Lost", "lost", "1", tone="danger"),
    Button("Ask me later", "later", "1"),
    Button("Not mine", "not_mine", "1"),
)


def every_part() -> Message:
    """One message that holds a part of every kind."""
    return Message("A message with a part of every kind.", (_paragraph(), *_figures(), *_controls(), _form()))


def _paragraph() -> Part:
    return text(
        Run("A headline", link="https://news.example/a?b=c&d=e"),
        Run("; no address. ", link="javascript:alert(1)"),
        "Is ",
        strong("Turbine refit, Nordvik"),
        " still at 75 %? ",
        quiet("It was on 3 November."),
        " ",
        quote("“verbal from Jo”"),
    )


def _figures() -> tuple[Part, ...]:
    weeks = tuple(f"W{week}" for week in range(36, 48))
    return (
        Facts(
            (
                ("Stage", "Proposal"),
                ("Probability", "75 %"),
                ("Amount", "€180,000"),
                ("Next step", "Send the revised scope to Ms Dahl before the board meets"),
            )
        ),
        Table(
            ("Opportunity", "Stage", "Close", "Amount", "Probability"),
            (
                ("Turbine refit, Nordvik", "Proposal", "31 Mar 2027", "€180,000", "75 %"),
                ("Pump station, Lagarde & Fils", "Discovery", "30 Jun 2027", "€1,240,000", "20 %"),
                ("Service frame, Hollis", "Negotiation", "18 Dec 2026", "€64,500", "90 %"),
            ),
            right=(3, 4),
            left_out=12,
        ),
        Chart(
            "bar",
            "Forecast by quarter",
            ("Q4 2026", "Q1 2027", "Q2 2027", "Q3 2027"),
            (
                Series("Commit", (Decimal(420_000), Decimal(310_000), Decimal(120_000), Decimal(60_000))),
                Series("Best case", (Decimal(510_000), Decimal(560_000), Decimal(480_000), Decimal(240_000))),
            ),
            "EUR",
        ),
        Chart(
            "line",
            "What moved, week by week",
            weeks,
            (
                Series("North", tuple(Decimal(n) for n in (-12, -4, 3, 9, 14, 11, 6, -2, -9, -3, 8, 16))),
                Series("South", tuple(Decimal(n) for n in (4, 6, 2, -5, -11, -14, -6, 1, 7, 12, 10, 13))),
            ),
            "%",
        ),
        Note("From the log of changes, up to this morning."),
        Document("pipeline.csv", "token"),
    )


def _controls() -> tuple[Part, ...]:
    people = (Option("Kim Lindqvist", "kim@havel.example"), Option("Tomas Beck", "tomas@havel.example"))
    return (Buttons(QUICK), Select("Who has it now?", "hand_over", "1", people))


def _form() -> Form:
    stages = tuple(Option(name, name) for name in ("Discovery", "Proposal", "Negotiation", "Won", "Lost"))
    return Form(
        "What changed at Nordvik?",
        "save_changes",
        "1",
        (
            Input("stage", "Stage", "select", "Proposal", stages),
            Input("amount", "Amount in EUR", "number", "180000", hint="For example 250k or 1.2M"),
            Input("close_date", "Close date", "date", "2027-03-31"),
            Input("next_step", "Next step", "text", "Send the revised scope"),
            Input("feedback", "What the customer said", "long_text", hint="In their words; it is kept as you write it"),
        ),
    )

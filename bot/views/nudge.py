"""The question as it is shown: what is asked, why now, what it gives, and the quick answers."""

import re
from datetime import date

from domain.asking.question import GiveKind, Nudge, Reason
from domain.chat.message import Button, Buttons, Message, Note, Part, Run, Text, strong, text
from domain.reading.reading import About
from domain.sales.opportunity import Opportunity
from domain.sales.process import Field
from domain.sales.quarter import Quarter
from domain.sales.values import show, show_amount, show_date

NUDGE = "nudge"

HELP_WORDS = {
    "technical_presentation": "a technical presentation",
    "discount_approval": "a discount approval",
    "executive_sponsor": "an executive sponsor",
    "legal_review": "a legal review",
    "meeting": "a meeting",
    "credit_exception": "a credit exception",
    "special_terms": "special terms",
}


def nudge_card(nudge: Nudge, opportunity: Opportunity) -> Message:
    """One question, its reason, its give, and what one tap can answer."""
    asked = nudge.question.asked
    parts: list[Part] = [
        _with_names(asked, opportunity),
        Text((Run(nudge.question.give.words),)),
        Note(f"Why now: {nudge.question.reason.words}. Recorded: {in_short(opportunity)}."),
        quick_answers(nudge),
    ]
    return Message(asked, tuple(parts), shown_by(nudge))


def shown_by(nudge: Nudge) -> str:
    """What a message that shows this question says it shows."""
    return f"{NUDGE}/{nudge.id}"


def question(reason: Reason, opportunity: Opportunity, today: date, year_starts: int) -> str:
    """The question in one or two sentences."""
    name, about = opportunity.title, reason.about
    if reason.field is Field.COMPETITOR:
        return f"Who else is bidding at {name}?"
    if about is About.CLOSE_DATE:
        return _close_question(opportunity, today, Quarter.of(today, year_starts))
    if about is About.WHERE_IT_STANDS:
        return f"{_opening(opportunity)} Where does it stand?"
    amount = show_amount(opportunity.amount, opportunity.currency) if opportunity.amount else ""
    return {
        About.PROBABILITY: f"Is {name} still at {opportunity.probability} %?",
        About.STAGE: f"Is {name} still in {opportunity.stage}?",
        About.AMOUNT: f"Is {name} still worth {amount}?" if amount else f"What is {name} worth?",
        About.NEXT_STEP: f"What is the next step with {name}?",
        About.VISIT: f"Do you need a specialist for a technical presentation at {opportunity.account}?",
    }[about]


def quick_answers(nudge: Nudge) -> Buttons:
    """What one tap can say; what fits the question comes first."""
    ref = str(nudge.id)
    if nudge.question.reason.about is About.VISIT:
        first = [Button("Yes, please", "want_visit", ref, tone="primary"), Button("No, thanks", "still", ref)]
        return Buttons((*first, Button("Ask me later", "later", ref)))
    fixed = (
        Button("Changed…", "changed", ref),
        Button("Won", "won", ref),
        Button("Lost", "lost", ref),
        Button("Ask me later", "later", ref),
        Button("Not mine", "not_mine", ref),
    )
    give = nudge.question.give
    offers = (Button(f"Get {HELP_WORDS[give.offers]}", "want_help", ref),) if give.kind is GiveKind.HELP else ()
    return Buttons((*_still(nudge, ref), *fixed, *offers))


def in_short(opportunity: Opportunity) -> str:
    """Stage, probability, amount and close date in one line."""
    pieces = [opportunity.stage, f"{opportunity.probability} %"]
    if opportunity.amount:
        pieces.append(show_amount(opportunity.amount, opportunity.currency))
    if opportunity.close_date:
        pieces.append(f"close {show(Field.CLOSE_DATE, opportunity.close_date, opportunity.currency)}")
    return ", ".join(pieces)


def _still(nudge: Nudge, ref: str) -> tuple[Button, ...]:
    return (Button("Still so", "still", ref, tone="primary"),) if nudge.question.reason.may_stand else ()


def _close_question(opportunity: Opportunity, today: date, quarter: Quarter) -> str:
    name, day = opportunity.title, opportunity.close_date
    if day is None:
        return f"When do you think {name} closes?"
    if day < today:
        return f"{name} was to close on {show_date(day)}. When will it close now?"
    if day in quarter:
        return f"Do you still think {name} closes before the quarter ends ({show_date(quarter.end)})?"
    return f"Do you still think {name} closes by {show_date(day)}?"


def _opening(opportunity: Opportunity) -> str:
    if opportunity.product and opportunity.account:
        return f"Last trip you found an opening to sell {opportunity.product} to {opportunity.account}."
    return f"Last trip you found an opening: {opportunity.title}."


def _with_names(asked: str, opportunity: Opportunity) -> Text:
    """The question with the names in it made strong."""
    names = [opportunity.title] if opportunity.title in asked else [opportunity.product, opportunity.account]
    wanted = "|".join(re.escape(name) for name in names if name)
    pieces = re.split(f"({wanted})", asked) if wanted else [asked]
    return text(*(strong(piece) if piece in names else piece for piece in pieces if piece))

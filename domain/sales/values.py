"""High-card values as text: one spelling to keep, one to show."""

from datetime import date
from decimal import Decimal, InvalidOperation

from domain.sales.opportunity import Value
from domain.sales.process import Field, ForecastCategory

SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}
DATES = (Field.CLOSE_DATE, Field.NEXT_STEP_DATE)
LABELS = {
    Field.STAGE: "Stage",
    Field.PROBABILITY: "Probability",
    Field.AMOUNT: "Amount",
    Field.CLOSE_DATE: "Close date",
    Field.FORECAST_CATEGORY: "Forecast",
    Field.NEXT_STEP: "Next step",
    Field.NEXT_STEP_DATE: "Next step on",
    Field.COMPETITOR: "Competitor",
    Field.LOSS_REASON: "Loss reason",
    Field.FEEDBACK: "Feedback",
}


def keep(value: Value) -> str | None:
    """The one spelling in which a value is kept in the log of changes; `recall` reads it back."""
    if value is None:
        return None
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else str(value)


def recall(field: Field, kept: str | None) -> Value:
    """The value that `keep` spelt. ValueError when `kept` is no value of that field."""
    if kept is None:
        return None
    if field in DATES:
        return date.fromisoformat(kept)
    if field is Field.PROBABILITY:
        return int(kept)
    if field is Field.AMOUNT:
        try:
            return Decimal(kept)
        except InvalidOperation:
            raise ValueError(f"{kept!r} is no amount") from None
    return ForecastCategory(kept) if field is Field.FORECAST_CATEGORY else kept


def show(field: Field, value: Value, currency: str) -> str:
    """As a person reads it: "60 %", "$180,000", "31 Mar 2027", "best case"; an em dash for nothing."""
    if value is None or value == "":
        return "—"
    if isinstance(value, date):
        return show_date(value)
    if isinstance(value, Decimal):
        return show_amount(value, currency)
    if field is Field.PROBABILITY:
        return f"{value} %"
    return str(value).replace("_", " ") if field in (Field.FORECAST_CATEGORY, Field.LOSS_REASON) else str(value)


def show_date(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def show_amount(amount: Decimal, currency: str) -> str:
    """With thousands marks and no needless cents: "$180,000", "€64,000.50", "CHF 9,000"."""
    figures = f"{amount:,.2f}".removesuffix(".00")
    symbol = SYMBOLS.get(currency)
    return f"{symbol}{figures}" if symbol else f"{currency} {figures}"

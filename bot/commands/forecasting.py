"""The quarter ahead: the forecast, what people call, how good calls were."""

from bot.commands.command import SELLING, Command
from bot.use_cases.accuracy import show_accuracy
from bot.use_cases.forecast_calls import take_call
from bot.use_cases.forecasts import show_forecast

_AMOUNT = r"(?:[-−+]?\s?(?:[$€£¥]|[a-z]{3}\s)?\s?[-−]?\d)"
_SAID = (
    r"(?:(?:re)?commit(?:ting|ment)?|call(?:ing)?(?: it| the quarter)?|best(?: case)?|upside|(?:forecast|number) is)"
)
_LINK = r"(?:\s?(?:[:=]|at|to|is|of|around|about|for)\s?|\s)*"
_QUARTER = (
    r"(?: (?:for |in |of )?(?:this|next|last|the|current|previous)? ?"
    r"(?:quarter|(?:fy ?\d{2,4} ?)?q\d+(?: (?:fy ?)?\d{2,4})?))?"
)

FORECASTING: tuple[Command, ...] = (
    Command(
        "commit",
        "Your call of the quarter; a manager's figure for somebody: “override Ruth commit 380k: why”",
        "commit 420k, best 600k",
        rf"(?P<rest>(?:override .{{1,60}}? |(?:(?:i(?:'d|'ll|'m)?|we|my)\s)*){_SAID}{_LINK}{_AMOUNT}.*)",
        take_call,
        SELLING,
    ),
    Command(
        "forecast",
        "Commit, best case, gap and where the quarter may end: yours, somebody's or the team's",
        "forecast next quarter",
        rf"(?P<rest>(?:show (?:me )?|what(?:'s|’s| is) )?(?:the |my |our )?forecast(?: [^?]{{1,80}})?"
        rf"|(?:(?:the|my|our) )?call{_QUARTER}"
        rf"|(?:what(?:'s|’s| is) )?(?:my|our|the|my team(?:'s|’s)?|the team(?:'s|’s)?|team|\w[\w .-]*(?:'s|’s))"
        rf" (?:commit|call|forecast|best case|coverage|gap){_QUARTER}"
        rf"|how(?:'s|’s| is| are) (?:(?:the |my |our )?(?:quarter|team)|we) (?:looking|doing|going){_QUARTER}"
        rf"|what(?:'s|’s| is) (?:my|our) number{_QUARTER}|where (?:do|are) (?:i|we) (?:stand|at){_QUARTER}"
        rf"|who(?:'s|’s| is) behind(?: (?:quota|plan))?{_QUARTER})\??",
        show_forecast,
        SELLING,
    ),
    Command(
        "accuracy",
        "How good stated probabilities were: yours, or of somebody of your team",
        "accuracy",
        r"(?:(?:my |show (?:me )?(?:my )?)?(?:forecast )?accuracy|how accurate (?:am i|was i|is))"
        r"(?P<rest> [^?]{1,80})?\??",
        show_accuracy,
        SELLING,
    ),
)

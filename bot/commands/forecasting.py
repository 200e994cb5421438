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
_FROM_PLAN = (
    r"(?:(?: (?:from|to|for|of|with))?(?: (?:the|our|my|this))?"
    r" (?:number|quota|plan|target|goal|quarter|forecast|commit|it|there))?"
)

FORECASTING: tuple[Command, ...] = (
    Command(
        "commit",
        "Your call of the quarter; a manager's figure for somebody: “override Ruth commit 380k: why”",
        "commit 420k, best 600k",
        rf"(?P<rest>(?:override .{{1,60}}? |(?:(?:i(?:'d|'ll|'m)?|we|my)\s)*){_SAID}{_LINK}{_AMOUNT}.*)",
        take_call,
        SELLING,
        lines=True,  # what is kept is quoted as it was said
    ),
    Command(
        "forecast",
        "Commit, best case, gap and where the quarter may end: yours, somebody's or the team's",
        "forecast next quarter",
        rf"(?P<rest>(?:show (?:me )?|what(?:'s|’s| is) )?(?:the |my |our )?forecast(?: [^?]{{1,80}})?"
        rf"|(?:(?:the|my|our) )?call{_QUARTER}|(?:this |next |last |the )?quarter(?:'s|’s)? forecast"
        rf"|(?:what(?:'s|’s| is) )?(?:my|our|the|my teams?(?:'s|’s)?|the team(?:'s|’s)?|team|\w[\w .-]*(?:'s|’s))"
        rf" (?:commit|call|forecast|best case|coverage|gap){_QUARTER}"
        rf"|how(?:'s|’s| is| are) (?:(?:the |my |our |this )?(?:quarter|team)|we)"
        rf"(?: (?:looking|doing|going|tracking))?{_QUARTER}"
        rf"|(?:what|why|how)(?:'s|’s| has| did| is)?(?: changed| moved)?(?: (?:in|with|on))?"
        rf" (?:the|our|my) forecast(?: (?:change|move|drop|go|fall|rise|down|up|lower|higher)d?)*{_QUARTER}"
        rf"|(?:my |our |the )?(?:gap|coverage|quota|number){_QUARTER}"
        rf"|how (?:far|much) (?:off|behind|ahead|short|away)(?: (?:are|am))? (?:we|i){_FROM_PLAN}{_QUARTER}"
        rf"|(?:are|am|will|can|do) (?:we|i|my team|the team) (?:(?:still|going to|gonna|about to) )*"
        rf"(?:make|hit|reach|get|beat|on track|on target|ahead|behind|short){_FROM_PLAN}{_QUARTER}"
        rf"|what(?:'s|’s| is) (?:my|our) number{_QUARTER}|where (?:do|are) (?:i|we) (?:stand|at){_QUARTER}"
        rf"|who(?:'s|’s| is) behind(?: (?:quota|plan))?{_QUARTER})\??",
        show_forecast,
        SELLING,
    ),
    Command(
        "how",
        "The same of somebody, in your own words",
        "how is Ruth doing?",
        r"(?:how|where)(?:'s|’s| is) (?P<rest>\w[^?]{1,50}?) (?:looking|doing|going|tracking|at|standing)"
        r"(?: (?:against|on|with) (?:her|his|their|the) (?:quota|number|plan))?\??",
        lambda scene, words: show_forecast(scene, words, certain=False),
        SELLING,
        to_others_words=True,
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

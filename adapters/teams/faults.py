"""What Teams may answer instead of doing it: one class for each way to go on, and a sentence for people."""

from adapters.calls import seconds
from domain.chat.sending import MaybeDelivered, TryAgain, Undeliverable

_AWAY_SECONDS = 30.0
NOT_SAID = -1.0
"""How long to wait, where Teams does not say."""


class TeamsFault(Exception):
    """A call to Teams did not do what was asked. `code` is Teams' word for it, "" where it gave none."""

    def __init__(self, sentence: str, code: str = "") -> None:
        Exception.__init__(self, f"{sentence} ({code})" if code else sentence)  # TryAgain's own would want more
        self.code = code


class Busy(TeamsFault, TryAgain):
    """Teams did nothing. Come back in `after` seconds, NOT_SAID where it named no time."""

    def __init__(self, code: str, after: float) -> None:
        super().__init__("Teams asks to come back later.", code)
        self.after = after


class Away(TeamsFault, TryAgain):
    """There was no connection or no token, so nothing was sent."""

    def __init__(self, sentence: str, after: float = _AWAY_SECONDS) -> None:
        super().__init__(sentence)
        self.after = after


class OutcomeUnknown(TeamsFault):
    """Teams may or may not have done it: the answer was lost, came too late, or named a fault of Teams' own."""

    def __init__(self, code: str = "") -> None:
        super().__init__("No good answer of Teams came back, so whether it did what was asked is not known.", code)


class MaybeSent(TeamsFault, MaybeDelivered):
    """The message may be there. Teams cannot be asked, so the same is never sent again."""

    def __init__(self, sentence: str, code: str = "", *, just_now: bool = False) -> None:
        super().__init__(sentence, code)
        self.just_now = just_now


class Unreachable(TeamsFault, Undeliverable):
    """Nothing is taken in that conversation any more: the app was removed, blocked or switched off there."""


class Gone(TeamsFault, Undeliverable):
    """The conversation or message is no longer there."""


class Refused(TeamsFault, Undeliverable):
    """Teams says no for any other reason."""


_NOT_ABOUT_THE_PLACE = ("InvalidBotApiHost", "NotEnoughPermissions")


def fault(status: int, code: str, retry_after: str | None, now: float) -> TeamsFault:
    """The fault that an answer of that HTTP status names. `now` is the time since 1970, for a date to wait until."""
    if status in (412, 429):
        return Busy(code or f"HTTP {status}", seconds(retry_after, now, NOT_SAID))
    if status == 408 or status >= 500:
        return OutcomeUnknown(code or f"HTTP {status}")
    if status == 401:
        return Refused("Teams does not accept Quarterback's token. Check the app's id, secret and tenant.", code)
    if status == 403 and code not in _NOT_ABOUT_THE_PLACE:
        return Unreachable("Teams takes no message there: the app was removed or blocked. Add it again.", code)
    if status == 404:
        return Gone("That conversation or message is no longer there in Teams.", code)
    return Refused("Teams refuses this. The word in brackets is its reason.", code or f"HTTP {status}")

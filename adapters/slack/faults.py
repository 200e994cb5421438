"""What Slack may answer instead of doing it: one class for each way to go on, and a sentence for people."""

from collections.abc import Mapping

from adapters.calls import seconds
from domain.chat.sending import TryAgain, Undeliverable

_AWAY_WAIT = 30.0


class SlackFault(Exception):
    """A call to Slack did not do what was asked. `code` is Slack's word for it, "" where it gave none."""

    def __init__(self, sentence: str, code: str = "") -> None:
        Exception.__init__(self, f"{sentence} ({code})" if code else sentence)  # TryAgain's own would want more
        self.code = code


class RateLimited(SlackFault, TryAgain):
    """Slack did nothing and says when to come back, in `after` seconds."""

    def __init__(self, after: float) -> None:
        super().__init__(f"Slack asks to wait {after:g} seconds before the next call.", "ratelimited")
        self.after = after


class Unreachable(SlackFault, TryAgain):
    """There was no connection, so nothing was sent."""

    def __init__(self, why: str) -> None:
        super().__init__(f"Slack cannot be reached: {why}. Check the network and the address of the Web API.")
        self.after = _AWAY_WAIT


class OutcomeUnknown(SlackFault):
    """Slack may or may not have done it: the answer was lost, came too late, or named a fault of Slack's own."""


class InvalidBlocks(SlackFault, Undeliverable):
    """Slack does not take these blocks. Nothing was posted."""


class NotInChannel(SlackFault, Undeliverable):
    """The channel is there and the app is not in it."""


class ChannelGone(SlackFault, Undeliverable):
    """The channel or the person cannot be written to, or is no longer there."""


class MessageGone(SlackFault, Undeliverable):
    """The message to be shown anew, or the thread, is not there, or is not ours."""


class TokenDead(SlackFault, Undeliverable):
    """The token is no longer good for anything."""


class Refused(SlackFault, Undeliverable):
    """Slack says no for any other reason."""


_SENTENCES: Mapping[type[SlackFault], tuple[str, tuple[str, ...]]] = {
    InvalidBlocks: (
        "Slack does not take the form of this message.",
        (
            "invalid_blocks",
            "invalid_blocks_format",
            "invalid_attachments",
            "msg_blocks_too_long",
            "msg_too_long",
            "too_many_blocks",
        ),
    ),
    NotInChannel: (
        "Quarterback is not in that channel. Invite it there with /invite.",
        ("not_in_channel", "no_permission", "channel_is_private"),
    ),
    ChannelGone: (
        "That conversation cannot be written to: it is archived or gone, or the person has left.",
        (
            "channel_not_found",
            "is_archived",
            "user_not_found",
            "users_not_found",
            "user_disabled",
            "user_not_in_channel",
            "cannot_dm_bot",
            "messages_tab_disabled",
            "channel_canvas_deleted",
        ),
    ),
    MessageGone: (
        "That message is no longer there to be changed or answered.",
        (
            "message_not_found",
            "thread_not_found",
            "cant_update_message",
            "edit_window_closed",
            "cannot_reply_to_message",
        ),
    ),
    TokenDead: (
        "Slack no longer accepts Quarterback's token. Install the app once more.",
        (
            "invalid_auth",
            "not_authed",
            "token_revoked",
            "token_expired",
            "account_inactive",
            "org_login_required",
            "app_uninstalled",
        ),
    ),
    OutcomeUnknown: (
        "Slack had a fault of its own; whether it did what was asked is not known.",
        ("internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"),
    ),
}
_CLASS_OF = {code: kind for kind, (_, codes) in _SENTENCES.items() for code in codes}


def fault(code: str, retry_after: str | None, now: float) -> SlackFault:
    """The fault that Slack's word names. `now` is the time in seconds since 1970, for a date to wait until."""
    if code in ("ratelimited", "rate_limited", "message_limit_exceeded"):
        return RateLimited(seconds(retry_after, now))
    kind = _CLASS_OF.get(code, Refused)
    if kind is Refused:
        return Refused("Slack refuses this. The word in brackets is its reason; `quarterback doctor` helps.", code)
    return kind(_SENTENCES[kind][0], code)

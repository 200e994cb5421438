"""Which installation a payload of Slack's belongs to, and who the bot is there."""

from dataclasses import dataclass

from adapters.shapes import Json, thing, things, words, yes


@dataclass(frozen=True, slots=True)
class Bot:
    """Who we are in one installation: ids of our user and of our bot, "" where not known."""

    user: str = ""
    bot_id: str = ""


def workspace_of(payload: Json) -> str:
    """The key of an installation: the id of its workspace, or of the organisation where it is installed org-wide.

    Events of shared channels (Slack Connect) name ours in `authorizations`, views in `app_installed_team_id`, which
    org-wide is one of the organisation's workspaces.
    """
    for authorization in things(payload, "authorizations"):
        return _key(authorization, words(authorization, "team_id"), words(authorization, "enterprise_id"))
    team = words(payload, "team", "id") or words(payload, "team_id") or words(payload, "user", "team_id")
    installed_in = words(payload, "view", "app_installed_team_id") or team
    return _key(payload, installed_in, words(payload, "enterprise", "id") or words(payload, "enterprise_id"))


def is_ours(message: Json, bot: Bot) -> bool:
    """Whether we wrote this message."""
    user, bot_id = words(message, "user"), words(message, "bot_id")
    return bool((user and user == bot.user) or (bot_id and bot_id == bot.bot_id))


def is_of_a_bot(message: Json) -> bool:
    """Whether a program wrote this message, be it in somebody's name."""
    return bool(words(message, "bot_id") or words(message, "subtype") == "bot_message" or thing(message, "bot_profile"))


def _key(payload: Json, team: str, enterprise: str) -> str:
    return (enterprise if yes(payload, "is_enterprise_install") else team) or team or enterprise

"""The app as Slack is told of it: scopes with their reasons, events, slash command, App Home, shortcut, assistant."""

from collections.abc import Sequence
from dataclasses import dataclass

import yaml

from adapters.slack.clicks import SHORTCUT
from domain.chat.codec import JsonObject

COMMAND = "/qb"

SCOPES: dict[str, str] = {
    "app_mentions:read": "hear “@quarterback …” in channels it was invited to, and nothing else there",
    "assistant:write": "suggest first words in the assistant's pane",
    "channels:history": "see whether an answer in a public channel arrived, when Slack's word for it was lost",
    "channels:read": "find the public channels of app.yaml that it was invited to, by name",
    "chat:write": "answer, ask, and show changed messages anew",
    "commands": f"offer {COMMAND} and the shortcut “Tell Quarterback”",
    "files:read": "read the transcript that Slack makes of a voice clip",
    "files:write": "hand over what somebody asked for as a file, such as an export",
    "groups:history": "the same as channels:history, in private channels it was invited to",
    "groups:read": "the same as channels:read, of private channels",
    "im:history": "hear what people write to it directly",
    "im:write": "begin a direct message with somebody of app.yaml",
    "reactions:read": "take ✅ ❌ 💤 on its own messages as answers",
    "users:read": "know whether a user is a person, and their name",
    "users:read.email": "link users to the people of app.yaml by e-mail address",
}
EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "assistant_thread_started",
    "file_change",
    "message.im",
    "reaction_added",
    "tokens_revoked",
)
_LONGEST_HINT = 1000
_MOST_PROMPTS = 4


@dataclass(frozen=True, slots=True)
class Way:
    """How Slack reaches us. `address` is where the public reaches this server, "" for Socket Mode."""

    address: str = ""
    rotation: bool = False
    org_wide: bool = False


def manifest(commands: Sequence[str], prompts: Sequence[tuple[str, str]], way: Way) -> JsonObject:
    """What is pasted into "Create an app from a manifest". `commands` are the examples that the usage hint lists."""
    features: JsonObject = {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": "quarterback", "always_online": True},
        "shortcuts": [
            {
                "name": "Tell Quarterback",
                "type": "message",
                "callback_id": SHORTCUT,
                "description": "Make this message an update of an opportunity",
            }
        ],
        "slash_commands": [_command(commands) | _url(way, "commands")],
        "assistant_view": {
            "assistant_description": "Keeps your opportunities up to date, from what you say in your own words.",
            "suggested_prompts": [{"title": title, "message": said} for title, said in prompts[:_MOST_PROMPTS]],
        },
    }
    return {
        "display_information": {
            "name": "Quarterback",
            "description": "Asks about the opportunities that matter, and records what you answer.",
            "background_color": "#1d3557",
        },
        "features": features,
        "oauth_config": {**_redirect(way), "scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {**_request_url(way, "events"), "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **_request_url(way, "interactive")},
            "org_deploy_enabled": way.org_wide,
            "socket_mode_enabled": not way.address,
            "token_rotation_enabled": way.rotation,
        },
    }


def printed(app: JsonObject) -> str:
    """As YAML, each scope with its reason behind it."""
    spelt = yaml.safe_dump(app, sort_keys=False, allow_unicode=True, width=10_000)
    return "".join(_with_reason(line) for line in spelt.splitlines(keepends=True))


def _command(commands: Sequence[str]) -> JsonObject:
    hint = " | ".join(commands)
    return {
        "command": COMMAND,
        "description": "Ask the quarterback, or tell it something",
        "usage_hint": hint if len(hint) <= _LONGEST_HINT else hint[: _LONGEST_HINT - 1] + "…",
        "should_escape": False,
    }


def _url(way: Way, name: str) -> JsonObject:
    return {"url": f"{way.address}/slack/{name}"} if way.address else {}


def _request_url(way: Way, name: str) -> JsonObject:
    return {"request_url": f"{way.address}/slack/{name}"} if way.address else {}


def _redirect(way: Way) -> JsonObject:
    return {"redirect_urls": [f"{way.address}/slack/oauth_redirect"]} if way.address else {}


def _with_reason(line: str) -> str:
    scope = line.strip().removeprefix("- ")
    return f"{line.rstrip()}  # {SCOPES[scope]}\n" if scope in SCOPES else line

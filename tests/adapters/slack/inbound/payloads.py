"""What Slack sends, as its documentation and its clients show it: each function gives one payload."""

import itertools
from typing import Any

Json = dict[str, Any]

TEAM, OTHER_TEAM, ENTERPRISE = "T01TEST", "T02OTHER", "E01ORG"
ANA, BOB, NOBODY, SILENT, STRANGER = "U01ANA", "U02BOB", "U03NOBODY", "U04SILENT", "U05STRANGER"
BOT, BOT_ID = "U0BOT", "B0BOT"
DM, CHANNEL = "D01ANA", "C01SALES"
ROOT = "1795363000.000100"
_numbers = itertools.count(1)


def ts() -> str:
    """A new one each time."""
    return f"1795364018.{next(_numbers):06d}"


def event(inner: Json, **outer: Any) -> Json:
    """The envelope of the Events API."""
    return {
        "token": "verification-token",
        "team_id": TEAM,
        "api_app_id": "A01APP",
        "event": {"event_ts": ts(), **inner},
        "type": "event_callback",
        "event_id": f"Ev{next(_numbers):09d}",
        "event_time": 1795364018,
        "authorizations": [
            {"enterprise_id": None, "team_id": TEAM, "user_id": BOT, "is_bot": True, "is_enterprise_install": False}
        ],
        "is_ext_shared_channel": False,
        **outer,
    }


def message(text: str = "verbal from Jo", user: str = ANA, channel: str = DM, **more: Any) -> Json:
    """What stands in a channel."""
    return {"type": "message", "user": user, "text": text, "ts": ts(), "channel": channel, "team": TEAM, **more}


def said(text: str = "verbal from Jo", user: str = ANA, **more: Any) -> Json:
    """A direct message."""
    return event({**message(text, user), "channel_type": "im", **more})


def mention(text: str, user: str = ANA, **more: Any) -> Json:
    return event({**message(text, user, CHANNEL), "type": "app_mention", **more})


def edited(before: Json, after: Json, **more: Any) -> Json:
    inner = {"type": "message", "subtype": "message_changed", "hidden": True, "channel": DM, "ts": ts(), **more}
    return event({**inner, "message": after, "previous_message": before, "channel_type": "im"})


def edited_by(user: str) -> Json:
    return {"edited": {"user": user, "ts": ts()}}


def deleted(before: Json) -> Json:
    inner = {"type": "message", "subtype": "message_deleted", "hidden": True, "channel": DM, "ts": ts()}
    return event({**inner, "deleted_ts": before["ts"], "previous_message": before, "channel_type": "im"})


def reaction(name: str, user: str = ANA, item_user: str | None = BOT) -> Json:
    inner = {"type": "reaction_added", "user": user, "reaction": name}
    item = {"type": "message", "channel": DM, "ts": ROOT}
    return event({**inner, "item": item} | ({"item_user": item_user} if item_user else {}))


def interaction(kind: str, user: str = ANA, **more: Any) -> Json:
    """What comes to the address of interactivity."""
    return {
        "type": kind,
        "team": {"id": TEAM, "domain": "test-workspace"},
        "enterprise": None,
        "is_enterprise_install": False,
        "user": {"id": user, "username": "ana", "name": "ana", "team_id": TEAM},
        "api_app_id": "A01APP",
        "token": "verification-token",
        "trigger_id": f"364.018.{next(_numbers)}",
        **more,
    }


def tap(action: Json, user: str = ANA, thread: str = "") -> Json:
    """A button or select in a message of ours."""
    stands = message("Acme?", BOT) | {"bot_id": BOT_ID, "ts": ROOT} | ({"thread_ts": thread} if thread else {})
    return interaction(
        "block_actions",
        user,
        container={"type": "message", "message_ts": ROOT, "channel_id": DM, "is_ephemeral": False},
        channel={"id": DM, "name": "directmessage"},
        message=stands,
        state={"values": {}},
        response_url="https://hooks.slack.com/actions/T01TEST/1/x",
        actions=[{"block_id": "b1", "action_ts": ts(), **action}],
    )


def button(action_id: str, value: str = "") -> Json:
    words = {"type": "plain_text", "text": "Still so", "emoji": False}
    return {"type": "button", "action_id": action_id, "value": value, "text": words}


def home_tap(action: Json) -> Json:
    """A button on the App Home."""
    return interaction(
        "block_actions",
        container={"type": "view", "view_id": "V01"},
        view={"id": "V01", "type": "home", "team_id": TEAM, "app_installed_team_id": TEAM},
        actions=[{"block_id": "b1", "action_ts": ts(), **action}],
    )


def submission(view: Json, values: Json, view_id: str = "V02") -> Json:
    """A modal as it comes back: `view` is what was opened, `values` what stands in its inputs."""
    sent = {"id": view_id, "team_id": TEAM, "app_installed_team_id": TEAM, "hash": "1.x", **view}
    return interaction("view_submission", view={**sent, "state": {"values": values}}, response_urls=[])


def shortcut(quoted: Json, **more: Any) -> Json:
    return interaction(
        "message_action",
        callback_id="tell_quarterback",
        channel={"id": CHANNEL, "name": "sales"},
        message_ts=quoted["ts"],
        message=quoted,
        response_url="https://hooks.slack.com/app/T01TEST/1/x",
        **more,
    )


def command(text: str, user: str = ANA, channel: str = CHANNEL) -> dict[str, str]:
    """The fields of a slash command."""
    return {
        "token": "verification-token",
        "team_id": TEAM,
        "team_domain": "test-workspace",
        "channel_id": channel,
        "channel_name": "sales",
        "user_id": user,
        "user_name": "ana",
        "command": "/qb",
        "text": text,
        "api_app_id": "A01APP",
        "is_enterprise_install": "false",
        "response_url": "https://hooks.slack.com/commands/T01TEST/1/x",
        "trigger_id": f"364.018.{next(_numbers)}",
    }


def clip(transcription: Json | None, **more: Any) -> Json:
    """A voice clip, as a file."""
    spoken = {"transcription": transcription} if transcription else {}
    named = {"id": "F01CLIP", "user": ANA, "subtype": "slack_audio", "mimetype": "audio/mp4", "name": "audio.m4a"}
    return {**named, **spoken, **more}


def complete(words: str, has_more: bool = False) -> Json:
    return {"status": "complete", "locale": "en-US", "preview": {"content": words, "has_more": has_more}}

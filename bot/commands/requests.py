"""What is open between people: visits, approvals and other help."""

from bot.commands.command import Command
from bot.use_cases.requests import show_requests

REQUESTS: tuple[Command, ...] = (
    Command(
        "requests",
        "What waits for you, and what you asked for: visits, approvals, other help",
        "requests",
        r"(?:my |open )?(?:requests|approvals|visits)|what(?: is|'s) waiting(?: for me)?\??",
        lambda scene, _: show_requests(scene),
    ),
)

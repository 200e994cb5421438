"""What somebody found and says in words: a new opportunity, a contact at a customer."""

from bot.commands.command import SELLING, Command
from bot.use_cases import contacts, openings

FINDING: tuple[Command, ...] = (
    Command(
        "new one",
        "Open a new opportunity in words; I ask once for what is missing",
        "new one: Hooli, Flowline, about 80k, end of March",
        r"(?P<rest>(?:open |add |create )?(?:a )?new (?:one|opportunity|opp|deal)"
        r"(?:(?: ?[:,-]| (?:at|with|for)\b).+)?)",
        lambda scene, said: openings.open_new(scene, said),
        SELLING,
    ),
    Command(
        "new contact",
        "Note somebody at a customer",
        "new contact: Jo Bell, plant manager at Acme, jo@acme.example",
        r"(?:(?:add|note) )?(?:a )?new contact(?: ?[:,-]| is)? (?P<rest>.+)",
        contacts.note,
        SELLING,
    ),
)

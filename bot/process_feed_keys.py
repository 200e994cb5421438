"""The keys of the section `feeds` of app.yaml, with a reader for each."""

import re
from collections.abc import Mapping

import yaml

from adapters.feeds.mapping import compiled
from adapters.feeds.signatures import Encoding, Scheme
from adapters.feeds.spec import About
from adapters.feeds.vendors import VENDORS
from bot import process_values as values
from bot.faults import shown
from bot.yaml_table import Key, Reader, Spot, entries, scalar, table

PREFIX = "QUARTERBACK_FEED_"
FOLDER_SOURCE = "folder"
_SOURCES = (*VENDORS, FOLDER_SOURCE)
_ALGORITHMS = ("sha256", "sha384", "sha512", "sha1")


def _name(words: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,39}", words):
        raise ValueError(words)
    return words


def _variable(words: str) -> str:
    if not re.fullmatch(rf"{PREFIX}[A-Z0-9_]{{1,60}}", words):
        raise ValueError(words)
    return words


def _read_variable(spot: Spot) -> str:
    """What stands there instead may be the secret itself, so it is not shown."""
    mend = f"write the name of an environment variable, such as {PREFIX}FINANCE; a secret never stands here"
    words = values.text.read(spot)
    try:
        return _variable(words)
    except ValueError:
        spot.refuse("is no name of a variable", mend)


def _web(words: str) -> str:
    if not re.fullmatch(r"https?://[^\s/@?#]+(/[^\s@?#]*)?", words):
        raise ValueError(words)
    return words.rstrip("/")


def _header(words: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9-]{1,60}", words):
        raise ValueError(words)
    return words


def _read_expression(spot: Spot) -> str:
    words = values.text.read(spot)
    try:
        compiled(words)
    except ValueError as fault:
        spot.refuse(f"is no JMESPath expression ({shown(str(fault))})", "write one such as customer.name")
    return words


def _dictionary(mend: str) -> Reader[Mapping[str, tuple[str, Spot]]]:
    """A table of any keys, each with one value: words of somebody else's program."""

    def read(spot: Spot) -> Mapping[str, tuple[str, Spot]]:
        if not isinstance(spot.node, yaml.MappingNode):
            spot.refuse("has no keys", mend)
        found: dict[str, tuple[str, Spot]] = {}
        for key, node in spot.node.value:
            word = str(key.value) if isinstance(key, yaml.ScalarNode) else "?"
            at = spot.under(shown(word), node, key.start_mark.line + 1)
            if word in found:
                at.refuse("stands here twice", "take one out")
            found[word] = values.text.read(at), at
        return found

    return Reader(mend, read)


_variables = Reader(f"write the name of an environment variable, such as {PREFIX}FINANCE", _read_variable)
_expression = Reader("write a JMESPath expression, such as customer.name", _read_expression)
COLUMN = "write a table, such as {account: customer.name, state: status}"

NAME = Key(
    "name", scalar("no name of a feed", "write one word in small letters, such as finance", _name), required=True
)
ABOUT = Key("about", values.one_of(About), required=True)
SOURCE = Key("source", values.word_of("no source known here", _SOURCES))
ADDRESS = Key("address", scalar("no address", "write one such as https://acme.zendesk.com", _web))
USER = Key("user", values.text)
KEY = Key("key", _variables)
OPTIONS = Key("options", _dictionary("write a table, such as {project: HELP}"))
PRIVATE = Key("private", values.switch)
EVERY = Key("every", values.whole(1, 1440))
FOLDER = Key(FOLDER_SOURCE, values.text)
COMPLETE = Key("complete", values.switch)
SIGNED = Key("signed", values.one_of(Scheme))
SECRET = Key("secret", _variables)
HEADER = Key("header", scalar("no name of a header", "write one such as X-Signature", _header))
STAMP = Key("timestamp_header", scalar("no name of a header", "write one such as X-Timestamp", _header))
ALGORITHM = Key("algorithm", values.word_of("no algorithm known here", _ALGORITHMS))
ENCODING = Key("encoding", values.one_of(Encoding))
BEGINS = Key("prefix", values.text)
EACH = Key("each", _expression)
FIELD_WORDS = Key("fields", _dictionary(COLUMN))
STATES = Key("states", _dictionary("write a table, such as {On stop: placed, OK: released}"))
SEVERITIES = Key("severities", _dictionary("write a table, such as {Blocker: urgent}"))

OF_SOURCE: tuple[Key[object], ...] = (ADDRESS, USER, KEY, OPTIONS, PRIVATE)
OF_WEBHOOK: tuple[Key[object], ...] = (SECRET, HEADER, STAMP, ALGORITHM, ENCODING, BEGINS, EACH)
OF_HMAC: tuple[Key[object], ...] = (HEADER, STAMP, ALGORITHM, ENCODING, BEGINS)

_feed = table(
    "write name, about and source or signed",
    *(NAME, ABOUT, SOURCE, EVERY, FOLDER, COMPLETE, SIGNED, FIELD_WORDS, STATES, SEVERITIES),
    *OF_SOURCE,
    *OF_WEBHOOK,
)
FEEDS = Key("feeds", entries(_feed, "write a list of feeds"))

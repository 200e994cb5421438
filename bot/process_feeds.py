"""The section `feeds` of app.yaml: where finance and support tell of holds and tickets. No secret stands there.

feeds:
  - name: finance
    about: credit
    signed: standard
    secret: QUARTERBACK_FEED_FINANCE_SECRET
    fields: {account: customer.name, state: status, at: updated_at, overdue: overdue}
  - name: helpdesk
    about: support
    source: zendesk
    address: https://acme.zendesk.com
    user: ann@acme.example
    key: QUARTERBACK_FEED_HELPDESK_KEY
"""

import re
from collections.abc import Iterable, Mapping

import yaml

from adapters.feeds.mapping import compiled
from adapters.feeds.signatures import Encoding, HmacRule, Scheme
from adapters.feeds.spec import FIELDS, About, DropSpec, FeedSpec, SourceSpec, Terms, WebhookSpec
from adapters.feeds.vendors import VENDORS
from bot import process_values as values
from bot.faults import shown
from bot.yaml_table import Entry, Key, Reader, Spot, entries, nearest, scalar, table
from domain.sales.account_facts import HoldState, Severity, TicketStatus

PREFIX = "QUARTERBACK_FEED_"
_FOLDER = "folder"
_SOURCES = (*VENDORS, _FOLDER)
_ALGORITHMS = ("sha256", "sha384", "sha512", "sha1")
_MEANINGS: Mapping[About, type[HoldState] | type[TicketStatus]] = {
    About.CREDIT: HoldState,
    About.SUPPORT: TicketStatus,
}


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
_column = "write a table, such as {account: customer.name, state: status}"

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
FOLDER = Key(_FOLDER, values.text)
COMPLETE = Key("complete", values.switch)
SIGNED = Key("signed", values.one_of(Scheme))
SECRET = Key("secret", _variables)
HEADER = Key("header", scalar("no name of a header", "write one such as X-Signature", _header))
STAMP = Key("timestamp_header", scalar("no name of a header", "write one such as X-Timestamp", _header))
ALGORITHM = Key("algorithm", values.word_of("no algorithm known here", _ALGORITHMS))
ENCODING = Key("encoding", values.one_of(Encoding))
BEGINS = Key("prefix", values.text)
EACH = Key("each", _expression)
FIELD_WORDS = Key("fields", _dictionary(_column))
STATES = Key("states", _dictionary("write a table, such as {On stop: placed, OK: released}"))
SEVERITIES = Key("severities", _dictionary("write a table, such as {Blocker: urgent}"))

_OF_SOURCE: tuple[Key[object], ...] = (ADDRESS, USER, KEY, OPTIONS, PRIVATE)
_OF_WEBHOOK: tuple[Key[object], ...] = (SECRET, HEADER, STAMP, ALGORITHM, ENCODING, BEGINS, EACH)
_OF_HMAC: tuple[Key[object], ...] = (HEADER, STAMP, ALGORITHM, ENCODING, BEGINS)

_feed = table(
    "write name, about and source or signed",
    *(NAME, ABOUT, SOURCE, EVERY, FOLDER, COMPLETE, SIGNED, FIELD_WORDS, STATES, SEVERITIES),
    *_OF_SOURCE,
    *_OF_WEBHOOK,
)
FEEDS = Key("feeds", entries(_feed, "write a list of feeds"))


def check_feeds(file: Entry) -> None:
    """Notes what does not fit together within each feed, and feeds of one name."""
    seen: set[str] = set()
    for feed in file.get(FEEDS, ()):
        if NAME in feed:
            if feed[NAME] in seen:
                feed.at(NAME).fault(f'"{feed[NAME]}" is the name of an earlier feed', "give it another name")
            seen.add(feed[NAME])
        if ABOUT in feed and all(feed.sound(key) for key in (SOURCE, SIGNED)):
            _check(feed)


def feeds_of(file: Entry) -> tuple[FeedSpec, ...]:
    """The feeds of a file that was checked."""
    return tuple(_spec(feed) for feed in file.get(FEEDS, ()))


def feeds_in_words(feeds: Iterable[FeedSpec]) -> str:
    """A line for each feed, for somebody to check; "" where there is none."""
    return "\n".join(_in_words(feed) for feed in feeds)


def _spec(feed: Entry) -> FeedSpec:
    source, signed = feed.get(SOURCE, ""), feed.get(SIGNED, None)
    about = feed[ABOUT]
    return FeedSpec(
        name=feed[NAME],
        about=about,
        webhook=WebhookSpec(signed, feed[SECRET], _rule(feed)) if signed else None,
        source=_source(feed, source) if source in VENDORS else None,
        drop=DropSpec(feed[FOLDER], feed.get(COMPLETE, False)) if source == _FOLDER else None,
        terms=Terms(
            {name: words for name, (words, _) in feed.get(FIELD_WORDS, {}).items()},
            feed.get(EACH, ""),
            {word.casefold(): meaning for word, (meaning, _) in feed.get(STATES, {}).items()},
            {word.casefold(): meaning for word, (meaning, _) in feed.get(SEVERITIES, {}).items()},
        ),
        every=feed.get(EVERY, 5 if about is About.SUPPORT else 15),
    )


def _source(feed: Entry, vendor: str) -> SourceSpec:
    options = {name: words for name, (words, _) in feed.get(OPTIONS, {}).items()}
    return SourceSpec(
        vendor, feed.get(ADDRESS, ""), feed.get(USER, ""), feed.get(KEY, ""), feed.get(PRIVATE, False), options
    )


def _rule(feed: Entry) -> HmacRule:
    standard = HmacRule()
    return HmacRule(
        feed.get(HEADER, standard.header),
        feed.get(ALGORITHM, standard.algorithm),
        feed.get(ENCODING, standard.encoding),
        feed.get(BEGINS, standard.prefix),
        feed.get(STAMP, standard.timestamp_header),
    )


def _check(feed: Entry) -> None:
    source, signed = feed.get(SOURCE, ""), feed.get(SIGNED, None)
    if not source and not signed:
        feed.spot.fault("says neither source nor signed", "say which system is polled, or how webhooks are signed")
        return
    if signed and not feed.spots.get(SECRET.name):
        feed.spot.under(SECRET.name, feed.spot.node, feed.spot.line).fault("is missing", SECRET.reader.mend)
    _only(feed, _OF_WEBHOOK, bool(signed), "is for webhooks, and this feed takes none", "say how they are signed")
    _only(feed, _OF_HMAC, signed in (None, Scheme.HMAC), f"is for signed: {Scheme.HMAC} alone", "take it out")
    _only(feed, _OF_SOURCE, source in VENDORS, "is for a system that is polled", "say which source it is")
    _only(feed, (FOLDER, COMPLETE), source == _FOLDER, f"is for source: {_FOLDER}", "take it out")
    if source in VENDORS:
        _check_source(feed, source)
    if source == _FOLDER:
        _check_folder(feed, bool(signed))
    _check_terms(feed, source, bool(signed))


def _only(feed: Entry, keys: Iterable[Key[object]], fits: bool, what: str, mend: str) -> None:
    for key in keys:
        if key.name in feed.spots and not fits:
            feed.at(key).fault(what, mend)


def _check_source(feed: Entry, source: str) -> None:
    vendor, options = VENDORS[source], feed.get(OPTIONS, {})
    if vendor.about is not feed[ABOUT]:
        feed.at(ABOUT).fault(f"{source} tells of {vendor.about}", f"write {vendor.about}, or another source")
    plain = {key.name: key for key in (ADDRESS, USER, KEY)}
    for need in vendor.needs:
        if need in plain:
            if not feed.spots.get(need):
                feed.spot.under(need, feed.spot.node, feed.spot.line).fault(
                    f"is missing, and {source} needs it", plain[need].reader.mend
                )
        elif need not in options and feed.sound(OPTIONS):
            feed.at(OPTIONS).fault(f"{need} is missing, and {source} needs it", f"write options: {{{need}: …}}")
    known = tuple(name for name in (*vendor.needs, *vendor.may) if name not in plain)
    for name, (_, spot) in options.items():
        if name not in known:
            spot.fault(f"is no option of {source}", nearest(name, known, f"known are {', '.join(known) or 'none'}"))
    if feed.get(ADDRESS, "").startswith("http://") and not feed.get(PRIVATE, False):
        mend = "write https, or private: yes where it lies in a network of your own"
        feed.at(ADDRESS).fault("would send the key in the clear", mend)


def _check_folder(feed: Entry, signed: bool) -> None:
    if FOLDER.name not in feed.spots:
        feed.spot.under(_FOLDER, feed.spot.node, feed.spot.line).fault("is missing", "write the path of the folder")
    if signed:
        feed.at(SIGNED).fault("stands beside a folder", "make two feeds of it: their fields are written differently")
    if feed.get(COMPLETE, False) and feed[ABOUT] is not About.CREDIT:
        feed.at(COMPLETE).fault("is for credit alone", "take it out")


def _check_terms(feed: Entry, source: str, signed: bool) -> None:
    fields = feed.get(FIELD_WORDS, {})
    known = FIELDS[feed[ABOUT]]
    for name, (words, spot) in fields.items():
        if name not in known:
            spot.fault("is no field here", nearest(name, known, f"known are {', '.join(known)}"))
        elif source != _FOLDER:
            try:
                compiled(words)
            except ValueError as fault:
                spot.fault(f"is no JMESPath expression ({shown(str(fault))})", "write one such as customer.name")
    if fields:
        _check_enough(feed, fields, source)
    elif signed and source not in VENDORS and feed.sound(FIELD_WORDS):
        feed.spot.under(FIELD_WORDS.name, feed.spot.node, feed.spot.line).fault("is missing", _column)
    meanings = tuple(_MEANINGS[feed[ABOUT]])
    _check_words(feed.get(STATES, {}), meanings)
    _check_words(feed.get(SEVERITIES, {}), tuple(Severity))
    if feed[ABOUT] is About.CREDIT and SEVERITIES.name in feed.spots:
        feed.at(SEVERITIES).fault("is for support alone", "take it out")


def _check_enough(feed: Entry, fields: Mapping[str, object], source: str) -> None:
    at, folder = feed.at(FIELD_WORDS), source == _FOLDER
    if not fields.keys() & {"account", "account_id", "domain"}:
        at.fault("say nothing of the account", "add account, account_id or domain")
    if "state" not in fields and not (folder and feed[ABOUT] is About.CREDIT):
        at.fault("say nothing of the state", "add state")
    if "id" not in fields and feed[ABOUT] is About.SUPPORT:
        at.fault("say nothing of the ticket's number", "add id")
    if not folder and not fields.keys() & {"at", "version"}:
        at.fault("say neither when it was nor which version", "add at or version: an older one must never win")
    if "version" in fields and source in VENDORS:
        at.fault("count versions, which the polled source does not", "use at instead")


def _check_words(said: Mapping[str, tuple[str, Spot]], known: tuple[str, ...]) -> None:
    for meaning, spot in said.values():
        if meaning not in known:
            what = f'"{shown(meaning)}" is none of the words known here'
            spot.fault(what, nearest(meaning, known, f"write one of {', '.join(known)}"))


def _in_words(feed: FeedSpec) -> str:
    parts = []
    if feed.webhook:
        parts.append(f"takes webhooks at /feeds/{feed.name}, signed the way of {feed.webhook.scheme}")
    if feed.source:
        where = f" at {feed.source.address}" if feed.source.address else ""
        private = ", in a network of our own" if feed.source.private else ""
        parts.append(f"asks {feed.source.vendor}{where} every {_minutes(feed.every)}{private}")
    if feed.drop:
        complete = ", and takes a file for the whole list of holds" if feed.drop.complete else ""
        parts.append(f"looks into the folder {feed.drop.folder} every {_minutes(feed.every)}{complete}")
    return f"The feed {feed.name} tells of {feed.about}: it {', and '.join(parts)}."


def _minutes(number: int) -> str:
    return "minute" if number == 1 else f"{number} minutes"

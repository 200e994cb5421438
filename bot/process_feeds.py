"""The section `feeds` of app.yaml: where finance, support and the press tell of accounts. No secret stands there.

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

from collections.abc import Iterable, Mapping

from adapters.feeds.mapping import compiled
from adapters.feeds.signatures import HmacRule, Scheme
from adapters.feeds.spec import FIELDS, About, DropSpec, FeedSpec, SourceSpec, Terms, WebhookSpec
from adapters.feeds.vendors import VENDORS
from bot import process_feed_keys as keys
from bot.faults import shown
from bot.yaml_table import Entry, Key, Spot, nearest
from domain.sales.account_facts import HoldState, Severity, TicketStatus

_MEANINGS: Mapping[About, type[HoldState] | type[TicketStatus]] = {
    About.CREDIT: HoldState,
    About.SUPPORT: TicketStatus,
}
_NEEDED = {"headline": "the headline", "at": "the day, without which news never grow old"}


def check_feeds(file: Entry) -> None:
    """Notes what does not fit together within each feed, and feeds of one name."""
    seen: set[str] = set()
    for feed in file.get(keys.FEEDS, ()):
        if keys.NAME in feed:
            if feed[keys.NAME] in seen:
                feed.at(keys.NAME).fault(f'"{feed[keys.NAME]}" is the name of an earlier feed', "give it another name")
            seen.add(feed[keys.NAME])
        if keys.ABOUT in feed and all(feed.sound(key) for key in (keys.SOURCE, keys.SIGNED)):
            _check(feed)


def feeds_of(file: Entry) -> tuple[FeedSpec, ...]:
    """The feeds of a file that was checked."""
    return tuple(_spec(feed) for feed in file.get(keys.FEEDS, ()))


def feeds_in_words(feeds: Iterable[FeedSpec]) -> str:
    """A line for each feed, for somebody to check; "" where there is none."""
    return "\n".join(_in_words(feed) for feed in feeds)


def _spec(feed: Entry) -> FeedSpec:
    source, signed = feed.get(keys.SOURCE, ""), feed.get(keys.SIGNED, None)
    about = feed[keys.ABOUT]
    return FeedSpec(
        name=feed[keys.NAME],
        about=about,
        webhook=WebhookSpec(signed, feed[keys.SECRET], _rule(feed)) if signed else None,
        source=_source(feed, source) if source in VENDORS else None,
        drop=DropSpec(feed[keys.FOLDER], feed.get(keys.COMPLETE, False)) if source == keys.FOLDER_SOURCE else None,
        terms=Terms(
            {name: words for name, (words, _) in feed.get(keys.FIELD_WORDS, {}).items()},
            feed.get(keys.EACH, ""),
            {word.casefold(): meaning for word, (meaning, _) in feed.get(keys.STATES, {}).items()},
            {word.casefold(): meaning for word, (meaning, _) in feed.get(keys.SEVERITIES, {}).items()},
        ),
        every=feed.get(keys.EVERY, 5 if about is About.SUPPORT else 15),
    )


def _source(feed: Entry, vendor: str) -> SourceSpec:
    options = {name: words for name, (words, _) in feed.get(keys.OPTIONS, {}).items()}
    return SourceSpec(
        vendor,
        feed.get(keys.ADDRESS, ""),
        feed.get(keys.USER, ""),
        feed.get(keys.KEY, ""),
        feed.get(keys.PRIVATE, False),
        options,
    )


def _rule(feed: Entry) -> HmacRule:
    standard = HmacRule()
    return HmacRule(
        feed.get(keys.HEADER, standard.header),
        feed.get(keys.ALGORITHM, standard.algorithm),
        feed.get(keys.ENCODING, standard.encoding),
        feed.get(keys.BEGINS, standard.prefix),
        feed.get(keys.STAMP, standard.timestamp_header),
    )


def _check(feed: Entry) -> None:
    source, signed = feed.get(keys.SOURCE, ""), feed.get(keys.SIGNED, None)
    if not source and not signed:
        feed.spot.fault("says neither source nor signed", "say which system is polled, or how webhooks are signed")
        return
    if signed and not feed.spots.get(keys.SECRET.name):
        feed.spot.under(keys.SECRET.name, feed.spot.node, feed.spot.line).fault("is missing", keys.SECRET.reader.mend)
    _only(feed, keys.OF_WEBHOOK, bool(signed), "is for webhooks, and this feed takes none", "say how they are signed")
    _only(feed, keys.OF_HMAC, signed in (None, Scheme.HMAC), f"is for signed: {Scheme.HMAC} alone", "take it out")
    _only(feed, keys.OF_SOURCE, source in VENDORS, "is for a system that is polled", "say which source it is")
    _only(
        feed,
        (keys.FOLDER, keys.COMPLETE),
        source == keys.FOLDER_SOURCE,
        f"is for source: {keys.FOLDER_SOURCE}",
        "take it out",
    )
    if source in VENDORS:
        _check_source(feed, source)
    if source == keys.FOLDER_SOURCE:
        _check_folder(feed, bool(signed))
    _check_terms(feed, source, bool(signed))


def _only(feed: Entry, keys: Iterable[Key[object]], fits: bool, what: str, mend: str) -> None:
    for key in keys:
        if key.name in feed.spots and not fits:
            feed.at(key).fault(what, mend)


def _check_source(feed: Entry, source: str) -> None:
    vendor, options = VENDORS[source], feed.get(keys.OPTIONS, {})
    if vendor.about is not feed[keys.ABOUT]:
        feed.at(keys.ABOUT).fault(f"{source} tells of {vendor.about}", f"write {vendor.about}, or another source")
    plain = {key.name: key for key in (keys.ADDRESS, keys.USER, keys.KEY)}
    for need in vendor.needs:
        if need in plain:
            if not feed.spots.get(need):
                feed.spot.under(need, feed.spot.node, feed.spot.line).fault(
                    f"is missing, and {source} needs it", plain[need].reader.mend
                )
        elif need not in options and feed.sound(keys.OPTIONS):
            feed.at(keys.OPTIONS).fault(f"{need} is missing, and {source} needs it", f"write options: {{{need}: …}}")
    known = tuple(name for name in (*vendor.needs, *vendor.may) if name not in plain)
    for name, (_, spot) in options.items():
        if name not in known:
            spot.fault(f"is no option of {source}", nearest(name, known, f"known are {', '.join(known) or 'none'}"))
    if feed.get(keys.ADDRESS, "").startswith("http://") and not feed.get(keys.PRIVATE, False):
        mend = "write https, or private: yes where it lies in a network of your own"
        feed.at(keys.ADDRESS).fault("would send the key in the clear", mend)


def _check_folder(feed: Entry, signed: bool) -> None:
    if keys.FOLDER.name not in feed.spots:
        feed.spot.under(keys.FOLDER_SOURCE, feed.spot.node, feed.spot.line).fault(
            "is missing", "write the path of the folder"
        )
    if signed:
        feed.at(keys.SIGNED).fault(
            "stands beside a folder", "make two feeds of it: their fields are written differently"
        )
    if feed.get(keys.COMPLETE, False) and feed[keys.ABOUT] is not About.CREDIT:
        feed.at(keys.COMPLETE).fault("is for credit alone", "take it out")


def _check_terms(feed: Entry, source: str, signed: bool) -> None:
    fields = feed.get(keys.FIELD_WORDS, {})
    known = FIELDS[feed[keys.ABOUT]]
    for name, (words, spot) in fields.items():
        if name not in known:
            spot.fault("is no field here", nearest(name, known, f"known are {', '.join(known)}"))
        elif source != keys.FOLDER_SOURCE:
            try:
                compiled(words)
            except ValueError as fault:
                spot.fault(f"is no JMESPath expression ({shown(str(fault))})", "write one such as customer.name")
    if fields:
        _check_enough(feed, fields, source)
    elif signed and source not in VENDORS and feed.sound(keys.FIELD_WORDS):
        feed.spot.under(keys.FIELD_WORDS.name, feed.spot.node, feed.spot.line).fault("is missing", keys.COLUMN)
    about = feed[keys.ABOUT]
    if about in _MEANINGS:
        _check_words(feed.get(keys.STATES, {}), tuple(_MEANINGS[about]))
    _check_words(feed.get(keys.SEVERITIES, {}), tuple(Severity))
    if about is not About.SUPPORT and keys.SEVERITIES.name in feed.spots:
        feed.at(keys.SEVERITIES).fault("is for support alone", "take it out")
    if about is About.NEWS and keys.STATES.name in feed.spots:
        feed.at(keys.STATES).fault("is for credit and support", "take it out")


def _check_enough(feed: Entry, fields: Mapping[str, object], source: str) -> None:
    at, folder = feed.at(keys.FIELD_WORDS), source == keys.FOLDER_SOURCE
    if feed[keys.ABOUT] is About.NEWS:
        for name in ("headline", "at"):
            if name not in fields:
                at.fault(f"say nothing of {_NEEDED[name]}", f"add {name}")
    if not fields.keys() & {"account", "account_id", "domain"}:
        at.fault("say nothing of the account", "add account, account_id or domain")
    if feed[keys.ABOUT] is About.NEWS:
        return
    if "state" not in fields and not (folder and feed[keys.ABOUT] is About.CREDIT):
        at.fault("say nothing of the state", "add state")
    if "id" not in fields and feed[keys.ABOUT] is About.SUPPORT:
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

"""Random messages, ordinary and hostile, small and far too large."""

from decimal import Decimal

from hypothesis import strategies as st

from domain.chat.message import (
    Button,
    Buttons,
    Chart,
    Facts,
    Form,
    Input,
    Message,
    Note,
    Option,
    Run,
    Select,
    Series,
    Table,
    Text,
)
from tests.adapters.slack.out.hostile import HOSTILE

TOLD = "https://told.example/"
links = st.sampled_from(
    (
        "",
        f"{TOLD}a?b=c&d=e#f",
        "javascript:alert(1)",
        "https://a@told.example",
        "http://",
        "//told.example",
        f"{TOLD}<b>",
    )
)
words = st.one_of(
    st.text(max_size=40),
    st.sampled_from(HOSTILE),
    st.sampled_from(("Acme", "Is still at 60 %?", "👩‍👩‍👧‍👦" * 30, "&" * 700, "a" * 2999, "b" * 3001, "🇩🇪" * 1600)),
)
names = st.from_regex(r"[a-z_]{1,12}", fullmatch=True)
refs = st.one_of(st.just(""), st.from_regex(r"[A-Za-z0-9-]{1,18}", fullmatch=True), st.text(max_size=300))
texts = st.builds(
    Text, st.lists(st.builds(Run, words, st.sampled_from(("plain", "strong", "quiet", "quote")), links)).map(tuple)
)
facts = st.builds(Facts, st.lists(st.tuples(words, words), max_size=60).map(tuple))
buttons = st.builds(Button, words, names, refs, st.integers(0, 9), st.sampled_from(("default", "primary", "danger")))
options = st.builds(Option, words, words)
selects = st.builds(Select, words, names, refs, st.lists(options, max_size=110).map(tuple), st.none() | words)
rows = st.lists(st.lists(words, max_size=24).map(tuple), max_size=130).map(tuple)
tables = st.builds(Table, st.lists(words, max_size=24).map(tuple), rows, st.just((1, 2)), st.integers(0, 900))
decimals = st.decimals(allow_nan=True, allow_infinity=True) | st.integers(-(10**6), 10**6).map(Decimal)


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    labels = tuple(draw(st.lists(words, max_size=24)))
    series = st.builds(Series, words, st.lists(decimals, min_size=len(labels), max_size=len(labels)).map(tuple))
    kind = draw(st.sampled_from(("bar", "line", "waterfall")))
    return Chart(kind, draw(words), labels, tuple(draw(st.lists(series, max_size=8))), draw(words))


kinds = st.sampled_from(("text", "number", "date", "select", "long_text"))
inputs = st.builds(Input, names, words, kinds, words, st.lists(options, max_size=110).map(tuple), words)
forms = st.builds(Form, words, names, refs, st.lists(inputs, max_size=12).map(tuple), words)
parts = st.one_of(
    texts, facts, st.builds(Buttons, st.lists(buttons, max_size=40).map(tuple)), selects, tables, charts(),
    st.builds(Note, words), forms,
)  # fmt: skip
messages = st.builds(Message, words, st.lists(parts, max_size=12).map(tuple))

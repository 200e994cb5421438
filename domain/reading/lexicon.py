"""Every single word that carries a value, and what kind of word it is."""

from collections.abc import Mapping

from domain.reading import calendar_words, currencies

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_MISSPELT_TENS = {"fourty": 40, "ninty": 90}
SCALES: Mapping[str, int] = {
    word: scale
    for words, scale in {
        "thousand grand k": 10**3,
        "lakh lakhs": 10**5,
        "million millions mil mill mio mln mm mn m": 10**6,
        "crore crores": 10**7,
        "billion bn b": 10**9,
    }.items()
    for word in words.split()
}
# Also read after a number in words ("two million"), or after "a"; the short ones only follow digits.
SPOKEN_SCALES = frozenset(("thousand", "million", "billion", "grand", "lakh", "lakhs", "crore", "crores", "mil"))
_OTHERS = {
    "pct": "% percent percents percentage pct pcnt",
    "pts": "points point pts pt pp ppt ppts",
    "coin": "coin toss",
    "fiscal": "q h fy cy",
    "hundred": "hundred",
    "halfword": "half",
}


def _words() -> dict[str, tuple[str, object]]:
    words: dict[str, tuple[str, object]] = {word: ("cur", value) for word, value in currencies.LEXICON.items()}
    words |= {word: ("cent", word) for word in currencies.CENTS}
    words |= {word: ("small", number) for number, word in enumerate(_SMALL.split())}
    words |= {word: ("tens", 10 * number) for number, word in enumerate(_TENS.split(), 2)}
    words |= {word: ("tens", number) for word, number in _MISSPELT_TENS.items()}
    words |= {word: ("scale", scale) for word, scale in SCALES.items()}
    words |= {word: (kind, word) for kind, named in _OTHERS.items() for word in named.split()}
    words |= calendar_words.LEXICON
    return words


# word → (kind, value)
LEXICON: Mapping[str, tuple[str, object]] = _words()

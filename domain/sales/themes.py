"""Themes of what customers say: a few words each, so that feedback on price is found however it was put."""

import re
from collections.abc import Mapping

THEMES: Mapping[str, tuple[str, ...]] = {
    "price": ("pric", "expensiv", "cheap", "cost", "budget", "discount", "overprice"),
    "delivery": ("deliver", "lead time", "late", "ship", "delay", "arriv"),
    "quality": ("quality", "broke", "fail", "fault", "reliab", "accura", "defect"),
    "support": ("support", "service", "helpdesk", "respon", "training", "onboard"),
    "use": ("easy", "hard to", "clumsy", "screen", "panel", "interface", "intuitiv", "confus", "loud", "wiring"),
    "installation": ("install", "setup", "set-up", "wiring", "commission", "mount"),
    "features": ("feature", "missing", "integrat", "api", "export", "report"),
}


def theme_of(words: str) -> str:
    """The theme that these words name, "" for none: "prices" is price."""
    lower = words.lower()
    for theme, stems in THEMES.items():
        if any(_begins(stem, lower) for stem in (theme, *stems)):
            return theme
    return ""


def themes_of(said: str) -> tuple[str, ...]:
    """The themes that a remark touches."""
    lower = said.lower()
    return tuple(theme for theme, stems in THEMES.items() if any(_begins(stem, lower) for stem in stems))


def is_about(said: str, theme: str, words: str) -> bool:
    """Whether a remark is about the theme, or holds the very words that were asked for."""
    lower = said.lower()
    wanted = words.lower().strip()
    return bool(wanted and wanted in lower) or any(_begins(stem, lower) for stem in THEMES.get(theme, ()))


def _begins(stem: str, text: str) -> bool:
    return re.search(rf"\b{re.escape(stem)}", text) is not None

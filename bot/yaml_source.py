"""A YAML file as nodes that know their lines, or the faults that keep it from being one."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import yaml

from bot.faults import Fault, Faults

_LARGEST = 1_000_000  # bytes; a sales process takes a hundredth of it
_DEEPEST = 12  # levels; app.yaml has five
_TAB_INDENT = re.compile(r"^ *\t[ \t]*[^\s#]", re.MULTILINE)
_BAD_ESCAPE = re.compile(r"\\U(?!000[0-9a-f]|0010)[0-9a-f]{8}", re.IGNORECASE)
_LOOK = "look at this line and the one above for a colon, a quote or an indentation that is off"
_MENDS = {
    "mapping values are not allowed": "put a value that holds a colon in quotes, and look for a missing colon above",
    "found unexpected end of stream": "close the quotes",
    "found character '@'": "put the value in quotes",
    "found character '%'": "put the value in quotes",
    "found character '`'": "put the value in quotes",
    "expected ',' or": "close the brackets that open here, and put commas between the items",
    "but found another document": "take out the line --- so that the file is one document",
}
# PyYAML reports these where it noticed; the reader looks where it began.
_BEGAN = ("while scanning a quoted scalar", "while parsing a flow", "while scanning a simple key")


def read_yaml(path: Path) -> yaml.Node:
    """The root of the file as PyYAML's nodes, whose values are the words as they were written.

    Anchors, aliases and tags are refused: a sales process needs none, and they let a small file stand for a huge one.
    Raises Faults when the file is missing, empty, not UTF-8 or not YAML.
    """
    text = _text(path)
    try:
        if refused := list(_refused(text)):
            raise Faults(str(path), refused)
        root = yaml.compose(text, yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise Faults(str(path), _tabs(text) or [_syntax(error, text)]) from None
    except (ValueError, OverflowError):  # PyYAML leaves it to Python to refuse \U escapes beyond Unicode
        found = _BAD_ESCAPE.search(text)
        _fail(path, "holds an escape that is no character", "write it out", _line(text, found.start()) if found else 0)
    if root is None:
        _fail(path, "is empty", "start from the app.yaml of the demo")
    return root


def _refused(text: str) -> Iterator[Fault]:
    depth = 0
    for event in yaml.parse(text, yaml.SafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _DEEPEST:
                yield Fault(line, "", f"is more than {_DEEPEST} levels deep", "close the brackets, or indent less")
                return
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if isinstance(event, yaml.AliasEvent):
            yield Fault(line, "", "an alias (*) is not read here", "write the value out, or put it in quotes")
        elif isinstance(event, yaml.NodeEvent) and event.anchor is not None:
            yield Fault(line, "", "an anchor (&) is not read here", "take it out, or put the value in quotes")
        if isinstance(event, (yaml.CollectionStartEvent, yaml.ScalarEvent)) and event.tag is not None:
            yield Fault(line, "", "a tag (!) is not read here", "take it out, or put the value in quotes")


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except FileNotFoundError:
        _fail(path, "is not there", "create it, or name another with QUARTERBACK_APP_FILE")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        _fail(path, f"cannot be read ({(reason or 'unknown').lower()})", "name a file that can be")
    if len(data) > _LARGEST:
        _fail(path, f"is longer than {_LARGEST:,} bytes", "name the file of the sales process")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        _fail(path, "is not UTF-8", "save the file with the encoding UTF-8", line)


def _tabs(text: str) -> list[Fault]:
    """Every line that a tab indents: YAML would name the first alone."""
    what, mend = "is indented with a tab", "indent with spaces"
    return [Fault(_line(text, found.end()), "", what, mend) for found in _TAB_INDENT.finditer(text)]


def _syntax(error: yaml.YAMLError, text: str) -> Fault:
    if isinstance(error, yaml.reader.ReaderError):
        return Fault(_line(text, error.position), "", "holds a control character", "take the character out")
    if not isinstance(error, yaml.MarkedYAMLError):
        return Fault(0, "", "is not YAML", "start from the app.yaml of the demo")
    problem = error.problem or "unknown"
    began = error.context_mark if (error.context or "").startswith(_BEGAN) else None
    mark = began or error.problem_mark or error.context_mark
    mend = next((mend for start, mend in _MENDS.items() if problem.startswith(start)), _LOOK)
    return Fault(mark.line + 1 if mark else 0, "", f"is not YAML ({problem})", mend)


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def _fail(path: Path, what: str, mend: str, line: int = 0) -> NoReturn:
    raise Faults(str(path), [Fault(line, "", what, mend)])

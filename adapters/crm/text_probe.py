"""Looks through a file once, in pieces, to say in which encoding it is text, or what it is instead."""

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from domain.sales.imports.mapping import ImportFault

_PIECE = 1 << 20  # bytes
_HEAD = 4096  # bytes
_NAMES = {
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1252": "Windows-1252",
}
_CONTROL = bytes(set(range(32)) - {9, 10, 11, 12, 13, 27}) + b"\x7f"
_KINDS = (
    (rb"%PDF", "a PDF", "export the table itself as CSV or XLSX"),
    (rb"\xd0\xcf\x11\xe0", "an old or password-protected Excel file", "save it as XLSX without a password, or as CSV"),
    (rb"PK\x03\x04|PK\x05\x06", "a ZIP file", "unpack it and name the files inside"),
    (rb"\x1f\x8b|BZh|\xfd7zXZ|7z\xbc\xaf", "a compressed file", "unpack it first"),
    (rb"\x89PNG|\xff\xd8\xff|GIF8", "a picture", "export the table itself as CSV or XLSX"),
    (rb"\s*<(!doctype html|html|head|body)", "a web page, perhaps the page to log in", "log in and download it again"),
    (rb"\s*<\?xml", "XML", "export it as CSV or XLSX"),
    (rb"\s*(\{|\[\s*[\[{])", "JSON", "export it as CSV or XLSX"),
)


@dataclass(frozen=True, slots=True)
class TextProbe:
    """How a file is text. `clean`: nothing in it is broken; `lines` and `size` (bytes) count it.

    `stamp` is when it was written (nanoseconds) and its size.
    """

    encoding: str
    clean: bool
    lines: int
    size: int
    stamp: tuple[int, int]

    @property
    def encoding_name(self) -> str:
        return _NAMES[self.encoding]


def probe(path: Path, name: str) -> TextProbe:
    """Reads the whole file in pieces. Raises ImportFault where it is empty or no text."""
    state = path.stat()
    with path.open("rb") as file:
        head = file.read(_HEAD)
        if not head.strip(b"\x00\t\n\r \xef\xbb\xbf"):
            raise ImportFault(f"{name} is empty; export it again")
        _refuse_others(head, name)
        wide = _wide(head)
        file.seek(0)
        counts = _Counts()
        while piece := file.read(_PIECE):
            counts.see(piece)
    encoding = wide or ("utf-8-sig" if counts.valid >= counts.broken else "cp1252")
    if not wide and _is_binary(head):
        raise ImportFault(f"{name} is no text; export it as CSV or XLSX")
    clean = encoding == "utf-8-sig" and not counts.broken and not counts.nul
    return TextProbe(encoding, clean, counts.lines, state.st_size, (state.st_mtime_ns, state.st_size))


class _Counts:
    """What the pieces of a file hold, in bytes and UTF-8 letters."""

    def __init__(self) -> None:
        self.lines = self.nul = self.broken = self.valid = 0
        self._decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")

    def see(self, piece: bytes) -> None:
        self.lines += piece.count(b"\n")
        self.nul += piece.count(b"\0")
        text = self._decoder.decode(piece)
        if text.isascii():
            return
        broken = len(re.findall("[\udc80-\udcff]", text))
        self.broken += broken
        self.valid += len(re.findall("[^\x00-\x7f]", text)) - broken


def _refuse_others(head: bytes, name: str) -> None:
    plain = head.removeprefix(codecs.BOM_UTF8)
    for pattern, what, mend in _KINDS:
        if re.match(pattern, plain, re.IGNORECASE):
            raise ImportFault(f"{name} is {what}, no table of text; {mend}")


def _wide(head: bytes) -> str:
    """The UTF-16 encoding of the file, told by its mark or by every other byte being NUL; "" where it is none."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    half = len(head) // 2
    if head[1::2].count(0) > 0.4 * half > head[::2].count(0) * 4:
        return "utf-16-le"
    return "utf-16-be" if head[::2].count(0) > 0.4 * half > head[1::2].count(0) * 4 else ""


def _is_binary(head: bytes) -> bool:
    return len(head) - len(head.translate(None, _CONTROL)) > len(head) * 0.05

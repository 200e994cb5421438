"""The app's two icons, drawn here: a football with its laces, in colour and as a white outline on nothing."""

import math
import struct
import zlib
from collections.abc import Callable

Colour = tuple[int, int, int]
Distance = Callable[[float, float], float]
"""How far outside of a shape a point lies, in pixels; inside it is negative. The first axis runs along the ball."""

GROUND: Colour = (29, 53, 87)
_LEATHER: Colour = (190, 98, 44)
_WHITE: Colour = (255, 255, 255)
_TILT = math.radians(-45)


def colour(side: int = 192) -> bytes:
    """A square PNG in full colour."""
    unit = side / 192
    ball, bands, laces = _ball(72 * unit, 43 * unit), _bands(45 * unit, 54 * unit), _laces(unit)

    def at(x: float, y: float) -> tuple[Colour, float]:
        inside = _cover(ball(x, y))
        marked = max(_cover(bands(x, y)), _cover(laces(x, y)))
        return _mix(GROUND, _mix(_LEATHER, _WHITE, marked), inside), 1.0

    return _png(side, at)


def outline(side: int = 32) -> bytes:
    """A square PNG of white lines; all else is transparent."""
    unit = side / 32
    ball, laces = _ball(15.5 * unit, 9 * unit), _laces(unit / 4.4)

    def at(x: float, y: float) -> tuple[Colour, float]:
        rim = abs(ball(x, y) + unit) - unit
        return _WHITE, max(_cover(rim), _cover(laces(x, y)))

    return _png(side, at)


def _ball(long: float, wide: float) -> Distance:
    """What two circles share: `long` and `wide` from the middle to its ends."""
    radius = (long * long + wide * wide) / (2 * wide)
    middle = radius - wide
    return lambda x, y: math.hypot(x, abs(y) + middle) - radius


def _bands(near: float, far: float) -> Distance:
    return lambda x, y: max(near - abs(x), abs(x) - far)


def _laces(unit: float) -> Distance:
    """One line along the ball and four across."""
    across = (-21 * unit, -7 * unit, 7 * unit, 21 * unit)

    def distance(x: float, y: float) -> float:
        along = _box(x, y, 28 * unit, 2.5 * unit)
        return min(along, *(_box(x - at, y, 2.5 * unit, 11 * unit) for at in across))

    return distance


def _box(x: float, y: float, long: float, wide: float) -> float:
    return max(abs(x) - long, abs(y) - wide)


def _cover(distance: float) -> float:
    """How much of a pixel at that distance from an edge lies inside."""
    return min(1.0, max(0.0, 0.5 - distance))


def _mix(under: Colour, over: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(under, over, strict=True))
    return red, green, blue


def _png(side: int, at: Callable[[float, float], tuple[Colour, float]]) -> bytes:
    rows = bytearray()
    cosine, sine = math.cos(_TILT), math.sin(_TILT)
    for line in range(side):
        rows.append(0)  # no filter
        for column in range(side):
            x, y = column + 0.5 - side / 2, line + 0.5 - side / 2
            shade, cover = at(x * cosine + y * sine, y * cosine - x * sine)
            rows += bytes((*shade, round(255 * cover)))
    header = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)  # eight bits each of red, green, blue and alpha
    chunks = (b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

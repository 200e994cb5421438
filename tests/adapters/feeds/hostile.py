"""Forty payloads that somebody with the secret, or a program gone wrong, may send."""

import json

DEEP = "[" * 100_000
_HOLD = {"account": {"name": "Kiln Works"}, "status": "hold", "at": "2026-11-22T09:00:00Z"}


def _hold(**said: object) -> bytes:
    return json.dumps(_HOLD | said).encode()


PAYLOADS: tuple[bytes, ...] = (
    b"",
    b" ",
    b"null",
    b"true",
    b"7",
    b'"words"',
    b"{",
    b"[",
    b"{]",
    b'{"a": NaN}',
    b'{"a": Infinity}',
    b'{"a": 1e999}',
    b'{"a": ' + b"9" * 5000 + b"}",
    DEEP.encode(),
    b'{"a":' * 50_000,
    b"\xff\xfe\x00",
    b"\xef\xbb\xbf{}",
    b'{"a": "\\ud800"}',
    b"<xml/>",
    b"a=b&c=d",
    b"\x00" * 1000,
    b"[]",
    b"{}",
    b"[{}, [], null, 7]",
    b'{"events": {}}',
    b"[" + b"{}," * 4999 + b"{}]",
    b"[" + b"{}," * 6000 + b"{}]",
    _hold(account=None),
    _hold(account={"name": []}),
    _hold(account={"name": "x" * 100_000}),
    _hold(account={"name": "<!channel> <@U1> *bold* \u202e"}),
    _hold(account={"name": "\u0000"}),
    _hold(status=None),
    _hold(status={"a": 1}),
    _hold(at="9999-12-31T23:59:59+14:00"),
    _hold(at="0001-01-01"),
    _hold(at=-1),
    _hold(at=10**30),
    _hold(overdue="1e400"),
    _hold(overdue=-5),
    _hold(overdue="=cmd|' /C calc'!A0"),
    _hold(version=-1),
    _hold(version="9" * 400),
)

"""The client is polite, whatever the other side does: within its deadline, once, in small bites, and nowhere else."""

import json
import socket
import threading
from collections.abc import Callable
from typing import Any

import pytest

from adapters.feeds.client import Client, Limits, allowed
from adapters.feeds.faults import Busy, FeedFault, NotThere, OutcomeUnknown, Refused, Unreachable
from adapters.feeds.oauth import Tokens
from adapters.feeds.quota import pause_of, retry_after
from tests.adapters.feeds.loopback import Asked, Loopback, Says, loopback

NOW = 1_795_000_000.0
SMALL = Limits(private=True, largest=50_000)
IMPATIENT = Limits(private=True, deadline=0.6)


def client(peer: Loopback, limits: Limits = SMALL) -> Client:
    return Client(peer.address, lambda: {"Authorization": "Bearer key"}, limits, None, lambda: NOW)


def in_turn(*says: Says) -> Callable[[Asked], Says]:
    left = list(says)
    return lambda _: left.pop(0) if len(left) > 1 else left[0]


def test_a_question_carries_the_key_and_brings_json() -> None:
    with loopback(in_turn(Says({"well": 1}))) as peer:
        assert client(peer).get("a/b", {"q": "x y"}, Prefer="z").object() == {"well": 1}
    (asked,) = peer.asked
    assert (asked.path, asked.query, asked.headers["prefer"]) == ("/a/b", {"q": "x y"}, "z")
    assert asked.headers["authorization"] == "Bearer key"
    assert peer.address.endswith(asked.headers["host"])


@pytest.mark.parametrize(
    ("says", "fault", "words"),
    [
        (Says({}, 401), Refused, "does not take the key"),
        (Says({}, 403), Refused, "does not take the key"),
        (Says({}, 404), NotThere, "nothing at that address"),
        (Says({}, 400), FeedFault, "refuses the request"),
        (Says({}, 302, {"Location": "http://127.0.0.1:1/"}), FeedFault, "redirect"),
        (Says({}, 429, {"Retry-After": "30"}), Busy, "busy"),
        (Says({}, 500), Busy, "fault of its own"),
        (Says({}, 503, {"Retry-After": "40"}), Busy, "busy"),
        (Says(b"x" * 50_001), FeedFault, "longer than 50,000 bytes"),
        (Says(b"<html>"), FeedFault, "not JSON"),
        (Says(b"[" * 20_000), FeedFault, "not JSON"),
        (Says([1]), FeedFault, "no JSON object"),
    ],
)
def test_what_the_other_side_does_wrong_is_named(says: Says, fault: type[FeedFault], words: str) -> None:
    with loopback(in_turn(says)) as peer, pytest.raises(FeedFault, match=words) as raised:
        client(peer).get("x").object()
    assert type(raised.value) is fault
    assert "key" not in str(raised.value).replace("the key", "")
    assert len(peer.asked) == 1, "a redirect is not followed and a refusal not repeated"


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_question_is_asked_once_more_where_a_gateway_hiccups(status: int) -> None:
    with loopback(in_turn(Says({}, status), Says({"well": 2}))) as peer:
        assert client(peer).get("x").object() == {"well": 2}
    assert len(peer.asked) == 2


def reset(handler: Any) -> None:
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
    handler.connection.close()


@pytest.mark.parametrize("says", [Says(raw=reset), Says({}, 502), Says({}, 504)])
def test_what_is_told_is_sent_once_whatever_becomes_of_the_answer(says: Says) -> None:
    with loopback(in_turn(says)) as peer, pytest.raises((OutcomeUnknown, Busy)):
        client(peer).tell("tickets/1", {"words": "hello"})
    assert len(peer.asked) == 1


def test_nobody_there_is_named_and_a_word_that_never_left_may_be_said_again() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        nobody = Client(f"http://127.0.0.1:{taken.getsockname()[1]}", dict, SMALL)
        with pytest.raises(Unreachable, match="cannot be reached"):
            nobody.get("x")
        with pytest.raises(Unreachable, match="cannot be reached"):
            nobody.tell("x", {})


def hang(stop: threading.Event) -> Says:
    return Says(raw=lambda _: stop.wait(20) and None)


def trickle(stop: threading.Event) -> Says:
    """A byte at a time, each well within any time-out between two bytes."""

    def drip(handler: Any) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        while not stop.wait(0.05):
            try:
                handler.wfile.write(b" ")
            except OSError:
                return

    return Says(raw=drip)


def trickled_headers(stop: threading.Event) -> Says:
    def drip(handler: Any) -> None:
        while not stop.wait(0.05):
            try:
                handler.wfile.write(b"H")
            except OSError:
                return

    return Says(raw=drip)


@pytest.mark.parametrize("slow", [hang, trickle, trickled_headers])
def test_the_deadline_is_one_for_all_of_it(slow: Callable[[threading.Event], Says]) -> None:
    stop = threading.Event()
    with loopback(in_turn(slow(stop))) as peer:
        with pytest.raises(Unreachable, match=r"did not answer within 0.6 seconds"):
            client(peer, IMPATIENT).get("x")
        with pytest.raises(OutcomeUnknown, match=r"did not answer within 0.6 seconds"):
            client(peer, IMPATIENT).tell("x", {})
        stop.set()
    assert len(peer.asked) == 2


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.5", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",  # noqa: S104
        "224.0.0.1",
        "::1", "fe80::1", "fd00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "ff02::1", "::", "198.18.0.1",
    ],
)  # fmt: skip
def test_no_private_address_is_asked_unless_that_is_meant(address: str) -> None:
    assert not allowed(address, private=False)
    never = ("169.254.", "0.0.0.0", "224.", "fe80", "ff02")  # noqa: S104 - an address to refuse
    assert allowed(address, private=True) is not (address.startswith(never) or address == "::")


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])
def test_public_addresses_are(address: str) -> None:
    assert allowed(address, private=False)


def test_the_name_is_looked_up_and_its_address_checked() -> None:
    with loopback(in_turn(Says({}))) as peer:
        port = peer.address.rsplit(":", 1)[1]
        with pytest.raises(FeedFault, match="private network"):
            Client(f"https://localhost:{port}", dict).get("x")
        with pytest.raises(FeedFault, match="not asked over http"):
            Client(f"http://localhost:{port}", dict).get("x")
        with pytest.raises(Unreachable, match=r"name .* is not known"):
            Client("https://nowhere.invalid", dict, Limits()).get("x")
    assert peer.asked == []


def test_a_next_page_on_another_host_is_not_followed() -> None:
    with loopback(in_turn(Says({}))) as peer:
        with pytest.raises(FeedFault, match="another host"):
            client(peer).get("https://elsewhere.example/next")
        assert client(peer).get(f"{peer.address}/next?page=2").status == 200
    assert [asked.query for asked in peer.asked] == [{"page": "2"}]


def test_proxies_of_the_environment_are_left_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    with loopback(in_turn(Says({"well": 1}))) as peer:
        assert client(peer).get("x").object() == {"well": 1}


@pytest.mark.parametrize(
    ("headers", "pause"),
    [
        ({}, 0),
        ({"retry-after": "30"}, 30),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after": "Wed, 18 Nov 2026 12:26:40 GMT"}, 60 * 60 * 2 + 60 * 13 + 20),
        ({"retry-after": "Wed, 18 Nov 2020 12:26:40 GMT"}, 0),
        ({"retry-after": "soon"}, 0),
        ({"retry-after": "9" * 19}, 86400),
        ({"retry-after": "-5"}, 0),
        ({"x-rate-limit": "700", "x-rate-limit-remaining": "600"}, 0),
        ({"x-rate-limit": "700", "x-rate-limit-remaining": "20"}, 60),
        ({"ratelimit-limit": "10", "ratelimit-remaining": "0", "ratelimit-reset": "41"}, 41),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(NOW + 12)}, 12),
        ({"x-ratelimit-remaining": "0", "x-hubspot-ratelimit-interval-milliseconds": "10000"}, 10),
        ({"x-ratelimit-remaining": "many"}, 0),
    ],
)
def test_quotas_are_read_from_the_headers(headers: dict[str, str], pause: float) -> None:
    at = NOW if "Nov" not in headers.get("retry-after", "") else 1_794_996_800.0
    assert pause_of(headers, at) == pytest.approx(pause, abs=1)


def test_busy_says_for_how_long() -> None:
    with loopback(in_turn(Says({}, 429, {"Retry-After": "17"}))) as peer, pytest.raises(Busy) as raised:
        client(peer).get("x")
    assert raised.value.after == 17


def test_of_many_that_need_a_token_one_asks_for_it() -> None:
    clock = [NOW]
    gate = threading.Barrier(12)
    with loopback(in_turn(Says({"access_token": "one", "expires_in": 600}))) as peer:
        tokens = Tokens(lambda: client(peer).form("token", {"grant_type": "client_credentials"}), lambda: clock[0])
        found: list[str] = []

        def need() -> None:
            gate.wait()
            found.append(tokens.headers()["Authorization"])

        threads = [threading.Thread(target=need) for _ in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert found == ["Bearer one"] * 12
        assert len(peer.asked) == 1
        clock[0] += 530
        tokens.headers()
        assert len(peer.asked) == 1
        clock[0] += 20  # within the last minute
        tokens.headers()
        assert len(peer.asked) == 2


def test_a_token_that_is_refused_is_asked_for_anew_once() -> None:
    issued: list[str] = []

    def play(asked: Asked) -> Says:
        if asked.path == "/token":
            issued.append(f"token-{len(issued)}")
            return Says({"access_token": issued[-1], "expires_in": 3600})
        return Says({"well": 1}) if asked.headers["authorization"] == "Bearer token-1" else Says({}, 401)

    with loopback(play) as peer:
        door = Client(peer.address, dict, SMALL)
        tokens = Tokens(lambda: door.form("token", {}), lambda: NOW)
        asking = Client(peer.address, tokens.headers, SMALL, tokens.renew)
        assert asking.get("x").object() == {"well": 1}
        assert len(issued) == 2


@pytest.mark.parametrize("answer", [{}, {"access_token": 7}, {"access_token": "x", "expires_in": []}])
def test_an_answer_without_a_token_is_named(answer: dict[str, Any]) -> None:
    with loopback(in_turn(Says(answer))) as peer, pytest.raises(FeedFault, match="token"):
        Tokens(lambda: client(peer).form("token", {}), lambda: NOW).headers()


def test_no_key_shows_in_what_is_raised_or_printed() -> None:
    with loopback(in_turn(Says({"secret": "s3cr3t"}, 400))) as peer, pytest.raises(FeedFault) as raised:
        client(peer).ask("x", {"password": "s3cr3t"})
    assert "s3cr3t" not in str(raised.value) + repr(raised.value)
    assert json.loads(peer.asked[0].body) == {"password": "s3cr3t"}


def test_retry_after_of_nobody() -> None:
    assert retry_after({}, NOW) == 0

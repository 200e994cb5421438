"""The address where feeds call: 4xx for what is wrong, once for what is right, and never a body in the log."""

import asyncio
import json
import logging
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from adapters.feeds.signatures import HmacRule, Scheme, check_of, sign_hmac, sign_hubspot
from adapters.feeds.webhooks import LARGEST_BODY, Delivery, Door, application
from tests.adapters.feeds.hostile import PAYLOADS
from tests.adapters.practice.browser import Background

NOW = 1_795_340_000.0
SECRET = "a-secret-nobody-may-see"  # noqa: S105 - a canary
ADDRESS = "https://quarterback.example.com"


@dataclass
class Ear:
    """Takes what is let in."""

    taken: list[tuple[str, str, Any]] = field(default_factory=list)
    fault: Exception | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, deliveries: Sequence[Delivery]) -> list[Exception | None]:
        if self.fault:
            raise self.fault
        with self.lock:
            self.taken += [(each.feed, each.id, each.payload) for each in deliveries]
        return [None for _ in deliveries]


@pytest.fixture(scope="module")
def background() -> Iterator[Background]:
    loop = Background()
    yield loop
    loop.close()


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def site(background: Background, ear: Ear) -> Iterator[httpx.Client]:
    doors = {
        "finance": Door(check_of(Scheme.HMAC), [SECRET]),
        "tickets": Door(check_of(Scheme.HUBSPOT), [SECRET]),
    }
    served = background.serve(application(doors, ear.take, ADDRESS, lambda: NOW))
    with httpx.Client(base_url=served.url, timeout=20) as client:
        yield client
    served.stop()


def signed(body: bytes) -> dict[str, str]:
    return {"X-Signature": sign_hmac(HmacRule(), SECRET, body)}


def test_what_was_signed_is_taken(site: httpx.Client, ear: Ear) -> None:
    body = json.dumps({"a": [1, "ü"]}).encode()
    assert site.post("finance", content=body, headers=signed(body)).status_code == 200
    ((feed, delivery, payload),) = ear.taken
    assert (feed, payload) == ("finance", {"a": [1, "ü"]})
    assert len(delivery) == 64


@dataclass
class SlowEar(Ear):
    """Takes what is let in once it is let go, and counts how many came together."""

    begun: threading.Event = field(default_factory=threading.Event)
    go: threading.Event = field(default_factory=threading.Event)
    together: list[int] = field(default_factory=list)

    def take(self, deliveries: Sequence[Delivery]) -> list[Exception | None]:
        self.begun.set()
        assert self.go.wait(20)
        self.together.append(len(deliveries))
        return super().take(deliveries)


def test_those_who_wait_are_written_together_and_beyond_a_number_nobody_waits(background: Background) -> None:
    ear = SlowEar()
    doors = {"finance": Door(check_of(Scheme.HMAC), [SECRET])}
    served = background.serve(application(doors, ear.take, ADDRESS, lambda: NOW, most=3))

    async def flood() -> list[int]:
        bodies = [json.dumps({"number": number}).encode() for number in range(6)]
        async with httpx.AsyncClient(base_url=served.url, timeout=20) as client:
            sent = [asyncio.create_task(client.post("finance", content=bodies[0], headers=signed(bodies[0])))]
            await asyncio.to_thread(ear.begun.wait, 20)
            for body in bodies[1:]:
                sent.append(asyncio.create_task(client.post("finance", content=body, headers=signed(body))))
            done: set[asyncio.Task[httpx.Response]] = set()
            while len(done) < 2:  # two too many are answered while the others wait
                done, _ = await asyncio.wait(sent, timeout=20, return_when=asyncio.FIRST_COMPLETED)
            ear.go.set()
            return [(await each).status_code for each in sent]

    statuses = background.run(flood())
    served.stop()
    assert sorted(statuses) == [200] * 4 + [503] * 2
    assert ear.together == [1, 3]
    assert len({str(payload) for _, _, payload in ear.taken}) == 4


def test_hubspot_signs_the_public_address(background: Background, ear: Ear) -> None:
    doors = {"tickets": Door(check_of(Scheme.HUBSPOT), [SECRET])}
    served = background.serve(application(doors, ear.take, ADDRESS + "/", lambda: NOW))
    body, stamp = b'[{"eventId": 1}]', f"{NOW:.0f}000"
    found = {
        "X-HubSpot-Request-Timestamp": stamp,
        "X-HubSpot-Signature-v3": sign_hubspot(SECRET, "POST", f"{ADDRESS}/tickets?a=%2Fb", body, stamp),
    }
    answer = httpx.post(f"{served.url}tickets?a=%2Fb", content=body, headers=found)
    served.stop()
    assert answer.status_code == 200
    assert ear.taken[0][2] == [{"eventId": 1}]


@pytest.mark.parametrize("body", PAYLOADS, ids=lambda body: repr(body[:24]))
def test_hostile_payloads(site: httpx.Client, ear: Ear, body: bytes, caplog: pytest.LogCaptureFixture) -> None:
    """Unsigned they are refused before they are read; signed they are JSON or 400. Never 5xx, never in the log."""
    with caplog.at_level(logging.DEBUG):
        assert site.post("finance", content=body).status_code == 401
        answer = site.post("finance", content=body, headers=signed(body))
    assert answer.status_code in (200, 400)
    assert (answer.status_code == 200) is bool(ear.taken)
    assert not caplog.records or all(
        record.name.startswith(("httpx", "httpcore", "asyncio")) for record in caplog.records
    )
    assert SECRET not in caplog.text


def test_forty_of_them() -> None:
    assert len(set(PAYLOADS)) >= 40


@pytest.mark.parametrize("length", [LARGEST_BODY + 1, 2 * LARGEST_BODY])
def test_what_is_too_long_is_not_read_to_its_end(site: httpx.Client, length: int) -> None:
    assert site.post("finance", content=b"x" * length).status_code == 413
    assert site.post("finance", content=iter([b"x" * length])).status_code == 413


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "finance", 405),
        ("PUT", "finance", 405),
        ("POST", "nobody", 404),
        ("POST", "", 404),
        ("POST", "a/b", 404),
    ],
)
def test_other_addresses_and_methods(site: httpx.Client, method: str, path: str, status: int) -> None:
    answer = site.request(method, path, content=b"{}")
    assert answer.status_code == status
    assert set(answer.json()) == {"error"}


def test_a_database_that_is_away_is_503_so_that_the_sender_comes_again(
    site: httpx.Client, ear: Ear, caplog: pytest.LogCaptureFixture
) -> None:
    ear.fault = RuntimeError("away")
    body = b'{"marked": "body-of-a-customer"}'
    answer = site.post("finance", content=body, headers=signed(body))
    assert answer.status_code == 503
    assert "incident" in answer.json()
    assert "body-of-a-customer" not in caplog.text
    assert SECRET not in caplog.text


def test_a_body_that_never_ends_is_given_up(background: Background, ear: Ear, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.feeds.webhooks._PATIENCE", 0.3)
    served = background.serve(
        application({"finance": Door(check_of(Scheme.HMAC), [SECRET])}, ear.take, "", lambda: NOW)
    )

    async def slow() -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
        writer.write(b"POST /finance HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
        answer = await asyncio.wait_for(reader.readline(), 10)
        writer.close()
        await writer.wait_closed()
        return answer

    line = background.run(slow())
    served.stop()
    assert b" 408 " in line


def test_a_hundred_at_once(site: httpx.Client, ear: Ear) -> None:
    def send(number: int) -> None:
        body = json.dumps({"n": number}).encode()
        statuses.append(
            httpx.post(f"{site.base_url}finance", content=body, headers=signed(body), timeout=20).status_code
        )

    statuses: list[int] = []
    threads = [threading.Thread(target=send, args=(number,)) for number in range(100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * 100
    assert {payload["n"] for _, _, payload in ear.taken} == set(range(100))

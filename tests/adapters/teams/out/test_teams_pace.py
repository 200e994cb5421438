"""No window of a conversation or a tenant is ever exceeded, nobody waits for another, and all get through."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.teams.pace import CONVERSATION, TENANT, Pace, Turn, Windows
from domain.chat.sending import TryAgain
from tests.adapters.teams.out.hand_set import Clock


class Line:
    """Sends as fast as it may; each takes `slow` seconds to arrive and be answered."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.clock.seconds = 0.0
        self.pace = Pace(self.clock)
        self.arrived: list[tuple[str, float]] = []

    def send(self, conversation: str, slow: float = 0.0, wait: float = 0.0) -> None:
        turn = self.turn(conversation)
        self.arrived.append((conversation, self.clock.seconds + slow / 2))
        self.clock.seconds += slow
        self.pace.leave(turn, wait)

    def turn(self, conversation: str) -> Turn:
        for _ in range(10_000):
            try:
                return self.pace.enter("tenant-1", conversation)
            except TryAgain as early:
                self.clock.seconds += max(early.after, 1e-6)
        raise AssertionError("never let through")

    def times(self, conversation: str | None = None) -> list[float]:
        return [at for where, at in self.arrived if conversation in (None, where)]


def exceeded(times: list[float], windows: Windows) -> list[tuple[int, float]]:
    return [
        (most, seconds)
        for most, seconds in windows
        for first, after in zip(times, times[most:], strict=False)
        if after - first < seconds - 1e-6
    ]


@settings(derandomize=True, deadline=None, max_examples=150)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("abc"), st.sampled_from((0.0, 0.01, 0.3, 2.0)), st.sampled_from((0.0, 0.0, 0.0, 5.0, 40.0))
        ),
        max_size=220,
    )
)
def test_the_windows_hold_however_slow_teams_is_and_whatever_it_asks(
    sent: list[tuple[str, float, float]],
) -> None:
    line = Line()
    for conversation, slow, wait in sent:
        before = line.clock.seconds
        line.send(conversation, slow, wait)
        if wait:
            assert line.clock.seconds >= before
    assert len(line.arrived) == len(sent)
    assert exceeded(line.times(), TENANT) == []
    for conversation in "abc":
        assert exceeded(line.times(conversation), CONVERSATION) == []


def test_two_thousand_posts_to_one_conversation_keep_the_hour_as_well() -> None:
    line = Line()
    for _ in range(2000):
        line.send("a")
    assert exceeded(line.times(), CONVERSATION) == []
    assert 3600 <= line.times()[-1] < 3720


def test_one_full_conversation_holds_up_no_other() -> None:
    line = Line()
    for _ in range(7):
        line.send("a")
    line.send("b")
    assert line.clock.seconds == 0.0
    line.send("a")
    assert line.clock.seconds >= 1.0


def test_a_tenant_gets_twenty_five_a_second() -> None:
    line = Line()
    for number in range(100):
        line.send(f"c{number}")
    assert exceeded(line.times(), TENANT) == []
    assert 3.0 <= line.times()[-1] < 3.1


def test_what_is_still_on_its_way_counts() -> None:
    line = Line()
    turns = [line.pace.enter("tenant-1", "a") for _ in range(7)]
    line.clock.seconds += 60
    with pytest.raises(TryAgain) as early:  # those seven may still arrive together with this one
        line.pace.enter("tenant-1", "a")
    assert early.value.after == 1.0
    for turn in turns:
        line.pace.leave(turn)
    line.send("a")
    assert line.clock.seconds >= 61.0


def test_where_teams_asks_to_wait_that_conversation_waits() -> None:
    line = Line()
    line.send("a", wait=30.0)
    line.send("b")
    assert line.clock.seconds == 0.0
    line.send("a")
    assert line.clock.seconds == 30.0

"""Where channels are, on both databases."""

from domain.chat.channel import ChannelPlace
from domain.chat.reference import Reference
from storage.unit_of_work import Storage


def test_a_channel_is_at_one_place_and_found_by_it(storage: Storage) -> None:
    east, moved = ChannelPlace("deals-east", "slack", "T1", "C1"), ChannelPlace("deals-east", "slack", "T1", "C2", True)
    with storage.begin() as uow:
        uow.channels.put(east)
        uow.channels.put(moved)
        assert uow.channels.get("deals-east") == moved
        assert uow.channels.at("slack", "T1", "C1") is None
        assert uow.channels.at("slack", "T1", "C2") == moved
    with storage.begin() as uow:
        uow.channels.forget("deals-east")
        assert uow.channels.get("deals-east") is None
        uow.channels.forget("deals-east")


def test_conversations_that_are_lost_are_not_reachable(storage: Storage) -> None:
    with storage.begin() as uow:
        for name in ("19:a", "19:b"):
            uow.references.put(Reference("teams", "t1", name, "https://smba.trafficmanager.net/x", "channel"))
        uow.references.lose("teams", "t1", "19:a")
        assert [each.conversation for each in uow.references.reachable("teams")] == ["19:b"]
        assert uow.references.reachable("slack") == ()

"""However often and however many times at once something is delivered, it has one effect in the database."""

import threading
from concurrent.futures import ThreadPoolExecutor

from domain.chat.event import Event
from storage.unit_of_work import Storage
from tests.adapters.slack.inbound.conftest import NOON, Scene
from tests.adapters.slack.inbound.payloads import button, command, mention, reaction, said, submission, tap

IDS = 60
TIMES = 4


def test_each_delivery_four_times_at_once_has_one_effect(scene: Scene, sqlite_storage: Storage) -> None:
    effects: list[str] = []
    noting = threading.Lock()

    def once(event: Event) -> None:
        place = event.place
        with sqlite_storage.begin() as uow:
            new = uow.events.first_time(place.platform, place.workspace, event.event_id, NOON)
        if new:
            with noting:
                effects.append(event.event_id)

    scene.listener.also = once
    form = {"type": "modal", "callback_id": "form", "private_metadata": '{"at":["D01ANA"],"forms":[{"action":"save"}]}'}
    kinds = (
        lambda _: said("60 %"),
        lambda _: mention("<@U0BOT> help"),
        lambda _: reaction("x"),
        lambda _: tap(button("still|0|7")),
        lambda _: command("undo"),
        lambda number: submission(form, {}, f"V{number}"),
    )
    deliveries = [kinds[number % len(kinds)](number) for number in range(IDS)]
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(scene.tell, deliveries * TIMES))
    assert {answer.status_code for answer in answers} == {200}
    assert len(scene.listener.events) == IDS * TIMES
    assert (len(effects), len(set(effects))) == (IDS, IDS)

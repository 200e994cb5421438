"""How often and when somebody is asked: their own to say, in a word or in a form."""

from dataclasses import replace
from datetime import date, time

from bot.scene import Scene
from bot.use_cases.digest import plan_digest
from bot.views import rhythm as view
from domain.sales.people import Digest, Rhythm, WorkingHours

_NOON = time(12)


def show_settings(scene: Scene) -> None:
    scene.reply(view.settings(scene.person))


def ask_less(scene: Scene) -> None:
    """One question a day fewer, and the week's share with it; one a day is the least short of a pause."""
    rhythm = scene.person.rhythm
    _set(scene, replace(rhythm, per_day=max(1, rhythm.per_day - 1), per_week=max(1, rhythm.per_week - 3)))


def ask_more_often(scene: Scene) -> None:
    rhythm = scene.person.rhythm
    _set(scene, replace(rhythm, per_day=min(20, rhythm.per_day + 1), per_week=min(60, rhythm.per_week + 3)))


def mornings_only(scene: Scene) -> None:
    hours = scene.person.rhythm.hours
    start = hours.start if hours.start < _NOON else time(8)
    _set(scene, replace(scene.person.rhythm, hours=replace(hours, start=start, end=_NOON)))


def afternoons_only(scene: Scene) -> None:
    hours = scene.person.rhythm.hours
    end = hours.end if hours.end > time(13) else time(17)
    _set(scene, replace(scene.person.rhythm, hours=replace(hours, start=time(13), end=end)))


def not_before(scene: Scene, day: date) -> None:
    """No question before that day."""
    _set(scene, replace(scene.person.rhythm, not_before=day))


def save_settings(scene: Scene, values: dict[str, str]) -> None:
    """Take the form, or name every fault in it and change nothing."""
    rhythm, faults = read_rhythm({**view.as_typed(scene.person.rhythm), **values})
    if rhythm is None:
        scene.reply(view.settings_faults(faults))
        return
    _set(scene, rhythm)


def read_rhythm(values: dict[str, str]) -> tuple[Rhythm | None, list[str]]:
    """The form's texts as a rhythm, or what is wrong with each."""
    faults: list[str] = []
    per_day = _whole(values.get("per_day", ""), "Questions a day", 0, 20, faults)
    per_week = _whole(values.get("per_week", ""), "Questions a week", 0, 60, faults)
    start = _clock(values.get("start", ""), "From", faults)
    end = _clock(values.get("end", ""), "To", faults)
    days = _weekdays(values.get("days", ""), faults)
    if start and end and start >= end:
        faults.append("“From” must be earlier than “To”.")
    pause = _day(values.get("not_before", ""), faults)
    digest = _digest(values.get("digest", ""), faults)
    typed = values.get("digest_hour", "").strip()
    hour = _whole(typed, "Digest at", 0, 23, faults) if typed else None
    if faults or start is None or end is None:
        return None, faults
    return Rhythm(WorkingHours(start, end, days), per_day, per_week, pause, digest, hour), []


def _set(scene: Scene, rhythm: Rhythm) -> None:
    scene.uow.people.set_rhythm(scene.person.id, rhythm)
    plan_digest(scene.uow, scene.playbook, replace(scene.person, rhythm=rhythm), scene.now)
    scene.reply(view.rhythm_is_now(replace(scene.person, rhythm=rhythm)))


def _whole(words: str, label: str, low: int, high: int, faults: list[str]) -> int:
    typed = words.strip()
    if typed.isascii() and typed.isdecimal() and len(typed) <= 3 and low <= int(typed) <= high:
        return int(typed)
    faults.append(f"{label}: write a whole number from {low} to {high}.")
    return 0


def _clock(words: str, label: str, faults: list[str]) -> time | None:
    try:
        return time.fromisoformat(words.strip())
    except ValueError:
        faults.append(f"{label}: write a time such as 09:00.")
        return None


def _weekdays(words: str, faults: list[str]) -> tuple[int, ...]:
    named = [word for word in words.lower().replace(",", " ").split() if word]
    numbers = [view.WEEKDAYS.index(word[:3]) for word in named if word[:3] in view.WEEKDAYS]
    if len(numbers) < len(named) or not numbers:
        faults.append("Days: write weekdays such as “mon tue wed thu fri”.")
    return tuple(sorted(set(numbers)))


def _digest(words: str, faults: list[str]) -> Digest:
    typed = words.strip().lower()
    if typed in tuple(Digest):
        return Digest(typed)
    faults.append(f"Digest: write {', '.join(Digest)}.")
    return Digest.DAILY


def _day(words: str, faults: list[str]) -> date | None:
    if not words.strip():
        return None
    try:
        return date.fromisoformat(words.strip())
    except ValueError:
        faults.append("Not before: write a day such as 2027-01-31, or leave it empty.")
        return None

"""Speaking for somebody: two of one name, a grant that has just ended; and what was opened by mistake."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from domain.chat.event import Clicked
from domain.sales.grants import Grant
from domain.sales.people import Person, Role
from storage.unit_of_work import Storage
from tests.dialogues.stage import Stage

NOON = datetime.fromisoformat("2026-11-23T12:00:00-05:00")
PAULA, RUTH, OWEN = (f"{name}@copperline.example" for name in ("paula.reyes", "ruth.calloway", "owen.baptiste"))


def lines(stage: Stage, script: str) -> list[str]:
    return [line.strip() for line in stage.play(f"only Paula Ruth Owen\n{script}") if line.startswith("    ")]


def with_people(stage: Stage, *more: Person, grant: Grant | None = None) -> None:
    """The company with more people, and Paula's grant for one rep replaced."""
    company = stage.quarterback.company
    people = []
    for person in company.people:
        if person.id == PAULA:
            grants = tuple(grant if grant and g.rep == grant.rep else g for g in person.grants)
            named = tuple(p.id for p in more if p.role is Role.REP and p.name == "Ruth Boone")
            person = replace(person, grants=grants, serves=(*person.serves, *named))
        people.append(person)
    stage.quarterback = replace(stage.quarterback, company=replace(company, people=(*people, *more)))


def test_of_two_reps_of_one_name_it_is_asked_which(sqlite_storage: Storage) -> None:
    stage = Stage(sqlite_storage, NOON)
    with_people(stage, Person("ruth.boone@copperline.example", "Ruth Boone", Role.REP))
    told = lines(stage, "Paula in main> for Ruth: kiln at 60")
    assert told[0] == (
        "2 people go by “Ruth”: Ruth Calloway (ruth.calloway@copperline.example) and Ruth Boone "
        "(ruth.boone@copperline.example). Nothing was read or changed."
    )
    assert any("Kiln monitoring" in line for line in lines(stage, "Paula in main> for Ruth Calloway: kiln at 60"))


def test_of_two_of_one_name_the_one_whom_one_serves_is_meant(sqlite_storage: Storage) -> None:
    stage = Stage(sqlite_storage, NOON)
    with_people(stage, Person("ruth.able@copperline.example", "Ruth Able", Role.REP))
    assert "For Ruth Calloway: 1 opportunity" in lines(stage, "Paula in main> for Ruth: kiln at 60")[0]


def test_a_grant_that_ended_an_hour_ago_does_nothing_any_more(sqlite_storage: Storage) -> None:
    stage = Stage(sqlite_storage, datetime.fromisoformat("2026-11-24T00:30:00-05:00"))
    with_people(stage, grant=Grant(RUTH, ends=date(2026, 11, 23)))
    stage.now -= timedelta(hours=1)
    lines(stage, "Paula in main> for Ruth: kiln at 60")
    stage.now += timedelta(hours=1)
    told = lines(stage, "Paula taps Record it")
    assert "The note for Ruth Calloway: nothing in it could be recorded." in told
    told = lines(stage, "Paula in main> for Ruth: kiln at 60")
    assert told[0].startswith("You do not speak for Ruth Calloway any more: that was until 23 Nov 2026, so nothing")
    told = lines(stage, "Paula in main> opportunity kiln")
    assert told == ["I know nothing by that name that you may see. Check the spelling, or ask for “pipeline”."]
    with sqlite_storage.read() as uow:
        kiln = uow.opportunities.get("CC-101")
    assert kiln
    assert kiln.probability == 75


def test_every_change_of_a_note_names_both_and_is_taken_back_by_itself(storage: Storage) -> None:
    stage = Stage(storage, NOON)
    lines(stage, "Paula in main> kiln at 60, turbine at 70, cold store slips a month\nPaula taps Record all")
    with storage.read() as uow:
        changes = uow.changes.since((RUTH, OWEN), NOON)
    assert {(c.by, c.on_behalf_of, c.opportunity) for c in changes} == {
        (PAULA, RUTH, "CC-101"),
        (PAULA, OWEN, "CC-108"),
        (PAULA, OWEN, "CC-110"),
    }
    turbine = next(c for c in changes if c.opportunity == "CC-108")
    undo = Clicked("undo", OWEN, stage.home_of("Owen"), "m", "undo", str(turbine.statement))
    stage.quarterback.handle(undo)
    with storage.read() as uow:
        found = uow.opportunities.all_of(["CC-101", "CC-108"])
    assert (found["CC-101"].probability, found["CC-108"].probability) == (60, 65)


def test_what_was_opened_by_mistake_is_nobodys_and_counts_nowhere(storage: Storage) -> None:
    stage = Stage(storage, NOON)
    lines(stage, "Ruth in main> new one: Marlow Plastics, Heatguard, 45k, end of March")
    with storage.read() as uow:
        before = uow.opportunities.of_owners((RUTH,))
    made = next(o for o in before if o.product == "Heatguard" and o.account == "Marlow Plastics")
    told = lines(stage, "Ruth in main> undo")
    assert "was opened by mistake: it is in no list any more, neither won nor lost." in told[-1]
    with storage.read() as uow:
        gone = uow.opportunities.get(made.id)
        assert made.id not in {o.id for o in uow.opportunities.of_owners((RUTH,), open_only=False)}
        assert [c.undoes is not None for c in uow.changes.of_opportunity(made.id, 20)].count(True) == 4
    assert gone
    assert (gone.owner, gone.stage, gone.probability) == ("", "Qualified", 10)


def test_what_was_changed_since_it_was_opened_is_no_mistake_any_more(storage: Storage) -> None:
    stage = Stage(storage, NOON)
    lines(stage, "Ruth in main> new one: Marlow Plastics, Heatguard, 45k, end of March")
    lines(stage, "Paula in main> for Ruth: heatguard at marlow is at 30 %\nPaula taps Record it")
    told = lines(stage, "Ruth in main> undo")
    assert told[-1] == (
        "Left as it is: stage of Marlow Plastics, Heatguard. Paula Reyes has changed it since, on 23 Nov 2026."
    )
    with storage.read() as uow:
        (made,) = [o for o in uow.opportunities.of_owners((RUTH,)) if o.name == "Heatguard"]
    assert (made.probability, made.amount) == (30, 45000)

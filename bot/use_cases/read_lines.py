"""Reads replies given as JSON lines and answers with JSON lines: the contract of the reader, for pipes and files."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import NoReturn

from domain.reading.reader import read
from domain.reading.reading import About, Asked, Context, Doubt, Finding, HelpRequest, Reading
from domain.sales.opportunity import Opportunity, Value
from domain.sales.process import SalesProcess

JsonValue = str | int | float | None | list["JsonValue"] | dict[str, "JsonValue"]

_LARGEST_AMOUNT = Decimal(10) ** 18


class LineError(ValueError):
    """A line that cannot be read as a case: what, where, and how to mend it."""


def read_lines(
    lines: Iterable[str | bytes], processes: Mapping[str, SalesProcess], *, explain: bool = False
) -> Iterator[str]:
    """One JSON line out for each line in; empty lines are passed over.

    A line that is no valid case gives `{"line": N, "error": …}`, with its `id` where it has one, and the rest is read.
    `explain` adds the names of the rules that made each finding, and why a doubt is one.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        case: object = None
        try:
            case = _parsed(line)
            identity, text, context = case_of(case, processes)
            yield _dumped({"id": identity, **_answer(read(text, context), explain)})
        except LineError as error:
            known = {"id": case["id"]} if isinstance(case, dict) and isinstance(case.get("id"), str) else {}
            yield _dumped({"line": number, **known, "error": str(error)})


def case_of(case: object, processes: Mapping[str, SalesProcess]) -> tuple[str, str, Context]:
    """Id, text and context of a case. LineError says what of it cannot be read."""
    if not isinstance(case, dict):
        raise LineError("the line is not a JSON object: send id, now, process, asked, opportunities and text")
    process_name = _string(case, "process")
    if process_name not in processes:
        raise LineError(f"process: {_short(process_name)} is unknown: the file of processes has {', '.join(processes)}")
    process = processes[process_name]
    said = case.get("opportunities")
    if not isinstance(said, list):
        raise LineError("opportunities: must be a list of objects")
    opportunities = tuple(_opportunity(f"opportunities[{n}]", o, process) for n, o in enumerate(said))
    ids = [o.id for o in opportunities]
    if len(set(ids)) != len(ids):
        raise LineError("opportunities: two have the same id: give each its own")
    context = Context(_now(case), process, opportunities, _asked(case.get("asked"), ids))
    return _string(case, "id"), _string(case, "text", may_be_empty=True), context


def _dumped(answer: Mapping[str, JsonValue]) -> str:
    text = json.dumps(answer, ensure_ascii=False)
    # A lone surrogate has no UTF-8 form; escaped, it can be written anywhere.
    return text if text.isprintable() or _encodable(text) else json.dumps(answer)


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _parsed(line: str | bytes) -> object:
    try:
        text = line.decode("utf-8") if isinstance(line, bytes) else line
    except UnicodeDecodeError as error:
        raise LineError(f"the line is not UTF-8 (byte {error.start}): save the file as UTF-8") from None
    try:
        return json.loads(text.lstrip("\ufeff"), parse_constant=_no_constant)
    except RecursionError:
        raise LineError("the line is nested too deeply: send one flat object a line") from None
    except LineError:
        raise
    except ValueError as error:
        raise LineError(f"the line is not JSON ({error}): send one JSON object a line") from None


def _no_constant(name: str) -> NoReturn:
    raise LineError(f"{name} is no JSON value: write a number or null")


def _now(case: Mapping[str, object]) -> datetime:
    said = _string(case, "now")
    try:
        now = datetime.fromisoformat(said)
    except ValueError:
        raise LineError(f"now: {_short(said)} is not a date and time such as 2026-11-20T16:42:00-05:00") from None
    if now.tzinfo is None:
        raise LineError(f"now: {_short(said)} has no offset: end it with the speaker's, such as -05:00")
    return now


def _asked(said: object, ids: list[str]) -> Asked | None:
    if said is None:
        return None
    if not isinstance(said, dict):
        raise LineError("asked: must be null, or an object with opportunity and about")
    about, opportunity = said.get("about"), said.get("opportunity")
    if about not in [*About]:
        raise LineError(f"asked.about: {_short(about)} is none of {', '.join(About)}")
    if opportunity not in ids:
        raise LineError(f"asked.opportunity: {_short(opportunity)} is none of the opportunities: add it to them")
    return Asked(str(opportunity), About(str(about)))


def _opportunity(where: str, said: object, process: SalesProcess) -> Opportunity:
    if not isinstance(said, dict):
        raise LineError(f"{where}: must be an object")
    stage = _string(said, "stage", where)
    if not process.has_stage(stage):
        raise LineError(f"{where}.stage: {_short(stage)} is no stage of the process: use one of its names")
    probability = said.get("probability")
    if not isinstance(probability, int) or isinstance(probability, bool) or not 0 <= probability <= 100:
        raise LineError(f"{where}.probability: {_short(probability)} is not a whole percent from 0 to 100")
    return Opportunity(
        id=_string(said, "id", where),
        name=_string(said, "name", where),
        account=_string(said, "account", where),
        product=_string(said, "product", where, may_be_empty=True),
        stage=stage,
        probability=probability,
        amount=_amount(said.get("amount"), where),
        currency=_string(said, "currency", where),
        close_date=_close_date(said.get("close_date"), where),
    )


def _amount(said: object, where: str) -> Decimal | None:
    if said is None:
        return None
    if isinstance(said, int | float) and not isinstance(said, bool) and 0 <= said < _LARGEST_AMOUNT:
        return Decimal(str(said))
    raise LineError(f"{where}.amount: {_short(said)} is not a number from 0 on: give a number, or null")


def _close_date(said: object, where: str) -> date | None:
    if said is None:
        return None
    try:
        return date.fromisoformat(said if isinstance(said, str) else "")
    except ValueError:
        raise LineError(f"{where}.close_date: {_short(said)} is not a date such as 2026-12-31, nor null") from None


def _string(said: Mapping[str, object], key: str, where: str = "", *, may_be_empty: bool = False) -> str:
    value, name = said.get(key), f"{where}.{key}" if where else key
    if key not in said:
        raise LineError(f"{name}: is missing: add it")
    if not isinstance(value, str) or not (value or may_be_empty):
        raise LineError(f"{name}: {_short(value)} must be a text")
    return value


def _short(value: object) -> str:
    """A value as it may stand in an error: never longer than the error itself."""
    said = repr(value)
    return said if len(said) <= 60 else f"{said[:57]}…"


def _answer(reading: Reading, explain: bool) -> dict[str, JsonValue]:
    answer: dict[str, JsonValue] = {"kind": reading.kind.value}
    for key, findings in (("changes", reading.changes), ("proposals", reading.proposals)):
        if findings:
            answer[key] = [_finding(finding, explain) for finding in findings]
    if reading.doubts:
        answer["doubts"] = [_doubt(doubt, explain) for doubt in reading.doubts]
    if reading.requests:
        answer["requests"] = [_request(request, explain) for request in reading.requests]
    if reading.kind == "later":
        answer["until"] = reading.until.isoformat() if reading.until else None
    if reading.kind == "not_mine":
        answer["hand_to"] = reading.hand_to
    return answer | ({"rules": list(reading.rules)} if explain else {})


def _finding(finding: Finding, explain: bool) -> JsonValue:
    said: dict[str, JsonValue] = {
        "opportunity": finding.opportunity,
        "field": finding.field.value,
        "value": _plain(finding.value),
        "evidence": finding.evidence,
    }
    return said | ({"rules": list(finding.rules)} if explain else {})


def _doubt(doubt: Doubt, explain: bool) -> JsonValue:
    said: dict[str, JsonValue] = {
        "opportunity": doubt.opportunity,
        "field": doubt.field.value if doubt.field else "opportunity",
        "evidence": doubt.evidence,
        "choices": [_plain(choice) for choice in doubt.choices],
    }
    return said | ({"why": doubt.why, "rules": list(doubt.rules)} if explain else {})


def _request(request: HelpRequest, explain: bool) -> JsonValue:
    said: dict[str, JsonValue] = {
        "opportunity": request.opportunity,
        "kind": request.kind,
        "person": request.person,
        "date": request.day.isoformat() if request.day else None,
        "value": _plain(request.value),
        "evidence": request.evidence,
    }
    return said | ({"rules": list(request.rules)} if explain else {})


def _plain(value: Value) -> str | int | float | None:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date) else value

"""Loads the sales processes that replies are read against, and names every fault by its key."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NoReturn

import yaml

from domain.sales.process import Colleague, DateOrder, ForecastCategory, SalesProcess, Stage

# The C loader is several times faster; PyYAML has it wherever libyaml was there when it was built.
_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_PROCESS_KEYS = {"currency", "date_order", "fiscal_year_starts", "stages", "competitors", "people"}
_STAGE_KEYS = {"name", "probability", "category", "say", "won", "lost"}


class ProcessesError(ValueError):
    """A file of processes that cannot be used. `faults` are whole sentences, each opening with the key it is about."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def load_processes(path: Path) -> dict[str, SalesProcess]:
    """The processes of a YAML file by name. Raises ProcessesError with all faults at once."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        _fail(f"{path}: cannot be read: {error.strerror or error}. Name a file that exists.")
    except UnicodeDecodeError as error:
        _fail(f"{path}: is not UTF-8 (byte {error.start}). Save it as UTF-8.")
    try:
        # An explicit safe loader: it builds plain values only.
        loaded: object = yaml.load(text, Loader=_Loader)  # noqa: S506
    except yaml.YAMLError as error:
        _fail(f"{path}: is not YAML: {' '.join(str(error).split())}")
    return processes_from(loaded)


def processes_from(loaded: object) -> dict[str, SalesProcess]:
    """The processes that a parsed file says. Raises ProcessesError with all faults at once."""
    if not isinstance(loaded, Mapping) or not loaded:
        _fail("the file: must map names of processes to processes.")
    faults = [fault for name, said in loaded.items() for fault in _process_faults(str(name), said)]
    if faults:
        raise ProcessesError(faults)
    return {str(name): _process(said) for name, said in loaded.items()}


def _fail(fault: str) -> NoReturn:
    raise ProcessesError([fault])


def _process(said: Mapping[str, object]) -> SalesProcess:
    stages, people = said["stages"], said.get("people") or {}
    assert isinstance(stages, list)  # noqa: S101 - _process_faults has looked
    assert isinstance(people, Mapping)  # noqa: S101 - _process_faults has looked
    return SalesProcess(
        stages=tuple(_stage(stage) for stage in stages),
        currency=str(said.get("currency", "USD")),
        date_order=DateOrder(str(said.get("date_order", DateOrder.MONTH_FIRST))),
        fiscal_year_starts=int(str(said.get("fiscal_year_starts", 1))),
        competitors=_words(said.get("competitors")),
        colleagues=tuple(Colleague(str(name), str(does)) for name, does in people.items()),
    )


def _stage(said: Mapping[str, object]) -> Stage:
    return Stage(
        name=str(said["name"]),
        probability=int(str(said["probability"])),
        category=ForecastCategory(str(said["category"])),
        say=_words(said.get("say")),
        won=bool(said.get("won", False)),
        lost=bool(said.get("lost", False)),
    )


def _words(said: object) -> tuple[str, ...]:
    return tuple(str(word) for word in said) if isinstance(said, list) else ()


def _process_faults(key: str, said: object) -> Iterator[str]:
    if not isinstance(said, Mapping):
        yield f"{key}: must be a mapping with stages, currency, date_order and the rest."
        return
    yield from _unknown_keys(key, said, _PROCESS_KEYS)
    currency = said.get("currency", "USD")
    if not isinstance(currency, str) or len(currency) != 3 or not currency.isascii() or not currency.isupper():
        yield f"{key}.currency: {currency!r} is not a currency code such as USD."
    if said.get("date_order", "mdy") not in [*DateOrder]:
        yield f"{key}.date_order: {said.get('date_order')!r} is neither mdy nor dmy."
    if not _whole(said.get("fiscal_year_starts", 1), 1, 12):
        yield f"{key}.fiscal_year_starts: {said.get('fiscal_year_starts')!r} is not a month from 1 to 12."
    yield from _word_list_faults(f"{key}.competitors", said.get("competitors"))
    people = said.get("people")
    if people is not None and not (
        isinstance(people, Mapping) and all(isinstance(w, str) and w for item in people.items() for w in item)
    ):
        yield f"{key}.people: must map names to what they do, such as rep or discount_approval."
    yield from _stages_faults(f"{key}.stages", said.get("stages"))


def _stages_faults(key: str, stages: object) -> Iterator[str]:
    if not isinstance(stages, list) or not stages:
        yield f"{key}: must be a list of stages in their order."
        return
    for index, stage in enumerate(stages):
        yield from _stage_faults(f"{key}[{index}]", stage)
    said = [stage for stage in stages if isinstance(stage, Mapping)]
    names = [str(stage.get("name")) for stage in said]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"{key}: two stages are called {name!r}."
    for outcome in ("won", "lost"):
        if not any(stage.get(outcome) is True for stage in said):
            yield f"{key}: no stage has {outcome}: true."


def _stage_faults(key: str, stage: object) -> Iterator[str]:
    if not isinstance(stage, Mapping):
        yield f"{key}: must be a mapping with name, probability and category."
        return
    yield from _unknown_keys(key, stage, _STAGE_KEYS)
    name = stage.get("name")
    if not isinstance(name, str) or not name.strip():
        yield f"{key}.name: a stage needs a name."
    if not _whole(stage.get("probability"), 0, 100):
        yield f"{key}.probability: {stage.get('probability')!r} is not a whole percent from 0 to 100."
    if stage.get("category") not in [*ForecastCategory]:
        yield f"{key}.category: {stage.get('category')!r} is none of {', '.join(ForecastCategory)}."
    for outcome in ("won", "lost"):
        if not isinstance(stage.get(outcome, False), bool):
            yield f"{key}.{outcome}: must be true or false."
    if stage.get("won") is True and stage.get("lost") is True:
        yield f"{key}: a stage cannot be both won and lost."
    yield from _word_list_faults(f"{key}.say", stage.get("say"))


def _unknown_keys(key: str, said: Mapping[object, object], known: set[str]) -> Iterator[str]:
    for extra in said:
        if extra not in known:
            yield f"{key}.{extra}: is not a key here. Known are {', '.join(sorted(known))}."


def _word_list_faults(key: str, said: object) -> Iterator[str]:
    if said is not None and not (isinstance(said, list) and all(isinstance(w, str) and w.strip() for w in said)):
        yield f"{key}: must be a list of words. Quote a word that YAML takes for something else, such as 'no'."


def _whole(value: object, lowest: int, highest: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and lowest <= value <= highest

"""Whatever an author may write is read somewhere once the level is loaded; a key without a reader fails here.

Reading is observed, not guessed: every content model reports the fields that are asked for while levels are
compiled and played by every seat, with all kinds of orders, effects and objectives. What only other commands
read stands in READ_BY with its module; what is there for people who read the file stands in FOR_READERS.
"""

from __future__ import annotations

import dataclasses
import re
import typing
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from game.content.effects import ECONOMIC_KINDS, SEAT_KINDS
from game.content.fields import Model
from game.content.history import History
from game.content.level import Level
from game.content.objectives import OBJECTIVE_KINDS
from game.content.packs import LoadedLevel, load_level
from game.content.rival import Rival
from game.content.setting import Setting
from game.paths import levels_dir
from game.play.cards import level_card
from game.play.guide import opening_pages
from game.play.match import Match
from game.rules.compile import build_rulebook
from game.rules.imagine import imagine
from game.rules.orders import OrderArray, empty_orders
from game.rules.resolve import resolve
from game.rules.rulebook import (
    ChoiceInfo,
    DeclaredEffect,
    EventInfo,
    FirstCall,
    PlantShare,
    ProjectCopy,
    Rulebook,
    ScriptedEffect,
)
from game.rules.score import futures
from game.rules.start import start

from .conftest import busy

ROOT = Path(__file__).resolve().parents[2]
SHORT = ROOT / "tests" / "insight" / "pack" / "levels" / "short.yaml"
Field = tuple[str, str]
COMPILED = (
    ProjectCopy,
    FirstCall,
    PlantShare,
    EventInfo,
    ChoiceInfo,
    DeclaredEffect,
    ScriptedEffect,
    Rulebook,
)

READ_BY: dict[Field, str] = {
    ("HistoryUse", "use"): "game/content/packs.py",
    ("Level", "setting"): "game/content/packs.py",
    ("Level", "solutions"): "game/play/rehearsal.py",
    ("Rulebook", "assumptions"): "game/play/match.py",
    ("Level", "questions"): "game/play/debriefing.py",
    ("Level", "par"): "game/play/ending.py",
    ("Par", "p90_musd"): "game/rules/score.py",
    ("Par", "quantiles"): "game/play/ending.py",
    ("Solution", "seed"): "game/play/rehearsal.py",
    ("Solution", "orders"): "game/play/rehearsal.py",
    ("SolutionOrder", "quarter"): "game/play/rehearsal.py",
    ("SolutionOrder", "slot"): "game/play/rehearsal.py",
    ("SolutionOrder", "option"): "game/play/rehearsal.py",
    ("Rival", "name"): "game/lab/tournament.py",
    ("RivalRule", "vary"): "game/rivals/variation.py",
    ("Vary", "delay"): "game/rivals/variation.py",
    ("Vary", "skip"): "game/rivals/variation.py",
    ("Setting", "parameters_from"): "game/content/inherit.py",
    ("Gain", "at_least"): "game/rules/objectives.py",
    ("ScriptedEffect", "id"): "game/lab/backtest.py",
    ("ScriptedEffect", "value"): "game/rules/compile.py",
    ("DeclaredEffect", "ends_with"): "game/rules/compile.py",
    ("HistoryEntry", "fitted"): "game/lab/calibrate.py",
    ("Rival", "camp"): "game/lab/claims.py",
    **{
        (claim, name): "game/lab/claims.py"
        for claim, names in {
            "BuildUpBeatsPolitics": (),
            "AlliancesPay": ("with_seat", "build", "option"),
            "RestrictionPays": ("quarters", "slot", "option", "from_quarter"),
            "StockIsEnough": (),
        }.items()
        for name in ("seat", "holds", *names)
    },
    **{("Fitted", name): "game/lab/calibrate.py" for name in ("low", "high", "tie", "steps")},
}
"""Fields that a game does not touch, and the module that does."""

FOR_READERS = frozenset(
    [
        *("source", "confidence", "note", "unit", "sources"),  # where a figure comes from; `check` reads them
        *("format", "kind"),  # compared when the file is read
    ]
)
"""Fields of any model that speak to whoever reads the file."""

FOR_READERS_OF: dict[str, tuple[str, ...]] = {
    "Level": ("turns",),  # of a lesson in class
    "Par": ("governments", "seed"),  # how it was found
    "Rival": ("id", "text"),
    "History": ("id", "title"),
    "HistoryEntry": ("text",),
    "Setting": ("id", "title", "quarter"),
    "NationFigures": ("reserves_t",),  # an outlook, no figure of the model
    "Stated": ("low", "high", "fitted"),  # what the fit may choose from
}


def models(type_: object, found: dict[type[Model], None]) -> dict[type[Model], None]:
    """Every content model that the type leads to."""
    if isinstance(type_, type) and issubclass(type_, Model):
        if type_ not in found:
            found[type_] = None
            for info in type_.model_fields.values():
                models(info.annotation, found)
        return found
    for part in typing.get_args(type_):
        models(part, found)
    return found


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> LoadedLevel:
    """The shipped level, with every kind of effect and objective in it."""
    text = (levels_dir() / "core" / "levels" / "quota.yaml").read_text(encoding="utf-8")
    goods, reach = "goods: [light_oxide]", "nations: [china]"
    extra = [
        f"{{kind: import_duty, {reach}, {goods}, value: 0.1}}",
        f"{{kind: support, {reach}, {goods}, value: 1}}",
        f"{{kind: price_floor, {reach}, {goods}, value: 1}}",
        f"{{kind: state_buy, {reach}, {goods}, value: 1}}",
        f"{{kind: state_release, {reach}, {goods}, value: 1}}",
        f"{{kind: pledge, {reach}, destinations: [japan], {goods}, value: 1}}",
        "{kind: influence, value: 1, delay: 2}",
        "{kind: slip_project, project: nolans, quarters: 2}",
        "{kind: finish_wto, against: china}",
    ]
    spill = "          - {kind: spill}\n"
    gain = "{kind: gain, at_least: 1, text: {en: More., zh-Hans: 更多。}}"
    assert text.count(spill) == 1 and text.count("    mandate:\n") == 4
    text = text.replace(spill, spill + "".join(f"          - {effect}\n" for effect in extra))
    text = text.replace("    mandate:\n", f"    mandate:\n      - {gain}\n")
    file = tmp_path_factory.mktemp("everything") / "quota.yaml"
    file.write_text(text, encoding="utf-8")
    return load_level(file)


@pytest.fixture(scope="module")
def reads(everything: LoadedLevel) -> Iterator[set[Field]]:
    """(model, field) of everything that was asked for while the levels were compiled and played."""
    found: set[Field] = set()

    def noticed(self: object, name: str) -> object:
        if not name.startswith("_"):
            found.update((base.__name__, name) for base in type(self).__mro__)
        return object.__getattribute__(self, name)

    short = load_level(SHORT)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Model, "__getattribute__", noticed, raising=False)
        rulebook, small = build_rulebook(everything), build_rulebook(short)
        for compiled in COMPILED:
            patch.setattr(compiled, "__getattribute__", noticed, raising=False)
        level_card(everything)
        follow_guide()
        for seat in everything.level.seats:
            busy(Match(everything, (seat,), 7, rulebook=rulebook), 1).view()
        state, rng = start(rulebook, np.arange(8, dtype=np.uint64)), np.random.default_rng(1)
        for _ in range(12):
            state = resolve(rulebook, state, any_orders(rulebook, 8, rng)).state
            imagine(rulebook, state, 0, 2, 1)
        match = busy(Match(short, ("japan",), 7, rulebook=small), short.level.quarters)
        state = futures(small, match.state, 0, 2)
        for _ in range(small.caretaker):
            state = resolve(small, state, empty_orders(small, state.size)).state
    yield found


def follow_guide() -> None:
    """The shipped guided level, each step done as it asks."""
    guided = load_level("first_five_minutes")
    match = Match(guided, tuple(guided.level.seats)[:1], 7)
    opening_pages(match)
    while not match.finished:
        guide = match.guide
        for _ in range(len(guide.spec.steps) if guide is not None else 0):
            match.view()
            step = guide.step(match) if guide is not None else None
            if guide is None or step is None:
                break
            kind = step.done.partition(":")[0]
            if kind == "next":
                guide.go_on(match)
            elif kind == "predict":
                guide.guess(match, "up")
            else:
                busy(match, 1)
                break
        match.end_quarter()


def any_orders(rulebook: Rulebook, worlds: int, rng: np.random.Generator) -> OrderArray:
    """A few orders of every seat in every world, legal or not; the rules sort them out."""
    orders = empty_orders(rulebook, worlds)
    given = rng.random(orders.shape) < 0.06
    options = np.array([len(spec.options) for spec in rulebook.slots])
    return np.where(given, rng.integers(1, options[:, None] + 1, orders.shape), 0).astype(orders.dtype)


REACHED = models(Level, models(Rival, models(History, models(Setting, {}))))


def test_the_walk_reaches_every_kind() -> None:
    assert {*ECONOMIC_KINDS, *SEAT_KINDS, *OBJECTIVE_KINDS} <= set(REACHED)


def test_every_field_has_a_reader(reads: set[Field]) -> None:
    unread = [
        (model.__name__, name)
        for model in REACHED
        for name in model.model_fields
        if (model.__name__, name) not in reads
        and (model.__name__, name) not in READ_BY
        and name not in (*FOR_READERS, *FOR_READERS_OF.get(model.__name__, ()))
    ]
    assert not unread, "; ".join(map(str, unread))


def test_every_compiled_field_has_a_reader(reads: set[Field]) -> None:
    """What is only carried from the level into the rulebook has not been read."""
    fields = [(kind.__name__, field.name) for kind in COMPILED for field in dataclasses.fields(kind)]
    assert [field for field in fields if field not in reads and field not in READ_BY] == []


def test_the_modules_that_are_said_to_read_a_field_do() -> None:
    for (_, name), module in READ_BY.items():
        assert re.search(rf"\.{name}\b|\"{name}\"", (ROOT / module).read_text(encoding="utf-8")), (
            name,
            module,
        )

"""Challenge the model: the assumptions that can be put in doubt, and what a changed one does to a level.

A closed set. Five are figures of the setting, with the range and the source that it states; the sixth, how
loyal allies are, is a rule of the level. This is the only place that knows how numbers outrank each other:

    fitted < ensemble < level < challenge

`build_rulebook` compiles a level that `challenged` has changed, and passes its parameters and those of its
ensemble through `outranking`, so that what is challenged stays challenged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from game.content.packs import LoadedLevel
from game.content.project import Project
from game.content.setting import Setting, Stated
from game.economy.dims import PIPELINE_STAGES, PLANTS
from game.economy.parameters import F64, Parameters
from game.i18n import Text

__all__ = [
    "ASSUMPTIONS",
    "Assumption",
    "AssumptionError",
    "Assumptions",
    "Evidence",
    "challenged",
    "checked",
    "evidence",
    "outranking",
]

Assumptions = Mapping[str, float]
"""What is assumed instead, by id of the assumption; what is not named stays as the level has it."""


@dataclass(frozen=True)
class Assumption:
    """One assumption: `figure` is the behaviour of the setting that stands for it ('' = a rule of the level),
    `plant` the plant where it is a table; `low` and `high` what may be tried at all, evidence or not."""

    id: str
    figure: str
    low: float
    high: float
    step: float
    plant: str = ""


ASSUMPTIONS: Final = (
    Assumption("loyalty", "", 0.0, 1.0, 0.25),
    Assumption("trade", "trade_elasticity", 0.5, 8.0, 0.5),
    Assumption("learning", "learning_rate", 0.0, 0.4, 0.025, "light_separation"),
    Assumption("construction", "lead_time_quarters", 4.0, 28.0, 1.0, "light_separation"),
    Assumption("substitution", "substitution_speed", 0.0, 0.08, 0.005),
    Assumption("leakage", "leakage_gain", 0.0, 3.0, 0.25),
)
BY_ID: Final = {assumption.id: assumption for assumption in ASSUMPTIONS}
LOYALTY_SOURCE: Final = "assumptions.loyalty.source"
_HIGHEST_RATE = 0.9


class AssumptionError(ValueError):
    """An assumption that does not exist or can't take that value; `text` is one sentence for people."""

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(f"{text.id}: {dict(text.args)}")


@dataclass(frozen=True)
class Evidence:
    """What is known of an assumption: the value in force, the range that is evidenced (None = none stated),
    where that is written, and how sure it is."""

    value: float
    low: float | None
    high: float | None
    source: Text
    confidence: str


def checked(values: Mapping[Any, Any]) -> dict[str, float]:
    """The assumptions as numbers, in their fixed order. AssumptionError names one that is none."""
    for name in values:
        if name not in BY_ID:
            raise AssumptionError(Text("assumptions.unknown", {"name": str(name), "known": ", ".join(BY_ID)}))
    found = {}
    for assumption in ASSUMPTIONS:
        if assumption.id not in values:
            continue
        value = values[assumption.id]
        good = isinstance(value, int | float) and not isinstance(value, bool)
        if not good or not assumption.low <= value <= assumption.high:
            args = {"name": assumption.id, "value": str(value)}
            ends = {"low": f"{assumption.low:g}", "high": f"{assumption.high:g}"}
            raise AssumptionError(Text("assumptions.outside", {**args, **ends}))
        found[assumption.id] = float(value)
    return found


def evidence(loaded: LoadedLevel, name: str) -> Evidence:
    """What the level and its setting say about an assumption. Raises KeyError for an unknown one."""
    assumption = BY_ID[name]
    if not assumption.figure:
        loyal = float(loaded.level.orders.agreement.loyalty)
        return Evidence(loyal, 0.0, 1.0, Text(LOYALTY_SOURCE), "judgement")
    stated = _stated(loaded.setting, assumption)
    source = loaded.setting.sources[stated.source].text
    text = Text({language: source.in_language(language) for language in ("en", "zh-Hans")})
    return Evidence(stated.value, stated.low, stated.high, text, stated.confidence)


def _stated(setting: Setting, assumption: Assumption) -> Stated:
    figure: Any = setting.behaviour[assumption.figure]
    if isinstance(figure, Stated):
        return figure
    chosen: Stated = figure[assumption.plant]
    return chosen


def challenged(loaded: LoadedLevel, assumptions: Assumptions) -> LoadedLevel:
    """The level with the rules that its assumptions change: loyalty, and how long projects are built.

    Without assumptions it is the same object. What par a level has was reached under its own assumptions,
    so a challenged one has none: no points and no seals.
    """
    if not assumptions:
        return loaded
    level = loaded.level
    orders, projects = level.orders, level.projects
    if "loyalty" in assumptions:
        agreement = orders.agreement.model_copy(update={"loyalty": assumptions["loyalty"]})
        orders = orders.model_copy(update={"agreement": agreement})
    if "construction" in assumptions:
        pace = assumptions["construction"] / evidence(loaded, "construction").value
        projects = tuple(_paced(project, pace) for project in projects)
    changed = level.model_copy(update={"orders": orders, "projects": projects, "par": {}})
    return replace(loaded, level=changed)


def _paced(project: Project, pace: float) -> Project:
    """A project that takes `pace` times as long; what is left of a stage under way scales as the stage."""

    def quarters(count: int) -> int:
        return max(round(count * pace), 1) if count else 0

    stages = project.stage_quarters
    changed = stages.model_copy(update={"permit": quarters(stages.permit), "build": quarters(stages.build)})
    under_way = {"permit": "permit", "building": "build"}.get(project.status, "")
    done = project.done_quarters
    if under_way and done:
        left = quarters(max(getattr(stages, under_way) - done, 0))
        done = max(getattr(changed, under_way) - left, 0)
    return project.model_copy(update={"stage_quarters": changed, "done_quarters": done})


def outranking(parameters: Parameters, setting: Setting, assumptions: Assumptions) -> Parameters:
    """Parameters, fitted or of the ensemble (last axis 1 or B), with what is challenged in its place.

    Figures of a table (learning, construction) keep their proportions to the one that is named.
    """
    new: dict[str, Any] = {}
    for name, value in assumptions.items():
        assumption = BY_ID[name]
        if name == "learning":
            rates = np.minimum(_scaled(setting, assumption, value), _HIGHEST_RATE)
            new["learning_exponent"] = -np.log2(1.0 - rates)[:, None, None]
        elif name == "construction":
            lead = np.maximum(_scaled(setting, assumption, value), PIPELINE_STAGES)[:, None, None]
            new["lead_time_quarters"] = lead
            new["pipeline0_t"] = _pipeline(parameters, lead)
        elif assumption.figure:
            new[assumption.figure] = value
    return parameters.with_values(**new) if new else parameters


def _scaled(setting: Setting, assumption: Assumption, value: float) -> F64:
    """A behaviour of all plants [K] in proportion to the one that is now `value`."""
    figure: Any = setting.behaviour[assumption.figure]
    stated = _stated(setting, assumption).value
    if isinstance(figure, Stated) or not stated:
        return np.full(len(PLANTS), value)
    return np.array([figure[plant].value for plant in PLANTS]) * (value / stated)


def _pipeline(parameters: Parameters, lead: F64) -> F64:
    """Private projects under way at the benchmark [K,stage,N,.] with other lead times [K,1,1].

    As in balanced growth (economy/benchmark.py): the last stage finishes what growth and wear ask for.
    """
    growth = parameters.growth_quarter
    before, after = PIPELINE_STAGES / parameters.lead_time_quarters, PIPELINE_STAGES / lead
    back = np.arange(PIPELINE_STAGES)[::-1][None, :, None, None]
    old = ((growth + before) / before)[:, None] ** back / before[:, None]
    new = ((growth + after) / after)[:, None] ** back / after[:, None]
    scaled: F64 = parameters.pipeline0_t * (new / old)
    return scaled

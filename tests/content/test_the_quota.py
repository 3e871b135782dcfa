"""The first level as shipped: it loads clean, every seat has its dossiers, texts fit, facts carry sources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from game.content.fields import PackText
from game.content.packs import LoadedLevel, load_level
from game.paths import levels_dir

SEATS = ("japan", "usa", "china", "australia")
ARCHETYPES = {"builder", "trader", "diplomat", "restrictor", "hoarder", "bridge_then_build", "nothing"}
TEMPERAMENTS = {"planner", "marketeer", "vendor", "home_first", "follower"}
LIMITS = {"title": (48, 24), "text": (220, 110), "label": (36, 20)}


@pytest.fixture(scope="module")
def loaded() -> LoadedLevel:
    return load_level(str(levels_dir() / "core" / "levels" / "quota.yaml"))


def dossier_texts(loaded: LoadedLevel) -> Iterator[tuple[str, str, PackText]]:
    """(where, kind, text) of everything that a dossier shows."""
    for event in loaded.level.events:
        yield event.id, "title", event.title
        yield event.id, "text", event.text
        for choice in event.choices:
            yield f"{event.id}.{choice.id}", "label", choice.label
            yield f"{event.id}.{choice.id}", "text", choice.text


def test_loads_without_a_problem(loaded: LoadedLevel) -> None:
    assert loaded.problems == [] or tuple(loaded.problems) == ()
    assert set(loaded.level.seats) == set(SEATS)
    assert set(loaded.rivals) >= ARCHETYPES | TEMPERAMENTS


def test_texts_fit_their_places(loaded: LoadedLevel) -> None:
    for where, kind, text in dossier_texts(loaded):
        english, chinese = LIMITS[kind]
        assert len(text.en) <= english, f"{where}: {kind} has {len(text.en)} characters"
        assert len(text.zh_hans) <= chinese, f"{where}: Chinese {kind} has {len(text.zh_hans)} characters"


def test_every_seat_has_dossiers_that_matter(loaded: LoadedLevel) -> None:
    for seat in SEATS:
        great = [e for e in loaded.level.events if e.great and seat in e.ask]
        assert len(great) >= 10, f"{seat} is asked {len(great)} times"
        for event in great:
            moving = [c for c in event.open_to(seat) if c.effects or c.cost.money or c.cost.influence]
            assert len(event.open_to(seat)) >= 2
            assert moving or event.id == "quota_plan", (
                f"{event.id}: nothing that {seat} chooses does anything"
            )


def test_no_choice_is_free_of_a_price(loaded: LoadedLevel) -> None:
    """A choice that only gives would be the right answer by itself: no dossier may hold one."""
    for event in loaded.level.events:
        for choice in event.choices:
            if choice.default:
                continue
            pays = choice.cost.money > 0 or choice.cost.influence > 0 or bool(choice.conditions)
            assert pays or has_a_drawback(choice.effects) or not choice.effects, f"{event.id}.{choice.id}"


def has_a_drawback(effects: tuple[Any, ...]) -> bool:
    """Whether something in a choice is unwelcome: money, mood, trust, cost, risk, contract or lost output."""
    worse_below_zero = {
        "money",
        "money_each_quarter",
        "confidence",
        "influence",
        "trust",
        "research",
        "stock",
    }
    worse_above = {"cost": 1.0, "political_risk": 0.0, "perceived_risk": 0.0}
    worse_below_one = {"supply", "licence", "quota", "spillover"}
    for effect in effects:
        value = getattr(effect, "value", getattr(effect, "quarters", getattr(effect, "months", 0.0)))
        kind = effect.kind
        if kind in ("contract", "guarantee"):
            return True
        if kind in worse_below_zero and value < 0:
            return True
        if kind in worse_above and value > worse_above[kind]:
            return True
        if kind in worse_below_one and value < 1:
            return True
        if kind == "capacity" and (value < 0 or effect.nations != ("self",)):
            return True
        if kind == "affinity" and effect.goods == ("magnets",):
            return True
    return False


def test_side_events_come_with_a_rumour(loaded: LoadedLevel) -> None:
    side = [event for event in loaded.level.events if event.side]
    assert len(side) >= 8
    assert loaded.level.deal < len(side)
    for event in side:
        assert event.rumour is not None
        assert event.rumour.true_odds == pytest.approx(0.7)


def test_date_and_size_of_the_cut_vary(loaded: LoadedLevel) -> None:
    cut = next(event for event in loaded.level.events if event.id == "quota_cut")
    assert cut.when == pytest.approx({2: 0.2, 3: 0.6, 4: 0.2})
    assert cut.size == pytest.approx((0.45, 0.75))


def test_a_plant_can_open_within_the_level(loaded: LoadedLevel) -> None:
    """Build-up must be visible before the last played quarter: something opens between Q7 and Q13."""
    named = [p for p in loaded.level.projects if not p.is_template]
    assert len(named) == 10
    opening = []
    for project in named:
        stages = project.stage_quarters
        left = stages.permit + stages.build if project.status != "building" else stages.build
        opening.append(left - project.done_quarters + 1)
    assert 7 <= min(opening) <= 13


def test_recalled_figures_are_marked(loaded: LoadedLevel) -> None:
    for project in loaded.level.projects:
        if "project_recalled" in project.sources:
            assert all(host.tonnes_year.confidence for host in project.hosts), project.id
    for key, source in loaded.level.sources.items():
        assert source.confidence is not None, key
        if "recalled" in source.text.en and "exact" not in source.text.en:
            assert source.confidence in ("recalled", "derived", "sourced")

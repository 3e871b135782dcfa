"""Standing in a campaign: what is open, and that everything can come to be."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from game.content.campaign import Campaign
from game.content.campaigns import all_campaigns, find_levels, parse_campaign
from game.content.packs import discover
from game.content.reader import read_text
from game.i18n import Translator
from game.play.campaign import Journey, counts_for, journey_of
from game.play.progress import Finished

LIBRARY = discover(user=False)
SEEDS = {"quota": {"history": 2010}, "first_five_minutes": {"history": 2010}}


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    (found,) = all_campaigns(LIBRARY)
    assert found.campaign is not None
    return found.campaign


def game_of(journey: Journey, step: str, **values: object) -> Finished:
    """A finished game of a step: each has its own luck, or that of the step that it is compared with."""
    standing = journey[step]
    one = standing.step
    seed = standing.seed
    if seed is None:
        seed = 70 + journey.steps.index(journey[one.compare or step])
    return replace(Finished(one.level, one.seat, seed, one.difficulty), **values)  # type: ignore[arg-type]


def states(journey: Journey) -> dict[str, str]:
    return {standing.step.id: standing.state for standing in journey.steps}


def test_a_newcomer_sees_one_open_step(campaign: Campaign) -> None:
    journey = journey_of(campaign, SEEDS, ())
    assert [name for name, state in states(journey).items() if state == "open"] == ["first"]
    assert journey.next_step() == "first" and (journey.done, journey.complete) == (0, False)


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("practice", [False, True])
def test_finishing_in_any_order_opens_all_that_needs_no_seal(
    campaign: Campaign, seed: int, practice: bool
) -> None:
    rng = random.Random(seed)
    games: tuple[Finished, ...] = ()
    seen: set[str] = set()
    while True:
        journey = journey_of(campaign, SEEDS, games)
        open_now = {s.step.id for s in journey.steps if s.state == "open"}
        assert seen <= {s.step.id for s in journey.steps if s.state != "closed"}, "nothing closes again"
        seen |= open_now
        if not open_now:
            break
        games = (*games, game_of(journey, rng.choice(sorted(open_now)), practice=practice))
    assert journey.complete
    closed = {s.step.id for s in journey.steps if s.state == "closed"}
    assert closed == {s.id for s in campaign.steps if s.extra}, "without a seal only extras stay closed"


def test_seals_and_mandates_open_the_rest(campaign: Campaign) -> None:
    journey = journey_of(campaign, SEEDS, ())
    games = tuple(
        game_of(journey, s.id, seal="gold", points=99.0, met=True) for s in campaign.steps if not s.extra
    )
    assert "closed" not in states(journey_of(campaign, SEEDS, games)).values()
    poor = tuple(replace(game, seal="bronze", met=False) for game in games)
    found = states(journey_of(campaign, SEEDS, poor))
    assert found["japan_veteran"] == "closed" and found["usa_same"] == "open"


def test_a_step_with_a_seed_takes_no_other_luck(campaign: Campaign) -> None:
    journey = journey_of(campaign, SEEDS, ())
    named = journey["japan"].step.model_copy(update={"seed": "history"})
    game = game_of(journey, "japan")
    assert counts_for(named, SEEDS, replace(game, seed=2010)) and not counts_for(named, SEEDS, game)
    assert counts_for(journey["japan"].step, SEEDS, game)
    assert not counts_for(named, {}, replace(game, seed=2010)), "a level that can't be read has no seeds"
    assert not counts_for(named, SEEDS, replace(game, seed=2010, difficulty="veteran"))


def test_what_comes_next(campaign: Campaign) -> None:
    journey = journey_of(campaign, SEEDS, ())
    first = game_of(journey, "first")
    japan = game_of(journey, "japan", seal="silver", points=60.0)
    before = journey_of(campaign, SEEDS, (first,))
    after = journey_of(campaign, SEEDS, (first, japan))
    fresh = after.opened_since(before)
    assert set(fresh) == {"australia", "usa", "japan_veteran"}
    assert after.next_step(fresh) == "australia"
    every = tuple(game_of(journey, s.id, seal="gold", met=True) for s in campaign.steps if s.seat != "usa")
    assert journey_of(campaign, SEEDS, every).next_step() == "usa"
    lesser = (*every, game_of(journey, "usa", seal="bronze", seed=5))
    assert journey_of(campaign, SEEDS, lesser).next_step() == "usa_same", "bronze has opened it"
    silver = (*lesser, game_of(journey, "usa_same", seal="silver"))
    assert journey_of(campaign, SEEDS, silver).next_step() == "usa", "there is gold to be had"


def test_the_other_chair_has_the_luck_of_the_best_game(campaign: Campaign) -> None:
    journey = journey_of(campaign, SEEDS, ())
    assert journey["china"].seed is None and journey["china"].pair is None
    poor, good = (game_of(journey, "japan", points=p, seed=s) for p, s in ((40.0, 1), (70.0, 2)))
    both = journey_of(campaign, SEEDS, (good, poor))
    assert both["china"].seed == 2
    elsewhere = journey_of(campaign, SEEDS, (good, poor, game_of(journey, "china", seed=3)))
    assert elsewhere["china"].state != "finished", "under other luck it is another game"
    once = game_of(journey, "china", points=10.0, seed=1)
    found = journey_of(campaign, SEEDS, (good, poor, once))
    assert found["china"].state == "finished" and found["china"].pair == (once, poor)
    assert found["china"].seed == 2, "the next one is played under the luck of what is now the best"
    again = game_of(journey, "china", points=20.0, seed=2)
    assert journey_of(campaign, SEEDS, (good, poor, once, again))["china"].pair == (again, good)


def test_needs_are_said_in_both_languages(campaign: Campaign) -> None:
    text = """
format: 1
kind: campaign
id: c
title: {en: C, zh-Hans: C}
question: {en: C, zh-Hans: C}
teaser: {en: C, zh-Hans: C}
steps:
  - {id: a, title: {en: Alpha, zh-Hans: 甲}, text: {en: A, zh-Hans: A}, level: quota, seat: japan}
  - {id: b, title: {en: Beta, zh-Hans: 乙}, text: {en: B, zh-Hans: B}, level: quota, seat: usa,
     after: [{finished: a}, {points: 40, of: a}, {seal: gold, of: a}, {mandate: a}]}
  - {id: c, title: {en: Gamma, zh-Hans: 丙}, text: {en: C, zh-Hans: C}, level: quota, seat: china,
     after: [{finished: [a, b], count: 1}]}
"""
    document, _ = read_text(text, "c.yaml")
    found, problems = parse_campaign(document, LIBRARY, find_levels(LIBRARY))
    assert found is not None and not problems
    journey = journey_of(found, SEEDS, ())
    needs = [need.text for standing in journey.steps for need in standing.needs]
    assert len(needs) == 5
    for language in ("en", "zh-Hans"):
        translator = Translator(language)
        said = [translator.render(need) for need in needs]
        assert len(set(said)) == 5 and all("{" not in line for line in said) and not translator.missing
    met = journey_of(found, SEEDS, (Finished("quota", "japan", 1, points=40.0, seal="gold", met=True),))
    assert states(met) == {"a": "finished", "b": "open", "c": "open"}
    assert met["a"].opens == ("b", "c")

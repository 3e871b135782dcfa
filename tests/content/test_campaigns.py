"""Campaign files: those that ship, and what can be wrong with others."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import yaml

from game.content.campaign import Campaign
from game.content.campaigns import FoundCampaign, all_campaigns, find_levels, parse_campaign
from game.content.check import check
from game.content.packs import discover
from game.content.problem import Problem, render
from game.content.reader import read_text
from game.content.templates import new_files
from game.i18n import Translator
from tests.content.test_fuzz import mutate

LIBRARY = discover(user=False)
FIND = find_levels(LIBRARY)
TRANSLATORS = (Translator("en"), Translator("zh-Hans"))


def parsed(text: str) -> tuple[Campaign | None, list[Problem]]:
    document, problems = read_text(text, "mine.yaml")
    campaign, more = parse_campaign(document, LIBRARY, FIND)
    return campaign, problems + more


@pytest.fixture(scope="module")
def shipped() -> FoundCampaign:
    (found,) = all_campaigns(LIBRARY)
    return found


def test_the_games_own_campaign_is_sound(shipped: FoundCampaign) -> None:
    assert not shipped.problems and shipped.campaign is not None
    quota = [step for step in shipped.campaign.steps if step.level == "quota" and not step.extra]
    assert {step.seat for step in quota} == {"japan", "usa", "china", "australia"}, "every chair is asked"
    assert shipped.campaign.steps[0].level == "first_five_minutes"
    assert not shipped.campaign.steps[0].after


def test_what_is_needed_opens_by_finishing_alone(shipped: FoundCampaign) -> None:
    assert shipped.campaign is not None
    for step in shipped.campaign.steps:
        kinds = {opening.tag for opening in step.after}
        assert step.extra or kinds <= {"finished"}, f"{step.id}: nobody has to win to see the rest"
        assert step.extra == bool(kinds - {"finished"}), f"{step.id}: seals open extras"


def test_who_has_the_luck_of_another_waits_for_it(shipped: FoundCampaign) -> None:
    assert shipped.campaign is not None
    compared = [step for step in shipped.campaign.steps if step.compare]
    assert {step.seat for step in compared} == {"china", "australia", "usa"}
    for step in compared:
        asked = [name for opening in step.openings for name in opening.steps]
        assert step.seed is None and step.compare in asked
    china = next(step for step in compared if step.seat == "china" and not step.extra)
    assert china.openings == china.after, "what `after` says already is not said twice"
    assert parsed(
        shipped.file.path.read_text(encoding="utf-8").replace("compare: japan", "compare: china", 1)
    )[1]


def test_a_pack_with_a_campaign_is_checked_as_a_whole(tmp_path: Path) -> None:
    for path, text in new_files("pack", "mine").items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    folder = tmp_path / "mine" / "campaigns"
    folder.mkdir()
    text = new_files("campaign", "tour")["tour.yaml"].replace("level: quota", "level: mine_1", 1)
    (folder / "tour.yaml").write_text(text, encoding="utf-8")
    report = check([tmp_path / "mine"])
    codes = {problem.code for problem in report.problems}
    assert codes == {"campaign.compare"}, (
        "the pack's own level is found, and it is another one than The Quota"
    )
    library = discover([tmp_path], user=False)
    found = {one.file.id: one for one in all_campaigns(library)}
    assert set(found) == {"tour", "build_or_bargain"}
    assert found["tour"].campaign is None and found["build_or_bargain"].campaign is not None


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("extra: true", "extra: perhaps"), "switch.invalid"),
        (("after: [{finished: first}]", "after: [{finished: []}]"), "list.short"),
        (("after: [{finished: first}]", "after: [{finished: japan}]"), "campaign.circle"),
        (("after: [{seal: silver, of: japan}]", "after: [{seal: silver, of: first}]"), "campaign.unscored"),
        (("count: 1", "count: 4"), "campaign.count"),
        (("count: 1", "count: 0"), "number.low"),
        (("difficulty: veteran", "difficulty: hard"), "word.unknown"),
        (("minutes\n    seat: japan", "minutes\n    seat: usa"), "campaign.guided"),
    ],
)  # fmt: skip
def test_a_slip_is_named(change: tuple[str, str], code: str, shipped: FoundCampaign) -> None:
    text = shipped.file.path.read_text(encoding="utf-8")
    assert change[0] in text
    campaign, problems = parsed(text.replace(*change, 1))
    assert code in {problem.code for problem in problems}
    assert campaign is None


def test_only_extras_is_nothing_to_finish() -> None:
    text = new_files("campaign", "mine")["mine.yaml"].replace("    level:", "    extra: true\n    level:")
    assert {problem.code for problem in parsed(text)[1]} == {"campaign.extras"}


def test_a_level_with_problems_of_its_own_is_not_the_campaigns_fault(tmp_path: Path) -> None:
    for path, text in new_files("pack", "mine").items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(
            text if path.endswith("pack.yaml") else "id: mine_1\n][", encoding="utf-8"
        )
    library = discover([tmp_path], user=False)
    text = new_files("campaign", "tour")["tour.yaml"].replace("level: quota", "level: mine_1")
    document, _ = read_text(text, "tour.yaml")
    campaign, problems = parse_campaign(document, library, find_levels(library))
    assert campaign is not None and not problems


@pytest.mark.parametrize("seed", range(60))
def test_whatever_happens_to_it_is_a_problem_in_words(seed: int, shipped: FoundCampaign) -> None:
    rng = random.Random(seed)
    tree = yaml.load(shipped.file.path.read_text(encoding="utf-8"), yaml.BaseLoader)
    for _ in range(rng.randint(1, 4)):
        mutate(tree, rng)
    campaign, problems = parsed(yaml.safe_dump(tree, allow_unicode=True, sort_keys=False))
    assert (campaign is None) == any(problem.is_error for problem in problems)
    for translator in TRANSLATORS:
        assert all(render(problem, translator) for problem in problems)
        assert not translator.missing
    assert all(problem.code != "value.unfit" for problem in problems)

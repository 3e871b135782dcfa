"""Loading: a level with all that it needs, its origins, its slots, its record for saves."""

import pickle
import re
import shutil
from pathlib import Path

import pytest

from game.content import ContentError, load_level, load_record
from game.content.check import check
from game.content.conditions import ProjectCondition
from game.content.effects import ECONOMIC_KINDS
from game.content.fields import CalendarQuarter, Figure
from game.content.packs import LoadedLevel
from game.content.slots import SLOT_GRAMMAR, match_slots, slot_ids, slot_specs
from game.economy.effects import KINDS

PACK = Path(__file__).parent / "pack"
LEVEL = PACK / "levels" / "trial.yaml"


@pytest.fixture(autouse=True)
def no_user_packs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("game.content.packs.user_packs_dir", lambda: tmp_path / "packs")


@pytest.fixture
def trial() -> LoadedLevel:
    return load_level(LEVEL)


def test_by_id_or_path(trial: LoadedLevel) -> None:
    assert load_level("trial", [PACK]).level == trial.level
    assert trial.problems == ()
    assert trial.history is not None and trial.setting.id == "2009"


def test_unknown_level_says_what_was_meant() -> None:
    with pytest.raises(ContentError) as caught:
        load_level("tria", [PACK])
    (problem,) = caught.value.problems
    assert problem.hint is not None and problem.hint.args == {"word": "trial"}
    with pytest.raises(ContentError) as caught:
        load_level("no/such/file.yaml")
    assert [p.code for p in caught.value.problems] == ["file.unreadable"]


def test_numbers_quarters_and_lists(trial: LoadedLevel) -> None:
    level = trial.level
    money = level.seats["japan"].money_musd
    assert isinstance(money, Figure) and money + 1 == 121
    assert (money.source, money.confidence) == ("invented", "judgement")
    assert level.acts[1].from_quarter == 3, "2010Q3 of a level that starts in 2010Q1"
    cut, ruling, _ = level.events
    assert cut.when == {2: 0.2, 3: 0.6, 4: 0.2}
    quota = cut.effects[0]
    assert quota.kind == "quota" and quota.value == "size"
    assert quota.targets() == (("light_oxide", "heavy_oxide"), ("china",), (), ())
    assert ruling.when is None and len(ruling.conditions) == 3
    assert level.start_trust("china", "japan") == 50 == level.start_trust("china", "nowhere")
    assert level.orders.wto.odds == 0.85, "an omitted block has the defaults"


def test_history_steps(trial: LoadedLevel) -> None:
    assert trial.history is not None
    demand, duty = trial.history.entries
    first, change = CalendarQuarter(2010, 1), CalendarQuarter(2011, 1)
    assert demand.steps() == ((first, change, 1.0), (change, None, 1.1))
    assert duty.steps() == ((first, CalendarQuarter(2011, 4), 0.15),)
    assert trial.history.without(("demand_usa",)) == (duty,)


def test_origins_lead_to_the_line(trial: LoadedLevel) -> None:
    lines = LEVEL.read_text(encoding="utf-8").splitlines()
    origin = trial.origin("events", "quota_cut", "effects", 0)
    assert "kind: quota" in lines[origin.line - 1]
    conditions = trial.origin("events", "ruling", "conditions", 1)
    assert "quota_cut.protest" in lines[conditions.line - 1], "the names in Python do as well"
    entry = trial.origin("entries", "duty_china", kind="history", id="background")
    assert entry.file.endswith("background.yaml") and entry.line == 6


def test_a_record_needs_no_files(trial: LoadedLevel, monkeypatch: pytest.MonkeyPatch) -> None:
    record = trial.to_record()
    monkeypatch.setattr("game.content.packs.discover", lambda *_, **__: pytest.fail("looked for packs"))
    again = load_record(record)
    assert again.level == trial.level and again.rivals == trial.rivals and again.history == trial.history
    assert again.origin("deal").line == trial.origin("deal").line
    assert again.origin("deal").file == "pack/levels/trial.yaml", "no folders of whoever saved it"


def test_slots(trial: LoadedLevel) -> None:
    specs = slot_specs(trial.level)
    ids = slot_ids(trial.level)
    assert len(set(ids)) == len(ids)
    assert {spec.kind for spec in specs} == set(SLOT_GRAMMAR) - {"recycling"}, "listed in `without`"
    assert all(len(spec.options) == len(spec.option_levers) > 0 and spec.seats for spec in specs)
    by_id = {spec.id: spec for spec in specs}
    assert by_id["quota"].options == ("none", "-20", "-40", "-60")
    assert by_id["duty"].options == ("0", "10", "15", "25")
    assert by_id["offtake:far_mine"].options == ("45", "60", "75")
    assert by_id["answer:quota_cut"].options == ("calm", "protest")
    assert by_id["answer:quota_cut"].option_levers == ("diplomacy", "diplomacy")
    assert by_id["licence:magnets:japan"].seats == ("china",)
    (home,) = match_slots("build:light_separation:home", specs, "japan")
    assert specs[home].target == "light_separation:japan"
    assert [ids[i] for i in match_slots("agreement:*", specs, "japan")] == [
        "agreement:japan",
        "agreement:china",
    ]
    assert len(match_slots("gate:*", specs, "japan")) == 3


def test_the_economy_knows_every_economic_effect() -> None:
    assert {kind.model_fields["kind"].annotation.__args__[0] for kind in ECONOMIC_KINDS} == set(KINDS)


def test_one_bad_level_hides_no_other(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    (folder / "levels").mkdir(parents=True)
    (folder / "pack.yaml").write_text(
        (PACK / "pack.yaml").read_text(encoding="utf-8").replace("id: trial", "id: mine"), encoding="utf-8"
    )
    (folder / "levels" / "bad.yaml").write_text("format: 1\nkind: level\nid: bad\n", encoding="utf-8")
    (folder / "levels" / "trial.yaml").write_text(LEVEL.read_text(encoding="utf-8"), encoding="utf-8")
    assert load_level("trial", [folder, PACK]).origin("id").file.startswith(tmp_path.as_posix())
    report = check([folder, PACK])
    assert [loaded.level.id for loaded in report.levels] == ["trial", "trial"]
    conflicts = [p for p in report.problems if p.code == "pack.conflict"]
    assert len(conflicts) == 1
    named = {conflicts[0].file, str(conflicts[0].message.args["other"])}
    assert {name.rsplit("/", 3)[-3] for name in named} == {"mine", "pack"}, "both files are named"


def test_resolved_names_the_line_or_the_default() -> None:
    text = check([PACK]).resolved()
    assert "money_musd: 120  # " in text
    assert "discount_year: 0.05  # default" in text
    assert "demand_usa" not in text.split("---")[1], "a skipped entry is left out"


def test_project_condition_asks_for_something() -> None:
    assert ProjectCondition.model_validate({"project": "p", "status": "open"}).status == ("open",)


def test_a_level_of_2025_takes_its_parameters_from_2009(tmp_path: Path) -> None:
    """The setting of 2024 needs that of 2009; a save carries both, and the projects of the day come."""
    from game.rules.compile import build_rulebook

    folder = tmp_path / "pack"
    shutil.copytree(PACK, folder)
    path = folder / "levels" / "trial.yaml"
    text = re.sub(r"\b2010(Q\d)", r"2025\1", path.read_text(encoding="utf-8"))
    text = text.replace("setting: 2009", "setting: 2024")
    path.write_text(re.sub(r"history: \{.*\}", "history: {skip: [narva]}", text), encoding="utf-8")
    loaded = load_level(path)
    assert loaded.setting.id == "2024" and loaded.history is None
    assert {name for kind, name in loaded.files if kind == "setting"} == {"2024", "2009"}
    assert load_record(loaded.to_record()).setting == loaded.setting
    ids = {line.id for line in build_rulebook(loaded).script}
    assert "kuantan_heavy" in ids and "narva" not in ids
    path.write_text(path.read_text(encoding="utf-8").replace("narva", "marva"), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_level(path)
    assert [p.code for p in caught.value.problems] == ["history_entry.none"]


def test_a_level_goes_to_worker_processes() -> None:
    loaded = load_level("quota")
    again = pickle.loads(pickle.dumps(loaded.level))
    assert again == loaded.level

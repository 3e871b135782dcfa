"""Which packs are on, in what order they count, and what a pack next door may change in a level: nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.content.choice import Choice, choice_file, read_choice, write_choice
from game.content.packs import discover, load_level, load_record
from game.content.problem import ContentError
from game.content.templates import new_files
from game.lab.claims import camp
from game.rules.compile import build_rulebook

RIVAL = """\
format: 1
kind: rival
id: {name}
name: {{en: "Stranger", zh-Hans: "生客"}}
text: {{en: "Builds whatever can be built.", zh-Hans: "能建的都建。"}}
camp: build_up
rules:
  - {{id: thrift, slot: thrift, reason: {{en: "Needing less is safe.", zh-Hans: "少用才安全。"}}}}
"""


def make_pack(packs: Path, name: str, **files: str) -> Path:
    """A new pack as `lanthanide new` writes it, with more files in it."""
    for path, text in {**new_files("pack", name), **{f"{name}/{k}": v for k, v in files.items()}}.items():
        (packs / path).parent.mkdir(parents=True, exist_ok=True)
        (packs / path).write_text(text, encoding="utf-8")
    return packs / name


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    return tmp_path / "packs"


def test_packs_count_in_the_order_chosen_and_not_when_off(packs: Path) -> None:
    level = new_files("level", "shared")["shared.yaml"]
    for name in ("alpha", "beta", "gamma"):
        make_pack(packs, name, **{"levels/shared.yaml": level})
    by_name = [pack.id for pack in discover(user=packs).packs]
    assert by_name == ["alpha", "beta", "gamma", "core"]
    write_choice(packs, Choice(("gamma", "alpha"), frozenset({"alpha"})))
    library = discover(user=packs)
    assert [pack.id for pack in library.packs] == ["gamma", "beta", "core"]
    assert [pack.id for pack in library.off] == ["alpha"]
    found = library.find("level", "shared")
    assert found is not None and found.pack == "gamma"


def test_a_level_of_a_pack_that_is_off_says_where_it_is(packs: Path) -> None:
    folder = make_pack(packs, "islands")
    write_choice(packs, Choice(off=frozenset({"islands"})))
    with pytest.raises(ContentError) as raised:
        load_level("islands_1", user=packs)
    hint = raised.value.problems[0].hint
    assert hint is not None and (hint.id, hint.args) == ("content.hint.pack_off", {"pack": "islands"})
    assert load_level(folder / "levels" / "islands_1.yaml", user=packs).level.id == "islands_1"


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=4),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["order", "off"]), inner),
    )
)
def test_a_kept_choice_may_hold_anything(tmp_path_factory: pytest.TempPathFactory, raw: object) -> None:
    packs = tmp_path_factory.getbasetemp() / "hostile" / "packs"
    packs.parent.mkdir(exist_ok=True)
    choice_file(packs).write_text(json.dumps(raw), encoding="utf-8")
    choice = read_choice(packs)
    assert sorted(choice.arranged(["b", "a"])) == ["a", "b"]
    write_choice(packs, choice)
    assert read_choice(packs) == choice


@given(st.permutations(["a", "b", "c", "d"]), st.sampled_from("abcd"), st.integers(-5, 5))
def test_moving_a_pack_moves_only_it(names: list[str], name: str, step: int) -> None:
    choice = Choice(tuple(names)).moved(names, name, step)
    after = choice.arranged(names)
    assert [n for n in after if n != name] == [n for n in names if n != name]
    assert after.index(name) == min(3, max(0, names.index(name) + step))


def test_a_strange_archetype_may_govern_and_counts_in_no_camp(packs: Path) -> None:
    alone = camp(build_rulebook(load_level("quota", user=packs)), "build_up")
    make_pack(packs, "strangers", **{"rivals/stranger.yaml": RIVAL.format(name="stranger")})
    loaded = load_level("quota", user=packs)
    assert "stranger" in loaded.rivals and loaded.guests == {"stranger"}
    assert camp(build_rulebook(loaded), "build_up") == alone
    own = load_level("strangers_1", user=packs)
    assert "stranger" in camp(build_rulebook(own), "build_up"), "in its own pack's levels it does"


def test_a_save_holds_what_its_level_needs_and_names_the_pack(packs: Path) -> None:
    make_pack(packs, "strangers", **{"rivals/stranger.yaml": RIVAL.format(name="stranger")})
    record = load_level("quota", user=packs).to_record()
    assert "packs" not in record
    assert not [file for file in record["files"] if file["id"] == "stranger"]
    record = json.loads(json.dumps(load_level("strangers_1", user=packs).to_record()))
    assert [pack["id"] for pack in record["packs"]] == ["strangers"]
    again = load_record(record)
    assert [(ref.id, ref.version) for ref in again.packs] == [("strangers", "0.1.0")]
    for wrong in ({"id": 3}, "strangers", {"id": "x", "version": "1", "name": {}}, None):
        with pytest.raises((KeyError, TypeError, ValueError)):
            load_record(record | {"packs": [wrong]})


@pytest.mark.parametrize(
    ("wanted", "warns"), [(">=0.1", False), ("99", True), (">= 0.9.1", True), ("any", False)]
)
def test_a_pack_for_a_newer_game_says_so(
    packs: Path, wanted: str, warns: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("game.content.pack.__version__", "0.9.0")
    folder = make_pack(packs, "later")
    file = folder / "pack.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(">=0.1", wanted), encoding="utf-8")
    found = [p.code for p in discover(user=packs).problems]
    assert ("pack.game" in found) == warns

"""A save of a level from somebody's pack: it goes on without the pack, and says which one is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.catalogues import LANGUAGES
from game.content.choice import Choice, write_choice
from game.content.install import remove
from game.content.packs import discover, load_level
from game.content.templates import new_files
from game.i18n import Translator
from game.play.match import Match
from game.play.pack_notes import missing_packs
from game.play.record import list_saves, read_header
from game.play.replay import replay_file


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A folder with one pack, and a save of two quarters of its level."""
    home = tmp_path_factory.mktemp("home")
    for path, text in new_files("pack", "isles").items():
        (home / "packs" / path).parent.mkdir(parents=True, exist_ok=True)
        (home / "packs" / path).write_text(text, encoding="utf-8")
    loaded = load_level("isles_1", user=home / "packs")
    match = Match(loaded, (loaded.level.seat_ids[0],), 7)
    match.end_quarter()
    match.end_quarter()
    match.save(home / "saves" / "game.json")
    return home / "packs", home / "saves" / "game.json"


def test_a_game_outlives_its_pack_and_says_so(made: tuple[Path, Path]) -> None:
    packs, save = made
    header = read_header(save)
    assert header.problem is None and [ref.id for ref in header.packs] == ["isles"]
    assert missing_packs(header.packs, discover(user=packs)) is None
    write_choice(packs, Choice(off=frozenset({"isles"})))
    off = missing_packs(header.packs, discover(user=packs))
    assert off is not None and off.id == "mods.save.off"
    remove(packs / "isles", packs)
    gone = missing_packs(header.packs, discover(user=packs))
    assert gone is not None and gone.id == "mods.save.gone"
    for language in LANGUAGES:
        tr = Translator(language)
        assert "Isles" in tr.render(gone) and "0.1.0" in tr.render(gone) and not tr.missing
    match = Match.load(save)
    assert match.differs is None and len(match.past) == 2
    while not match.finished:
        match.end_quarter()
    match.save(save)
    assert [ref.id for ref in list_saves(save.parent)[0].packs] == ["isles"], "it is remembered"
    assert replay_file(save).verified


def test_a_save_of_the_games_own_level_names_no_pack(tmp_path: Path) -> None:
    Match(load_level("quota", user=tmp_path), ("japan",), 7).save(tmp_path / "game.json")
    assert read_header(tmp_path / "game.json").packs == ()
    assert b'"packs"' not in (tmp_path / "game.json").read_bytes()[:5000]


@pytest.mark.parametrize(
    "packs", ['"x"', "[3]", '[{"id": 1, "version": "", "name": ""}]', '[{"id": "x"}]', "7"]
)
def test_a_header_with_odd_packs_is_broken_and_nothing_else(tmp_path: Path, packs: str) -> None:
    path = tmp_path / "game.json"
    Match(load_level("quota", user=tmp_path), ("japan",), 7).save(path)
    data = path.read_bytes().replace(b'"practice":false', b'"practice":false,"packs":' + packs.encode(), 1)
    path.write_bytes(data)
    problem = read_header(path).problem
    assert problem is not None and problem.id == "play.save.broken"

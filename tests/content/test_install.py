"""Packs that strangers hand over: taken in whole, or refused in a sentence, and never written elsewhere."""

from __future__ import annotations

import os
import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.catalogues import LANGUAGES
from game.content import unpack
from game.content.choice import Choice, read_choice, write_choice
from game.content.install import begin_pack, install, remove, removed_dir
from game.content.packs import discover
from game.content.shelf import move_pack, survey, switch_pack
from game.content.templates import new_files
from game.content.unpack import InstallError, look_into
from game.i18n import Translator

PACK = {path.removeprefix("isles/"): text for path, text in new_files("pack", "isles").items()}


def folder_of(where: Path, files: Mapping[str, str] = PACK, name: str = "isles") -> Path:
    for path, text in files.items():
        (where / name / path).parent.mkdir(parents=True, exist_ok=True)
        (where / name / path).write_text(text, encoding="utf-8")
    return where / name


def archive_of(where: Path, files: Mapping[str, str | bytes], *extra: tuple[zipfile.ZipInfo, bytes]) -> Path:
    path = where / "stranger.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
        for info, data in extra:
            archive.writestr(info, data)
    return path


def every_file(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    return tmp_path / "data" / "packs"


def refused(source: Path, packs: Path) -> str:
    """Why it was; nothing may have been written, and both languages say it in one clean sentence."""
    before = every_file(packs.parent) if packs.parent.exists() else set()
    with pytest.raises(InstallError) as raised:
        install(source, packs)
    assert (every_file(packs.parent) if packs.parent.exists() else set()) == before
    assert not packs.exists() or not list(packs.glob(".incoming-*"))
    for language in LANGUAGES:
        tr = Translator(language)
        said = tr.render(raised.value.text)
        assert not tr.missing and "\n" not in said and "{" not in said and said.endswith((".", "。"))
    return str(raised.value.text.id).removeprefix("mods.install.")


# ----------------------------------------------------------------------------------------- what goes well


@pytest.mark.parametrize("inside", ["", "isles/", "isles-main/pack/"])
def test_a_zip_is_taken_in_wherever_in_it_the_pack_lies(tmp_path: Path, packs: Path, inside: str) -> None:
    files = {f"{inside}{path}": text for path, text in PACK.items()}
    files |= {
        f"{inside}run.exe": "x",
        f"{inside}.git/config": "x",
        "__MACOSX/._pack.yaml": "x",
        f"{inside}README": "x",
    }
    where, parcel = install(archive_of(tmp_path, files), packs)
    assert where == packs / "isles" and every_file(where) == {*PACK, "README"}
    assert parcel.left_out == 3
    assert [pack.id for pack in discover(user=packs, shipped=False).packs] == ["isles"]


def test_a_folder_or_its_manifest_is_taken_in(tmp_path: Path, packs: Path) -> None:
    source = folder_of(tmp_path)
    assert every_file(install(source, packs)[0]) == set(PACK)
    with pytest.raises(InstallError) as raised:
        install(source / "pack.yaml", packs)
    assert raised.value.taken == packs / "isles"


def test_a_broken_pack_is_taken_in_under_a_safe_name(tmp_path: Path, packs: Path) -> None:
    files = PACK | {"pack.yaml": "format: 1\nid: [what"}
    where, parcel = install(folder_of(tmp_path, files, "My Isles (2)"), packs)
    assert where.name == "my_isles_2" and parcel.manifest is None
    sheet = survey((), packs)[0]
    assert sheet.errors and sheet.problems[0].file == "my_isles_2/pack.yaml" and sheet.problems[0].source_line


def test_an_older_one_makes_room_only_when_asked_and_is_kept(tmp_path: Path, packs: Path) -> None:
    where, _ = install(folder_of(tmp_path), packs)
    where.rename(packs / "renamed")  # known by its id, not by its folder
    newer = folder_of(tmp_path / "new", PACK | {"pack.yaml": PACK["pack.yaml"].replace("0.1.0", "0.2.0")})
    assert refused(newer, packs) == "taken"
    where, _ = install(newer, packs, replace=True)
    assert where == packs / "renamed"
    found = discover(user=packs, shipped=False).packs
    assert [pack.manifest.version for pack in found if pack.manifest] == ["0.2.0"]
    assert every_file(removed_dir(packs)) == {f"renamed/{path}" for path in PACK}


def test_removing_puts_away_and_erases_nothing(tmp_path: Path, packs: Path) -> None:
    for _ in range(2):
        where, _ = install(folder_of(tmp_path), packs)
        write_choice(packs, Choice(("isles",), frozenset({"isles"})))
        remove(where, packs)
    assert not every_file(packs) and read_choice(packs) == Choice()
    assert {path.name for path in removed_dir(packs).iterdir()} == {"isles", "isles-2"}


def test_a_link_to_a_pack_is_put_away_as_a_link(tmp_path: Path, packs: Path) -> None:
    source = folder_of(tmp_path)
    packs.mkdir(parents=True)
    (packs / "isles").symlink_to(source)
    remove(packs / "isles", packs)
    assert every_file(source) == set(PACK)


def test_a_pack_of_ones_own_begins_without_a_fault(packs: Path) -> None:
    assert [begin_pack(packs).name for _ in range(3)] == ["my_pack", "my_pack_2", "my_pack_3"]
    assert all(not sheet.problems for sheet in survey((), packs) if sheet.own)


def test_the_shelf_switches_orders_and_says_who_stands_in(packs: Path) -> None:
    shared = new_files("level", "shared")["shared.yaml"]
    for name in ("alpha", "beta"):
        files = {p.removeprefix(f"{name}/"): t for p, t in new_files("pack", name).items()}
        folder_of(packs, files | {"levels/shared.yaml": shared}, name)
    first, second, core = survey((), packs)
    assert [(s.id, s.other.id, s.used) for s in first.steads] == [("shared", "beta", True)]
    assert [(s.id, s.other.id, s.used) for s in second.steads] == [("shared", "alpha", False)]
    assert core.pack.place == "shipped" and not core.own and not core.problems
    assert core.titles["level", "quota"].en == "The Quota"
    move_pack(packs, "beta", -1)
    assert [sheet.name for sheet in survey((), packs)] == ["beta", "alpha", "core"]
    switch_pack(packs, "beta", False)
    off, on, _ = survey((), packs)
    assert (off.on, on.on) == (False, True) and not on.steads


def test_a_pack_thrown_into_the_folder_itself_hides_no_other(tmp_path: Path, packs: Path) -> None:
    install(folder_of(tmp_path), packs)
    (packs / "pack.yaml").write_text(PACK["pack.yaml"].replace("isles", "loose"), encoding="utf-8")
    assert [pack.id for pack in discover(user=packs, shipped=False).packs] == ["isles", "loose"]


# ------------------------------------------------------------------------------------------ what does not


BAD_NAMES = (
    *("../evil.yaml", "/etc/evil.yaml", "levels/../../evil.yaml", "C:/evil.yaml", "levels\\..\\evil.yaml"),
    *(
        "levels//x.yaml",
        "./x.yaml",
        "con.yaml",
        "levels/NUL",
        "x.yaml.",
        "x.yaml ",
        "a\x00b.yaml",
        "a\u202eb.yaml",
    ),
    *("a\nb.yaml", "x" * 300 + ".yaml", "../evil.exe", "..", "a:b.yaml", "q?.yaml"),
)


@pytest.mark.parametrize("name", BAD_NAMES, ids=range(len(BAD_NAMES)))
def test_a_name_that_leads_elsewhere_refuses_the_whole(tmp_path: Path, packs: Path, name: str) -> None:
    info = zipfile.ZipInfo("placeholder")
    info.filename = info.orig_filename = name
    source = archive_of(tmp_path, PACK, (info, b"x"))
    if b"\x00" in name.encode():
        data = source.read_bytes()
        source.write_bytes(data)
    assert refused(source, packs) in ("name", "no_zip")


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO])
def test_links_and_devices_are_refused(tmp_path: Path, packs: Path, kind: int) -> None:
    info = zipfile.ZipInfo("levels/link.yaml")
    info.create_system, info.external_attr = 3, (kind | 0o777) << 16
    assert refused(archive_of(tmp_path, PACK, (info, b"/etc/passwd")), packs) == "link"


@pytest.mark.parametrize("target", ["/etc/passwd", "pack.yaml", "/", "nowhere"])
def test_a_folder_with_links_is_refused(tmp_path: Path, packs: Path, target: str) -> None:
    source = folder_of(tmp_path)
    (source / "levels" / "link.yaml").symlink_to(target)
    assert refused(source, packs) == "link"
    (source / "levels" / "link.yaml").unlink()
    os.mkfifo(source / "levels" / "pipe.yaml")
    assert refused(source, packs) == "link"


def test_too_much_of_anything_is_refused(
    tmp_path: Path, packs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb = archive_of(tmp_path, PACK | {"levels/bomb.yaml": "\0" * 60_000_000})
    assert bomb.stat().st_size < 100_000
    assert refused(bomb, packs) == "large_file"
    many = {f"levels/{n}.csv": " " * 3_900_000 for n in range(9)}
    assert refused(archive_of(tmp_path, PACK | many), packs) == "large"
    assert refused(archive_of(tmp_path, PACK | {f"levels/{n}.md": "" for n in range(2001)}), packs) == "many"
    assert refused(archive_of(tmp_path, PACK | {f"x/{n}.exe": "" for n in range(20_001)}), packs) == "many"
    deep = {"/".join("abcdefgh") + ".yaml": ""}
    assert refused(archive_of(tmp_path, PACK | deep), packs) == "deep"
    monkeypatch.setattr(unpack, "MOST_ARCHIVE_BYTES", 100)
    assert refused(archive_of(tmp_path, PACK), packs) == "large"


def test_names_that_differ_by_case_alone_are_refused(tmp_path: Path, packs: Path) -> None:
    twice = {"levels/isles_1.YAML": "x"}
    assert refused(archive_of(tmp_path, PACK | twice), packs) == "twice"


def test_what_is_no_pack_says_so(tmp_path: Path, packs: Path) -> None:
    (tmp_path / "text.zip").write_text("no archive", encoding="utf-8")
    (tmp_path / "level.yaml").write_text("format: 1", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    both = folder_of(folder_of(tmp_path, {}, "both"), PACK, "one").parent
    folder_of(both, PACK, "two")
    cases = {
        "text.zip": "no_zip",
        "level.yaml": "single",
        "empty": "no_pack",
        "gone": "missing",
        "both": "several",
    }
    assert {name: refused(tmp_path / name, packs) for name in cases} == cases
    assert refused(archive_of(tmp_path, {"readme.md": "x"}), packs) == "no_pack"
    where, _ = install(folder_of(tmp_path), packs)
    assert refused(where, packs) == "inside"
    assert refused(tmp_path, packs) == "around"


def test_a_locked_archive_is_refused(tmp_path: Path, packs: Path) -> None:
    path = archive_of(tmp_path, PACK)
    data = bytearray(path.read_bytes())
    at = data.find(b"PK\x01\x02")
    while at >= 0:  # the flag in every entry of the list
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    path.write_bytes(data)
    assert refused(path, packs) == "locked"


def test_a_full_or_closed_folder_leaves_everything_as_it_was(
    tmp_path: Path, packs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = folder_of(tmp_path)
    old, _ = install(source, packs)
    rename = Path.rename

    def full(self: Path, target: Path) -> Path:
        if target.parent == packs and ".incoming-" in str(self):
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", full)
    with pytest.raises(InstallError) as raised:
        install(source, packs, replace=True)
    assert raised.value.text.id == "mods.install.write"
    assert every_file(old) == set(PACK) and not every_file(removed_dir(packs))


@given(data=st.binary(max_size=300), at=st.integers(0, 2000), cut=st.integers(0, 2000))
def test_a_damaged_archive_is_taken_or_refused_and_writes_nowhere_else(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, at: int, cut: int
) -> None:
    home = tmp_path_factory.mktemp("damaged")
    whole = archive_of(home, PACK).read_bytes()
    source = home / "damaged.zip"
    source.write_bytes(whole[: at % len(whole)] + data + whole[(at + cut) % len(whole) :])
    try:
        where, parcel = install(source, home / "data" / "packs")
    except InstallError:
        return
    assert where.parent == home / "data" / "packs" and every_file(where) == set(parcel.files)


@given(name=st.text(min_size=1, max_size=30), folder=st.text(max_size=10))
def test_whatever_names_an_archive_has_nothing_lands_outside(
    tmp_path_factory: pytest.TempPathFactory, name: str, folder: str
) -> None:
    home = tmp_path_factory.mktemp("names")
    info = zipfile.ZipInfo("placeholder")
    info.filename = info.orig_filename = f"{folder}/{name}.yaml"
    try:
        source = archive_of(home, PACK, (info, b"x"))
    except (UnicodeEncodeError, ValueError):
        return
    try:
        parcel = look_into(source)
        install(source, home / "data" / "packs")
    except InstallError:
        pass
    else:
        assert every_file(home) - {source.name} == {f"data/packs/isles/{path}" for path in parcel.files}

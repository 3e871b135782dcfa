"""Two packs of a player for pictures and tests: one that works, and one with mistakes."""

from __future__ import annotations

from pathlib import Path

from game.content.templates import new_files

__all__ = ["write_packs"]

TITLE = '{en: "My level", zh-Hans: "我的关卡"}'
OWN_TITLE = '{en: "Two quays", zh-Hans: "两个码头"}'
MANIFEST = """\
format: 1
kind: pack
id: {name}
version: {version}
name: {{en: "{en}", zh-Hans: "{zh}"}}
authors: [{authors}]
licence: CC-BY-4.0
game: ">=0.1"
description:
  en: "{about_en}"
  zh-Hans: "{about_zh}"
"""


def write_packs(folder: Path) -> None:
    """Put both into a folder of packs."""
    good = _files("harbour_towns")
    good["pack.yaml"] = MANIFEST.format(
        name="harbour_towns",
        version="1.2.0",
        en="Harbour towns",
        zh="港口城镇",
        authors="Mira Valk, Tomas Oduya",
        about_en="Two small ports that live on other people's ore, and one archetype that only ever waits.",
        about_zh="两座靠别人的矿石过日子的小港口，外加一个只会等待的执政类型。",
    )
    good["levels/harbour_towns_1.yaml"] = good["levels/harbour_towns_1.yaml"].replace(TITLE, OWN_TITLE, 1)
    good["levels/first_five_minutes.yaml"] = _renamed(
        good["levels/harbour_towns_1.yaml"], "first_five_minutes"
    )
    good["rivals/waiter.yaml"] = RIVAL
    _write(folder / "harbour_towns", good)
    bad = _files("night_shift")
    bad["pack.yaml"] = MANIFEST.format(
        name="night_shift",
        version="0.3.0",
        en="Night shift",
        zh="夜班",
        authors="Ilse Brandt",
        about_en="A plant that may only run at night. Not finished yet.",
        about_zh="一座只能夜里开工的工厂。尚未完成。",
    )
    level = bad["levels/night_shift_1.yaml"]
    level = level.replace("    money_musd:", "    money_muds:", 1).replace(
        "rival: follower", "rival: folower", 1
    )
    bad["levels/night_shift_1.yaml"] = level
    _write(folder / "night_shift", bad)


RIVAL = """\
format: 1
kind: rival
id: waiter
name: {en: "Waiter", zh-Hans: "等待者"}
text: {en: "Waits, and then waits a little longer.", zh-Hans: "先等等，再等等。"}
rules: []
"""


def _files(name: str) -> dict[str, str]:
    return {path.removeprefix(f"{name}/"): text for path, text in new_files("pack", name).items()}


def _renamed(level: str, name: str) -> str:
    title = '{en: "First tide", zh-Hans: "初潮"}'
    return level.replace(OWN_TITLE, title, 1).replace("id: harbour_towns_1", f"id: {name}", 1)


def _write(folder: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")

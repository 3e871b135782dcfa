"""Every file in tests/broken yields exactly its expected text, in one pass, in both languages.

After a change of a message: `python -m tests.content.test_broken` writes the expected texts anew; read the
difference before you commit it.
"""

import os
import re
from pathlib import Path

import pytest

from game.content.check import check
from game.i18n import Translator

FOLDER = Path(__file__).resolve().parent.parent / "broken"
FILES = sorted(path for path in FOLDER.glob("*.yaml") if path.name != "pack.yaml")


def report(path: Path, language: str) -> tuple[str, set[str]]:
    translator = Translator(language)
    return check([path.name]).render(translator) + "\n", translator.missing


@pytest.fixture(autouse=True)
def in_the_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Names relative to the folder; no packs of whoever runs the tests."""
    monkeypatch.chdir(FOLDER)
    monkeypatch.setattr("game.content.packs.user_packs_dir", lambda: tmp_path)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_message(path: Path) -> None:
    text, missing = report(path, "en")
    assert text == path.with_suffix(".expected").read_text(encoding="utf-8")
    assert not missing


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_chinese_says_as_much(path: Path) -> None:
    text, missing = report(path, "zh-Hans")
    english = path.with_suffix(".expected").read_text(encoding="utf-8")
    assert not missing
    assert len(text.splitlines()) == len(english.splitlines())
    place = re.compile(rf"^{re.escape(path.name)}(:\d+:\d+)?", re.MULTILINE)
    assert place.findall(text) == place.findall(english)


def test_every_file_has_something_to_say() -> None:
    assert len(FILES) >= 25
    assert {path.stem for path in FOLDER.glob("*.expected")} == {path.stem for path in FILES}


if __name__ == "__main__":
    os.chdir(FOLDER)
    for file in FILES:
        file.with_suffix(".expected").write_text(report(file, "en")[0], encoding="utf-8")

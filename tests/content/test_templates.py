"""What `lanthanide new` writes is free of complaints and loads."""

from pathlib import Path

import pytest

from game.content import ContentError, load_level
from game.content.check import check
from game.content.templates import TEMPLATES, new_files
from game.i18n import Translator


@pytest.mark.parametrize("kind", [kind for kind in TEMPLATES if kind != "language"])
def test_nothing_to_complain_about(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("game.content.packs.user_packs_dir", lambda: tmp_path / "none")
    for name, text in new_files(kind, "first_try").items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    top = tmp_path / "first_try"
    report = check([top if kind == "pack" else top.with_suffix(".yaml")])
    assert not report.problems, report.render(Translator("en"))
    if kind == "level":
        assert load_level(tmp_path / "first_try.yaml").level.id == "first_try"


@pytest.mark.parametrize("name", ["My Level", "", "../x", "关卡"])
def test_a_name_must_be_an_id(name: str) -> None:
    with pytest.raises(ContentError) as caught:
        new_files("level", name)
    assert caught.value.problems[0].code == "id.form"

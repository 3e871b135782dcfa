"""Every message has a user, every code of a problem has words in both languages."""

import re
import typing
from pathlib import Path

from game.catalogues import load_catalogue
from game.content.check import known_codes
from game.content.lesson import Camp
from game.paths import assets_dir

ROOT = Path(__file__).resolve().parents[2]
CODE = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "game" / "content").glob("*.py")))


def keys(language: str) -> set[str]:
    found = load_catalogue(language, assets_dir() / "text").forms
    return {key.removeprefix("content.") for key in found if key.startswith("content.")}


def codes_in_code() -> set[str]:
    """Codes given to problems and to the library's custom errors; `x.none` are made from the kind of name."""
    calls = r'(?:problem|say|report|PydanticCustomError)\(\s*"([a-z_]+\.[a-z_]+)"'
    named = set(re.findall(calls, CODE)) | set(re.findall(r'"(yaml\.[a-z_]+)"', CODE))
    return named | {f"{what}.none" for what in re.findall(r'self\.known\(\s*"([a-z_]+)"', CODE)}


def test_every_code_has_words_in_both_languages() -> None:
    assert len(codes_in_code()) > 60, "the search itself works"
    for language in ("en", "zh-Hans"):
        assert codes_in_code() - keys(language) == set()
    assert codes_in_code() <= known_codes()


def test_every_message_has_a_user() -> None:
    made = {"setting.none", "history.none", "rival.none"} | codes_in_code()
    made |= {f"hint.camp_{camp}" for camp in typing.get_args(Camp)}
    idle = {key for key in keys("en") - made if f'"{key}"' not in CODE and f'content.{key}"' not in CODE}
    assert idle == set()

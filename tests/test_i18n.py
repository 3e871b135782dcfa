"""Texts: the catalogues agree, code asks for keys that exist, figures look as each language writes them."""

import ast
import datetime
import json
import math
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.catalogues import (
    LANGUAGES,
    CatalogueError,
    catalogue_files,
    load_catalogue,
    match_language,
    system_language,
)
from game.i18n import Text, Translator, placeholders

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "assets" / "text"
KEY = re.compile(r"[a-z][a-z0-9_]*(\.[A-Za-z0-9_-]+)+")


@pytest.fixture
def en() -> Translator:
    return Translator("en")


@pytest.fixture
def zh() -> Translator:
    return Translator("zh-Hans")


def write_catalogue(folder: Path, name: str, **texts: str) -> None:
    entries = "".join(f'\nmsgid "{key}"\nmsgstr "{text}"\n' for key, text in texts.items())
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n' + entries, encoding="utf-8"
    )


# ---------------------------------------------------------------------------------- the catalogues


def test_both_languages_have_the_same_keys() -> None:
    english, chinese = (set(load_catalogue(language, FOLDER).forms) for language in LANGUAGES)
    assert english - chinese == set(), "not in zh-Hans"
    assert chinese - english == set(), "not in en"


def test_both_languages_take_the_same_arguments() -> None:
    english, chinese = (load_catalogue(language, FOLDER).forms for language in LANGUAGES)
    different = {}
    for key in english.keys() & chinese.keys():
        both = (english[key], chinese[key])
        wanted = [{name for form in forms for name in placeholders(form)} for forms in both]
        # A singular may leave out its number, and Chinese has one form for all: compare all but the count.
        if wanted[0] - {"n"} != wanted[1] - {"n"}:
            different[key] = wanted
    assert not different


def test_every_placeholder_is_well_formed() -> None:
    wrong = []
    for language in LANGUAGES:
        for key, forms in load_catalogue(language, FOLDER).forms.items():
            for form in forms:
                try:
                    placeholders(form)
                except ValueError as error:
                    wrong.append(f"{language} {key}: {error}")
    assert not wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_twice_none_empty_none_fuzzy(language: str) -> None:
    written: list[str] = []
    for path in catalogue_files(language, FOLDER):
        written += re.findall(r'^msgid "(.+)"$', path.read_text(encoding="utf-8"), re.MULTILINE)
    doubles = {key for key in written if written.count(key) > 1}
    assert not doubles, "written twice"
    assert set(written) == set(load_catalogue(language, FOLDER).forms), "without a text, or fuzzy"


@pytest.mark.parametrize("language", LANGUAGES)
def test_keys_follow_the_naming_scheme(language: str) -> None:
    catalogue = load_catalogue(language, FOLDER)
    assert not [key for key in catalogue.forms if not KEY.fullmatch(key)]
    strays = {
        key: path.name
        for key, path in catalogue.sources.items()
        if path.parent.name == language and key.split(".")[0] != path.stem
    }
    assert not strays, "a key begins with the name of its file"


def keys_in_code() -> dict[str, str]:
    """Literal keys that the game asks for: tr("..."), trn("..."), Text("..."), Message("...")."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "game").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)):
                continue
            called = ast.unparse(node.func).removesuffix(".of").split(".")[-1]
            if called in {"tr", "trn", "Text", "Message"} and isinstance(node.args[0].value, str):
                found[node.args[0].value] = f"{path.relative_to(ROOT)}:{node.lineno}"
    return found


def test_every_key_that_the_code_names_exists() -> None:
    english = load_catalogue("en", FOLDER).forms
    asked = keys_in_code()
    assert "format.quarter" in asked, "the search itself works"
    assert {key: where for key, where in asked.items() if key not in english} == {}


# ----------------------------------------------------------------------------------------- figures


def test_numbers(en: Translator, zh: Translator) -> None:
    assert en.number(1234567.891, 1) == zh.number(1234567.891, 1) == "1,234,567.9"
    assert en.number(-0.04, 1) == "0.0", "no negative zero"
    assert en.number(3, 0, signed=True) == "+3"
    assert en.number(0, 0, signed=True) == "0"
    assert en.number(math.nan) == "–"
    assert en.number(math.inf) == "∞"
    assert [en.number(x, None) for x in (7, 27.64, 0.01234, 1234.5)] == ["7", "27.6", "0.0123", "1,234"]


def test_money_is_counted_as_each_language_counts(en: Translator, zh: Translator) -> None:
    assert en.money_musd(118) == "US$118\u00a0m"
    assert en.money_musd(-5.25, 1) == "-US$5.2\u00a0m"
    assert en.money_musd(40, signed=True) == "+US$40\u00a0m"
    assert zh.money_musd(118) == "1.18亿美元"
    assert zh.money_musd(-5) == "-500万美元"
    assert zh.money_musd(0, 1) == "0美元"


def test_shares_prices_quarters_and_days(en: Translator, zh: Translator) -> None:
    assert en.percent(0.405, 1) == "40.5%"
    assert en.percent(-0.4, signed=True) == "-40%"
    assert en.price_usd_kg(27.6) == "27.6\u00a0USD/kg"
    assert en.quarter(2010, 3) == "2010\u00a0Q3"
    assert zh.quarter(2010, 3) == "2010年第3季度"
    assert en.date(datetime.date(2010, 9, 7)) == "Sep 7, 2010"
    assert zh.date(datetime.date(2010, 9, 7)) == "2010年9月7日"


def test_plurals(en: Translator, zh: Translator) -> None:
    assert en.trn("format.quarters", 1) == "1\u00a0quarter"
    assert en.trn("format.quarters", 12) == en.tr("format.quarters", n=12) == "12\u00a0quarters"
    assert zh.trn("format.quarters", 1) == "1个季度"


# ------------------------------------------------------------------------------------------- texts


@pytest.fixture
def small(tmp_path: Path) -> Path:
    texts = {
        "format.musd": "US${amount} m",
        "format.quarter": "{year} Q{q}",
        "a.cost": "Costs {cost:musd1}, {change:+pct} since {when:quarter}",
        "a.refused": "{good}: {why}",
        "a.only_english": "English",
        "a.braces": "{{x}}",
    }
    write_catalogue(tmp_path, "en.po", **texts)
    write_catalogue(tmp_path, "zh-Hans.po", **{"a.refused": "{good}:{why}"})
    write_catalogue(tmp_path, "en/desk.po", **{"desk.end_quarter": "End quarter"})
    return tmp_path


def test_formats_nested_texts_lists_and_packs_texts(small: Path) -> None:
    en, zh = Translator("en", small), Translator("zh-Hans", small)
    why = Text.of("a.cost", cost=40.25, change=0.1, when="2010Q3")
    assert en.render(why) == "Costs US$40.2 m, +10% since 2010 Q3"
    refused = Text.of("a.refused", good={"en": "Oxide", "zh-Hans": "氧化物"}, why=["a", "b", "c"])
    assert en.render(refused) == "Oxide: a, b, and c"
    assert zh.render(refused) == "氧化物:a、b和c"
    assert en.tr("a.braces") == "{x}"
    assert en.tr("desk.end_quarter") == en("desk.end_quarter", {}) == "End quarter", (
        "the subsystem's file is merged"
    )


def test_what_is_missing_is_shown_and_noted(small: Path) -> None:
    zh = Translator("zh-Hans", small)
    assert zh.tr("a.only_english") == "English"
    assert zh.tr("a.nowhere", x=1) == "a.nowhere"
    assert zh.tr("a.refused", good="x") == "x:{why}"
    assert zh.missing == {"a.only_english", "a.nowhere", "a.refused{why}"}


def test_a_wrong_kind_of_argument_is_shown_rather_than_raised(small: Path) -> None:
    en = Translator("en", small)
    shown = en.tr("a.cost", cost="many", change=None, when="soon")
    assert shown == "Costs many, – since soon"
    assert "a.cost{cost:musd1}" in en.missing


def test_texts_survive_a_save(small: Path) -> None:
    text = Text.of("a.refused", good=Text.of("a.only_english"), why=[Text("a.cost", {"cost": 1}), "x", 2.5])
    event = Text.of({"en": "Cut by {share:pct}"}, share=0.4, cause=text)
    assert Text.from_plain(json.loads(json.dumps(event.to_plain()))) == event
    assert Translator("zh-Hans").render(event) == "Cut by 40%"
    assert len({text, event, event}) == 2
    again = Text.from_plain(json.loads(json.dumps(text.to_plain())))
    assert again == text
    assert hash(again) == hash(text)
    with pytest.raises(ValueError, match="expected a text"):
        Text.from_plain({"args": {}})


@pytest.mark.parametrize("value", [10**400, -(10**400), math.inf, math.nan, None, "x", [], {}, [{}], True])
def test_whatever_an_argument_is_it_can_be_shown(value: object) -> None:
    for language in ("en", "zh-Hans"):
        translator = Translator(language)
        for key, forms in translator._catalogue.forms.items():
            names = {*placeholders(forms[0]), "n"}
            assert isinstance(translator.render(Text(key, dict.fromkeys(names, value))), str)


def test_pack_texts_fall_back() -> None:
    zh, pseudo = Translator("zh-Hans"), Translator("pseudo")
    assert zh.localized({"en": "Quota", "zh-Hans": "配额"}) == "配额"
    assert zh.localized({"en": "Quota"}) == "Quota"
    assert zh.localized({"fr": "Quota"}) == "Quota"
    assert zh.localized("Quota") == "Quota"
    cut = {"en": "Cut by {share:pct}", "zh-Hans": "削减{share:pct}"}
    assert zh.localized(cut, share=0.4) == "削减40%"
    assert pseudo.localized({"en": "Quota"}) == "[Qûõtá ~]"


def test_pseudo_language_is_longer_and_keeps_arguments(small: Path) -> None:
    shown = Translator("pseudo", small).tr("a.refused", good="Oxide", why="no")
    assert "Oxide" in shown
    assert shown.startswith("[")
    real = Translator("en").tr("lever.itself")
    assert len(Translator("pseudo").tr("lever.itself")) >= 1.35 * len(real)


def test_a_key_in_two_files_is_refused(small: Path) -> None:
    write_catalogue(small, "en/order.po", **{"desk.end_quarter": "Again"})
    load_catalogue.cache_clear()
    with pytest.raises(CatalogueError, match=r"desk\.end_quarter.*delete one"):
        Translator("en", small)


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "en.po").write_text('msgid "a.b"\nthis is no catalogue\n', encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"en\.po is not a valid catalogue"):
        Translator("en", tmp_path)


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("zh_CN.UTF-8", "zh-Hans"),
        ("zh-Hans", "zh-Hans"),
        ("en_GB", "en"),
        ("de_DE", "en"),
        ("C", "en"),
        (None, "en"),
        ("pseudo", "pseudo"),
    ],
)
def test_matching_a_language(tag: str | None, language: str) -> None:
    assert match_language(tag) == language


@given(st.floats(allow_nan=True, allow_infinity=True, width=32), st.integers(0, 3), st.booleans())
def test_any_figure_has_a_look(x: float, digits: int, signed: bool) -> None:
    for language in LANGUAGES:
        translator = Translator(language)
        for shown in (
            translator.number(x, digits, signed=signed),
            translator.number(x, None),
            translator.percent(x, digits, signed=signed),
            translator.money_musd(x, digits, signed=signed),
        ):
            assert shown
            assert not shown.startswith("+-")
        assert not translator.missing


@pytest.mark.parametrize(
    ("settings", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh-Hans"),
        ({"LANG": "zh_CN.GBK", "LC_ALL": "C"}, "en"),
        ({"LC_MESSAGES": "zh_SG", "LANG": "en_GB.UTF-8"}, "zh-Hans"),
        ({"LANG": "xx_YY@odd"}, "en"),
        ({"LC_ALL": "", "LANG": "zh"}, "zh-Hans"),
    ],
)
def test_the_system_speaks_for_its_user(
    settings: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the C library has not installed that language, as on a bare server."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert system_language() == language

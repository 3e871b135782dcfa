"""The guided level as shipped: what the first five minutes ask for, over the economy of The Quota."""

import pytest

from game.catalogues import LANGUAGES, load_catalogue
from game.content.fields import PackText
from game.content.glossary import TERMS
from game.content.packs import LoadedLevel, load_level
from game.i18n import Translator
from game.paths import assets_dir

LIMITS = {"title": (34, 16), "text": (170, 90)}


@pytest.fixture(scope="module")
def loaded() -> LoadedLevel:
    return load_level("first_five_minutes")


def test_what_there_is_at_first(loaded: LoadedLevel) -> None:
    level, guide = loaded.level, loaded.level.guide
    assert guide is not None and guide.seat == "japan"
    assert set(level.goods_shown) == {"light_oxide", "heavy_oxide", "magnets"}
    gauges = {"money", "debt", "confidence", "influence", "cover", "bill"}
    assert gauges - {part.removeprefix("gauge:") for part in guide.parts} - {"debt"} == {
        "cover",
        "bill",
        "confidence",
    }
    assert len(guide.orders) == 8
    assert len(guide.terms) == 12


def test_the_script_quarter_by_quarter(loaded: LoadedLevel) -> None:
    guide = loaded.level.guide
    assert guide is not None
    done = [(step.quarter, step.done) for step in guide.steps if step.done != "next"]
    assert done == [
        (1, "answer:first_choice"),
        (1, "end"),
        (2, "predict:price_usd_kg_light"),
        (2, "answer:weld_letter"),
        (2, "end"),
        (3, "answer:quota_cut"),
        (3, "end"),
        (4, "end"),
    ]
    choices = {event.id: [choice.id for choice in event.choices] for event in loaded.level.events}
    assert choices["first_choice"][:2] == ["stock", "research"]
    assert choices["weld_letter"] == ["join", "study", "wait"]
    magnet = guide.pages[0]
    assert [point.figure.en for point in magnet.points] == ["1.6 kg", "97%"]
    assert all(loaded.level.sources[name].confidence for name in magnet.sources)


def test_the_economy_is_the_whole_games(loaded: LoadedLevel) -> None:
    """Same setting, script, orders, trust and seats: a guide changes what is shown and nothing else."""
    level, quota = loaded.level, load_level("quota").level
    assert (level.setting, level.start, level.history, level.orders, level.trust) == (
        quota.setting,
        quota.start,
        quota.history,
        quota.orders,
        quota.trust,
    )
    for name, seat in level.seats.items():
        assert seat.model_dump(exclude={"mandate", "sources"}) == quota.seats[name].model_dump(
            exclude={"mandate", "sources"}
        )
    theirs = {project.id: project for project in quota.projects}
    assert all(project == theirs[project.id] for project in level.projects)


def test_steps_fit_the_bubble_and_quote_no_figure_of_the_model(loaded: LoadedLevel) -> None:
    guide = loaded.level.guide
    assert guide is not None
    for step in guide.steps:
        texts: list[tuple[str, PackText]] = [("text", step.text)]
        texts += [("title", step.title)] if step.title is not None else []
        for kind, text in texts:
            english, chinese = LIMITS[kind]
            assert len(text.en) <= english and len(text.zh_hans) <= chinese, step.id
            said = "".join(text.en.split("{")[0] + part.partition("}")[2] for part in text.en.split("{")[1:])
            assert not any(char.isdigit() for char in (said or text.en)), step.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_glossary_is_whole(language: str) -> None:
    """A word, an explanation and the forms of running text for each term, and nothing else."""
    keys = load_catalogue(language, assets_dir() / "text").forms
    found = {key for key in keys if key.startswith("glossary.") and key != "glossary.title"}
    assert found == {f"glossary.{term}{part}" for term in TERMS for part in ("", "_text", "_forms")}
    speaks = Translator(language)
    forms = [form for term in TERMS for form in speaks.tr(f"glossary.{term}_forms").split("|")]
    assert all(forms) and len(forms) == len(set(forms)), "a form leads to one word"

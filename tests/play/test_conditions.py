"""A refused choice says which of its conditions fails, and how things stand, in both languages."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter

from game.catalogues import LANGUAGES
from game.content.conditions import Condition
from game.content.vocabulary import FEATURES, SEAT_FEATURES
from game.i18n import Translator
from game.play.conditions import needs
from game.play.match import Match
from game.play.words import Words
from game.rules.rulebook import Rulebook

CONDITIONS = TypeAdapter(tuple[Condition, ...])


def told(match: Match, conditions: list[dict[str, Any]], language: str) -> str:
    """What Japan reads in the first quarter."""
    declared = CONDITIONS.validate_python(conditions)
    words = Words(match.loaded, match.rulebook)
    translator = Translator(language)
    text = translator.render(needs(match.rulebook, match.state, match.seat_index("japan"), declared, words))
    assert not translator.missing
    return text.replace("\xa0", " ")


@pytest.mark.parametrize(
    ("conditions", "english"),
    [
        ([{"feature": "stock_months", "above": "0.99"}],
         "Needs the state stock above 0.99 months (now 0.00 months)."),
        ([{"feature": "debt", "above": "50"}], "Needs debt above US$50 m (now US$0 m)."),
        ([{"feature": "licence_worst", "above": "1"}],
         "Needs the strictest licence against imports above Slow (now Open)."),
        ([{"feature": "wto_open", "above": "0"}], "Only while a case runs at the WTO."),
        ([{"feature": "wto_open", "below": "1"}, {"feature": "agreement_australia", "above": "0"}],
         "Needs an agreement with Australia."),
        ([{"feature": "confidence", "seat": "usa", "above": "90"}],
         "United States: Needs confidence above 90 (now 52)."),
        ([{"event": "weld_letter", "happened": "false"}], "Not after “Mount Weld writes”."),
        ([{"event": "mislabelled"}], "Something must happen first that nobody knows of yet."),
        ([{"choice": "weld_letter.study"}],
         "Only if Japan has answered “Send engineers to look ($5 m)” to “Mount Weld writes”."),
        ([{"project": "mount_weld_kuantan", "owner": "japan"}],
         "Only if Mount Weld and Kuantan belongs to Japan."),
        ([{"project": "mount_weld_kuantan", "status": ["open", "stranded"]},
          {"feature": "quarter", "above": "3"}],
         "Mount Weld and Kuantan must be at this stage: Open or Stranded (now: Building). "
         "Needs the quarter above 3 (now 1)."),
        ([{"project": "kvanefjeld", "status": "open"}], "It needs a project that is not on the board yet."),
    ],
)  # fmt: skip
def test_the_condition_is_named(match: Match, conditions: list[dict[str, Any]], english: str) -> None:
    assert told(match, conditions, "en") == english
    assert told(match, conditions, "zh-Hans").endswith("。")


def test_the_desk_says_what_a_choice_needs(match: Match, rulebook: Rulebook) -> None:
    """ "Release a month of state stock", at the peak, with an empty store."""
    peak = rulebook.event("peak")
    fired = match.state.copy()
    fired.event_fired[peak] = fired.quarter
    match.state = fired
    (paper,) = (paper for paper in match.view().tray if paper.about == "peak")
    release = next(option for option in paper.options if option.option == "release")
    assert release.refusal_code == "condition"
    assert "0.99" in Translator("en").render(release.refusal)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_feature_has_a_name_or_is_a_yes_or_no(language: str) -> None:
    texts = Translator(language)
    for name in (*FEATURES, *SEAT_FEATURES):
        assert texts.has(f"play.feature.{name}") != texts.has(f"play.need.{name}.yes"), name
        assert texts.has(f"play.need.{name}.yes") == texts.has(f"play.need.{name}.no"), name

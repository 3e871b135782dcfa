"""The view: complete in both languages, figures that add up, options that mean what they say."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from game.content.packs import LoadedLevel
from game.i18n import Text, Translator
from game.play.briefing import brief, pages
from game.play.cards import level_card
from game.play.match import Match
from game.play.view import View
from game.play.why import explain
from game.rules.legality import Reason
from game.rules.rulebook import Rulebook

from .conftest import SEED, busy

ICONS = Path(__file__).parents[2] / "assets" / "icons"


def walk(value: Any) -> Iterator[Any]:
    """Every dataclass and Text inside a value."""
    if isinstance(value, Text):
        yield value
    elif dataclasses.is_dataclass(value):
        yield value
        for field in dataclasses.fields(value):
            yield from walk(getattr(value, field.name))
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from walk(item)


def assert_speaks(value: Any) -> None:
    for language in ("en", "zh-Hans"):
        translator = Translator(language)
        for item in walk(value):
            if isinstance(item, Text):
                assert translator.render(item).strip()
        assert not translator.missing, sorted(translator.missing)


@pytest.mark.parametrize("seat", ["japan", "usa", "china", "australia"])
def test_every_text_of_a_whole_game_exists_in_both_languages(
    seat: str, loaded: LoadedLevel, rulebook: Rulebook
) -> None:
    match = Match(loaded, (seat,), SEED, rulebook=rulebook)
    while not match.finished:
        busy(match, 1)
        if match.quarter % 2:
            assert_speaks(match.view())
    assert_speaks(pages(match, seat))
    match.reckoning()
    assert_speaks(match.view())
    assert_speaks(level_card(loaded))


def test_a_view_cannot_be_changed(view: View) -> None:
    for item in walk(view):
        if not isinstance(item, Text):
            assert dataclasses.fields(item) and type(item).__dataclass_params__.frozen  # type: ignore[attr-defined]


def test_the_lines_of_every_gauge_add_up_to_its_change(loaded: LoadedLevel, rulebook: Rulebook) -> None:
    match = Match(loaded, ("japan",), SEED, rulebook=rulebook)
    assert all(gauge.change is None for gauge in match.view().gauges)
    for quarter in range(1, 9):
        busy(match, 1)
        for gauge in match.view().gauges:
            found = explain(match, gauge.figure, match.seat_index())
            assert found is not None and found.quarter == quarter
            assert found.after == gauge.value == gauge.history[-1] and found.change == gauge.change
            total = sum(line.amount for line in found.lines)
            assert total == pytest.approx(gauge.change, abs=1e-6), gauge.id


def test_every_chart_explains_every_quarter(played: Match) -> None:
    seat = played.seat_index()
    assert_speaks([explain(played, line.figure, seat, q) for line in played.view().charts for q in (1, 4)])
    for line in played.view().charts:
        for quarter in range(1, len(played.past) + 1):
            found = explain(played, line.figure, seat, quarter)
            assert found is not None
            assert (found.before, found.after) == pytest.approx(line.values[quarter - 1 : quarter + 1])
            total = sum(cause.amount for cause in found.lines)
            assert total == pytest.approx(found.change, rel=1e-9, abs=1e-6), (line.id, quarter)


def test_every_kind_of_cause_has_words(loaded: LoadedLevel, rulebook: Rulebook) -> None:
    """Random orders of four governments: all that is new in a quarter is named in every language."""
    match = Match(loaded, tuple(loaded.level.seats), SEED, rulebook=rulebook)
    dice, kinds = random.Random(SEED), set()
    for quarter in range(1, 11):
        for seat in match.governed:
            for spec in dice.sample(rulebook.slots, 25):
                if seat in spec.seats:
                    match.draft(spec.id, dice.choice(spec.options), seat)
        match.end_quarter()
        kinds |= {change.kind for cause in match.why(quarter).causes for change in cause.changes}
        for figure in (
            "price.heavy_oxide.japan",
            "cover.china",
            "magnets.usa",
            "output.light_oxide.australia",
        ):
            assert_speaks(explain(match, figure, 0))
    assert {"demand", "luck", "supply", "stocks", "plants", "script", "event", "order", "programme"} <= kinds


def test_past_and_unknown_quarters_and_figures(played: Match) -> None:
    seat, last = played.seat_index(), len(played.past)
    assert explain(played, "money", seat, 0) is explain(played, "money", seat, last + 1) is None
    assert explain(played, "price.magnets.japan", seat) == explain(played, "price.magnets.japan", seat, last)
    with pytest.raises(KeyError):
        explain(played, "luck", seat)


def test_money_lines_are_the_ledger_itself(played: Match) -> None:
    found = explain(played, "money", played.seat_index())
    assert found is not None and all(line.cause != "carried" for line in found.lines)
    assert any(line.cause == "income" for line in found.lines)


def test_a_cause_names_its_order_and_its_line(loaded: LoadedLevel, rulebook: Rulebook) -> None:
    match = Match(loaded, ("japan",), SEED, rulebook=rulebook)
    match.draft("stock", "month")
    match.end_quarter()
    found = explain(match, "cover.japan", match.seat_index())
    assert found is not None
    own = next(line for line in found.lines if line.seat == "japan")
    assert own.about == "stock" and own.amount > 10.0 and own.icon == "warehouse"
    script = [line for line in found.lines if line.cause == "history"]
    assert script and all("history" in line.origin and ":" in line.origin for line in script)


def test_causes_point_into_the_level_file(played: Match) -> None:
    lines = [line for page in pages(played, "japan") for line in page.lines]
    declared = [line for line in lines if line.cause in ("answer", "project", "programme")]
    assert declared and all(line.origin.count(":") == 1 and "quota.yaml:" in line.origin for line in declared)


@pytest.mark.parametrize("quarters", [0, 3, 7])
def test_the_tray_holds_four_to_six_papers(quarters: int, loaded: LoadedLevel, rulebook: Rulebook) -> None:
    match = busy(Match(loaded, ("japan",), SEED, rulebook=rulebook), quarters)
    papers = match.view().tray
    musts = sum(paper.must for paper in papers)
    assert 4 <= len(papers) <= max(6, musts + 2)
    assert len({paper.id for paper in papers}) == len(papers)
    for paper in papers:
        assert not paper.must or sum(option.default for option in paper.options) == 1
        for option in paper.options:
            assert option.option in match.rulebook.slots[match.rulebook.slot_index[option.slot]].options


def test_icons_exist(view: View) -> None:
    used = {item.icon for item in walk(view) if hasattr(item, "icon")} - {""}
    assert used and all((ICONS / f"{name}.png").is_file() for name in used), used


def test_what_the_desk_allows_is_what_the_rules_carry_out(played: Match, view: View) -> None:
    from game.rules.legality import screen
    from game.rules.orders import Order, empty_orders, encode

    rulebook = played.rulebook
    options = [option for lever in view.levers for order in lever.orders for option in order.options]
    assert {option.refusal is None for option in options} == {True, False}
    for option in options:
        orders = encode(rulebook, [Order(option.slot, option.option)], 0, empty_orders(rulebook, 2))
        accepted, reasons = screen(rulebook, played.state, orders)
        assert bool(accepted[0].any()) == (option.refusal is None), option.slot
        code = int(reasons[0].max())
        assert option.refusal_code == (Reason(code).name.lower() if code else "")


def test_a_fourth_paper_costs_influence_and_a_fifth_is_refused(match: Match) -> None:
    for slot in ("thrift", "process", "engineers"):
        match.draft(slot, "start")
    view = match.view()
    assert (view.agenda.used, view.agenda.free, view.agenda.most) == (3, 3, 4)
    before = view.influence_after
    match.draft("recycling", "start")
    view = match.view()
    assert view.influence_after == before - view.agenda.extra_influence
    stock = next(order for lever in view.levers for order in lever.orders if order.slot == "stock")
    assert {option.refusal_code for option in stock.options} >= {"agenda"}
    match.draft("stock", "half")
    assert [draft.refusal is None for draft in match.view().drafts].count(False) == 1


def test_money_left_over_is_what_the_next_quarter_starts_from(match: Match) -> None:
    match.draft("engineers", "start")
    view = match.view()
    (draft,) = view.drafts
    assert draft.money_musd > 0
    assert view.money_after_musd == view.gauge("money").value - draft.money_musd


def test_sheets_show_reasons_of_machines(view: View) -> None:
    acts = [act for sheet in view.seats if not sheet.you for act in sheet.acts]
    assert acts and all(act.reason is not None for act in acts)
    assert view.seats[0].you and view.seats[0].trust is None
    assert all(len(sheet.acts) <= 3 for sheet in view.seats)


def test_reasons_carry_only_what_they_say(played: Match) -> None:
    for quarter in played.past:
        for told in quarter.told.values():
            for reason in told.values():
                words = " ".join(reason.id.values()) if not isinstance(reason.id, str) else ""
                assert all(f"{{{name}" in words for name in reason.args)


def test_series_run_from_before_the_game_to_now(view: View) -> None:
    assert {len(series.values) for series in view.charts} == {11}
    assert view.series("price.light_oxide").base == pytest.approx(19.1)
    assert view.timeline.now == 11 and view.timeline.play_ends == 20 and view.timeline.last == 40


def test_no_secret_reaches_the_view(loaded: LoadedLevel, rulebook: Rulebook) -> None:
    """What the seat cannot know, the calendar of events and rivals' cash, moves nothing on its screens."""
    one, other = (Match(loaded, ("japan",), SEED, rulebook=rulebook) for _ in range(2))
    state = other.state
    due = state.event_fired > state.quarter + 1
    state.event_due[:] = np.where(due, 9999, state.event_due)
    state.event_size[:] = np.where(due, 0.5, state.event_size)
    state.money[1:] += 77.0
    assert one.view() == other.view()


def test_the_report_shows_parts_of_the_view(loaded: LoadedLevel, rulebook: Rulebook) -> None:
    match = Match(loaded, ("japan",), SEED, rulebook=rulebook)
    heard = 0
    for _ in range(8):
        busy(match, 1)
        told, view = brief(match, "japan"), match.view()
        for name in ("quarter", "gauges", "charts", "seats", "mandate", "no_cabinet", "cabinet", "guide"):
            assert getattr(told, name) == getattr(view, name)
        papers = [paper for paper in view.tray if paper.kind == "rumour"]
        assert [(paper.id, paper.title, paper.body) for paper in papers] == [
            (paper.id, paper.title, paper.body) for paper in told.rumours
        ]
        heard += len(papers)
        assert pages(match, "japan")[-1] == view.front_page
    assert heard


def test_a_view_is_the_same_however_much_of_it_was_kept(loaded: LoadedLevel, rulebook: Rulebook) -> None:
    match = Match(loaded, ("japan",), SEED, rulebook=rulebook)
    rng = random.Random(3)
    for _ in range(3):
        busy(match, 1)
        for _ in range(4):
            orders = [order for lever in match.view().levers for order in lever.orders if order.options]
            chosen = rng.choice(rng.choice(orders).options)
            match.draft(chosen.slot, chosen.option)
            kept = match.view()
            match.kept.clear()
            assert match.view() == kept
        match.undo()
        kept = match.view()
        match.kept.clear()
        assert match.view() == kept
    match.rewind(2)
    kept = match.view()
    match.kept.clear()
    match.printed.clear()
    assert match.view() == kept

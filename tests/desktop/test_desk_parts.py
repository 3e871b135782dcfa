"""Parts of the desk without a window: camera, arcs, places, strips, words."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.catalogues import LANGUAGES
from game.desktop.desk.axis import QuarterAxis
from game.desktop.desk.faces import fare
from game.desktop.desk.forecasts import Outlook
from game.desktop.desk.mandate import pressing
from game.desktop.desk.strips import Strip, read_out, strip_of, strip_range, strip_ticks
from game.desktop.desk.tray import opened_words
from game.desktop.desk.words import Words
from game.desktop.kit import Rect
from game.desktop.map.arcs import DASHES, MOST, chosen_arcs, curves, nearest, trouble
from game.desktop.map.camera import Camera, Window
from game.desktop.map.places import place_plants
from game.desktop.map_data import load_world
from game.desktop.scenes.debrief_result import rank_words
from game.i18n import Text
from game.insight.forecast import Fan
from game.play.view import Agenda, Factory, MandateRow, PlantOnMap, Series, TradeArc

SIZE = (654, 290)
places = st.tuples(st.floats(0, SIZE[0]), st.floats(0, SIZE[1]))


@given(places, st.sampled_from([-1, 1]))
def test_zooming_keeps_the_place_under_the_pointer(at: tuple[float, float], step: int) -> None:
    window = Window(Camera(), SIZE)
    before = window.plane(*at)
    camera = window.zoomed_at(*at, step)
    after = Window(camera, SIZE).plane(*at)
    if camera == camera.kept() and abs(camera.x) < 2 and abs(camera.y) < 0.8:
        assert after == pytest.approx(before, abs=1e-9)


@given(places)
def test_plane_and_pixels_are_inverse(at: tuple[float, float]) -> None:
    window = Window(Camera(0.3, 0.2, 1.85), SIZE)
    assert window.point(*window.plane(*at)) == pytest.approx(at, abs=1e-6)


def test_every_nation_with_a_tag_is_on_the_first_look() -> None:
    window = Window(Camera(), SIZE)
    for nation, anchor in load_world().anchors.items():
        x, y = window.point(*anchor.hub)
        assert 0 <= x <= SIZE[0] and 0 <= y <= SIZE[1], nation


def arc(origin: str, destination: str, tonnes: float, licence: str = "open") -> TradeArc:
    return TradeArc("light_oxide", origin, destination, tonnes, 0.0, licence)  # type: ignore[arg-type]


def test_small_flows_are_left_out_but_never_a_refused_one() -> None:
    arcs = [arc("china", "japan", 900), arc("china", "eu", 300), arc("china", "korea", 1)]
    arcs.append(arc("china", "usa", 0.1, "refused"))
    found = {a.destination for a, _ in chosen_arcs(arcs, ["light_oxide"], "japan")}
    assert found == {"japan", "eu", "usa"}
    many = [arc("china", n, 100 - i) for i, n in enumerate(["japan", "eu", "usa", "korea", "india"] * 6)]
    assert len(chosen_arcs(many, ["light_oxide"], "eu")) >= MOST


def test_both_directions_can_be_told_apart_and_pointed_at() -> None:
    window = Window(Camera(), SIZE)
    found = curves(window, [(arc("china", "usa", 5), 1.0), (arc("usa", "china", 5), 1.0)], 1.0)
    (ax, ay), (bx, by) = (curve.middle for curve in found)
    assert math.hypot(ax - bx, ay - by) > 4
    for curve in found:
        assert nearest(found, *curve.middle, 3.0) is curve
    assert nearest(found, 0.0, SIZE[1], 3.0) is None


def test_the_legend_explains_each_kind_of_broken_line_once_and_the_worst_first() -> None:
    held = replace(arc("china", "japan", 5.0), quota=True)
    slow, refused = arc("china", "usa", 3.0, "slow"), arc("china", "eu", 0.0, "refused")
    assert trouble([arc("china", "japan", 5.0)]) == []
    assert trouble([held, slow, held, refused]) == ["refused", "slow", "open"]
    assert len(set(DASHES.values())) == len(DASHES)  # told apart without colour


@pytest.mark.parametrize(
    ("days", "work", "expected"),
    [(60, 1.0, "well"), (44, 1.0, "short"), (60, 0.8, "short"), (0, 0.4, "idle"), (90, 0.4, "idle")],
)
def test_a_manager_looks_as_the_plant_fares(days: float, work: float, expected: str) -> None:
    name = Text("desk.factories")
    plant = Factory("aosaki", name, "cars", name, "car", 640, 600, days, work, lamp=0.5, first=False)
    assert fare(plant) == expected


def plant(project: str, kind: str, nation: str) -> PlantOnMap:
    return PlantOnMap(f"{project}/{kind}@{nation}", project, Text("x"), kind, nation, "", "build", 0.5, 100.0)


def test_a_project_stands_at_its_own_site_or_nowhere_in_particular() -> None:
    sites = load_world().sites
    found = {
        p.plant.id: p
        for p in place_plants(
            [
                plant("mount_weld_kuantan", "light_separation", "malaysia"),
                plant("mount_weld_kuantan", "mine", "australia"),
                plant("somewhere", "mine", "australia"),
                plant("somewhere_else", "mine", "row"),
            ]
        )
    }
    assert found["mount_weld_kuantan/light_separation@malaysia"].site is sites["kuantan"]
    assert found["mount_weld_kuantan/mine@australia"].site is sites["mount_weld"]
    assert found["somewhere/mine@australia"].site is None
    assert "somewhere_else/mine@row" not in found


def test_a_strip_reads_out_what_was_and_what_may_be() -> None:
    series = Series("cover", Text("x"), "days", 0, (60.0, 50.0, 40.0))
    levels = (0.05, 0.25, 0.5, 0.75, 0.95)
    bands = np.array([[30.0, 20.0], [34.0, 26.0], [36.0, 30.0], [38.0, 34.0], [42.0, 40.0]])
    fan = Fan(2, levels, {"cover_days": 40.0}, {"cover_days": bands})
    strip = strip_of(series, "cover_days", "Cover", 2, Outlook((), fan, fan))
    w = Words("en")
    assert strip.value(2) == 40.0
    assert strip.ahead(3) == (30.0, 34.0, 36.0, 38.0, 42.0)
    assert read_out(strip, 1, w) == [("Cover", "50 days")]
    rows = dict(read_out(strip, 4, w))
    assert rows["Cover"] == "30 days"
    assert rows["nine in ten"] == "20 days – 40 days"
    assert not read_out(strip, 5, w)


@pytest.mark.parametrize("language", LANGUAGES)
@given(
    x=st.floats(-1e4, 1e4), unit=st.sampled_from(["musd", "days", "ratio", "usd_kg", "t", "share", "points"])
)
def test_figures_always_render(language: str, x: float, unit: str) -> None:
    w = Words(language)
    assert w.value(x, unit)  # type: ignore[arg-type]
    assert w.change(x, unit)  # type: ignore[arg-type]
    assert not w.translator.missing


def test_small_sums_in_chinese_are_counted_in_ten_thousands() -> None:
    w = Words("zh-Hans")
    assert w.money(14) == "1,400万美元"
    assert w.money(118) == "1.18亿美元"


def test_a_sample_of_governments_is_never_beaten_by_all_or_by_none() -> None:
    w = Words("en")
    assert rank_words(1.0, 1000, w) == "Better than more than 99% of 1,000 simulated governments."
    assert rank_words(0.99, 1000, w).startswith("Better than 99% of 1,000 simulated governments;")
    assert rank_words(0.0, 1000, w) == "Better than less than 1% of 1,000 simulated governments."


@pytest.mark.parametrize(
    ("used", "said"), [(2, "2 of 3 opened"), (3, "3 of 3 opened"), (4, "3 of 3 opened, 1 extra")]
)
def test_an_extra_matter_is_told_apart_from_the_free_ones(used: int, said: str) -> None:
    assert opened_words(Agenda(used, 3, 4, 2.0), Words("en")) == said


def test_a_chart_leaves_room_for_the_line_without_orders() -> None:
    bands = ((10.0, 10.0), (11.0, 11.0), (12.0, 12.0))
    strip = Strip("cover", "Cover", "days", 1, (10.0,), 0, 2, (0.1, 0.5, 0.9), bands, idle=(14.0, 15.0))
    axis = QuarterAxis(Rect(0, 0, 300, 50), 0, 6, 1, 20)
    assert strip_range(strip, axis)[1] > 15.0


def test_sentences_have_a_blank_only_where_the_language_has_one() -> None:
    assert Words("en").sentences("One.", "Two.") == "One. Two."
    assert Words("zh-Hans").sentences("一。", "二。", "") == "一。二。"


@given(st.floats(0.01, 1e6), st.floats(1, 20))
def test_an_axis_always_has_a_figure_above_zero(high: float, lines: float) -> None:
    ticks = strip_ticks(high, lines)
    assert ticks[0] == 0
    assert len(ticks) >= 2
    assert ticks[-1] <= high * 1.0000001
    assert len(ticks) <= max(2, 1 + int(lines / 1.6))


def test_the_shown_objective_is_the_one_nearest_to_failing() -> None:
    def row(kind: str, value: float | None, target: float | None, met: bool | None = None) -> MandateRow:
        note = Text("play.mandate.counted", {"good": value, "played": 9}) if kind == "magnet_output" else None
        return MandateRow(kind, Text("desk.mandate"), value, target, "points", met, None, note)

    later = row("gain", None, None)
    calm = row("confidence", 54.0, 27.0)
    close = row("confidence", 28.0, 27.0)
    owing = row("debt", 149.0, 150.0)
    counted = row("magnet_output", 9.0, 12.0)
    lost = row("magnet_output", 2.0, 12.0, False)
    assert pressing([later, calm, close]) is close
    assert pressing([calm, owing, close]) is owing
    assert pressing([counted, owing, lost]) is lost
    assert pressing([later, counted]) is counted
    assert pressing([]) is None

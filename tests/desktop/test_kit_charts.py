"""Axes with nice figures, labels that do not collide, and charts that come out byte for byte alike."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.desktop.driver import click, drive, move, press, settle
from game.desktop.kit import Axis, Bar, Guide, Mark, Rect, Series, Step, Ui
from game.desktop.kit.charts.scales import linear_ticks, log_ticks, number, scale_for, spread_labels
from game.desktop.kit.draw import dashes

QUARTERS = [f"{2010 + i // 4} Q{i % 4 + 1}" for i in range(20)]
T = np.arange(20.0)
PRICE = 27 * np.exp(np.exp(-((T - 6) ** 2) / 9))


@given(st.floats(-1e9, 1e9), st.floats(1e-6, 1e9), st.integers(2, 10))
def test_linear_ticks_cover_and_are_round(low, span, count):
    high = low + span
    if high - low < 1e-7 * max(1.0, abs(low)):
        return
    ticks = linear_ticks(low, high, count)
    step = ticks[1] - ticks[0]
    assert ticks[0] <= low + step * 1e-6 and ticks[-1] >= high - step * 1e-6
    assert 2 <= len(ticks) <= 2 * count + 3
    mantissa = step / 10 ** math.floor(math.log10(step) + 1e-6)
    assert min(abs(mantissa - m) for m in (1, 2, 2.5, 5, 10)) < 0.01


@given(st.floats(1e-3, 1e6), st.floats(1.0, 1e6))
def test_log_ticks_cover(low, factor):
    ticks = log_ticks(low, low * factor)
    assert ticks[0] <= low * 1.001 and ticks[-1] >= low * factor * 0.999
    assert len(ticks) >= 2 and all(b > a for a, b in pairwise(ticks))


def test_constant_empty_and_missing_values_have_an_axis():
    assert scale_for(Axis(), [[5.0, 5.0]]).share(5.0) == pytest.approx(0.5)
    assert scale_for(Axis(), [[math.nan]]).ticks[0] == 0
    assert scale_for(Axis(log=True), [[-1.0, 0.0]]).ticks[0] > 0
    assert scale_for(Axis(zero=True), [[3.0, 9.0]]).ticks[0] == 0


def test_numbers():
    assert number(1234567, 1000) == "1\u2009234\u2009567"
    assert number(-0.25, 0.25) == "\u22120.25"
    assert number(-0.001, 0.1) == "0.0"
    assert [number(v) for v in (3.14159, 31.4159, 314.159)] == ["3.14", "31.4", "314"]
    assert number(math.nan) == "–"


@given(st.lists(st.floats(0, 300), min_size=1, max_size=8))
def test_direct_labels_keep_apart_in_order_and_inside(wanted):
    places = spread_labels(wanted, 18, 0, 300)
    ordered = sorted(range(len(wanted)), key=lambda i: wanted[i])
    for a, b in pairwise(ordered):
        assert places[b] - places[a] >= 17
    assert all(p - 9 + 1 >= 0 and p + 9 <= 301 for p in places)


def test_dashes_cover_a_line_in_the_given_proportion():
    parts = dashes([(0, 0), (60, 0), (60, 40)], (6, 4))
    length = sum(math.dist(a, b) for part in parts for a, b in pairwise(part))
    assert length == pytest.approx(60)
    assert dashes([(0, 0), (5, 5)], ()) == [[(0, 0), (5, 5)]]


def fan() -> np.ndarray:
    spread = np.array([-1.3, -0.7, 0, 0.7, 1.3])[:, None]
    return 40 + spread * 3 * np.sqrt(np.arange(1, 9))[None, :]


def paint(ui: Ui) -> None:
    """One chart of every kind, with gaps, guides and marks."""
    upper, lower = ui.screen.inset(16).rows(2, gap=16)
    a, b, c = upper.columns(3, gap=16)
    gap = PRICE * 0.8
    gap[4:7] = np.nan
    ui.line_chart(
        "line",
        a,
        [Series("Light", PRICE, 0), Series("Heavy", gap, 1), Series("Ghost", PRICE * 1.1, 2, faint=True)],
        QUARTERS,
        axis=Axis("USD/kg"),
        marks=[Mark(3, "Quota", "bad", "ban")],
        title="Prices",
    )
    ui.fan_chart(
        "fan",
        b,
        60 - T[:11] * 2,
        fan(),
        QUARTERS[:19],
        label="Cover",
        axis=Axis("d"),
        guides=[Guide(45, "floor")],
    )
    ui.area_chart("area", c, [Series("One", T + 1, 0), Series("Two", 30 - T, 1)], QUARTERS, axis=Axis("kt"))
    d, e, f = lower.columns(3, gap=16)
    ui.bar_chart("bars", d, [Bar("Industry", 42, 30, 51, 0, tip="Why."), Bar("Controls", -18, -30, -9, 1)])
    ui.waterfall(
        "fall", e, [Step("Users", 120), Step("Nature", -25), Step("Total", 95, True)], axis=Axis("m")
    )
    ui.line_chart("log", f, [Series("Price", PRICE * 9, 0)], QUARTERS, axis=Axis("USD/kg", log=True))
    ui.sparkline(Rect(20, 4, 80, 12), PRICE, tone="good", band=(30, 40))


@pytest.mark.parametrize(
    ("theme", "scale", "text_scale"), [("dark", 1.0, 1.0), ("light", 1.5, 1.2), ("contrast", 1.0, 1.5)]
)
def test_every_chart_is_byte_equal_when_drawn_twice(show, theme, scale, text_scale):
    pictures = []
    for _ in range(2):
        app = show(paint, theme=theme, scale=scale, text_scale=text_scale, size=(1920, 1080))
        pictures.append(pygame.image.tobytes(app.ui.surface, "RGB"))
        assert not app.ui.overflows
    assert pictures[0] == pictures[1]


def test_lines_reach_their_highest_value(show):
    app = show(lambda ui: ui.line_chart("l", Rect(0, 0, 600, 300), [Series("", (0, 10, 0), 0)], ["", "", ""]))
    colour = app.ui.theme.series_colour(0)
    pixels = pygame.surfarray.array3d(app.ui.surface).astype(int)
    close = np.abs(pixels - np.array(colour)).sum(axis=2) < 40
    columns, rows = np.nonzero(close)
    assert rows.min() < 20 and rows.max() > 280, "the top tick is 10, the bottom one 0"
    assert abs(columns[rows.argmin()] - 305) < 40


def test_read_out_follows_the_pointer_and_the_keyboard(show):
    app = show(paint)
    drive(app, move(app, "fan"))
    settle(app, 0.1)
    assert "note: 20" in app.ui.describe()
    drive(app, move(app, (5, 5)) + press("tab"))
    settle(app, 0.1)
    assert app.ui.focused == "line"
    assert "note: 2014 Q4 = Light" in app.ui.describe()
    drive(app, press("left", "left"))
    assert "note: 2014 Q2 = Light" in app.ui.describe()
    drive(app, press("home"))
    assert "note: 2010 Q1 = Light" in app.ui.describe()


def test_charts_are_read_out_in_figures(show):
    text = show(paint).ui.describe()
    assert "chart: Prices = USD/kg, 2010 Q1 – 2014 Q4" in text
    assert "series: Industry = 42 (30 … 51) (Why.)" in text
    assert "series: Nature = \u221225" in text
    assert "series: 50% = 40 d → 40 d" in text.replace("\u2009", "")


def test_a_missing_history_or_an_empty_fan_is_no_trouble(show):
    def empty(ui: Ui) -> None:
        ui.fan_chart("a", Rect(20, 20, 300, 200), [], fan(), QUARTERS[:8], label="x")
        ui.fan_chart("b", Rect(340, 20, 300, 200), [1.0, 2.0], np.zeros((5, 0)), QUARTERS[:2], label="x")
        ui.line_chart("c", Rect(660, 20, 300, 200), [Series("x", (math.nan, math.nan))], ["a", "b"])
        ui.bar_chart("d", Rect(20, 240, 300, 200), [])
        ui.sparkline(Rect(340, 240, 100, 40), [math.nan, 1.0])

    assert "chart" in show(empty).ui.describe()


def test_behind_each_chart_lies_its_table(show):
    app = show(paint)
    for name in ("line", "fan", "area"):
        app.ui.focus(name)
        settle(app, 0.1)
        assert "row: 2011 Q3" not in app.ui.describe()
        drive(app, press("tab"))
        assert app.ui.focused == f"{name}/table"
        drive(app, press("enter"))
        settle(app, 0.1)
        said = app.ui.describe()
        assert "row: 2011 Q3" in said and "Show the chart again" in said and not app.ui.overflows
        drive(app, press("enter"))
        settle(app, 0.1)
        assert "row: 2011 Q3" not in app.ui.describe()


def test_the_table_gives_the_figures_of_the_chart_and_a_dash_where_there_is_none(show):
    series = [Series("a", (1.0, math.nan, 3.0), 0), Series("b", (math.nan, math.nan, 30.0), 1)]
    app = show(lambda ui: ui.line_chart("c", Rect(20, 20, 400, 240), series, ["x", "y", "z"], title="Two"))
    drive(app, move(app, "c"))
    drive(app, click(app, "c/table"))
    settle(app, 0.2)
    rows = [line.strip() for line in app.ui.describe().splitlines() if line.strip().startswith("row:")]
    assert rows == ["row: x = a 1, b –", "row: z = a 3, b 30"]

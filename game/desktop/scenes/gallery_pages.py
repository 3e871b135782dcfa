"""Two pages of the gallery: figures at a glance, and the charts. Their numbers are samples."""

from __future__ import annotations

import math

import numpy as np

from ..kit import Axis, Bar, Guide, Mark, Rect, Series, Step, Tip, TipRow, Tone, Ui

LEVERS = ("industry", "technology", "market", "diplomacy", "controls")
QUARTERS = tuple(f"{2010 + i // 4} Q{i % 4 + 1}" for i in range(20))
TILES: tuple[tuple[str, str, str, str, int, Tone, str], ...] = (
    ("money", "118", "m", "+12", 1, "good", "coins"),
    ("confidence", "52", "", "−3", -1, "bad", "users"),
    ("influence", "11", "/ 20", "+1.5", 1, "good", "handshake"),
    ("cover", "41", "d", "−9", -1, "bad", "warehouse"),
)
BANDS: tuple[tuple[float, Tone], ...] = ((45.0, "bad"), (90.0, "warn"), (180.0, "good"))


def explained(ui: Ui, tonnes: float) -> Tip:
    """A tooltip with causes that add up to the figure."""
    tr = ui.tr
    return Tip(
        "",
        tr("gallery.column.tonnes"),
        (
            TipRow(tr("gallery.carried"), f"{tonnes * 0.8:,.0f}"),
            TipRow(tr("lever.industry"), f"+{tonnes * 0.3:,.0f}", "good"),
            TipRow(tr("lever.controls"), f"−{tonnes * 0.1:,.0f}", "bad"),
        ),
        TipRow(tr("gallery.total"), f"{tonnes:,.0f}"),
    )


def cells(ui: Ui, area: Rect, count: int, least: tuple[float, float]) -> list[Rect]:
    """A grid of equal cells that fills `area` or reaches below it, none smaller than `least`."""
    across = max(1, min(count, 3, int((area.w + 12) / (least[0] * ui.text_scale + 12))))
    down = math.ceil(count / across)
    height = max((ui.screen.bottom - area.y - 16 - 12 * (down - 1)) / down, least[1] * ui.text_scale)
    return [
        Rect(place.x, area.y + (index // across) * (height + 12), place.w, height)
        for index, place in zip(range(count), area.columns(across, gap=12) * down, strict=False)
    ]


def figures_page(ui: Ui, area: Rect) -> None:
    """Figures, gauges, lamps, and what tooltips look like."""
    tr = ui.tr
    top, rest = area.split_top(ui.line_h("small") + ui.line_h("figure") + 26, gap=12)
    strip = ui.panel(top, padding=9)
    for (key, value, unit, change, way, tone, icon), spot in zip(
        TILES, strip.columns(4, gap=12), strict=True
    ):
        course = [50 + way * t + 6 * math.sin(t * 1.7 + len(key)) for t in range(12)]
        ui.figure(
            key,
            spot,
            tr(f"gallery.figure.{key}"),
            value,
            unit=unit,
            change=change,
            direction=way,
            tone=tone,
            icon=icon,
            spark=course,
            tip=explained(ui, 118),
        )
    left, right = rest.columns(2, gap=12)
    inside = ui.panel(left, tr("gallery.gauges"), icon="gauge")
    rows = inside.rows(2, gap=8)
    for index, (days, spot) in enumerate(zip((30.0, 72.0, 140.0), rows[0].columns(3, gap=12), strict=True)):
        ui.gauge(
            f"gauge{index}",
            spot,
            days,
            0,
            180,
            label=tr("gallery.figure.cover"),
            text=f"{days:.0f}",
            bands=BANDS,
            tip=tr("gallery.value.tip"),
        )
    for index, (level, spot) in enumerate(zip((1.0, 0.75, 0.4, 0.0), rows[1].columns(4, gap=8), strict=True)):
        ui.lamp(
            f"lamp{index}",
            spot,
            level,
            label=tr("gallery.plant"),
            text=f"{level:.0%}",
            tip=tr("gallery.lamp.tip"),
        )
    inside = ui.panel(right, tr("gallery.tip.title"), icon="message-circle")
    first = ui.draw_tip(explained(ui, 118), Rect(inside.x, inside.y - 8, 10, 0))
    second = ui.draw_tip(tr("gallery.tip.text"), Rect(inside.x, first.bottom + 6, 10, 0))
    beside = first.right + first.w + 40 < inside.right
    _pinned(ui, Rect(first.right + 22, first.y, first.w, 0) if beside else second.moved(0, second.h + 14))


def _pinned(ui: Ui, at: Rect) -> None:
    """A tooltip that stays until it is closed, and the button that brings it back."""
    key = "gallery/unpinned"
    if ui.memory.get(key):
        wide = ui.text_w(ui.tr("gallery.tip.pin")) + 60
        if ui.button("pin", Rect(at.x, at.y, wide, ui.control_h), ui.tr("gallery.tip.pin"), icon="pin"):
            ui.memory[key] = False
    elif not ui.pinned_tip("unpin", explained(ui, 52), Rect(at.x, at.y - 8, 10, 0)):
        ui.memory[key] = True


def charts_page(ui: Ui, area: Rect) -> None:
    """Every kind of chart."""
    with ui.scroll("charts", area, padding=0) as body:
        _charts(ui, cells(ui, body, 6, (380, 250)))


def _charts(ui: Ui, places: list[Rect]) -> None:
    tr = ui.tr
    first, second, third, fourth, fifth, sixth = places
    t = np.arange(20.0)
    price = 27 * np.exp(1.9 * np.exp(-((t - 6.5) ** 2) / 9))
    lines = [
        Series(tr("good.light_oxide"), price, 0),
        Series(tr("good.heavy_oxide"), price * (6 + np.sin(t / 2)), 1),
        Series(tr("gallery.ghost"), price * 0.8, 2, faint=True),
    ]
    ui.line_chart(
        "price",
        ui.panel(first, tr("gallery.chart.price")),
        lines,
        QUARTERS,
        axis=Axis("USD/kg", log=True),
        marks=[Mark(2, tr("gallery.mark"), "bad", "ban")],
        title=tr("gallery.chart.price"),
    )
    past = 60 - 2.2 * t[:11] + 3 * np.sin(t[:11])
    ahead = np.arange(1, 9)[None, :]
    fan = past[-1] - 0.5 * ahead + np.array([-1.3, -0.7, 0, 0.7, 1.3])[:, None] * 2.4 * np.sqrt(ahead) * 1.7
    ui.fan_chart(
        "cover",
        ui.panel(second, tr("gallery.figure.cover")),
        past,
        fan,
        QUARTERS[:19],
        label=tr("gallery.figure.cover"),
        axis=Axis(tr("gallery.days"), zero=True),
        guides=[Guide(45, tr("gallery.guide"))],
    )
    bars = [
        Bar(tr(f"lever.{lever}"), value, value - 12, value + 9, index, tip=explained(ui, abs(value)))
        for index, (lever, value) in enumerate(zip(LEVERS, (42.0, 28.0, 12.0, -6.0, -18.0), strict=True))
    ]
    ui.bar_chart("levers", ui.panel(third, tr("gallery.chart.levers")), bars, axis=Axis("USD m"))
    steps = [
        Step(tr("gallery.account.users"), 120, tip=tr("gallery.value.tip")),
        Step(tr("gallery.account.producers"), 40),
        Step(tr("gallery.account.treasury"), -70),
        Step(tr("gallery.account.nature"), -25),
        Step(tr("gallery.total"), 65, total=True),
    ]
    ui.waterfall("account", ui.panel(fourth, tr("gallery.chart.account")), steps, axis=Axis("USD m"))
    supply = [
        Series(tr("gallery.nation.china"), 100 - t * 2, 0),
        Series(tr("gallery.nation.australia"), 5 + t, 1),
        Series(tr("gallery.nation.usa"), 12 + t * 0.4, 2),
    ]
    ui.area_chart("supply", ui.panel(fifth, tr("gallery.chart.supply")), supply, QUARTERS, axis=Axis("kt"))
    ui.fan_chart(
        "duel",
        ui.panel(sixth, tr("gallery.chart.ghost")),
        price[:11],
        np.outer([0.8, 0.9, 1.0, 1.15, 1.35], price[11:19]),
        QUARTERS[:19],
        look=1,
        label=tr("good.light_oxide"),
        axis=Axis("USD/kg"),
        others=[Series(tr("gallery.ghost"), price[:19] * 0.8, 2, faint=True)],
    )

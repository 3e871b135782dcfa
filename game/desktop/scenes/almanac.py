"""The almanac's cards: an assertion, what independent sources say to it, and a verdict."""

from __future__ import annotations

from collections.abc import Sequence

from game.play.claims import Claim

from ..kit import Flow, Rect, Tone, Ui
from .base import Words

__all__ = ["VERDICTS", "claim_card"]

VERDICTS: dict[str, tuple[Tone, str]] = {
    "supported": ("good", "circle-check"),
    "partly": ("info", "circle-dot"),
    "disputed": ("warn", "scale"),
    "unsupported": ("bad", "circle-x"),
}


def claim_card(ui: Ui, flow: Flow, w: Words, claim: Claim) -> None:
    """Claim, verdict, evidence, source as one card; as high as it needs."""
    tone, icon = VERDICTS[claim.verdict]
    verdict = w(f"almanac.verdict.{claim.verdict}")
    parts: Sequence[tuple[str, str, str]] = (
        (f"“{w(f'almanac.{claim.id}.claim')}”", "strong", "text"),
        (w(f"almanac.{claim.id}.evidence"), "small", "text"),
        (f"[[bookmark]] {claim.source}", "caption", "muted"),
    )
    width = flow.area.w - 28
    pill = ui.line_h("caption") + 5
    height = sum(ui.text_h(text, width, style, True) + 6 for text, style, _ in parts) + pill + 24
    rect = flow.next(height)
    ui.painter.box(ui.box(rect), ui.px(9), ui.theme.raised, ui.theme.border)
    strip = Rect(rect.x + 3, rect.y + 8, 4, rect.h - 16)
    ui.painter.box(ui.box(strip), ui.px(2), ui.theme.tone(tone))
    inside = Flow(rect.inset(14, 10), gap=6)
    text, style, colour = parts[0]
    ui.rich(inside.next(ui.text_h(text, width, style, True)), text, style, colour=colour)
    ui.badge(inside.next(pill), verdict, tone=tone, icon=icon)
    for text, style, colour in parts[1:]:
        ui.rich(inside.next(ui.text_h(text, width, style, True)), text, style, colour=colour)

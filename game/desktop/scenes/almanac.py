"""The almanac's cards: an assertion, what independent sources say to it, and a verdict."""

from __future__ import annotations

from collections.abc import Sequence

from game.play.claims import Claim

from ..kit import Flow, Rect, Tone, Ui
from .base import Words

__all__ = ["VERDICTS", "claim_cards"]

VERDICTS: dict[str, tuple[Tone, str]] = {
    "supported": ("good", "circle-check"),
    "partly": ("info", "circle-dot"),
    "disputed": ("warn", "scale"),
    "unsupported": ("bad", "circle-x"),
}


GAP = 12.0


def claim_cards(ui: Ui, flow: Flow, w: Words, claims: Sequence[Claim]) -> None:
    """The cards in columns whose lines are short enough to be read; a row is as high as its highest card."""
    columns = 2 if flow.area.w > 860 * max(1.0, ui.text_scale) else 1
    width = (flow.area.w - GAP * (columns - 1)) / columns
    for start in range(0, len(claims), columns):
        row = claims[start : start + columns]
        tall = max(_height(ui, w, claim, width) for claim in row)
        strip = flow.next(tall)
        for place, claim in enumerate(row):
            spot = Rect(strip.x + place * (width + GAP), strip.y, width, tall)
            _card(ui, spot, w, claim)


def _parts(w: Words, claim: Claim) -> Sequence[tuple[str, str, str]]:
    """Text, style and colour of a card's paragraphs."""
    return (
        (f"“{w(f'almanac.{claim.id}.claim')}”", "strong", "text"),
        (w(f"almanac.{claim.id}.evidence"), "small", "text"),
        (f"[[bookmark]] {claim.source}", "caption", "muted"),
    )


def _height(ui: Ui, w: Words, claim: Claim, width: float) -> float:
    texts = sum(ui.text_h(text, width - 28, style, True) + 6 for text, style, _ in _parts(w, claim))
    return texts + ui.line_h("caption") + 5 + 24


def _card(ui: Ui, rect: Rect, w: Words, claim: Claim) -> None:
    """Claim, verdict, evidence, source as one card."""
    tone, icon = VERDICTS[claim.verdict]
    verdict = w(f"almanac.verdict.{claim.verdict}")
    parts, width, pill = _parts(w, claim), rect.w - 28, ui.line_h("caption") + 5
    ui.painter.box(ui.box(rect), ui.px(9), ui.theme.raised, ui.theme.border)
    strip = Rect(rect.x + 3, rect.y + 8, 4, rect.h - 16)
    ui.painter.box(ui.box(strip), ui.px(2), ui.theme.tone(tone))
    inside = Flow(rect.inset(14, 10), gap=6)
    text, style, colour = parts[0]
    ui.rich(inside.next(ui.text_h(text, width, style, True)), text, style, colour=colour)
    ui.badge(inside.next(pill), verdict, tone=tone, icon=icon)
    for text, style, colour in parts[1:]:
        ui.rich(inside.next(ui.text_h(text, width, style, True)), text, style, colour=colour)

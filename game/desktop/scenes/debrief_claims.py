"""The claim of the game, what the game just played says to it, and the almanac's cards on the level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.play.claims import CLAIMS, claims_about, own_verdict
from game.play.debriefing import group_worth, questions_of

from ..kit import Flow, Rect, Tone, Ui
from .almanac import claim_cards
from .base import Words, bullet, headline, leaf, paragraph, waiting
from .debrief_levers import group_chart

if TYPE_CHECKING:
    from game.insight.attribution import Attribution
    from game.play.match import Match
    from game.play.view import View

__all__ = ["ClaimsPart"]

CHART_FROM = 560.0  # units of height from which the figures are drawn as well

SIGNS: dict[str, tuple[Tone, str]] = {
    "for": ("good", "circle-check"),
    "against": ("bad", "circle-x"),
    "mixed": ("warn", "scale"),
    "silent": ("info", "circle-dot"),
}


class ClaimsPart:
    """Left: the game's own claim against this game; right: claims of others against the sources."""

    def __init__(self, match: Match, view: View) -> None:
        self.view = view
        self.questions = questions_of(match)

    def draw(self, ui: Ui, w: Words, rect: Rect, result: Attribution | None) -> None:
        left, right = rect.columns((1.0, 1.25), gap=14)
        title = w("scenes.claims.own")
        with leaf(ui, "own", left, title, title=title, icon="quote") as flow:
            self._own(ui, w, flow, result)
        inside = ui.panel(right, w("scenes.claims.others"), icon="book-open")
        with ui.scroll("claims", inside.inset(-6), label=w("scenes.claims.others"), padding=6) as area:
            flow = Flow(area, gap=10)
            claim_cards(ui, flow, w, claims_about(self.view.level) or CLAIMS[:5])
            paragraph(ui, flow, w("scenes.claims.more"), "small", "muted")

    def _own(self, ui: Ui, w: Words, flow: Flow, result: Attribution | None) -> None:
        paragraph(ui, flow, w("scenes.claims.claim"), "title", "accent_text")
        if result is None:
            waiting(ui, flow.next(140), w("scenes.debrief.computing"))
            return
        worth = group_worth(result)
        verdict = own_verdict(worth["build"], worth["bargain"])
        tone, icon = SIGNS[verdict]
        ui.badge(
            flow.next(ui.line_h("caption") + 6), w(f"scenes.claims.verdict_{verdict}"), tone=tone, icon=icon
        )
        figures = {name: w.value(value, "musd", signed=True) for name, value in worth.items()}
        paragraph(ui, flow, w("scenes.claims.evidence", **figures))
        if ui.visible.h > CHART_FROM * max(1.0, ui.text_scale):
            group_chart(ui, w, flow, worth)
        paragraph(ui, flow, w(f"scenes.claims.said_{verdict}"))
        paragraph(ui, flow, w("scenes.claims.limits"), "small", "muted")
        flow.skip(6)
        headline(ui, flow, w("scenes.claims.questions"))
        for question in self.questions:
            bullet(ui, flow, "circle-question-mark", w.text(question))

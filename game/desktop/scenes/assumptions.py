"""Assumptions to be changed: a slider for each, the range that has evidence and where that is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from game.play.assumptions import name_of, range_in_words, value_of
from game.rules.assumptions import ASSUMPTIONS, Assumption, Evidence, evidence

from ..kit import Flow, Rect, Tip, Ui
from .base import Action, GameScene, Words, button_bar, page, words

if TYPE_CHECKING:
    from game.content.packs import LoadedLevel

    from ..session import Session

__all__ = ["AssumptionSliders", "AssumptionsScene"]

STEPS = 40


class AssumptionSliders:
    """The sliders and what they say; `values` holds every assumption, changed or not."""

    def __init__(self, loaded: LoadedLevel, changed: Mapping[str, float]) -> None:
        self.known: dict[str, Evidence] = {one.id: evidence(loaded, one.id) for one in ASSUMPTIONS}
        self.values = {name: changed.get(name, known.value) for name, known in self.known.items()}

    @property
    def changed(self) -> dict[str, float]:
        """Only what differs from the level."""
        return {name: x for name, x in self.values.items() if x != self.known[name].value}

    def reset(self) -> None:
        """Back to what the level assumes."""
        self.values = {name: known.value for name, known in self.known.items()}

    def draw(self, ui: Ui, w: Words, rect: Rect, *, sources: bool = False) -> None:
        """All sliders, with their sources beneath where there is room for them."""
        with ui.scroll("assumptions", rect, label=w("assumptions.title"), padding=4) as area:
            flow = Flow(area, gap=4)
            for one in ASSUMPTIONS:
                self._one(ui, w, flow, one, sources)

    def _one(self, ui: Ui, w: Words, flow: Flow, one: Assumption, sources: bool) -> None:
        known, value = self.known[one.id], self.values[one.id]
        name, shown = w.text(name_of(one.id)), w.text(value_of(one.id, value))
        head = flow.next(ui.line_h())
        wide = min(ui.text_w(shown, "strong") + 4, head.w * 0.6)
        left, right = head.split_right(wide, gap=8)
        ui.label(left, name, ellipsis=True)
        ink = "accent_text" if value != known.value else "muted"
        ui.label(right, shown, "strong", colour=ink, align="right", ellipsis=True)
        ranged = w.text(range_in_words(one.id, known))
        tip = Tip(f"{w(f'assumptions.about.{one.id}')}\n{ranged}", title=name)
        band = None if known.low is None or known.high is None else (known.low, known.high)
        moved = ui.slider(
            f"assumption-{one.id}",
            flow.next(max(22.0, ui.control_h * 0.7)),
            value,
            one.low,
            one.high,
            step=one.step,
            label=name,
            text=shown,
            marks=(known.value,),
            band=band,
            tip=tip,
        )
        self.values[one.id] = known.value if abs(moved - known.value) < one.step / 2 else moved
        if sources:
            said = w.sentences(w(f"assumptions.about.{one.id}"), ranged)
            spot = flow.next(ui.text_h(said, flow.area.w, "small"))
            ui.label(spot, said, "small", colour="muted", wrap=True)
        else:
            ui.label(flow.next(ui.line_h("caption")), ranged, "caption", colour="muted", ellipsis=True)
        flow.skip(6)


class AssumptionsScene(GameScene):
    """Assumptions of a new game; `done` hears those that were changed."""

    def __init__(
        self,
        session: Session,
        loaded: LoadedLevel,
        changed: Mapping[str, float],
        done: Callable[[dict[str, float]], None],
    ) -> None:
        super().__init__(session)
        self.sliders = AssumptionSliders(loaded, changed)
        self.done = done

    def name(self, w: Words) -> str:
        return w("assumptions.title")

    def draw(self, ui: Ui) -> None:
        w = words(ui)
        wide = 1080 * max(1.0, ui.text_scale)
        with page(self, ui, w("assumptions.title"), icon="sliders-horizontal", width=wide) as body:
            said = w("assumptions.new_game")
            head, rest = body.split_top(ui.text_h(said, body.w), gap=10)
            ui.label(head, said, colour="muted", wrap=True)
            rest, foot = rest.split_bottom(ui.control_h, gap=12)
            self.sliders.draw(ui, w, ui.panel(rest), sources=True)
            none = "" if self.sliders.changed else w("assumptions.none_changed")
            actions = [
                Action("take", w("assumptions.take"), "check", "primary", hotkey="enter"),
                Action("reset", w("assumptions.reset"), "rotate-ccw", disabled=none),
            ]
            pressed = button_bar(ui, foot, actions)
            if pressed == "reset":
                self.sliders.reset()
            elif pressed == "take":
                self.done(self.sliders.changed)
                self.app.pop()

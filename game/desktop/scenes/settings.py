"""Settings: language, theme, sizes, motion, window. Every change shows at once and is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from game.catalogues import languages, own_name

from ..kit import Axis, Choice, Flow, Rect, Tone, Ui
from ..kit import Series as Line
from ..preferences import SCALE_RANGE, VOLUME_RANGE
from .base import Action, GameScene, Words, button_bar, headline, leaf, page, paragraph, words
from .title_art import observations

if TYPE_CHECKING:
    from ..session import Session

__all__ = ["Settings"]

SAMPLE_FROM = 1150.0  # units of width from which a sample stands beside the choices
SIGNS: tuple[tuple[str, Tone, str], ...] = (
    ("open", "good", "check"),
    ("slow", "warn", "clock"),
    ("restricted", "info", "lock-open"),
    ("refused", "bad", "ban"),
)
MOST_CARDS = 3  # languages beside each other; more are a list
THEME_ICONS = {"dark": "moon", "light": "sun", "contrast": "contrast"}


class Settings(GameScene):
    """A column of settings, and beside it, where there is room, a sample of what they do."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.kept = True
        self._waiting: Callable[[], None] | None = None

    def name(self, w: Words) -> str:
        return w("scenes.settings.title")

    def draw(self, ui: Ui) -> None:
        w = words(ui)
        wide = ui.screen.w > SAMPLE_FROM * ui.text_scale
        width = 1240 if wide else 860
        with page(
            self, ui, w("scenes.settings.title"), icon="settings", width=width * max(1.0, ui.text_scale)
        ) as body:
            left, right = body.columns((1.25, 1.0), gap=16) if wide else (body, body)
            with leaf(ui, "settings", left, w("scenes.settings.title"), grows=False) as flow:
                self._language(ui, w, flow)
                self._theme(ui, w, flow)
                self._sizes(ui, w, flow)
                self._volumes(ui, w, flow)
                self._switches(ui, w, flow)
                self._keys(ui, w, flow)
                if not self.kept:
                    said = f"[[triangle-alert]] {w('scenes.settings.not_kept')}"
                    paragraph(ui, flow, said, "small", "warn")
            if wide:
                title = w("scenes.settings.looks")
                with leaf(ui, "sample", right, title, title=title, icon="eye", grows=False) as flow:
                    self._sample(ui, w, flow)

    def _sample(self, ui: Ui, w: Words, flow: Flow) -> None:
        """Text, a chart and signs as they look with these choices."""
        paragraph(ui, flow, w("scenes.title.promise"))
        points = observations()
        if points:
            quarters = [int(point.year * 4) for point in points]
            every = range(quarters[0], quarters[-1] + 1)
            ui.line_chart(
                "sample-chart",
                flow.next(190),
                [Line("", np.interp(every, quarters, [point.usd_kg for point in points]).tolist(), 0)],
                [w.quarter((quarter // 4, quarter % 4 + 1)) for quarter in every],
                axis=Axis(w("scenes.unit.usd_kg"), zero=True),
                title=w("scenes.settings.chart"),
            )
            paragraph(ui, flow, w("scenes.settings.chart"), "caption", "muted")
        tall = ui.line_h("caption") + 6
        strip = flow.next(tall)
        for name, tone, icon in SIGNS:
            strip = strip.pad(left=ui.badge(strip, w(f"desk.licence.{name}"), tone=tone, icon=icon) + 8)

    def _section(self, ui: Ui, flow: Flow, title: str) -> None:
        flow.skip(4)
        headline(ui, flow, title)

    def _keep(self, **values: object) -> None:
        self.kept = self.session.prefer(**values)

    def _language(self, ui: Ui, w: Words, flow: Flow) -> None:
        self._section(ui, flow, w("scenes.settings.language"))
        names = {code: own_name(code) for code in languages()}
        chosen: str | None
        if len(names) > MOST_CARDS:
            place = flow.next(ui.control_h)
            chosen = ui.drop_down("language", place, list(names.items()), ui.language)
        else:
            choices = [Choice(code, name, icon="languages") for code, name in names.items()]
            chosen = self._cards(ui, "language", flow, choices, ui.language)
        if chosen != ui.language and chosen is not None:
            ui.set_language(chosen)
            self.retitle()
            self._keep(language=chosen)

    def _theme(self, ui: Ui, w: Words, flow: Flow) -> None:
        self._section(ui, flow, w("scenes.settings.theme"))
        choices = [Choice(t, w(f"scenes.settings.theme_{t}"), icon=i) for t, i in THEME_ICONS.items()]
        chosen = self._cards(ui, "theme", flow, choices, ui.theme.name)
        if chosen != ui.theme.name and chosen is not None:
            ui.set_theme(chosen)
            self._keep(theme=chosen)

    def _cards(self, ui: Ui, name: str, flow: Flow, choices: list[Choice], chosen: str) -> str | None:
        """Cards beside each other while there is room."""
        columns = len(choices)
        while columns > 1 and (flow.area.w - 8 * (columns - 1)) / columns < 150 * ui.text_scale:
            columns -= 1
        width = (flow.area.w - 8 * (columns - 1)) / columns
        tall = max(ui.card_height(choice, width) for choice in choices)
        rows = -(-len(choices) // columns)
        area = flow.next(tall * rows + 8 * (rows - 1))
        return ui.choice_cards(name, area, choices, chosen, columns=columns)

    def _sizes(self, ui: Ui, w: Words, flow: Flow) -> None:
        self._section(ui, flow, w("scenes.settings.sizes"))
        for name, value in (("text_scale", ui.text_scale), ("scale", ui.wanted_scale)):
            step = self._step(ui, w, flow, name, value, SCALE_RANGE)
            if abs(step - value) > 1e-6:
                scales = {"text_scale": ui.text_scale, "scale": ui.wanted_scale} | {name: round(step, 2)}
                ui.set_scales(scales["scale"], scales["text_scale"])
                self._keep(**scales)
        paragraph(ui, flow, w("scenes.settings.sample"), "body", "muted")

    def _step(
        self, ui: Ui, w: Words, flow: Flow, name: str, value: float, bounds: tuple[float, float]
    ) -> float:
        """A share in steps of a tenth."""
        label = w(f"scenes.settings.{name}")
        strip = flow.next(max(ui.control_h, ui.text_h(label, flow.area.w * 0.5)))
        left, right = strip.split_right(min(strip.w * 0.45, 260 * ui.text_scale), gap=12)
        ui.label(left.centred(left.w, ui.text_h(label, left.w)), label, wrap=True)
        spot = Rect(right.x, right.y, right.w, ui.control_h)
        low, high = bounds
        shown = w.translator.percent(value)
        return ui.stepper(name, spot, value, low, high, step=0.1, label=label, text=shown)

    def _volumes(self, ui: Ui, w: Words, flow: Flow) -> None:
        self._section(ui, flow, w("scenes.settings.sound"))
        chosen = self.session.preferences
        volumes = {"sound_volume": chosen.sound_volume, "music_volume": chosen.music_volume}
        for name, value in volumes.items():
            step = round(self._step(ui, w, flow, name, value, VOLUME_RANGE), 2)
            if step != value:
                heard = volumes | {name: step}
                self.app.sound.set_volumes(heard["sound_volume"], heard["music_volume"])
                self._keep(**{name: step})
                if name == "sound_volume":
                    ui.cue("good")

    def _switches(self, ui: Ui, w: Words, flow: Flow) -> None:
        self._section(ui, flow, w("scenes.settings.window"))
        still = self._switch(ui, w, flow, "reduced_motion", ui.reduced_motion)
        if still != ui.reduced_motion:
            ui.reduced_motion = still
            self._keep(reduced_motion=still)
        full = self._switch(ui, w, flow, "fullscreen", self.app.fullscreen)
        if full != self.app.fullscreen:
            self._keep(fullscreen=full)
            # The surface changes with the window, so this waits until the picture is done.
            self.later(self.app.toggle_fullscreen)

    def _keys(self, ui: Ui, w: Words, flow: Flow) -> None:
        self._section(ui, flow, w("scenes.settings.keys"))
        if button_bar(
            ui, flow.next(ui.control_h), [Action("keys", w("scenes.settings.keys_open"), "keyboard")]
        ):
            self.app.push(self.session.scene("keys"))

    def _switch(self, ui: Ui, w: Words, flow: Flow, name: str, on: bool) -> bool:
        rect: Rect = flow.next(ui.control_h)
        return ui.toggle(name, rect, w(f"scenes.settings.{name}"), on, tip=w(f"scenes.settings.{name}_tip"))

    def later(self, act: Callable[[], None]) -> None:
        """Do something between two frames."""
        self._waiting = act

    def update(self, dt: float) -> bool | None:
        act = self._waiting
        if act is None:
            return None
        self._waiting = None
        act()
        return True

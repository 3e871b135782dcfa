"""The debrief: the result, what each lever was worth, what if, and the claim with its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.insight.account import Waterfall, waterfall
from game.play.debriefing import find, told
from game.play.handout import HandoutError
from game.play.match import autosave_path
from game.play.record import SaveError
from game.play.words import pack_text

from ..kit import Rect, Tab, Ui
from .base import Action, GameScene, Words, bar_height, button_bar, page, words
from .debrief_challenge import ChallengePart
from .debrief_claims import ClaimsPart
from .debrief_levers import LeversPart
from .debrief_result import draw_result
from .debrief_whatif import WhatIfPart

if TYPE_CHECKING:
    from pathlib import Path

    from game.play.match import Match
    from game.play.view import View

    from ..jobs import Job
    from ..session import Session

__all__ = ["Debrief"]

TABS = (
    ("result", "award"),
    ("levers", "chart-bar"),
    ("what_if", "git-branch"),
    ("challenge", "sliders-horizontal"),
    ("claims", "scale"),
)


class Debrief(GameScene):
    """Five tabs; the attribution is computed while the result is being read."""

    def __init__(self, session: Session, match: Match, view: View) -> None:
        super().__init__(session)
        assert view.end is not None, "the debrief comes after the reckoning"
        self.match, self.view, self.end = match, view, view.end
        self.seat = view.seat
        self.tab = "result"
        self.greeted = False
        self.bars: Waterfall = waterfall(match.reckoning(view.seat))
        self.prediction = session.prediction(match, view.seat)
        self.levers = LeversPart(match, view.seat, self.prediction)
        self.what_if = WhatIfPart(match, view.seat)
        self.challenge = ChallengePart(match, view.seat)
        self.claims = ClaimsPart(match, view)
        self.step = session.journeys.step_of(match, view.seat)
        self.printing: Job[Path] | None = None
        self.printed = self.shown = 0.0

    def name(self, w: Words) -> str:
        return w("scenes.debrief.title")

    def enter(self) -> None:
        super().enter()
        if self.end.seal and not self.greeted:
            self.app.ui.cue("seal")
        self.greeted = True
        self.levers.start(self.app)
        self.what_if.start(self.app)
        self.challenge.start(self.app)

    @property
    def busy(self) -> bool:
        """Whether something is still being computed for the tab that is open."""
        if self.tab == "challenge":
            return self.challenge.busy
        return (
            self.levers.busy
            if self.tab in ("levers", "claims")
            else self.tab == "what_if" and self.what_if.busy
        )

    def update(self, dt: float) -> bool | None:
        moved = self.levers.poll(self.app)
        tried = self.challenge.poll(self.app)
        return self._poll_page() or self.what_if.poll() or moved or tried

    def draw(self, ui: Ui) -> None:
        w = words(ui)
        note = f"{w.text(self.view.level_title)} · {w.text(self.view.seat_name)}"
        if self.match.practice:
            note += f" · {w('scenes.debrief.practice')}"
        if self.view.assumptions:
            note += f" · {w.assumed(self.view.assumptions)}"
        with page(
            self, ui, w("scenes.debrief.title"), icon="scale", note=note, back=False, width=1760
        ) as body:
            bar, rest = body.split_top(ui.control_h, gap=12)
            tabs = [Tab(key, w(f"scenes.debrief.tab_{key}"), icon) for key, icon in TABS]
            self.tab = ui.tabs("parts", bar, tabs, self.tab, fill=True)
            actions = self._actions(w)
            rest, foot = rest.split_bottom(bar_height(ui, rest.w, actions), gap=12)
            self._part(ui, w, rest)
            pressed = button_bar(ui, foot, actions)
            if pressed:
                self._choose(ui, w, pressed)

    def _part(self, ui: Ui, w: Words, rect: Rect) -> None:
        if self.tab == "result":
            draw_result(ui, w, rect, self.end, self.bars)
        elif self.tab == "levers":
            self.levers.draw(ui, w, rect)
        elif self.tab == "what_if":
            self.what_if.draw(self.app, ui, w, rect)
        elif self.tab == "challenge":
            self.challenge.draw(self.app, ui, w, rect)
        else:
            self.claims.draw(ui, w, rect, self.levers.result)

    # afterwards --------------------------------------------------------------------------------------------

    def _actions(self, w: Words) -> list[Action]:
        return [
            *self._campaign(w),
            Action(
                "same", w("scenes.debrief.same_luck"), "rotate-ccw", tip=w("scenes.debrief.same_luck_tip")
            ),
            Action("other", w("scenes.debrief.new_luck"), "dices", tip=w("scenes.debrief.new_luck_tip")),
            Action(
                "chair", w("scenes.debrief.other_chair"), "users", tip=w("scenes.debrief.other_chair_tip")
            ),
            Action("pages", w("scenes.menu.pages"), "newspaper"),
            *self._others(w),
            self._print_action(w),
            Action("save", w("scenes.debrief.save"), "save", hotkey=self.app.ui.key("save")),
            Action("title", w("scenes.debrief.to_title"), "log-out"),
        ]

    def _campaign(self, w: Words) -> list[Action]:
        """The way back to the campaign that this game belongs to."""
        if self.step is None:
            return []
        tip = w("campaign.back_tip")
        return [Action("campaign", w("campaign.back"), "route", "primary", tip=tip)]

    def _others(self, w: Words) -> list[Action]:
        """The way to the other people's debriefs, where several played at one screen."""
        found = []
        for name in self.match.governed:
            if name != self.seat:
                seat = pack_text(self.match.loaded.level.seats[name].name)
                found.append(Action(f"seat-{name}", w("scenes.debrief.of", seat=w.text(seat)), "users"))
        return found

    def _choose(self, ui: Ui, w: Words, action: str) -> None:
        if action in ("same", "other"):
            match = self.session.adopt(self.match.restart(same_luck=action == "same"))
            for seat in match.governed:
                answer = self.session.prediction(self.match, seat)
                if answer:
                    self.session.predict(match, seat, answer)
            self.session.sit_down(self.app, match)
        elif action == "chair":
            from .levels import Levels

            others = [name for name in self.match.rulebook.seats if name not in self.match.governed]
            chair = others[0] if others else self.seat
            levels = Levels(self.session, self.match.loaded.level.id, chair, str(self.match.seed))
            levels.difficulty = self.match.difficulty
            levels.assumptions[levels.level] = dict(self.match.rulebook.assumptions)
            self.app.push(levels)
        elif action.startswith("seat-"):
            self.app.replace(self.session.finished_scene(self.match, action.removeprefix("seat-")))
        elif action == "pages":
            from .report import Report

            self.app.push(Report(self.session, self.match, self.seat, len(self.match.past)))
        elif action == "campaign":
            self._to_campaign()
        elif action == "print":
            self._print(w)
        elif action == "save":
            self._save(ui, w)
        else:
            self.app.reset(self.session.scene("title"))

    def _to_campaign(self) -> None:
        """The map with what this game has opened, and the next step marked."""
        from .campaign import CampaignScene

        assert self.step is not None
        campaign, _ = self.step
        fresh = self.session.journeys.opened_by(campaign, self.match)
        self.app.reset(self.session.scene("title"))
        self.app.push(CampaignScene(self.session, campaign.id, fresh=fresh))

    def _save(self, ui: Ui, w: Words) -> None:
        try:
            name = self.session.save_copy(self.match)
        except SaveError as error:
            ui.toast(w.text(error.text), "bad", 8)
        else:
            ui.toast(w("scenes.menu.saved", name=name), "good")

    # the page to print -------------------------------------------------------------------------------------

    def _print_action(self, w: Words) -> Action:
        if self.printing is None:
            tip = w("scenes.debrief.print_tip")
            return Action("print", w("scenes.debrief.print"), "file-text", tip=tip)
        label = w("scenes.debrief.printing", share=self.printed)
        return Action("print", label, "file-text", disabled=w("scenes.debrief.printing_tip"))

    def _print(self, w: Words) -> None:
        """Write the debrief as a page beside the saves, in the language of the window, in the background."""
        match, seat, language = self.match, self.seat, w.language
        game = autosave_path(match.loaded.level.id, match.governed, match.seed).stem
        path = self.session.saves / f"{game}.html"

        def heard(share: float) -> None:
            self.printed = share

        def work() -> Path:
            from game.play.handout import render_handout, write_handout

            text = render_handout(told(find(match, seat, progress=heard)), language)
            path.parent.mkdir(parents=True, exist_ok=True)
            write_handout(path, text)
            return path

        self.printed = 0.0
        self.printing = self.app.submit(work)

    def _poll_page(self) -> bool:
        """Tell where the page is once it is written; True if there is something new to draw."""
        if self.printing is None or not self.printing.done:
            before, self.shown = self.shown, round(self.printed, 2)
            return self.shown != before
        job, self.printing = self.printing, None
        ui = self.app.ui
        try:
            path = job.result()
        except HandoutError as error:
            ui.toast(words(ui).text(error.text), "bad", 8)
        except OSError as error:
            ui.toast(words(ui)("cli.system", why=error.strerror or "", path=str(error.filename)), "bad", 8)
        else:
            ui.toast(words(ui)("scenes.debrief.print_done", path=str(path)), "good", 12)
        return True

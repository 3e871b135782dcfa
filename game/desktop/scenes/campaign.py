"""The campaign: its steps on the world map, what they open, and the way to the next game."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.play.campaign import Journey, quoted
from game.play.progress import SEALS, Progress
from game.play.words import pack_text

from ..ghost import last_run
from ..kit import Flow, Rect, Ui
from .base import Action, GameScene, Words, bar_height, button_bar, fitted, page, paragraph, words
from .campaign_map import STATE_ICONS, Pin, draw_campaign_map, pins_of
from .campaign_sheet import Chair, Sheet, draw_sheet
from .debrief_result import medal
from .levels import new_luck

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.content.campaign import Campaign
    from game.play.progress import Finished
    from game.play.view import LevelCard, SeatCard

    from ..session import LevelEntry, Session

__all__ = ["CampaignScene"]

STACKED_BELOW = 940.0  # units of width, times the text scale


class CampaignScene(GameScene):
    """The map at the left, the chosen step at the right. `fresh` are steps that a game has just opened."""

    def __init__(
        self, session: Session, campaign: str = "", step: str = "", fresh: Sequence[str] = ()
    ) -> None:
        super().__init__(session)
        self.found = session.journeys.found()
        self.campaigns: list[Campaign] = session.journeys.campaigns()
        known = [one.id for one in self.campaigns]
        wanted = campaign or session.journeys.last
        self.campaign = wanted if wanted in known else (known[-1] if known else "")  # the game's own is last
        self.chosen, self.fresh = step, tuple(fresh)
        self.since = 0.0
        self.progress = Progress()
        self.journey: Journey | None = None
        self.pins: list[Pin] = []
        self.told = False

    def name(self, w: Words) -> str:
        return w("campaign.title")

    def enter(self) -> None:
        super().enter()
        self.reload()
        self.since = self.app.ui.now
        if self.journey is not None:
            self.app.ui.focus(f"pin-{self.chosen}", visible=False)
        if self.progress.trouble is not None and not self.told:
            self.app.ui.toast(words(self.app.ui).text(self.progress.trouble), "warn", 12)
        self.told = True

    def reload(self) -> None:
        """Look again at what was finished: a game may have been played, or a save deleted."""
        self.progress = self.session.journeys.progress()
        campaign = next((one for one in self.campaigns if one.id == self.campaign), None)
        if campaign is None:
            return
        self.session.journeys.last = campaign.id
        self.journey = self.session.journeys.journey(campaign, self.progress.games)
        ids = [step.id for step in campaign.steps]
        if self.chosen not in ids:
            self.chosen = self.journey.next_step(self.fresh)

    # drawing -----------------------------------------------------------------------------------------------

    def draw(self, ui: Ui) -> None:
        w = words(ui)
        journey = self.journey
        title = w.text(pack_text(journey.campaign.title)) if journey is not None else w("campaign.title")
        note = w("campaign.title") if journey is not None else ""
        with page(self, ui, title, icon="route", note=note, width=1760, backdrop=False) as body:
            if journey is None:
                flow = Flow(body, gap=10)
                self._broken(ui, w, flow)
                ui.label(flow.next(ui.line_h()), w("campaign.none"), colour="muted")
                return
            titles = {step.id: w.text(pack_text(step.title)) for step in journey.campaign.steps}
            self.pins = pins_of(journey, self._nations(), titles)
            narrow = body.w < STACKED_BELOW * max(1.0, ui.text_scale)
            if narrow:
                self._stacked(ui, w, body, journey, titles)
            else:
                left, right = body.split_right(min(470.0, max(400.0, body.w * 0.33)), gap=16)
                flow = Flow(left, gap=10)
                self._about(ui, w, flow, journey)
                foot = self._legend_h(ui, w, left.w)
                self._map(ui, w, flow.next(left.bottom - flow.y - foot - 10), journey)
                self._legend(ui, w, flow.next(foot))
                self._sheet(ui, w, right, journey, titles)

    def _stacked(self, ui: Ui, w: Words, body: Rect, journey: Journey, titles: dict[str, str]) -> None:
        """Everything below each other, the button always in sight."""
        action = self._action(w, journey)
        rest, foot = body.split_bottom(bar_height(ui, body.w, [action]), gap=10)
        with ui.scroll("campaign", rest, label=w("campaign.title"), padding=4) as area:
            flow = Flow(area, gap=12)
            self._about(ui, w, flow, journey)
            self._map(ui, w, flow.next(max(250.0, min(rest.h * 0.8, area.w * 0.56))), journey)
            self._legend(ui, w, flow.next(self._legend_h(ui, w, area.w)))
            draw_sheet(ui, w, flow, self._shown(w, journey, titles))
        if button_bar(ui, foot, [action], align="right"):
            self._begin(journey)

    def _about(self, ui: Ui, w: Words, flow: Flow, journey: Journey) -> None:
        """Which campaign, its question, how far it is."""
        self._broken(ui, w, flow)
        if len(self.campaigns) > 1:
            options = [(one.id, w.text(pack_text(one.title))) for one in self.campaigns]
            spot = flow.next(ui.control_h)
            wide = min(spot.w, max(ui.text_w(text) for _, text in options) + 70)
            label = w("campaign.which")
            picked = ui.drop_down("which", spot.split_left(wide)[0], options, self.campaign, label=label)
            if picked != self.campaign:
                self.campaign, self.chosen, self.fresh = picked, "", ()
                self.reload()
                ui.request_frame()
        campaign = journey.campaign
        paragraph(ui, flow, w.text(pack_text(campaign.question)), "heading", "accent_text")
        told = campaign.closing if journey.complete and campaign.closing is not None else campaign.teaser
        paragraph(ui, flow, w.text(pack_text(told)), "small", "muted")
        said = w("campaign.progress", done=journey.done, n=len(journey.needed))
        strip = flow.next(max(ui.line_h("small"), 18.0))
        counts = [(seal, journey.seals(seal)) for seal in reversed(SEALS[1:])]
        x = strip.x + ui.text_w(said, "small_strong") + 12
        ui.put_text(strip, said, "small_strong", "text", wid="progress")
        spoken = ", ".join(f"{w(f'scenes.seal.{seal}')}: {count}" for seal, count in counts if count)
        ui.note("figure", w("campaign.title"), value=f"{said}; {spoken}" if spoken else said, rect=strip)
        for seal, count in counts:
            number = str(count)
            if count and x + 22 + ui.text_w(number, "small") < strip.right:
                medal(ui, Rect(x, strip.cy - 9, 18, 18), seal)
                room = Rect(x + 22, strip.y, ui.text_w(number, "small") + 2, strip.h)
                ui.put_text(room, number, "small", "text", wid="progress")
                x = room.right + 12

    def _broken(self, ui: Ui, w: Words, flow: Flow) -> None:
        """Campaigns that can't be read stay in sight and say why."""
        for one in self.found:
            if one.campaign is None:
                first = next(problem for problem in one.problems if problem.is_error)
                why = f"{first.file}:{first.line} {w.text(first.message)}"
                said = f"[[triangle-alert]] **{w('campaign.broken', name=one.file.id)}** {why}"
                paragraph(ui, flow, said, "small", "warn")

    def _map(self, ui: Ui, w: Words, rect: Rect, journey: Journey) -> None:
        with ui.group(w("campaign.map"), rect):
            picked, entered = draw_campaign_map(ui, rect, w, self.pins, self.chosen, self.fresh, self.since)
        if picked and picked != self.chosen:
            self.chosen = picked
            ui.scroll_to("sheet")
            ui.request_frame()
        elif entered:
            self._begin(journey)

    # the legend --------------------------------------------------------------------------------------------

    def _legend_items(self, ui: Ui, w: Words) -> list[tuple[str, str, float]]:
        """Sign, word and width of each."""
        names = [(state, w(f"campaign.state.{state}")) for state in ("open", "closed", "finished")]
        names += [(seal, w(f"scenes.seal.{seal}")) for seal in SEALS[1:]]
        return [(key, text, 24 + ui.text_w(text, "caption") + 16) for key, text in names]

    def _legend_h(self, ui: Ui, w: Words, width: float) -> float:
        signs = self._legend_rows(ui, w, width) * (max(18.0, ui.line_h("caption")) + 4)
        beside = self._note_beside(ui, w, width)
        return signs if beside else signs + ui.text_h(w("desk.map_note"), width, "caption")

    def _note_beside(self, ui: Ui, w: Words, width: float) -> bool:
        """Whether the note on boundaries has room at the right of the signs."""
        used = sum(wide for _, _, wide in self._legend_items(ui, w))
        return used + ui.text_w(w("desk.map_note"), "caption") + 12 <= width

    def _legend_rows(self, ui: Ui, w: Words, width: float) -> int:
        rows, used = 1, 0.0
        for _, _, wide in self._legend_items(ui, w):
            if used and used + wide > width:
                rows, used = rows + 1, 0.0
            used += wide
        return rows

    def _legend(self, ui: Ui, w: Words, rect: Rect) -> None:
        """What the signs on the map mean."""
        tall = max(18.0, ui.line_h("caption"))
        x, y = rect.x, rect.y
        for key, text, wide in self._legend_items(ui, w):
            if x > rect.x and x + wide > rect.right + 0.5:
                x, y = rect.x, y + tall + 4
            spot = Rect(x, y + (tall - 16) / 2, 16, 16)
            if key in SEALS:
                medal(ui, spot, key)
            else:
                colours = {"open": "accent_text", "finished": "good", "closed": "muted"}
                ui.icon(spot.inset(1), STATE_ICONS[key], colour=colours[key])
            room = Rect(x + 22, y, min(wide - 36, rect.right - x - 22) + 2, tall)
            ui.put_text(room, text, "caption", "muted", wid=f"legend-{key}", ellipsis=True)
            x += wide
        note = w("desk.map_note")
        if self._note_beside(ui, w, rect.w):
            room = Rect(x, rect.y, rect.right - x, tall)
            ui.put_text(room, note, "caption", "muted", "right", wid="map-note")
        else:
            room = rect.pad(top=y + tall + 4 - rect.y)
            ui.put_lines(room, note, "caption", "muted", wid="map-note")
        ui.note("text", note, rect=room)
        ui.touch(rect)

    # the sheet ---------------------------------------------------------------------------------------------

    def _sheet(self, ui: Ui, w: Words, rect: Rect, journey: Journey, titles: dict[str, str]) -> None:
        action = self._action(w, journey)
        inside = ui.panel(rect)
        rest, foot = inside.split_bottom(bar_height(ui, inside.w, [action]), gap=12)
        with (
            ui.scroll("sheet", rest.inset(-6), label=titles[self.chosen], padding=6) as area,
            fitted(ui, f"campaign-{self.chosen}", rest.h - 4) as done,
        ):
            flow = Flow(area, gap=9)
            draw_sheet(ui, w, flow, self._shown(w, journey, titles))
            done(flow.y - area.y)
        if button_bar(ui, foot, [action], align="right"):
            self._begin(journey)

    def _shown(self, w: Words, journey: Journey, titles: dict[str, str]) -> Sheet:
        """The chosen step as the sheet shows it."""
        standing = journey[self.chosen]
        step = standing.step
        entry, card, seat = self._game(journey)
        numbers = [one.step.id for one in journey.needed]
        place = w("campaign.extra")
        if step.id in numbers:
            place = w("campaign.place", number=numbers.index(step.id) + 1, n=len(numbers))
        opens, waits = self._leads_to(w, journey)
        luck = w("campaign.luck.new")
        if step.seed is not None:
            key = f"scenes.levels.luck_{step.seed}"
            name = w(key) if w.translator.has(key) else step.seed
            luck = w("campaign.luck.named", name=name)
        elif step.compare is not None and standing.seed is not None:
            luck = w("campaign.luck.same", step=quoted(journey[step.compare].step))
        broken = ""
        if card is None:
            first = entry.problems[0] if entry is not None and entry.problems else None
            why = f"{first.file}:{first.line} {w.text(first.message)}" if first is not None else ""
            broken = w.sentences(w("campaign.no_level", level=step.level), why)
        other = w.text(quoted(journey[step.compare].step)) if step.compare is not None else ""
        return Sheet(
            standing=standing,
            title=titles[step.id],
            text=w.text(pack_text(step.text)),
            place=place,
            opens=opens,
            waits=waits,
            fresh=step.id in self.fresh,
            card=card,
            seat=seat,
            broken=broken,
            luck=luck,
            chairs=self._pair(w, journey),
            compare=other,
        )

    def _leads_to(self, w: Words, journey: Journey) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Closed steps that wait only for the end of this one, and those that ask for more of it."""
        opens, waits = [], []
        for name in journey[self.chosen].opens:
            other = journey[name]
            if other.state != "closed":
                continue
            asked = [
                need
                for need, opening in zip(other.needs, other.step.openings, strict=True)
                if opening.tag != "finished" and self.chosen in opening.steps
            ]
            title = w.text(quoted(other.step))
            if asked:
                needs = [need.text for need in asked]
                waits.append(w("campaign.waits", step=title, needs=needs))
            else:
                opens.append(title)
        return tuple(opens), tuple(waits)

    def _pair(self, w: Words, journey: Journey) -> tuple[Chair, Chair] | None:
        pair = journey[self.chosen].pair
        if pair is None:
            return None
        mine, other = (self._chair(w, game) for game in pair)
        return other, mine

    def _chair(self, w: Words, game: Finished) -> Chair:
        """A game with its chair's name and the lines of its last run."""
        entry = next((entry for entry in self.session.levels() if entry.id == game.level), None)
        seats = entry.card.seats if entry is not None and entry.card is not None else ()
        seat = next((seat for seat in seats if seat.seat == game.seat), None)
        key = f"{game.level}/{game.seat}/{game.seed}/{game.difficulty}/{game.seat}"
        lines = last_run(self.session.saves, key)
        name = w.text(seat.name) if seat is not None else game.seat
        return Chair(name, seat.nation if seat is not None else game.seat, game, lines)

    # what is played ----------------------------------------------------------------------------------------

    def _nations(self) -> dict[tuple[str, str], str]:
        """(level, seat) -> nation, of every level that can be played."""
        cards = [entry.card for entry in self.session.levels() if entry.card is not None]
        return {(card.id, seat.seat): seat.nation for card in cards for seat in card.seats}

    def _game(self, journey: Journey) -> tuple[LevelEntry | None, LevelCard | None, SeatCard | None]:
        """Level and seat of the chosen step, None for what can't be played."""
        step = journey[self.chosen].step
        entry = next((entry for entry in self.session.levels() if entry.id == step.level), None)
        card = entry.card if entry is not None else None
        seat = (
            next((seat for seat in card.seats if seat.seat == step.seat), None) if card is not None else None
        )
        return entry, card if seat is not None else None, seat

    def _action(self, w: Words, journey: Journey) -> Action:
        """The button: to the briefing, or why not."""
        state = journey[self.chosen].state
        _, card, _ = self._game(journey)
        if card is None:
            return Action("go", w("campaign.briefing"), "play", disabled=w("campaign.cannot"))
        if state == "closed":
            return Action("go", w("campaign.closed"), "lock", disabled=w("campaign.closed_why"))
        if state == "finished":
            return Action("go", w("campaign.again"), "rotate-ccw", hotkey="enter")
        text = w("campaign.begin") if card.guided else w("campaign.briefing")
        return Action("go", text, "play", "primary", hotkey="enter")

    def _begin(self, journey: Journey) -> None:
        """Briefing of the chosen step; a guided level begins at once."""
        standing = journey[self.chosen]
        _, card, seat = self._game(journey)
        if card is None or seat is None or standing.state == "closed":
            self.app.ui.cue("refused")
            return
        step = standing.step
        seed = standing.seed if standing.seed is not None else new_luck()
        if card.guided:
            luck = standing.seed if standing.seed is not None else next(iter(card.seeds.values()), 0)
            match = self.session.begin(card.id, seat.seat, luck, difficulty=step.difficulty)
            self.session.sit_down(self.app, match)
            return
        from .briefing import Briefing

        self.app.push(Briefing(self.session, card, seat, seed, None, step.difficulty))

"""Choosing a level, a seat and the luck."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from game.content.difficulty import DEFAULT, DIFFICULTIES
from game.play.challenge import Challenge, ChallengeError, read_code

from ..kit import Flow, Rect, Tab, Ui
from .base import Action, GameScene, Words, action_width, button_bar, fitted, headline, page, paragraph, words
from .cards import pick_card
from .seat_map import draw_seat_map

if TYPE_CHECKING:
    from game.play.view import LevelCard, SeatCard

    from ..session import LevelEntry, Session

__all__ = ["Levels", "luck_number", "new_luck"]

MOST_SEED = 999_999


def new_luck() -> int:
    """The seed of a game whose luck nobody has chosen."""
    return secrets.randbelow(MOST_SEED + 1)


def luck_number(text: str) -> int | None:
    """The seed that was typed, None where it is not a whole number from 0 to 999,999."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(MOST_SEED)) else None


class Levels(GameScene):
    """Levels and luck at the left, the chairs of the chosen level at the right."""

    def __init__(self, session: Session, level: str = "", seat: str = "", luck: str = "") -> None:
        super().__init__(session)
        self.entries = session.levels()
        playable = [entry for entry in self.entries if entry.card is not None]
        known = {entry.id for entry in playable}
        first = sorted(playable, key=lambda entry: entry.card is not None and entry.card.guided)
        self.level = level if level in known else (first[0].id if first else "")
        self.seat = seat
        self.luck = "typed" if luck else "random"
        self.typed = luck
        self.assumptions: dict[str, dict[str, float]] = {}  # by level: what a new game assumes instead
        self.random_seed = new_luck()
        self.difficulty: str = DEFAULT
        self.several = False  # people at this screen
        self.chairs: list[str] = []  # theirs, in the order of their turns

    def name(self, w: Words) -> str:
        return w("scenes.levels.title")

    # what is chosen ----------------------------------------------------------------------------------------

    @property
    def card(self) -> LevelCard | None:
        return next((entry.card for entry in self.entries if entry.id == self.level), None)

    def chosen_seat(self, card: LevelCard) -> SeatCard:
        """The seat that is marked; the level's first one until another is picked."""
        return next((seat for seat in card.seats if seat.seat == self.seat), card.seats[0])

    def seed(self, card: LevelCard) -> int | None:
        """The luck that is chosen; None while the typed number is none."""
        if self.luck == "random":
            return self.random_seed
        if self.luck != "typed":
            return card.seeds[self.luck]
        return self.challenge.seed if self.challenge is not None else luck_number(self.typed)

    @property
    def challenge(self) -> Challenge | None:
        """The challenge that was typed; None while it is none, or one of a level or seat that is not here."""
        try:
            found = read_code(self.typed)
        except ChallengeError:
            return None
        cards = {entry.id: entry.card for entry in self.entries if entry.card is not None}
        card = cards.get(found.level)
        if card is None or (card.guided and len(found.seats) > 1):
            return None
        return found if set(found.seats) <= {seat.seat for seat in card.seats} else None

    # drawing -----------------------------------------------------------------------------------------------

    def draw(self, ui: Ui) -> None:
        w = words(ui)
        with page(self, ui, w("scenes.levels.title"), icon="globe", width=1560, backdrop=False) as body:
            left, right = body.split_left(max(300.0, body.w * 0.27), gap=20)
            card = self.card
            with (
                ui.scroll("levels", left, label=w("scenes.levels.list"), padding=2) as area,
                fitted(ui, f"levels-{self.level}", left.h - 4) as done,
            ):
                flow = Flow(area, gap=10)
                self._list(ui, w, flow)
                if card is not None:
                    self._about(ui, w, flow, card)
                done(flow.y - area.y)
            if card is None:
                ui.label(right, w("scenes.levels.none"), wrap=True, colour="muted")
            else:
                self._choice(ui, w, right, card)

    def _about(self, ui: Ui, w: Words, flow: Flow, card: LevelCard) -> None:
        """Its luck, its difficulty, and what it is about."""
        flow.skip(6)
        headline(ui, flow, w("scenes.levels.luck"))
        self._luck(ui, w, flow, card)
        flow.skip(6)
        if not card.guided:
            self._difficulty(ui, w, flow)
            flow.skip(6)
        headline(ui, flow, w("scenes.levels.about"))
        paragraph(ui, flow, w.text(card.briefing), "body", "muted")

    def _list(self, ui: Ui, w: Words, flow: Flow) -> None:
        for entry in self.entries:
            if entry.card is None:
                self._broken(ui, w, flow, entry)
            else:
                self._level(ui, w, flow, entry, entry.card)

    def _level(self, ui: Ui, w: Words, flow: Flow, entry: LevelEntry, card: LevelCard) -> None:
        inner = flow.area.w - 28
        title, question, teaser = w.text(card.title), w.text(card.question), w.text(card.teaser)
        span = w(
            "scenes.levels.span",
            start=card.start,
            n=card.quarters,
            years=(card.quarters + card.caretaker) / 4,
        )
        height = 26 + ui.text_h(title, inner - 22, "heading") + ui.text_h(question, inner) + 6
        height += ui.text_h(teaser, inner, "small") + ui.text_h(span, inner, "caption") + 8
        behind = "\n".join(w.text(problem.message) for problem in entry.problems)
        height += ui.text_h(behind, inner, "caption") + 4 if behind else 0

        def draw(rect: Rect) -> None:
            inside = Flow(rect, gap=0)
            ui.put_lines(
                inside.next(ui.text_h(title, inner - 22, "heading")).pad(right=22),
                title,
                "heading",
                wid=title,
            )
            ui.put_lines(inside.next(ui.text_h(question, inner)), question, wid=title)
            inside.skip(6)
            ui.put_lines(inside.next(ui.text_h(teaser, inner, "small")), teaser, "small", "muted", wid=title)
            inside.skip(4)
            ui.put_lines(
                inside.next(ui.text_h(span, inner, "caption")), span, "caption", "accent_text", wid=title
            )
            if behind:
                inside.skip(4)
                ui.put_lines(
                    inside.next(ui.text_h(behind, inner, "caption")), behind, "caption", "warn", wid=title
                )

        value = f"{question} {teaser} {span} {behind}".rstrip()
        rect = flow.next(height)
        if pick_card(ui, f"level-{entry.id}", rect, title, entry.id == self.level, value=value, draw=draw):
            self.level = entry.id

    def _broken(self, ui: Ui, w: Words, flow: Flow, entry: LevelEntry) -> None:
        """A level that can't be played stays in the list and says why."""
        first = entry.problems[0] if entry.problems else None
        why = f"{first.file}:{first.line} {w.text(first.message)}" if first else ""
        text = f"[[triangle-alert]] **{w('scenes.levels.broken', level=entry.id)}** {why}"
        height = ui.text_h(text, flow.area.w - 28, "small", True)
        rect = flow.next(height + 22)
        ui.painter.box(ui.box(rect), ui.px(9), ui.theme.panel, ui.theme.border)
        ui.rich(rect.inset(14, 11), text, "small", colour="muted")

    def _choice(self, ui: Ui, w: Words, rect: Rect, card: LevelCard) -> None:
        go = Action("briefing", w("scenes.levels.begin"), "play", "primary", hotkey="enter")
        if not card.guided:
            go = Action("briefing", w("scenes.levels.briefing"), "arrow-right", "primary", hotkey="enter")
        rest, foot = rect.split_bottom(ui.control_h + 4, gap=12)
        with ui.scroll("seats", rest, label=w("scenes.levels.seats"), padding=2) as area:
            self._chairs(ui, w, area, card, rest.h - 4)
        seed = self.seed(card)
        if seed is None:
            why = w("scenes.levels.bad_code" if "." in self.typed else "scenes.levels.bad_seed")
            go = Action(go.id, go.text, go.icon, go.kind, disabled=why)
        elif self.several and not card.guided:
            few = "" if len(self._taken(card)) > 1 else w("scenes.levels.two_chairs")
            text = w("scenes.levels.begin_several", n=len(self._taken(card)))
            go = Action(go.id, text, "users", "primary", hotkey="enter", disabled=few)
        wide = action_width(ui, go) + 30
        left, right = foot.split_right(min(foot.w, wide), gap=10)
        if not card.guided:
            self._assumptions(ui, w, left, card)
        if button_bar(ui, right, [go], align="right") and seed is not None:
            from .briefing import Briefing

            if card.guided:
                match = self.session.begin(card.id, self.chosen_seat(card).seat, seed)
                self.session.sit_down(self.app, match)
                return
            assumptions = self.assumptions.get(card.id)
            if self.several:
                seats = self._taken(card)
                match = self.session.begin(card.id, seats, seed, assumptions, self.difficulty)
                self.session.ask_anew(match)
                self.session.sit_down(self.app, match)
                return
            seat = self.chosen_seat(card)
            self.app.push(Briefing(self.session, card, seat, seed, assumptions, self.difficulty))

    def _assumptions(self, ui: Ui, w: Words, rect: Rect, card: LevelCard) -> None:
        """The way to the assumptions of a new game, and how many of them are changed."""
        changed = self.assumptions.get(card.id, {})
        text = w("assumptions.button", n=len(changed)) if changed else w("assumptions.title")
        action = Action("assumptions", text, "sliders-horizontal", tip=w("assumptions.new_game"))
        if button_bar(ui, rect, [action]):
            from .assumptions import AssumptionsScene

            def done(values: dict[str, float]) -> None:
                self.assumptions[card.id] = values

            self.app.push(AssumptionsScene(self.session, self.session.level(card.id), changed, done))

    def _chairs(self, ui: Ui, w: Words, area: Rect, card: LevelCard, room: float) -> None:
        """The question, the world with the chairs on it where there is room, and a card for each chair."""
        flow = Flow(area, gap=12)
        headline(ui, flow, w("scenes.levels.seats"))
        if len(card.seats) > 1:
            switch_h = ui.two_state_h(w("scenes.levels.several"), area.w)
            self._people(ui, w, flow.next(switch_h), card)
        beside = next(n for n in (4, 2, 1) if area.w / n > 205 * max(1.0, ui.text_scale) or n == 1)
        width = (area.w - 12 * (beside - 1)) / beside
        rows = [card.seats[start : start + beside] for start in range(0, len(card.seats), beside)]
        with ui.text_grown(1.12 if width > 250 * ui.text_scale else 1.0):
            tall = [max(self._seat_height(ui, w, seat, width - 28) for seat in row) for row in rows]
            left = room - (flow.y - area.y) - sum(tall) - 12 * len(rows)
            if left > 150:
                self._world(ui, w, flow.next(min(left, area.w * 0.5)), card)
            for row, height in zip(rows, tall, strict=True):
                strip = flow.next(height)
                for place, seat in enumerate(row):
                    spot = Rect(strip.x + place * (width + 12), strip.y, width, height)
                    if self._seat(ui, w, spot, seat, seat.seat in self._taken(card)):
                        self._take(seat.seat)

    def _people(self, ui: Ui, w: Words, rect: Rect, card: LevelCard) -> None:
        """One person, or several who pass the chair on."""
        spot = rect.split_left(min(rect.w, ui.text_w(w("scenes.levels.several")) + 100))[0]
        tip = w("scenes.levels.several_tip")
        several = ui.toggle("several", spot, w("scenes.levels.several"), self.several, tip=tip)
        if several and not self.several:
            self.chairs = [self.chosen_seat(card).seat]
        self.several = several

    def _taken(self, card: LevelCard) -> list[str]:
        """The chairs that are marked, in the level's order."""
        if not self.several:
            return [self.chosen_seat(card).seat]
        return [seat.seat for seat in card.seats if seat.seat in self.chairs]

    def _take(self, seat: str) -> None:
        """A chair was clicked: it is the one, or one more, or one less."""
        self.seat = seat
        if seat in self.chairs:
            self.chairs.remove(seat)
        else:
            self.chairs.append(seat)

    def _world(self, ui: Ui, w: Words, rect: Rect, card: LevelCard) -> None:
        """The chairs on a map; a name can be clicked."""
        names = {seat.nation: w.text(seat.name) for seat in card.seats}
        picked = draw_seat_map(ui, rect, names, self.chosen_seat(card).nation)
        seat = next((seat.seat for seat in card.seats if seat.nation == picked), "")
        if seat:
            self._take(seat)

    def _seat_height(self, ui: Ui, w: Words, seat: SeatCard, inner: float) -> float:
        flag = ui.line_h("heading") * 1.5
        head = max(
            ui.text_h(w.text(seat.name), inner - flag - 34, "heading")
            + ui.text_h(w.text(seat.role), inner - flag - 34, "small"),
            flag * 0.75,
        )
        facts = sum(self._fact_height(ui, inner, *row) for row in self._facts(w, seat))
        return 26 + head + 8 + ui.text_h(w.text(seat.brief), inner, "small") + 10 + facts

    def _facts(self, w: Words, seat: SeatCard) -> list[tuple[str, str]]:
        """What the chair begins with, and how hard its task is."""
        rows = [
            (w("scenes.briefing.money"), w.money(seat.money_musd)),
            (w("scenes.briefing.income"), w.money(seat.income_musd)),
        ]
        if seat.passed is not None:
            rows.append((w("scenes.levels.passed"), w.value(seat.passed, "share")))
        return rows

    def _fact_height(self, ui: Ui, inner: float, label: str, value: str) -> float:
        return ui.text_h(label, inner - ui.text_w(value, "small_strong") - 12, "small") + 3

    def _seat(self, ui: Ui, w: Words, rect: Rect, seat: SeatCard, chosen: bool) -> bool:
        title, role, brief = w.text(seat.name), w.text(seat.role), w.text(seat.brief)
        facts = self._facts(w, seat)

        def draw(inside: Rect) -> None:
            flag = ui.line_h("heading") * 1.5
            ui.flag(Rect(inside.x, inside.y + 2, flag, flag * 0.75), seat.nation)
            beside = inside.pad(left=flag + 12, right=22)
            used = ui.put_lines(beside, title, "heading", wid=title)
            used += ui.put_lines(beside.pad(top=used), role, "small", "accent_text", wid=title)
            below = inside.pad(top=max(used, flag * 0.75) + 8)
            ui.put_lines(below, brief, "small", "muted", wid=title)
            tall = [self._fact_height(ui, inside.w, *row) for row in facts]
            foot = Flow(inside.split_bottom(sum(tall))[1], gap=0)
            for (label, value), height in zip(facts, tall, strict=True):
                line = foot.next(height)
                left, right = line.split_right(ui.text_w(value, "small_strong") + 2, gap=10)
                ui.put_lines(left, label, "small", "muted", wid=title)
                ui.put_text(
                    Rect(right.x, right.y, right.w, ui.line_h("small")),
                    value,
                    "small_strong",
                    "text",
                    "right",
                    wid=title,
                )

        said = "; ".join((role, brief.rstrip(".。"), *(f"{label}: {value}" for label, value in facts)))
        return pick_card(ui, f"seat-{seat.seat}", rect, title, chosen, value=said, draw=draw)

    def _luck(self, ui: Ui, w: Words, flow: Flow, card: LevelCard) -> None:
        tabs = [Tab("random", w("scenes.levels.luck_random"), "dices")]
        tabs += [Tab(name, _luck_name(w, name), "history") for name in card.seeds]
        tabs.append(Tab("typed", w("scenes.levels.luck_typed"), "pencil"))
        if sum(ui.text_w(tab.text) + 28 for tab in tabs) <= flow.area.w:
            self.luck = ui.tabs("luck", flow.next(ui.control_h), tabs, self.luck, fill=True)
        else:
            entries = [(tab.key, tab.text) for tab in tabs]
            label = w("scenes.levels.luck")
            self.luck = ui.drop_down("luck", flow.next(ui.control_h), entries, self.luck, label=label)
        if self.luck == "typed":
            field = ui.text_field(
                "seed",
                flow.next(ui.control_h),
                self.typed,
                label=w("scenes.levels.seed"),
                placeholder=w("scenes.levels.seed_hint"),
                max_length=90,
                icon="dices",
            )
            if field.text != self.typed:
                self.typed = field.text
                self._take_challenge()
        said = w(
            f"scenes.levels.said_{self.luck}"
            if self.luck in ("random", "typed")
            else "scenes.levels.said_named"
        )
        ui.label(flow.next(ui.text_h(said, flow.area.w, "small")), said, "small", colour="muted", wrap=True)

    def _take_challenge(self) -> None:
        """A whole code chooses level, chair or chairs and difficulty as well."""
        found = self.challenge
        if found is not None:
            self.level, self.seat, self.difficulty = found.level, found.seats[0], found.difficulty
            self.several, self.chairs = len(found.seats) > 1, list(found.seats)

    def _difficulty(self, ui: Ui, w: Words, flow: Flow) -> None:
        """Three of them, and what the chosen one changes."""
        headline(ui, flow, w("scenes.levels.difficulty"))
        tabs = [Tab(name, w(f"play.difficulty.{name}")) for name in DIFFICULTIES]
        fits = sum(ui.text_w(tab.text) + 28 for tab in tabs) <= flow.area.w
        strip = flow.next(ui.control_h)
        if fits:
            self.difficulty = ui.tabs("difficulty", strip, tabs, self.difficulty, fill=True)
        else:
            label, entries = w("scenes.levels.difficulty"), [(tab.key, tab.text) for tab in tabs]
            self.difficulty = ui.drop_down("difficulty", strip, entries, self.difficulty, label=label)
        said = w(f"scenes.levels.difficulty_{self.difficulty}")
        paragraph(ui, flow, w.sentences(said, w("scenes.levels.same_economy")), "small", "muted")


def _luck_name(w: Words, name: str) -> str:
    """A level's named luck: "history" in the interface's words, others as the author calls them."""
    key = f"scenes.levels.luck_{name}"
    return w(key) if w.translator.has(key) else name

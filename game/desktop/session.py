"""One sitting at the desktop game: preferences, levels, the game on the table and the way between scenes.

The title must come at once, and content, rules and the model take their second to be read: whatever a game
needs is imported where it is used, and in the background as soon as the title shows (`warm_up`).
"""

from __future__ import annotations

import datetime
import json
import threading
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from game.catalogues import languages
from game.content.difficulty import DEFAULT
from game.content.places import content
from game.content.problem import ContentError, Problem, harmless
from game.i18n import Text
from game.play.own_save import unused
from game.play.pack_notes import missing_packs
from game.play.record import Header, SaveError, list_saves, saves_dir

from .ghost import Ghost, keep_run, last_run
from .kit import Ui
from .pictures import copy_picture, write_picture
from .preferences import Preferences, load_preferences, save_preferences

if TYPE_CHECKING:
    import pygame

    from game.content.packs import Library, LoadedLevel, PackFile
    from game.play.match import Match
    from game.play.view import LevelCard

    from .app import App, Scene
    from .journeys import Journeys

__all__ = ["LevelEntry", "Session"]

FIRST_LEVEL = "first_five_minutes"  # the one that the title offers to beginners
MOST_NOTES_BYTES = 1_000_000
COPY = "-copy-"  # in the name of a save that is not written again


@dataclass(frozen=True)
class LevelEntry:
    """A level in the choice: its card, or the problems that keep it from being played.

    With a card, `problems` say which other files of the same id stand back behind this one.
    """

    id: str
    path: Path
    pack: str
    card: LevelCard | None
    problems: tuple[Problem, ...] = ()


class Session(ABC):
    """What outlives a scene; `Sitting` also knows the scenes.

    `preferences_file`, `saves`, `packs`, `user_packs` and `home` are given by tests and by the
    command line; without them the player's own places count."""

    def __init__(
        self,
        preferences: Preferences | None = None,
        *,
        preferences_file: Path | None = None,
        saves: Path | None = None,
        packs: Sequence[Path | str] = (),
        user_packs: Path | None = None,
        home: Path | None = None,
    ) -> None:
        self.preferences_file = preferences_file
        self.preferences = preferences or load_preferences(preferences_file)
        self.saves = saves or saves_dir()
        self.packs = tuple(packs)
        self._user_packs = user_packs
        self.home = home or Path.home()
        self.loaded: dict[str, LoadedLevel] = {}
        self._library: Library | None = None
        self._entries: list[LevelEntry] | None = None
        self._reading = threading.RLock()  # levels, by the window or in the background

    # preferences -------------------------------------------------------------------------------------------

    def speak(self, ui: Ui, language: str) -> None:
        """Change the language of the window and keep the choice."""
        ui.set_language(language)
        self.prefer(language=language)

    def prefer(self, **values: Any) -> bool:
        """Change preferences and keep them; False if they can't be kept."""
        self.preferences = self.preferences.with_values(**values)
        return save_preferences(self.preferences, self.preferences_file)

    def remember(self, ui: Ui, started_in: str) -> None:
        """Keep a language that was chosen on the desk."""
        if ui.language != started_in and ui.language in languages():
            self.prefer(language=ui.language)

    # levels ------------------------------------------------------------------------------------------------

    def levels(self) -> list[LevelEntry]:
        """All levels of all packs, broken ones with their problems; read once."""
        with self._reading:
            if self._entries is None:
                library = self.library()
                self._entries = [self._entry(library, file) for file in library.files("level")]
            return self._entries

    @property
    def user_packs(self) -> Path:
        """The folder of the packs that the player has installed; it need not exist."""
        from game.content.packs import user_packs_dir

        return self._user_packs or user_packs_dir()

    def library(self) -> Library:
        """All packs, found once; what they hold is read when it is asked for."""
        from game.content.packs import discover

        with self._reading:
            if self._library is None:
                self._library = discover(self.packs, user=self.user_packs)
            return self._library

    def look_again(self) -> None:
        """Packs have changed: forget what was read of them. A game that runs keeps its own texts."""
        with self._reading:
            self._library = self._entries = None
            self.loaded.clear()

    def warm_up(self) -> None:
        """Read what the first game will need, while the title is being looked at."""
        self.levels()

    def _entry(self, library: Library, file: PackFile) -> LevelEntry:
        from game.content.packs import not_used
        from game.play.cards import level_card

        try:
            loaded = self.level(file.id, file.path)
        except ContentError as error:
            return LevelEntry(file.id, file.path, file.pack, None, tuple(error.problems))
        behind = tuple(not_used(library.twins("level", file.id)))
        return LevelEntry(file.id, file.path, file.pack, level_card(loaded), behind)

    def level(self, name: str, path: Path | None = None) -> LoadedLevel:
        """A level by id (or path), read once. Raises ContentError."""
        from game.content.packs import load_level

        with self._reading:
            if name not in self.loaded:
                loaded = load_level(path or name, self.packs, user=self.user_packs)
                self.loaded[name] = self.loaded[loaded.level.id] = loaded
            return self.loaded[name]

    # games -------------------------------------------------------------------------------------------------

    def begin(
        self,
        level: str,
        seat: str | Sequence[str],
        seed: int,
        assumptions: Mapping[str, float] | None = None,
        difficulty: str = DEFAULT,
    ) -> Match:
        """A new game that saves itself after every quarter."""
        from game.play.match import Match

        seats = (seat,) if isinstance(seat, str) else tuple(seat)
        loaded = self.level(level)
        return self.adopt(Match(loaded, seats, seed, assumptions=assumptions, difficulty=difficulty))

    def begin_first(self, app: App) -> Text | None:
        """The first five minutes, at once; what is wrong, if the level can't be played."""
        try:
            level = self.level(FIRST_LEVEL).level
        except ContentError as error:
            first = error.problems[0]
            return Text("scenes.start.content", {"where": f"{first.file}:{first.line}", "why": first.message})
        seat = level.guide.seat if level.guide is not None else level.seat_ids[0]
        self.sit_down(app, self.begin(level.id, seat, next(iter(level.seeds.values()), 0)))
        return None

    def adopt(self, match: Match, path: Path | None = None) -> Match:
        """Let a game save itself: in `path`, or in a file of its own that does not exist yet."""
        match.keep_in(path or unused(self.saves / f"{_name(match)}.json"))
        match.alerts = dict(self.preferences.alerts)
        return match

    def save_copy(self, match: Match) -> str:
        """Save the game beside its running save; returns the file's name. Raises SaveError."""
        stamp = datetime.datetime.now().strftime("%Y%m%d-%H%M%S")
        path = unused(
            self.saves / f"{_name(match)}{COPY}{stamp}.json"
        )  # clocks are put back, and hands are quick
        match.save(path)
        if match.autosave is not None:
            copy_picture(match.autosave, path)
        return path.name

    def keep_picture(self, match: Match, surface: pygame.Surface) -> None:
        """What the desk shows, for the list of saves."""
        if len(match.governed) > 1:
            return  # it would show one person's drafts to the others
        if match.autosave is not None and match.autosave.parent == self.saves:
            write_picture(surface, match.autosave)

    def key(self, match: Match) -> str:
        """What a game is known by across sittings."""
        return f"{match.loaded.level.id}/{'-'.join(match.governed)}/{match.seed}"

    # the last run ------------------------------------------------------------------------------------------

    def keep_run(self, match: Match, seat: str) -> None:
        """Remember a finished game as the ghost of the next one with the same luck."""
        if not match.rulebook.assumptions:
            keep_run(self.saves, f"{self.key(match)}/{match.difficulty}/{seat}", match.view(seat))

    def last_run(self, match: Match, seat: str) -> Ghost:
        """The lines of the last finished game of this level, chair, luck and difficulty."""
        if match.rulebook.assumptions:
            return {}
        return last_run(self.saves, f"{self.key(match)}/{match.difficulty}/{seat}")

    @cached_property
    def journeys(self) -> Journeys:
        """The campaigns, and how far the player is in them."""
        from .journeys import Journeys

        return Journeys(self)

    # predictions -------------------------------------------------------------------------------------------

    def prediction(self, match: Match, seat: str) -> str:
        """What the person in this chair expected to matter most before this game, "" if not asked."""
        return str(self._notes().get(self._asked(match, seat), ""))

    def predict(self, match: Match, seat: str, answer: str) -> None:
        """Keep a player's expectation until the debrief, also over a load."""
        self._keep_notes(self._notes() | {self._asked(match, seat): answer})

    def ask_anew(self, match: Match) -> None:
        """Forget what was expected in an earlier game of the same people and luck."""
        asked = {self._asked(match, seat) for seat in match.governed}
        self._keep_notes({key: answer for key, answer in self._notes().items() if key not in asked})

    def _asked(self, match: Match, seat: str) -> str:
        """One answer a game, or, of several people at one screen, one each."""
        return f"{self.key(match)}/{seat}" if len(match.governed) > 1 else self.key(match)

    def _keep_notes(self, notes: dict[str, Any]) -> None:
        try:
            self.saves.mkdir(parents=True, exist_ok=True)
            self._notes_file.write_text(json.dumps(notes, indent=1) + "\n", encoding="utf-8")
        except OSError:
            pass
        self._kept_notes = notes

    @property
    def _notes_file(self) -> Path:
        return self.saves / "predictions.txt"

    def _notes(self) -> dict[str, str]:
        kept: dict[str, str] | None = getattr(self, "_kept_notes", None)
        if kept is not None:
            return kept
        try:
            found = json.loads(content(self._notes_file, MOST_NOTES_BYTES))
        except (ValueError, RecursionError):
            found = {}
        return found if isinstance(found, dict) else {}

    # saves -------------------------------------------------------------------------------------------------

    def latest_save(self) -> Header | None:
        """The save that was written last, if any can be opened."""
        return next((header for header in list_saves(self.saves) if header.problem is None), None)

    def describe_save(self, header: Header) -> Text:
        """A save in one line."""
        flags = " ".join(f"[[flag:{seat}]]" for seat in header.seats)
        done = header.quarter >= header.quarters
        title = Text("assumptions.save", {"level": header.title}) if header.assumptions else header.title
        args = {"level": title, "flags": flags, "quarter": header.quarter + 1, "of": header.quarters}
        return Text("scenes.save.done" if done else "scenes.save.running", args)

    def open_save(self, app: App, path: Path) -> Text | None:
        """Go on with a saved game; what is wrong with it, if it can't be opened."""
        from game.play.match import Match

        try:
            match = Match.load(path)
        except SaveError as error:
            return error.text
        self.sit_down(app, self.adopt(match, None if COPY in path.name else path))
        told = missing_packs(match.loaded.packs, self.library())
        if told is not None:
            from .desk.words import words

            app.ui.toast(harmless(words(app.ui).text(told)), "info", 10)
        return None

    # scenes ------------------------------------------------------------------------------------------------

    def sit_down(self, app: App, match: Match) -> None:
        """Show a game where it stands, with the title below it."""
        from game.play.guide import opening_pages

        seat = match.governed[0]
        app.reset(self.scene("title"))
        if match.finished:
            app.push(self.finished_scene(match, seat))
        elif len(match.governed) > 1:
            app.push(self.chair_scene(match, seat))
        else:
            app.push(self.desk_scene(match, seat))
        if opening_pages(match):
            app.push(self.opening_scene(match, seat))

    @abstractmethod
    def desk_scene(self, match: Match, seat: str) -> Scene:
        """The desk of a game."""

    @abstractmethod
    def chair_scene(self, match: Match, seat: str) -> Scene:
        """What stands between two people's turns at one screen."""

    @abstractmethod
    def opening_scene(self, match: Match, seat: str) -> Scene:
        """The pages before the first quarter of a guided level."""

    @abstractmethod
    def finished_scene(self, match: Match, seat: str) -> Scene:
        """What follows the last quarter: the reckoning, then the debrief."""

    @abstractmethod
    def scene(self, name: str) -> Scene:
        """A scene by name: title, campaign, new, load, settings, help, credits."""


def _name(match: Match) -> str:
    """What a game's save is called."""
    from game.play.match import autosave_path

    return autosave_path(match.loaded.level.id, match.governed, match.seed).stem

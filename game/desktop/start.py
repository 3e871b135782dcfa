"""Opens the desktop game: the title, a new game, or a saved one."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from game.catalogues import PSEUDO, languages
from game.content.difficulty import DEFAULT
from game.content.problem import ContentError
from game.i18n import Text, Translator
from game.play.record import SaveError

from .app import App, NoDisplay
from .glossary import install
from .memory import Tidying, one_heap
from .preferences import Preferences
from .session import Session
from .sitting import Sitting
from .sound import Sound

__all__ = ["NoDisplay", "build_app", "run"]

DONE, SAID_NO, WRONG = 0, 1, 2
HELPERS = 2


def run(
    level: str | None = None,
    seat: str | None = None,
    seed: int | None = None,
    save: Path | str | None = None,
    language: str | None = None,
    *,
    packs: Sequence[Path | str] = (),
    session: Session | None = None,
    headless: bool = False,
    assumptions: Mapping[str, float] | None = None,
    difficulty: str = DEFAULT,
) -> int:
    """Open the window and return an exit code when it is closed.

    With `level` a game begins at once (its first seat, the level's history or 0 as luck, unless said
    otherwise, under `assumptions` that challenge the model) and keeps itself in `save`; with `save` alone
    that game goes on; with nothing the title opens.
    `language` overrides what the player chose before. One sentence on stderr for what can't be opened:
    2 without a display, 1 for a level or save that says no.
    """
    table = session or Sitting(packs=packs)
    tongue = language or table.preferences.language
    try:
        app = build_app(table, language=tongue, headless=headless)
    except NoDisplay:
        return _sorry(tongue, Text("cli.display.none"), WRONG)
    try:
        kept = Path(save) if save is not None else None
        _open(app, table, level, seat, seed, kept, assumptions, difficulty)
    except SaveError as error:
        app.close()
        return _sorry(tongue, error.text, SAID_NO)
    except ContentError as error:
        app.close()
        first = error.problems[0]
        where = f"{first.file}:{first.line}"
        return _sorry(tongue, Text("scenes.start.content", {"where": where, "why": first.message}), SAID_NO)
    except KeyError as error:
        app.close()
        return _sorry(tongue, Text("scenes.start.seat", {"seat": str(error.args[0])}), WRONG)
    app.run()
    table.remember(app.ui, started_in=tongue)
    if not headless and app.place is not None:
        table.prefer(window=app.place)
    return DONE


def build_app(session: Session, *, language: str | None = None, headless: bool = False) -> App:
    """The window with the player's preferences, no scene yet. Raises NoDisplay."""
    one_heap()
    chosen: Preferences = session.preferences
    tongue = language if language in (*languages(), PSEUDO) else chosen.language
    app = App(
        scale=chosen.scale,
        text_scale=chosen.text_scale,
        theme=chosen.theme,
        language=tongue,
        headless=headless,
        title=Translator(tongue).tr("scenes.title.name"),
        reduced_motion=chosen.reduced_motion,
        fullscreen=chosen.fullscreen and not headless,
        keys=chosen.keys,
        place=None if headless else chosen.window,
        helpers=0 if headless else _helpers(),
        sound=Sound(chosen.sound_volume, chosen.music_volume, device=not headless),
    )
    app.tidying = Tidying()
    install(app)
    return app


def _helpers() -> int:
    """Processes beside the window: two, unless the machine has but one processor."""
    return HELPERS if (os.cpu_count() or 1) > 1 else 0


def _open(
    app: App,
    session: Session,
    level: str | None,
    seat: str | None,
    seed: int | None,
    save: Path | None,
    assumptions: Mapping[str, float] | None,
    difficulty: str,
) -> None:
    """Put the first scenes on the stack."""
    if level is None:
        if save is not None:
            from game.play.match import Match

            session.sit_down(app, session.adopt(Match.load(save), save))
        else:
            app.push(session.scene("title"))
            app.when_shown = lambda: app.submit(session.warm_up)
        return
    loaded = session.level(level)
    who = seat or next(iter(loaded.level.seats))
    luck = seed if seed is not None else next(iter(loaded.level.seeds.values()), 0)
    match = session.begin(level, who, luck, assumptions, difficulty)
    if save is not None:
        match.keep_in(save)
    session.sit_down(app, match)


def _sorry(language: str, text: Text, code: int) -> int:
    print(Translator(language).render(text), file=sys.stderr)
    return code

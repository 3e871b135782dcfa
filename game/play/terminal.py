"""What commands share: the language, one-sentence refusals with their exit code, loading a level by name."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from game.content.packs import LoadedLevel
    from game.i18n import Translator
    from game.rules.rulebook import Rulebook

__all__ = [
    "LAST_SEED",
    "SAID_NO",
    "WRONG",
    "AsJson",
    "LevelName",
    "Seat",
    "fail",
    "is_path",
    "load",
    "near",
    "print_json",
    "progress_bar",
    "refuse",
    "rulebook_of",
    "say",
    "seat_of",
    "seed_of",
    "seeds_of",
    "speak",
    "tell",
    "translator",
]

SAID_NO, WRONG = 1, 2
"""Exit codes: the content or the game says no; the command was wrong."""

LevelName = Annotated[str, typer.Argument(metavar="LEVEL", help="a level's id, or the path of its file")]
Seat = Annotated[str, typer.Option("--seat", help="who you govern; the level's first seat if omitted")]
AsJson = Annotated[bool, typer.Option("--json", help="print JSON")]

LAST_SEED = 2**63 - 1
SEED_DIGITS = 100  # beyond it a text is not even turned into a number

HISTORY = 2010
"""The seed called `history` where a level does not name one."""

_chosen: list[str] = []


def speak(language: str) -> None:
    """Use this language from now on; '' = the system's."""
    _chosen[:] = [language] if language else []


def translator() -> Translator:
    """The language that was chosen, or the system's."""
    from game.catalogues import system_language
    from game.i18n import Translator

    return Translator(_chosen[0] if _chosen else system_language())


def tell(text: str, err: bool = False) -> None:
    """Words on standard output (`err`: error); what a stranger's file holds can't steer the terminal."""
    from game.content.problem import harmless

    typer.echo(harmless(text), err=err)


def say(key: str, **args: Any) -> None:
    """One sentence on standard error."""
    tell(translator().tr(key, **args), err=True)


def fail(exit_code: int, key: str, **args: Any) -> NoReturn:
    """One sentence on standard error, then the exit code."""
    say(key, **args)
    raise typer.Exit(exit_code)


def print_json(data: Any) -> None:
    """JSON on standard output."""
    plain = not (getattr(sys.stdout, "encoding", None) or "").lower().startswith("utf")
    typer.echo(json.dumps(data, ensure_ascii=plain, indent=2))


def near(name: str, known: Any) -> str:
    """The nearest known name, or all of them."""
    names = [str(item) for item in known]
    close = get_close_matches(name, names, n=1)
    return close[0] if close else ", ".join(names)


def load(name: str) -> LoadedLevel:
    """A level by id or path: an unknown name is a wrong command, a broken file is content that says no.

    Where several files bear the id, standard error says which one it is.
    """
    from game.content.packs import load_level
    from game.content.places import exists
    from game.content.problem import ContentError, render_all

    try:
        loaded = load_level(name)
    except ContentError as error:
        unknown = all(problem.line == 0 and problem.code.endswith(".none") for problem in error.problems)
        if unknown:
            from game.content.packs import discover

            known = near(name, [f.id for f in discover().files("level")])
            fail(WRONG, "cli.level.unknown" if known else "cli.level.nothing", name=name, known=known)
        typer.echo(render_all([p for p in error.problems if p.is_error], translator()), err=True)
        raise typer.Exit(WRONG if is_path(name) and not exists(Path(name)) else SAID_NO) from error
    twins = [problem for problem in loaded.problems if problem.code == "pack.twins"]
    if twins:
        typer.echo(render_all(twins, translator()), err=True)
    return loaded


def is_path(name: str) -> bool:
    """Whether a level is named by its file."""
    return name.endswith((".yaml", ".yml")) or "/" in name or "\\" in name


def seat_of(loaded: LoadedLevel, name: str) -> str:
    """The named seat of a level, by default the first."""
    seats = tuple(loaded.level.seats)
    if not name:
        return seats[0]
    if name not in seats:
        fail(WRONG, "cli.seat.unknown", name=name, level=loaded.level.id, known=", ".join(seats))
    return name


def seeds_of(loaded: LoadedLevel) -> dict[str, int]:
    """Named seeds: the level's, and `history` in every level."""
    return {"history": HISTORY, **{name: int(seed) for name, seed in loaded.level.seeds.items()}}


def seed_of(loaded: LoadedLevel, text: str) -> int:
    """A number, or the name of a seed; '' is `history`."""
    named = seeds_of(loaded)
    if not text:
        return named["history"]
    if text in named:
        return named[text]
    if not text.isascii() or not text.isdigit() or len(text) > SEED_DIGITS or int(text) > LAST_SEED:
        fail(WRONG, "cli.seed.unknown", name=text, known=", ".join(named))
    return int(text)


def rulebook_of(loaded: LoadedLevel, assumed: Sequence[str] = ()) -> Rulebook:
    """The level made ready to play, under assumptions such as `loyalty=1`; a wrong one is a wrong command, a
    setting whose figures have no balance says no."""
    from game.play.assumptions import from_words
    from game.rules.assumptions import AssumptionError

    try:
        assumptions = from_words(assumed)
    except AssumptionError as error:
        refuse(error.text, WRONG)
    from game.content.problem import ContentError, render_all
    from game.rules.compile import build_rulebook

    try:
        return build_rulebook(loaded, assumptions=assumptions)
    except ContentError as error:
        typer.echo(render_all(error.problems, translator()), err=True)
        raise typer.Exit(SAID_NO) from error


@contextlib.contextmanager
def progress_bar(label: str, quiet: bool = False) -> Iterator[Callable[[float], None]]:
    """A bar on standard error while something long runs, where somebody watches; hears the share done."""
    if quiet or not sys.stderr.isatty():
        yield lambda share: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(label, total=1.0)
        yield lambda share: progress.update(task, completed=share)


def refuse(text: Any, exit_code: int = SAID_NO) -> NoReturn:
    """A text on standard error, then the exit code."""
    tell(translator().render(text), err=True)
    raise typer.Exit(exit_code)

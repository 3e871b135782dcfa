"""The command line: play, check, new, schema, replay, debrief, lab, doctor; alone, the title screen.

Exit codes: 0 done, 1 the content or the game says no, 2 the command was wrong. Everything heavy is imported
by the command that needs it, so that help and refusals come at once.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from game.lab.commands import DaskOption, WorkersOption, hired, lab, played
from game.play.terminal import (
    SAID_NO,
    WRONG,
    AsJson,
    LevelName,
    Seat,
    fail,
    load,
    print_json,
    progress_bar,
    refuse,
    rulebook_of,
    say,
    seat_of,
    seed_of,
    speak,
    tell,
    translator,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.content.packs import LoadedLevel
    from game.lab.lesson_check import CheckedLesson
    from game.play.match import Match
    from game.rules.rulebook import Rulebook

__all__ = ["app", "main"]

INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells have it."""

app = typer.Typer(
    name="lanthanide",
    help="Build or bargain? A strategy game about rare earths, and a model that shows its working.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(lab, name="lab")


# ---------------------------------------------------------------------------------------------- play


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    language: Annotated[
        str, typer.Option("--language", help="en, zh-Hans or one of your own; the system's if omitted")
    ] = "",
    version: Annotated[bool, typer.Option("--version", help="print the version and stop")] = False,
) -> None:
    """Without a command: the title screen."""
    _language(language)
    if version:
        from game import __version__

        typer.echo(__version__)
        raise typer.Exit
    context.obj = language
    if context.invoked_subcommand is None:
        _window(language=language)


def _language(name: str) -> None:
    """Tell everything in this language from now on; '' = the system's."""
    from game.catalogues import PSEUDO, languages

    if name and name not in (*languages(), PSEUDO):
        fail(WRONG, "cli.language.unknown", name=name, known=", ".join(languages()))
    speak(name)


def _window(**options: Any) -> None:
    """Open the desktop game; one sentence where there is no display."""
    from game.play.doctor import has_display

    if not has_display():
        fail(WRONG, "cli.display.none")
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    from game.desktop.start import run

    raise typer.Exit(int(run(**options) or 0))


@app.command()
def play(
    context: typer.Context,
    level: LevelName,
    seat: Seat = "",
    seed: Annotated[str, typer.Option("--seed", help="a number, or a seed that the level names")] = "",
    policy: Annotated[str, typer.Option("--policy", help="archetype that governs (with --headless)")] = "",
    orders: Annotated[
        Path | None, typer.Option("--orders", help="YAML or JSON: [{quarter: Q1, orders: [{slot, option}]}]")
    ] = None,
    headless: Annotated[bool, typer.Option("--headless", help="play to the end without a window")] = False,
    save: Annotated[Path | None, typer.Option("--save", help="keep the game in this file")] = None,
    assume: Annotated[
        list[str] | None,
        typer.Option("--assume", metavar="NAME=NUMBER", help="challenge the model: loyalty=1"),
    ] = None,
    difficulty: Annotated[
        str, typer.Option("--difficulty", help="apprentice, minister or veteran: rivals and information")
    ] = "minister",
    as_json: AsJson = False,
) -> None:
    """Play a level. JSON keys: level, seat, seed, quarters, objectives, account, score, better_than, ..."""
    from game.content.difficulty import DIFFICULTIES

    if policy and orders is not None:
        fail(WRONG, "cli.play.both")
    if difficulty not in DIFFICULTIES:
        fail(WRONG, "cli.play.difficulty", name=difficulty, known=", ".join(DIFFICULTIES))
    if not headless and (policy or orders is not None or as_json):
        fail(WRONG, "cli.play.headless")
    loaded = load(level)
    who = seat_of(loaded, seat)
    luck = seed_of(loaded, seed)
    rulebook = rulebook_of(loaded, assume or ()) if headless or assume else None
    if not headless:
        if save is not None and _goes_on(save, loaded.level.id, seat and who, luck if seed else None):
            _window(language=context.obj, save=save)
        assumptions = dict(rulebook.assumptions) if rulebook is not None else {}
        begin = {"level": level, "seat": who, "seed": luck, "difficulty": difficulty}
        _window(language=context.obj, save=save, assumptions=assumptions, **begin)
    from game.play.headless import play_to_end, refusal_text
    from game.play.record import SaveError

    assert rulebook is not None
    script = _script(rulebook, who, policy, orders)
    try:
        result = play_to_end(
            loaded, who, luck, script, rulebook=rulebook, autosave=save, difficulty=difficulty
        )
    except SaveError as error:
        refuse(error.text)
    tr = translator()
    for refused in result.refused:
        tell(tr.render(refusal_text(refused)), err=True)
    if as_json:
        print_json(result.to_plain(tr))
    else:
        from game.play.summary import summary

        tell(summary(result, tr))


def _goes_on(save: Path, level: str, seat: str, seed: int | None) -> bool:
    """Whether a saved game is to be continued; a new game must not begin over another one."""
    from game.content.places import exists
    from game.play.record import read_header

    if not exists(save):
        return False
    header = read_header(save)
    if header.problem is not None:
        refuse(header.problem)
    same = header.level == level and (not seat or seat in header.seats)
    if not same or (seed is not None and seed != header.seed):
        seats = ", ".join(header.seats)
        fail(
            SAID_NO, "cli.play.other", path=str(save), level=header.level, seats=seats, seed=str(header.seed)
        )
    return True


def _script(rulebook: Rulebook, seat: str, policy: str, orders: Path | None) -> Any:
    from game.play.headless import NOTHING, from_list, from_policy, policies
    from game.play.order_file import OrderFileError, read_orders
    from game.rivals.compiled import RivalError

    if orders is not None:
        try:
            return from_list(read_orders(orders, rulebook, seat))
        except OrderFileError as error:
            refuse(error.text, WRONG if str(error.text.id).endswith((".missing", ".read")) else SAID_NO)
    name = policy or NOTHING
    if name not in policies(rulebook):
        fail(WRONG, "cli.policy.unknown", name=name, known=", ".join(policies(rulebook)))
    try:
        return from_policy(rulebook, name)
    except RivalError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(SAID_NO) from error


# --------------------------------------------------------------------------------------------- saves


@app.command()
def replay(save: Annotated[Path, typer.Argument(metavar="SAVE")], as_json: AsJson = False) -> None:
    """Play a save again and compare digests; elsewhere than where it was made, states at 1e-9."""
    from game.play.record import SaveError
    from game.play.replay import replay_file

    try:
        report = replay_file(save)
    except SaveError as error:
        refuse(error.text)
    if as_json:
        print_json(report.to_plain())
    else:
        tell(translator().render(report.text))
    raise typer.Exit(0 if report.verified else SAID_NO)


@app.command()
def debrief(
    save: Annotated[Path, typer.Argument(metavar="SAVE")],
    seat: Annotated[
        str, typer.Option("--seat", help="whose; the first that people governed if omitted")
    ] = "",
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="write a page to print")] = None,
    language: Annotated[
        str, typer.Option("--language", help="of what is told: en, zh-Hans or one of your own")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """What levers and decisions were worth in a saved game. JSON keys: attribution, decisions, score, ..."""
    from game.play.match import Match
    from game.play.record import SaveError

    if language:
        _language(language)
    try:
        match = Match.load(save)
    except SaveError as error:
        refuse(error.text)
    if seat and seat not in match.governed:
        fail(WRONG, "cli.debrief.seat", name=seat, known=", ".join(match.governed))
    if not match.finished:
        left = match.rulebook.quarters - len(match.past)
        fail(SAID_NO, "cli.debrief.unfinished", path=str(save), n=left)
    _debrief(match, seat or None, html, as_json)


def _debrief(match: Match, seat: str | None, html: Path | None, as_json: bool) -> None:
    from game.lab.workers import Processes, open_workers
    from game.play.debriefing import debrief_text, find, to_plain, told
    from game.play.handout import HandoutError, check_handout, render_handout, write_handout

    try:
        if html is not None:
            check_handout(html)  # before the work, not after it
        with open_workers() as workers, progress_bar("debrief", as_json) as heard:
            executor = workers.pool if isinstance(workers, Processes) else None
            found = find(match, seat, executor=executor, progress=heard)
        if html is not None:
            write_handout(html, render_handout(told(found), translator().language))
    except HandoutError as error:
        refuse(error.text)
    if as_json:
        print_json(to_plain(found))
    elif html is not None:
        tell(translator().tr("cli.debrief.written", path=str(html)))
    else:
        tell(debrief_text(told(found), translator()))


# ------------------------------------------------------------------------------------------- content


@app.command()
def check(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="files, packs, or folders of packs")],
    play_it: Annotated[bool, typer.Option("--play", help="also play every seat and every solution")] = False,
    resolved: Annotated[
        bool, typer.Option("--resolved", help="print each level as the game sees it")
    ] = False,
    lesson: Annotated[
        bool, typer.Option("--lesson", help="also play the claims of each level's lesson (about a minute)")
    ] = False,
    seeds: Annotated[
        int, typer.Option("--seeds", min=1, max=10_000, help="games of each policy, with --lesson")
    ] = 96,
    number: WorkersOption = 0,
    dask: DaskOption = "",
    as_json: AsJson = False,
) -> None:
    """Find what is wrong in a level or pack. JSON keys: files, errors, warnings, levels, problems, games.

    With --lesson also: lessons, a list of level, games, futures, seed, parameter_sets, claims.
    """
    from game.content.check import check as check_files
    from game.content.problem import ContentError, render_all

    report = check_files(paths)
    tr = translator()
    games = []
    if play_it:
        from game.play.rehearsal import rehearse

        try:
            games = [game for loaded in report.levels for game in rehearse(loaded)]
        except ContentError as error:  # figures of a setting that contradict each other
            typer.echo(render_all(error.problems, tr), err=True)
            raise typer.Exit(SAID_NO) from error
    lessons = _lessons(report.levels, seeds, number, dask, as_json) if lesson else []
    if as_json:
        plain = report.to_plain(tr)
        if lesson:
            plain["lessons"] = [told.to_plain(tr) for told in lessons]
        if play_it:
            plain["games"] = [game.to_plain(tr) for game in games]
        if resolved:
            plain["resolved"] = report.resolved()
        print_json(plain)
    else:
        if resolved:
            tell(report.resolved())
        typer.echo(report.render(tr))
        for game in games:
            tell(tr.render(game.text))
        for told in lessons:
            for sentence in told.sentences:
                tell(tr.render(sentence))
    good = all(game.good for game in games) and all(told.good for told in lessons)
    raise typer.Exit(SAID_NO if report.errors or not good else 0)


def _lessons(
    levels: Sequence[LoadedLevel], games: int, number: int, dask: str, quiet: bool
) -> list[CheckedLesson]:
    """Every level's lesson, played."""
    from game.lab.lesson_check import FUTURES, SEED, CheckedLesson

    told = []
    with hired(number, dask) as workers:
        for loaded in levels:
            result = None
            if loaded.level.lesson:
                _, result = played(loaded, games, SEED, FUTURES, False, workers, everybody=False, quiet=quiet)
            told.append(CheckedLesson(loaded, result))
    return told


@app.command()
def new(
    kind: Annotated[str, typer.Argument(metavar="level|pack|setting|campaign|language")],
    name: Annotated[
        str,
        typer.Argument(metavar="NAME", help="the new id: small letters, digits, _; of a language fr, pt-BR"),
    ],
    into: Annotated[Path, typer.Option("--into", help="folder in which to write")] = Path(),
) -> None:
    """Begin a level, pack, setting or campaign from a working example, or a language."""
    from game.content.problem import ContentError
    from game.content.templates import TEMPLATES, new_files

    if kind not in TEMPLATES:
        fail(WRONG, "cli.new.kind", name=kind, known=", ".join(TEMPLATES))
    try:
        files = new_files(kind, name)
    except ContentError as error:
        refuse(error.problems[0].message, WRONG)
    taken = [str(into / path) for path in files if os.path.lexists(into / path)]
    if taken:
        fail(SAID_NO, "cli.new.taken", path=taken[0])
    try:
        for path, text in files.items():
            (into / path).parent.mkdir(parents=True, exist_ok=True)
            with (into / path).open("x", encoding="utf-8") as file:
                file.write(text)
            typer.echo(str(into / path))
    except OSError as error:
        fail(SAID_NO, "cli.new.write", path=str(into), why=error.strerror or str(error))


@app.command()
def schema(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="level, rival, history, ...")] = "level",
) -> None:
    """Print the JSON Schema of a kind of file, for editors."""
    from game.content.schema import KINDS, json_schema

    if kind not in KINDS:
        fail(WRONG, "cli.schema.kind", name=kind, known=", ".join(KINDS))
    print_json(json_schema(kind))


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """Say what is missing on this computer and what to do. JSON: a list of {id, good, needed, text}."""
    from game.play.doctor import examine

    tr = translator()
    found = examine()
    if as_json:
        print_json(
            [{"id": f.id, "good": f.good, "needed": f.needed, "text": tr.render(f.text)} for f in found]
        )
    else:
        for finding in found:
            mark = "cli.doctor.good" if finding.good else "cli.doctor.bad"
            typer.echo(f"{tr.tr(mark)} {tr.render(finding.text)}")
    raise typer.Exit(SAID_NO if any(f.needed and not f.good for f in found) else 0)


# ---------------------------------------------------------------------------------------------- main


def main() -> None:
    """Entry point: like `app`, but a wrong command or a fault of the game becomes one sentence."""
    _let_every_character_through()
    _find_a_home()
    try:
        sys.exit(_run())
    except SystemExit as end:
        if end.code and isinstance(getattr(sys.stdout, "wrapped", None), io.TextIOBase):
            sys.exit(0)  # the parser has noticed first that the reader has left, and calls it a failure
        raise
    except (KeyboardInterrupt, EOFError, typer.Abort):
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        _drop_output()  # the reader of our output has left
        sys.exit(0)
    except OSError as error:
        with contextlib.suppress(OSError):  # standard error may be what cannot be written
            _tell_system_error(error)
        _drop_output()
        sys.exit(SAID_NO)


def _run() -> Any:
    """The command's exit code; what the parser refuses and a fault of the game are told here."""
    try:
        return app(prog_name="lanthanide", standalone_mode=False)
    except (OSError, EOFError, typer.Abort):
        raise
    except Exception as error:
        if hasattr(error, "format_message"):  # what the parser of the command line says
            context = getattr(error, "ctx", None)
            command = context.command_path if context else "lanthanide"
            say("cli.usage", what=error.format_message().rstrip("."), command=command)
            return WRONG
        from game.play.crash import crash_note

        note = crash_note(error, sys.argv)
        say("cli.crash" if note else "cli.crash.unsaved", path=str(note), what=type(error).__name__)
        return SAID_NO


def _tell_system_error(error: OSError) -> None:
    """What the system refused; a sentence of the game's own, about missing files of it, stands for itself."""
    if error.errno is None:
        tell(str(error), err=True)  # the texts may be what is missing
    else:
        say("cli.system", why=error.strerror or str(error), path=str(error.filename or "-"))


def _find_a_home() -> None:
    """A user without a home (a bare container) keeps games in a folder of its own among temporary files."""
    try:
        Path.home()
    except RuntimeError:
        user = 0
        if sys.platform != "win32":
            user = os.getuid()
        home = str(Path(tempfile.gettempdir()) / f"lanthanide-{user}")
        os.environ |= {"HOME": home, "USERPROFILE": home}


def _drop_output() -> None:
    """Nothing more can be written: what is still in the buffer must not fail again at the end."""
    sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123


def _let_every_character_through() -> None:
    """A terminal that has no Chinese, or a file name that is no text, shows escapes; it stops nothing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    main()

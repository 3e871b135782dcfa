"""The commands of `lanthanide lab`: the model on trial."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from game.play.terminal import (
    LAST_SEED,
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
    seat_of,
    translator,
)

if TYPE_CHECKING:
    from game.content.packs import LoadedLevel
    from game.lab.calibrate import Fit
    from game.lab.tournament import Result
    from game.lab.workers import Workers
    from game.rules.rulebook import Rulebook

__all__ = ["lab"]

lab = typer.Typer(help="The model on trial: back-test, par, tournament, speed.", rich_markup_mode=None)


WorkersOption = Annotated[
    int, typer.Option("--workers", min=0, max=1024, help="processes; 0: one for each processor")
]
DaskOption = Annotated[
    str,
    typer.Option("--dask", metavar="ADDRESS", help="scheduler of a Dask cluster, such as tcp://host:8786"),
]
Fitted = Annotated[
    bool, typer.Option("--fitted", help="the fitted parameter set alone instead of the ensemble")
]
LevelOrAll = Annotated[str, typer.Argument(metavar="LEVEL|all", help="a level's id or path, or all of them")]


@contextlib.contextmanager
def hired(number: int, dask: str) -> Iterator[Workers]:
    """Workers for a long computation; without any, or once they are lost, a sentence ends the command."""
    from game.lab.workers import WorkersError, open_workers

    if number and dask:
        fail(WRONG, "cli.workers.both")
    try:
        with open_workers(number, dask) as workers:
            yield workers
    except WorkersError as error:
        refuse(error.text, SAID_NO if error.lost else WRONG)


def _levels(name: str) -> tuple[list[LoadedLevel], bool]:
    """One level, or all that can be used, and whether some of all had to be left out; those are named."""
    from game.content.packs import discover

    if name != "all":
        return [load(name)], False
    names = [file.id for file in discover().files("level")]
    if not names:
        fail(SAID_NO, "cli.level.nothing", name=name)
    found: list[LoadedLevel] = []
    for one in names:
        with contextlib.suppress(typer.Exit):
            found.append(load(one))
    return found, len(found) < len(names)


@lab.command()
def backtest(
    setting: Annotated[str, typer.Option("--setting", metavar="ID|PATH", help="where it starts; 2009")] = "",
    history: Annotated[
        list[str] | None,
        typer.Option(
            "--history", metavar="ID|PATH", help="what happened, may be repeated; 2010_2018 for 2009"
        ),
    ] = None,
    observations: Annotated[
        str, typer.Option("--observations", metavar="CSV", help="prices to compare with; the shipped ones")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """The model against observed prices. JSON keys: episode, rms_log_error, series, observations, ..."""
    from game.content.problem import ContentError, render_all
    from game.lab.backtest import backtest as run

    try:
        result = run(setting or None, history or (), Path(observations) if observations else None)
    except ContentError as refused:
        typer.echo(render_all([p for p in refused.problems if p.is_error], translator()), err=True)
        absent = all(problem.line == 0 for problem in refused.problems)
        raise typer.Exit(WRONG if absent else SAID_NO) from refused
    if as_json:
        print_json(result)
        return
    tr = translator().tr
    for episode, error in result["rms_log_error"].items():
        typer.echo(tr("cli.backtest.line", episode=episode, error=error))
    if not result["observations"]:
        shown = result["episode"]
        typer.echo(tr("cli.backtest.played", first=shown["first"], n=shown["quarters"]))


@contextlib.contextmanager
def _refusing() -> Iterator[None]:
    """What is wrong with a file or a value ends the command with a sentence."""
    from game.content.problem import ContentError, render_all

    try:
        yield
    except ContentError as refused:
        typer.echo(render_all([p for p in refused.problems if p.is_error], translator()), err=True)
        raise typer.Exit(SAID_NO) from refused
    except ValueError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(SAID_NO) from error
    except BrokenPipeError:
        raise
    except OSError as error:
        fail(SAID_NO, "cli.write", path=str(error.filename or "-"), why=error.strerror or str(error))


def _writable(wanted: bool, *paths: Path) -> None:
    """A file that can't be replaced is told before the work begins, so that no result is lost."""
    from game.lab.rewrite import must_be_writable

    if wanted:
        with _refusing():
            must_be_writable(*paths)


@lab.command()
def calibrate(
    candidates: Annotated[int, typer.Option("--candidates", min=16, max=10_000_000, help="budget")] = 20_000,
    seed: Annotated[int, typer.Option("--seed", min=0, max=LAST_SEED)] = 1,
    write: Annotated[
        bool, typer.Option("--write", help="write better values into the setting and the history script")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Fit the model to the observed prices. JSON keys: values, loss_before, loss_after, rms_log_error, ..."""
    from game.lab.calibrate import calibrate as run
    from game.lab.calibrate import problem
    from game.lab.calibrate import write as write_fit

    tr = translator().tr

    def hear(done: int, loss: float) -> None:
        typer.echo(tr("cli.calibrate.step", done=done, n=candidates, loss=loss), err=True)

    with _refusing():
        task = problem()
        _writable(write, task.setting, task.history)
        fit = run(task, candidates, seed, progress=hear)
    plain = fit.to_plain()
    if as_json:
        print_json(plain)
    else:
        _show_fit(fit, plain)
    if write:
        with _refusing():
            if fit.better:
                write_fit(fit)
        typer.echo(tr("cli.calibrate.written" if fit.better else "cli.calibrate.kept"), err=as_json)


def _show_fit(fit: Fit, plain: dict[str, Any]) -> None:
    """The fitted values, and how well they fit."""
    tr = translator().tr
    for name, row in plain["values"].items():
        typer.echo(
            f"{name:<32} {row['before']:>10.4g} {row['after']:>10.4g}   {row['low']:g} – {row['high']:g}"
        )
    typer.echo(tr("cli.calibrate.loss", before=sum(fit.before.values()), after=sum(fit.after.values())))
    for episode, size in fit.rms_log_error.items():
        typer.echo(tr("cli.backtest.line", episode=episode, error=size))


@lab.command()
def ensemble(
    members: Annotated[int, typer.Option("--members", min=8, max=10_000)] = 256,
    steps: Annotated[int, typer.Option("--steps", min=1, max=100_000, help="of every walker")] = 200,
    seed: Annotated[int, typer.Option("--seed", min=0, max=LAST_SEED)] = 1,
    write: Annotated[bool, typer.Option("--write", help="write the members beside the setting")] = False,
    as_json: AsJson = False,
) -> None:
    """Parameter sets that fit about as well as the fitted one. JSON: members, rms_log_error, loss, ..."""
    from game.content.ensemble import ensemble_file
    from game.lab.calibrate import problem
    from game.lab.ensemble import sample, widened, write_ensemble

    tr = translator().tr

    def hear(step: int, loss: float) -> None:
        typer.echo(tr("cli.ensemble.step", step=step, n=steps, loss=loss), err=True)

    with _refusing():
        task = widened(problem())
        _writable(write, ensemble_file(task.setting))
        found = sample(task, members, steps, seed, progress=hear)
    plain = found.to_plain()
    if as_json:
        print_json(plain)
    else:
        for share, error in plain["rms_log_error"].items():
            typer.echo(tr("cli.ensemble.line", share=float(share), error=error))
    if write:
        with _refusing():
            write_ensemble(ensemble_file(task.setting), found)


@lab.command()
def sensitivity(
    level: Annotated[str, typer.Option("--lesson", metavar="LEVEL", help="also: does its lesson hold?")] = "",
    members: Annotated[int, typer.Option("--members", min=2, max=256, help="of the ensemble, for it")] = 12,
    top: Annotated[int, typer.Option("--top", min=1, max=100, help="numbers shown for each outcome")] = 5,
    number: WorkersOption = 0,
    dask: DaskOption = "",
    as_json: AsJson = False,
) -> None:
    """What drives the spike and the gap. JSON keys: outcomes, one_at_a_time, ensemble, and lesson."""
    from game.lab.calibrate import problem
    from game.lab.sensitivity import lesson
    from game.lab.sensitivity import sensitivity as run

    loaded = load(level) if level else None
    with _refusing():
        task = problem()
        if loaded is not None and loaded.ensemble is None:
            fail(SAID_NO, "cli.sensitivity.none", level=loaded.level.id, setting=loaded.setting.id)
        result = run(task)
        if loaded is not None and loaded.ensemble is not None:
            with hired(number, dask) as workers, progress_bar(level, as_json) as heard:
                result["lesson"] = lesson(loaded, loaded.ensemble, members, workers=workers, progress=heard)
    if as_json:
        print_json(result)
        return
    tr = translator().tr
    for outcome, value in result["outcomes"].items():
        typer.echo(tr("cli.sensitivity.outcome", name=outcome, value=value))
        for name, change in list(result["one_at_a_time"][outcome].items())[:top]:
            typer.echo(f"    {name:<32} {change['lower']:>+11.4g} {change['higher']:>+11.4g}")
    for seat, row in (result.get("lesson") or {}).items():
        typer.echo(tr("cli.sensitivity.lesson", seat=seat, holds=row["holds"]))


@lab.command()
def par(
    level: LevelOrAll,
    seat: Seat = "",
    governments: Annotated[int, typer.Option("--governments", min=10, max=100_000)] = 1000,
    seed: Annotated[int, typer.Option("--seed", min=0, max=LAST_SEED)] = 1,
    fitted: Fitted = False,
    write: Annotated[bool, typer.Option("--write", help="write the result into the level file")] = False,
    number: WorkersOption = 0,
    dask: DaskOption = "",
    as_json: AsJson = False,
) -> None:
    """What simulated governments reach in each seat. JSON: a list with seat, p90_musd, passed, quantiles.

    Of all levels: level -> such a list; those that can't be used are named and left out, the exit code is
    then 1.
    """
    from game.lab.par import par as run
    from game.lab.par import write_par

    if level == "all" and seat:
        fail(WRONG, "cli.par.seat")
    found, left_out = _levels(level)
    _writable(write, *(Path(loaded.origin().file) for loaded in found))
    tr = translator().tr
    plain: dict[str, Any] = {}
    with hired(number, dask) as workers:
        for loaded in found:
            rulebook = rulebook_of(loaded)
            results = []
            for name in [seat_of(loaded, seat)] if seat else list(loaded.level.seats):
                with progress_bar(f"{loaded.level.id} {name}", as_json) as heard, _refusing():
                    who = rulebook.seat(name)
                    one = run(
                        rulebook, who, governments, seed, fitted=fitted, workers=workers, progress=heard
                    )
                    results.append(one)
            plain[loaded.level.id] = [result.to_plain() for result in results]
            for result in () if as_json else results:
                shown = {"p90": result.p90_musd, "passed": result.passed, "n": governments}
                typer.echo(tr("cli.par.line", seat=result.seat, **shown))
            if write:
                with _refusing():
                    write_par(Path(loaded.origin().file), results)
    if as_json:
        print_json(plain if level == "all" else next(iter(plain.values())))
    if left_out:
        raise typer.Exit(SAID_NO)


@lab.command()
def tournament(
    level: LevelOrAll,
    seeds: Annotated[int, typer.Option("--seeds", min=1, max=10_000, help="games of each archetype")] = 20,
    seed: Annotated[int, typer.Option("--seed", min=0, max=LAST_SEED)] = 1,
    count: Annotated[int, typer.Option("--futures", min=2, max=256, help="of each game")] = 16,
    fitted: Fitted = False,
    number: WorkersOption = 0,
    dask: DaskOption = "",
    as_json: AsJson = False,
) -> None:
    """Every archetype in every seat with the same luck, and whether the level's lesson holds.

    Each game is played in another parameter set of the ensemble, where the setting has one. JSON: level ->
    archetypes, build_up_against_politics, lesson, games, futures, seed, parameter_sets. Of all levels, those
    that can't be used are named and left out; the exit code is then 1.
    """
    from game.lab.tournament import show

    found, left_out = _levels(level)
    plain: dict[str, Any] = {}
    with hired(number, dask) as workers:
        for loaded in found:
            rulebook, result = played(loaded, seeds, seed, count, fitted, workers, quiet=as_json)
            plain[loaded.level.id] = result.to_plain()
            if not as_json:
                show(rulebook, result, translator())
    if as_json:
        print_json(plain)
    if left_out:
        raise typer.Exit(SAID_NO)


def played(
    loaded: LoadedLevel,
    games: int,
    seed: int,
    count: int,
    fitted: bool,
    workers: Workers,
    *,
    everybody: bool = True,
    quiet: bool = False,
) -> tuple[Rulebook, Result]:
    """The tournament of a level with a bar; what its lesson lacks ends the command with a sentence."""
    from game.lab.claims import LessonError
    from game.lab.tournament import play_level

    rulebook = rulebook_of(loaded)
    members = None if fitted or rulebook.ensemble is None else rulebook.beliefs(games)
    try:
        with progress_bar(loaded.level.id, quiet) as heard:
            return rulebook, play_level(
                rulebook,
                games,
                everybody=everybody,
                seed=seed,
                count=count,
                members=members,
                workers=workers,
                progress=heard,
            )
    except LessonError as error:
        refuse(error.text)


@lab.command()
def forecast(
    level: Annotated[str, typer.Argument(metavar="LEVEL")] = "quota",
    seat: Seat = "",
    games: Annotated[int, typer.Option("--games", min=10, max=10_000)] = 100,
    seed: Annotated[int, typer.Option("--seed", min=0, max=LAST_SEED)] = 1,
    as_json: AsJson = False,
) -> None:
    """How often what came lies in the fan's 90 % band. JSON keys: level, seat, games, coverage."""
    from game.lab.coverage import coverage

    loaded = load(level)
    rulebook = rulebook_of(loaded)
    name = seat_of(loaded, seat) if seat else rulebook.seats[0]
    with _refusing(), progress_bar(name, as_json) as heard:
        results = [
            row.to_plain() for row in coverage(rulebook, rulebook.seat(name), games, seed, progress=heard)
        ]
    if as_json:
        print_json({"level": loaded.level.id, "seat": name, "games": games, "coverage": results})
        return
    tr = translator().tr
    for row in results:
        typer.echo(tr(f"cli.forecast.{row['reality']}.{row['belief']}"))
        for series, found in row["series"].items():
            typer.echo(tr("cli.forecast.line", series=series, inside=found["inside"], above=found["above"]))


@lab.command()
def challenge(
    level: LevelName,
    seat: Seat = "",
    seeds: Annotated[int, typer.Option("--seeds", min=2, max=10_000, help="games of each policy")] = 24,
    seed: Annotated[int, typer.Option("--seed", min=0, max=LAST_SEED)] = 1,
    write: Annotated[bool, typer.Option("--write", help="keep the map beside the level file")] = False,
    number: WorkersOption = 0,
    dask: DaskOption = "",
    as_json: AsJson = False,
) -> None:
    """Where build-up wins and where politics does. JSON: rows and grids with cells, crossings, command, ...

    A map of one seat alone is not written: it would take the others' place.
    """
    from game.insight.win_map import map_file
    from game.lab.challenge import challenge as run
    from game.lab.challenge import write_map
    from game.lab.challenge_text import picture

    if write and seat:
        fail(WRONG, "cli.challenge.all")
    loaded = load(level)
    target = map_file(Path(loaded.origin().file))
    _writable(write, target)
    rulebook_of(loaded)
    seats = [seat_of(loaded, seat)] if seat else list(loaded.level.seats)
    command = f"lanthanide lab challenge {loaded.level.id} --seeds {seeds} --seed {seed} --write"
    with hired(number, dask) as workers, progress_bar(level, as_json) as heard:
        try:
            found = run(loaded, seats, seeds, seed=seed, command=command, workers=workers, progress=heard)
        except ValueError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(SAID_NO) from error
    if as_json:
        print_json(found.to_plain())
    else:
        typer.echo(picture(found, loaded, translator()))
    if write:
        with _refusing():
            write_map(target, found)


@lab.command()
def advisers(
    level: LevelName,
    seat: Seat = "",
    seeds: Annotated[int, typer.Option("--seeds", min=1, max=10_000, help="games of each government")] = 20,
    seed: Annotated[int, typer.Option("--seed", min=0, max=LAST_SEED)] = 1,
    number: WorkersOption = 0,
    dask: DaskOption = "",
    as_json: AsJson = False,
) -> None:
    """Governments that do what an adviser says, beside the archetypes. JSON: a list of seat, policy, ..."""
    from game.lab.advisers import show, trial

    loaded = load(level)
    rulebook = rulebook_of(loaded)
    seats = [seat_of(loaded, seat)] if seat else None
    with hired(number, dask) as workers, progress_bar(loaded.level.id, as_json) as heard:
        rows = trial(rulebook, seeds, seed=seed, seats=seats, workers=workers, progress=heard)
    if as_json:
        print_json([row.to_plain() for row in rows])
    else:
        show(rulebook, rows, translator())


@lab.command()
def bench(
    level: Annotated[str, typer.Argument(metavar="LEVEL")] = "quota",
    quick: Annotated[bool, typer.Option("--quick", help="small batches only")] = False,
    as_json: AsJson = False,
) -> None:
    """How fast the game is on this computer. JSON keys: machine, level, resolve, forecast_ms, attribution."""
    from game.lab.bench import bench as run

    result = run(rulebook_of(load(level)), quick=quick)
    if as_json:
        print_json(result)
        return
    tr = translator().tr
    for row in result["resolve"]:
        typer.echo("  ".join(f"{key} {value:g}" for key, value in row.items()))
    typer.echo(tr("cli.bench.forecast", ms=result["forecast_ms"]))

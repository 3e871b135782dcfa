"""The commands of `lanthanide lab`: the model on trial."""

from __future__ import annotations

import contextlib
import os
import signal
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
    rulebook_of,
    seat_of,
    translator,
)

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from game.lab.calibrate import Fit

__all__ = ["lab"]

TABLE_WIDTH = 110  # below it the tournament's columns are cut

lab = typer.Typer(help="The model on trial: back-test, par, tournament, speed.", rich_markup_mode=None)


def executor() -> Executor | None:
    """Processes for long computations; none where there is but one processor."""
    from concurrent.futures import ProcessPoolExecutor

    count = os.cpu_count() or 1
    return ProcessPoolExecutor(count, initializer=_leave_ctrl_c_to_the_parent) if count > 1 else None


def _leave_ctrl_c_to_the_parent() -> None:
    """A worker that is interrupted too would print a traceback of its own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


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
    as_json: AsJson = False,
) -> None:
    """What drives the spike and the gap. JSON keys: outcomes, one_at_a_time, ensemble, and lesson."""
    from game.content.ensemble import ensemble_file
    from game.lab.calibrate import problem
    from game.lab.sensitivity import lesson, members_of
    from game.lab.sensitivity import sensitivity as run

    loaded = load(level) if level else None
    with _refusing():
        task = problem()
        table = members_of(task)
        if loaded is not None and table is None:
            fail(SAID_NO, "cli.sensitivity.none", path=str(ensemble_file(task.setting)))
        fitted = task.setting.stem
        if loaded is not None and fitted not in (loaded.setting.id, loaded.setting.parameters_from):
            names = {"level": loaded.level.id, "setting": loaded.setting.id, "fitted": fitted}
            fail(SAID_NO, "cli.sensitivity.setting", **names)
        result = run(task)
        if loaded is not None and table is not None:
            with progress_bar(level, as_json) as heard:
                result["lesson"] = lesson(loaded, table, members, progress=heard)
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
    level: LevelName,
    seat: Seat = "",
    governments: Annotated[int, typer.Option("--governments", min=10, max=100_000)] = 1000,
    seed: Annotated[int, typer.Option("--seed", min=0, max=LAST_SEED)] = 1,
    write: Annotated[bool, typer.Option("--write", help="write the result into the level file")] = False,
    as_json: AsJson = False,
) -> None:
    """What simulated governments reach in each seat. JSON: a list with seat, p90_musd, passed, quantiles."""
    from game.lab.par import par as run
    from game.lab.par import write_par

    loaded = load(level)
    _writable(write, Path(loaded.origin().file))
    rulebook = rulebook_of(loaded)
    names = [seat_of(loaded, seat)] if seat else list(loaded.level.seats)
    workers = executor()
    try:
        results = []
        for name in names:
            with progress_bar(name, as_json) as heard:
                seat_number = rulebook.seat(name)
                results.append(
                    run(rulebook, seat_number, governments, seed, executor=workers, progress=heard)
                )
    except ValueError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(SAID_NO) from error
    finally:
        if workers is not None:
            workers.shutdown(cancel_futures=True)
    tr = translator().tr
    if as_json:
        print_json([result.to_plain() for result in results])
    for result in () if as_json else results:
        typer.echo(
            tr("cli.par.line", seat=result.seat, p90=result.p90_musd, passed=result.passed, n=governments)
        )
    if write:
        with _refusing():
            write_par(Path(loaded.origin().file), results)


@lab.command()
def tournament(
    level: Annotated[str, typer.Argument(metavar="LEVEL|all")],
    seeds: Annotated[int, typer.Option("--seeds", min=1, max=10_000, help="games of each archetype")] = 20,
    seed: Annotated[int, typer.Option("--seed", min=0, max=LAST_SEED)] = 1,
    as_json: AsJson = False,
) -> None:
    """Every archetype in every seat with the same luck. JSON: level -> list of seat, archetype, gain, ...

    Of all levels, those that can't be used are named and left out; the exit code is then 1.
    """
    from game.content.packs import discover
    from game.lab.tournament import table
    from game.lab.tournament import tournament as run

    names = [file.id for file in discover().files("level")] if level == "all" else [level]
    if not names:
        fail(SAID_NO, "cli.level.nothing", name=level)
    results: dict[str, Any] = {}
    left_out = False
    workers = executor()
    try:
        for name in names:
            try:
                loaded = load(name)
            except typer.Exit:
                if level != "all":
                    raise
                left_out = True
                continue
            rulebook = rulebook_of(loaded)
            with progress_bar(name, as_json) as heard:
                rows = run(rulebook, seeds, seed=seed, executor=workers, progress=heard)
            results[loaded.level.id] = [row.to_plain() for row in rows]
            if not as_json:
                from rich.console import Console

                console = Console()
                console.width = max(console.width, TABLE_WIDTH)
                console.print(table(rulebook, rows, translator()))
    finally:
        if workers is not None:
            workers.shutdown(cancel_futures=True)
    if as_json:
        print_json(results)
    if left_out:
        raise typer.Exit(SAID_NO)


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

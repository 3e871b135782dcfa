"""The window: scene stack, background work, sleeping when idle, resizing, and no display."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
import time

import pygame
import pytest

from game.desktop.app import App, NoDisplay, Scene
from game.desktop.driver import drive, open_app, press, settle
from game.desktop.kit import Rect, Ui
from game.desktop.memory import Tidying


class Page(Scene):
    def __init__(self, name: str, log: list[str]) -> None:
        self.title, self.log = name, log
        self.passes = 0

    def enter(self) -> None:
        self.log.append(f"+{self.title}")

    def leave(self) -> None:
        self.log.append(f"-{self.title}")

    def draw(self, ui: Ui) -> None:
        self.passes += 1
        ui.label(Rect(20, 20, 300, 30), self.title)


def test_scene_stack(show):
    log: list[str] = []
    app = show(Page("one", log), title="Game")
    app.push(Page("two", log))
    app.step()
    assert pygame.display.get_caption()[0] == "two - Game"
    app.replace(Page("three", log))
    app.step()
    drive(app, press("esc"))
    assert log == ["+one", "-one", "+two", "-two", "+three", "-three", "+one"]
    assert "text: one" in app.ui.describe()
    drive(app, press("esc"))
    assert app.running, "Esc does not close the last scene"
    app.pop()
    app.step()
    assert not app.running


def test_idle_window_draws_nothing(show):
    page = Page("idle", [])
    app = show(page)
    before = page.passes
    settle(app, 1.0)
    assert page.passes == before
    drive(app, press("q"))
    assert page.passes > before


def test_update_asks_for_a_frame(show):
    class Clock(Page):
        ticking = True

        def update(self, dt: float) -> bool | None:
            return self.ticking

    page = Clock("clock", [])
    app = show(page)
    before = page.passes
    app.step()
    page.ticking = False
    app.step()
    assert page.passes == before + 1


def test_background_job_never_blocks_a_frame_and_wakes_the_window(show):
    page = Page("jobs", [])
    app = show(page)
    gate = threading.Event()
    job = app.submit(lambda: gate.wait(5) and 42)
    start = time.perf_counter()
    for _ in range(5):
        app.step()
    assert time.perf_counter() - start < 1 and not job.done
    drawn = page.passes
    gate.set()
    assert job.result() == 42
    for _ in range(50):
        app.step()
        time.sleep(0.002)
    assert page.passes > drawn


def test_latest_runs_only_the_newest_request(show):
    app = show(Page("latest", []))
    gate = threading.Event()
    done: list[int] = []

    def work(n: int) -> int:
        gate.wait(5)
        done.append(n)
        return n

    slot = app.latest()
    for n in range(10):
        slot.ask(lambda n=n: work(n))
    gate.set()
    results = []
    for _ in range(200):
        found = slot.poll()
        if found is not None:
            results.append(found)
        if not slot.busy:
            break
        time.sleep(0.005)
    assert results == [0, 9] and done == [0, 9]


def test_a_job_that_fails_raises_where_its_result_is_read(show):
    app = show(Page("fail", []))
    job = app.submit(lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        job.result()


def test_resize_and_f11(show):
    app = show(Page("size", []), size=(1280, 720))
    pygame.display.set_mode((1600, 900), pygame.RESIZABLE)
    drive(app, [pygame.event.Event(pygame.VIDEORESIZE, size=(1600, 900), w=1600, h=900)])
    assert (app.ui.screen.w, app.ui.screen.h) == (1600, 900)
    drive(app, press("f11"))
    assert app.fullscreen
    drive(app, press("f11"))
    assert not app.fullscreen


def test_run_returns_when_the_window_is_closed():
    app = App(headless=True)
    app.push(Page("run", []))
    pygame.event.post(pygame.event.Event(pygame.QUIT))
    app.run()
    assert not pygame.display.get_init()


def test_screenshot(show, tmp_path):
    app = show(Page("shot", []), size=(1024, 640))
    app.screenshot(tmp_path / "shot.png")
    assert pygame.image.load(str(tmp_path / "shot.png")).get_size() == (1024, 640)


def test_no_display_is_one_clear_error(monkeypatch):
    monkeypatch.setenv("SDL_VIDEODRIVER", "no-such-driver")
    pygame.display.quit()
    with pytest.raises(NoDisplay, match=r"\w"):
        App()


def test_without_any_screen_a_fresh_process_raises_no_display():
    code = """
from game.desktop.app import App, NoDisplay
try:
    App()
except NoDisplay:
    print("no display")
"""
    clean = {
        "PATH": "/usr/bin:/bin",
        "SDL_AUDIODRIVER": "dummy",
        "PYTHONPATH": ":".join(p for p in sys.path if p),
    }
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", env=clean, check=False
    )
    assert "no display" in done.stdout, done.stderr


def test_open_app_is_deterministic():
    pictures = []
    for _ in range(2):
        app = open_app(Page("same", []))
        pictures.append(pygame.image.tobytes(app.ui.surface, "RGB"))
        app.close()
    assert pictures[0] == pictures[1]


@pytest.mark.parametrize(
    ("place", "kept"),
    [((30, 20, 900, 600), True), ((9000, 20, 900, 600), False), ((30, 20, 100, 80), False), (None, False)],
)
def test_the_window_comes_back_to_its_place_unless_that_is_off_the_screen(place, kept):
    app = App(headless=True, size=(1000, 700), place=place)
    try:
        assert app.ui.surface.get_size() == (place[2:] if kept else (1000, 700))
    finally:
        app.close()
    assert (app.place == place) is kept


def test_a_place_that_makes_no_sense_is_forgotten(tmp_path):
    from game.desktop.preferences import load_preferences

    file = tmp_path / "desktop.json"
    for raw in ("[1, 2, 3]", '["a", 1, 2, 3]', "[1e99, 0, 0, 0]", "true", "[true, 1, 2, 3]"):
        file.write_text(f'{{"window": {raw}}}', encoding="utf-8")
        assert load_preferences(file).window is None


def test_what_may_wait_begins_when_the_next_frame_is_on_the_screen(show):
    app = show(Page("one", []))
    app.step()
    done = threading.Event()
    app.submit_after(done.set)
    app.step()
    assert not done.wait(0.05)  # no frame was due
    app.invalidate()
    app.step()
    assert done.wait(2)


def test_garbage_is_looked_for_between_scenes_and_not_within_a_frame(show):
    before = gc.get_threshold()
    app = show(Page("one", []))
    app.tidying = Tidying()
    settle(app)
    full: list[int] = []

    def count(phase: str, info: dict[str, int]) -> None:
        if phase == "start" and info["generation"] == 2:
            full.append(1)

    gc.callbacks.append(count)
    try:
        for _ in range(3):
            kept = [[number] for number in range(20_000)]  # enough for the whole memory to be searched
            app.invalidate()
            app.step()
        assert not full
        del kept
        app.push(Page("two", []))
        app.step()
        assert not full  # the new scene is shown first
        app.step()
        app.step()
        assert len(full) == 1
        assert gc.get_freeze_count() > 0
    finally:
        gc.callbacks.remove(count)
        app.close()
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0

"""The window, its loop and the stack of scenes.

`run(scene)` opens the window and returns when it is closed. A frame is drawn only when something happened:
input, an animation, a finished job, or `update` returning True; otherwise the loop sleeps in SDL's event
queue.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pygame

from game.paths import assets_dir

from .helpers import Helpers
from .jobs import Job, Jobs, Latest
from .keymap import bindings
from .kit import Translate, Ui
from .kit.keys import matches
from .memory import Tidying
from .sound import Sound

if not getattr(pygame, "IS_CE", False):
    raise ImportError("Lanthanide needs pygame-ce; remove the package 'pygame' and install 'pygame-ce'.")

FRAME_SECONDS = 1 / 60
IDLE_SECONDS = 0.25
THREADS = 3  # in the background: most of the time they wait for helpers, and a forecast need not
MAX_LAYOUT_PASSES = 3
LEAST_WIDTH, LEAST_HEIGHT = 640, 400
LEAST_SHOWN = 100  # pixels either way; in a smaller window nothing could be seen, and boxes come to nothing
Place = tuple[int, int, int, int]
"""Left, top, width and height of the window on the desktop."""
CURSORS = {
    "arrow": pygame.SYSTEM_CURSOR_ARROW,
    "hand": pygame.SYSTEM_CURSOR_HAND,
    "text": pygame.SYSTEM_CURSOR_IBEAM,
}


class NoDisplay(RuntimeError):  # noqa: N818 - reads as a sentence where it is caught
    """SDL found no screen to open a window on."""


class Scene:
    """One screen of the game. Subclasses draw; everything else has a sensible default."""

    title = ""
    app: App
    grabs_keys = False
    """While True every key goes to `handle` first (a key is being chosen)."""

    @property
    def music(self) -> str:
        """The mood of the music (`sound.MOODS`) while the scene is on top."""
        return "calm"

    def enter(self) -> None:
        """Called when the scene comes to the top of the stack (also when one above it was closed)."""

    def leave(self) -> None:
        """Called when the scene is covered or closed."""

    def handle(self, event: pygame.event.Event) -> bool:
        """An event that no widget used; True if the scene used it."""
        return False

    def update(self, dt: float) -> bool | None:
        """Time has passed (`dt` seconds); True if something changed that must be drawn."""
        return None

    def draw(self, ui: Ui) -> None:
        """Draw the whole screen and act on what the widgets return."""
        raise NotImplementedError


class App:
    """The window with its scenes. `headless` uses SDL's dummy driver: everything works, nothing is shown.

    `sound` is asked for a cue ("click", "refused", "good", "bad"...) when a widget answers, and for the
    music of the scene on top; without it, and without a screen, nothing is heard. `keys` are the player's
    own (`keymap`), `place` is where the window was last time. `helpers` is how many processes may think
    beside the window; with none, threads do.
    """

    def __init__(
        self,
        *,
        size: tuple[int, int] = (1280, 720),
        scale: float = 1.0,
        text_scale: float = 1.0,
        theme: str = "dark",
        language: str = "en",
        headless: bool = False,
        title: str = "",
        tr: Translate | None = None,
        reduced_motion: bool = False,
        fullscreen: bool = False,
        sound: Sound | None = None,
        keys: Mapping[str, str] | None = None,
        place: Place | None = None,
        helpers: int = 0,
    ) -> None:
        self.headless = headless
        self.fullscreen = fullscreen
        self.title = title
        self.running = True
        self.scenes: list[Scene] = []
        self._pending: list[Callable[[], None]] = []
        self._after: list[tuple[Callable[..., Any], tuple[Any, ...]]] = []
        self.when_shown: Callable[[], object] | None = None
        """Called once, when the first frame is on the screen."""
        self._shown = False
        self.tidying: Tidying | None = None
        self._fresh: Scene | None = None  # on top, not yet drawn
        self._untidy = self._thorough = False
        self.place = place
        self._window_size = size
        self._dirty = True
        self.overlay: Callable[[Ui], None] | None = None  # drawn over every scene
        self._cursor = "arrow"
        self._open()
        self._job_event = pygame.event.custom_type()
        self.helpers = Helpers(helpers)
        self.jobs = Jobs(self._wake, workers=THREADS if helpers else 1)
        self.brief_jobs = Jobs(self._wake)
        self.ui = Ui(
            pygame.display.get_surface() or pygame.Surface(size),
            scale=scale,
            text_scale=text_scale,
            theme=theme,
            language=language,
            tr=tr,
            reduced_motion=reduced_motion,
        )
        self.sound = sound or Sound(device=False)
        self.ui.cue = self.sound.cue
        self.ui.bindings = bindings(keys or {})

    # window ------------------------------------------------------------------------------------------------

    def _open(self) -> None:
        if self.headless:
            os.environ["SDL_VIDEODRIVER"] = "dummy"
        os.environ.setdefault("SDL_WINDOWS_DPI_AWARENESS", "permonitorv2")
        os.environ.setdefault("SDL_IME_SHOW_UI", "1")
        if sys.platform.startswith("linux"):
            # SDL would hand every frame to OpenGL; where that is emulated it costs ten times the drawing.
            os.environ.setdefault("SDL_FRAMEBUFFER_ACCELERATION", "0")
        for system in ("X11", "WAYLAND"):  # the name by which task bars know the window; pygame sets another
            os.environ[f"SDL_VIDEO_{system}_WMCLASS"] = "lanthanide"
        try:
            pygame.display.init()
            asked = self.headless or "SDL_VIDEODRIVER" in os.environ
            if not asked and pygame.display.get_driver() in ("dummy", "offscreen"):
                raise pygame.error("no video device")
            if self.place is not None and _on_a_screen(self.place):
                self._window_size = self.place[2:]
            else:
                self.place = None
            self._set_mode(self._window_size)
        except pygame.error as trouble:
            pygame.display.quit()
            raise NoDisplay(str(trouble)) from trouble
        pygame.font.init()
        pygame.key.set_repeat(350, 45)
        icon = assets_dir() / "icons" / "magnet.png"
        if icon.is_file():
            pygame.display.set_icon(pygame.image.load(str(icon)))

    def _set_mode(self, size: tuple[int, int]) -> None:
        if self.fullscreen:
            pygame.display.set_mode((0, 0), pygame.FULLSCREEN)
        else:
            pygame.display.set_mode(size, pygame.RESIZABLE)
            if self.place is not None:
                pygame.display.set_window_position(self.place[:2])

    def toggle_fullscreen(self) -> None:
        """Between a window and the whole screen."""
        if not self.fullscreen:
            self._window_size = self.ui.surface.get_size()
        self.fullscreen = not self.fullscreen
        self._set_mode(self._window_size)
        self._resized()

    def _resized(self) -> None:
        surface = pygame.display.get_surface()
        if surface is not None:
            self.ui.set_surface(surface)
        self._dirty = True

    # scenes ------------------------------------------------------------------------------------------------

    @property
    def scene(self) -> Scene | None:
        return self.scenes[-1] if self.scenes else None

    def push(self, scene: Scene) -> None:
        """Put a scene on top, after the present pass."""
        self._pending.append(lambda: self._change([*self.scenes, scene]))

    def pop(self) -> None:
        """Close the top scene; closing the last one ends the game."""
        self._pending.append(lambda: self._change(self.scenes[:-1]))

    def replace(self, scene: Scene) -> None:
        """Put a scene in the place of the top one."""
        self._pending.append(lambda: self._change([*self.scenes[:-1], scene]))

    def reset(self, scene: Scene) -> None:
        """Close all scenes and begin with this one."""
        self._thorough = True
        self._pending.append(lambda: self._change([scene]))

    def quit(self) -> None:
        self.running = False

    def invalidate(self) -> None:
        """Have the screen drawn again."""
        self._dirty = True

    def _change(self, scenes: list[Scene]) -> None:
        if self.scene is not None:
            self.scene.leave()
        self.scenes = scenes
        self.ui.reset_focus()
        if self.scene is None:
            self.running = False
            return
        self.scene.app = self
        self.scene.enter()
        if self._shown:  # opening a sound device takes longer than drawing a frame
            self.sound.music(self.scene.music)
        self._fresh = self.scene
        caption = " - ".join(dict.fromkeys(part for part in (self.scene.title, self.title) if part))
        pygame.display.set_caption(caption)
        self._dirty = True

    def _settle(self) -> None:
        while self._pending:
            self._pending.pop(0)()

    # jobs --------------------------------------------------------------------------------------------------

    def submit(self, work: Callable[..., Any], *args: Any) -> Job[Any]:
        """Run `work(*args)` in the background; the screen is drawn again when it is done."""
        return self.jobs.submit(work, *args)

    def submit_after(self, work: Callable[..., Any], *args: Any) -> None:
        """The same once the next frame is on the screen, so that it does not hold that up."""
        self._after.append((work, args))

    def _submit_waiting(self) -> None:
        waiting, self._after = self._after, []
        for work, args in waiting:
            self.submit(work, *args)

    def latest(self, *, brief: bool = False) -> Latest[Any]:
        """A slot for background work in which only the newest request counts (live forecasts). What takes
        some hundredths of a second (`brief`) does not wait behind longer work."""
        return (self.brief_jobs if brief else self.jobs).latest()

    def _wake(self) -> None:
        if pygame.display.get_init():
            pygame.event.post(pygame.event.Event(self._job_event))

    # loop --------------------------------------------------------------------------------------------------

    def run(self) -> None:
        """Loop until the last scene is closed."""
        clock = pygame.time.Clock()
        events: list[pygame.event.Event] = []
        try:
            self._settle()
            while self.running:
                self.step(min(clock.tick(60) / 1000, 1.0), events)
                events = self._sleep() if self.running and not self._due() else []
        finally:
            self.close()

    def close(self) -> None:
        """End background work and close the window."""
        self._submit_waiting()
        self.helpers.shutdown()
        self.jobs.close()
        self.brief_jobs.close()
        self.sound.close()
        if self.tidying is not None:
            self.tidying.end()
        if not self.fullscreen and pygame.display.get_surface() is not None:
            self.place = (*pygame.display.get_window_position(), *pygame.display.get_window_size())
        pygame.display.quit()

    def _due(self) -> bool:
        wake = self.ui.wake_at
        return (
            self._dirty
            or self.ui.frame_requested
            or bool(self._pending)
            or bool(wake and wake <= self.ui.now)
        )

    def _sleep(self) -> list[pygame.event.Event]:
        """Wait for an event, at most until a tooltip is due or the scene wants to look at the time."""
        seconds = IDLE_SECONDS
        if self.ui.wake_at is not None:
            seconds = min(seconds, max(0.005, self.ui.wake_at - self.ui.now))
        event = pygame.event.wait(int(seconds * 1000))
        return [] if event.type == pygame.NOEVENT else [event]

    def step(self, dt: float = FRAME_SECONDS, events: Sequence[pygame.event.Event] = ()) -> None:
        """Let `dt` seconds pass, take `events` and all that wait in the queue, and draw if need be."""
        self._tidy()
        self._settle()
        self.ui.now += dt
        for event in _without_old_motion([*events, *pygame.event.get()]):
            self._take(event)
            if not self.running:
                return
        if self.scene is not None and self.scene.update(dt):
            self._dirty = True
        self._settle()
        if self.running and self._due():
            self.render()
            pygame.display.flip()
            self._submit_waiting()
            if self._fresh is self.scene:
                self._fresh, self._untidy = None, True
            if not self._shown:
                self._first_frame()

    def _tidy(self) -> None:
        """Between the first frame of another scene and the second, when there is something new to look at."""
        if self.tidying is None or not self._untidy:
            return
        if self._thorough:
            self.tidying.thorough()
        else:
            self.tidying.tidy()
        self._untidy = self._thorough = False

    def _first_frame(self) -> None:
        self._shown = True
        if self.scene is not None:
            self.sound.music(self.scene.music)
        if self.when_shown is not None:
            self.when_shown()

    def render(self) -> None:
        """Draw the scene, again while its layout still finds its measure."""
        self._dirty = False
        for _ in range(MAX_LAYOUT_PASSES):
            self._pass()
            self._settle()
            if not self.ui.state.relayout or self._dirty:
                break
        self._show_cursor()

    def _take(self, event: pygame.event.Event) -> None:
        if event.type == pygame.QUIT:
            if self.scene is None or not self.scene.handle(event):
                self.quit()
            return
        if event.type in (pygame.VIDEORESIZE, pygame.WINDOWSIZECHANGED):
            self._resized()
            return
        if event.type == pygame.KEYDOWN and self.scene is not None and self.scene.grabs_keys:
            self._dirty = True
            if self.scene.handle(event):
                return
        if self.pressed(event, "screen"):
            self.toggle_fullscreen()
            return
        self._dirty = True
        if self.ui.feed(event):
            self._pass()
            if self.ui.consumed():
                self._settle()
                return
            used = self.scene is not None and self.scene.handle(event)
            if (
                not used
                and event.type == pygame.KEYDOWN
                and event.key == pygame.K_ESCAPE
                and len(self.scenes) > 1
            ):
                self.pop()
        elif self.scene is not None:
            self.scene.handle(event)
        self._settle()

    def pressed(self, event: pygame.event.Event, action: str) -> bool:
        """Whether an event is the key of an action that works everywhere."""
        if event.type != pygame.KEYDOWN:
            return False
        return matches(self.ui.key(action), event.key, event.mod, event.unicode)

    def _pass(self) -> None:
        self.ui.begin()
        if min(self.ui.surface.get_size()) < LEAST_SHOWN:
            self.ui.surface.fill(self.ui.theme.background)
        elif self.scene is not None:
            self.scene.draw(self.ui)
        if self.overlay is not None:
            self.overlay(self.ui)
        self.ui.end()

    def _show_cursor(self) -> None:
        wanted = self.ui.state.cursor
        if wanted != self._cursor and not self.headless:
            pygame.mouse.set_cursor(CURSORS.get(wanted, pygame.SYSTEM_CURSOR_ARROW))
        self._cursor = wanted

    def screenshot(self, path: str | Path) -> None:
        """Write what is on the screen as a PNG file."""
        pygame.image.save(self.ui.surface, str(path))


def _on_a_screen(place: Place) -> bool:
    """Whether enough of a window there would show: screens may have gone since."""
    x, y, width, height = place
    most_w, most_h = (sum(sizes) for sizes in zip(*pygame.display.get_desktop_sizes(), strict=True))
    shows = -width // 2 < x < most_w - 100 and -20 < y < most_h - 100
    return shows and width >= LEAST_WIDTH and height >= LEAST_HEIGHT


def _without_old_motion(events: list[pygame.event.Event]) -> list[pygame.event.Event]:
    """Of several pointer movements in a row only the last matters."""
    kept: list[pygame.event.Event] = []
    for event in events:
        if kept and event.type == pygame.MOUSEMOTION and kept[-1].type == pygame.MOUSEMOTION:
            kept.pop()
        kept.append(event)
    return kept


def run(first_scene: Scene, **options: Any) -> None:
    """Open the window with this scene and return when it is closed; options as of App. Raises NoDisplay."""
    app = App(**options)
    app.push(first_scene)
    app.run()

"""Texts made of ids: nations, seats, projects, goods, orders, options, reasons, causes, events, sources."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from game.content.fields import PackText
from game.content.packs import LoadedLevel
from game.i18n import Text, placeholders
from game.play.view_parts import Source
from game.rules.features import observe
from game.rules.ledger import Cause
from game.rules.projects import unfunded
from game.rules.rulebook import STATUS_NAMES, Rulebook, Status
from game.rules.state import State

__all__ = ["ICONS", "Words", "only_used", "pack_text"]

ICONS = {
    "stock": "warehouse",
    "ration": "scale",
    "offtake": "receipt",
    "build": "construction",
    "join": "handshake",
    "guarantee": "shield-check",
    "gate": "milestone",
    "thrift": "flask-conical",
    "process": "test-tubes",
    "engineers": "graduation-cap",
    "recycling": "recycle",
    "agreement": "handshake",
    "summit": "users",
    "wto": "gavel",
    "licence": "stamp",
    "quota": "percent",
    "duty": "receipt",
    "answer": "mail-open",
}
"""Kind of order -> icon."""


def pack_text(text: PackText, /, **args: Any) -> Text:
    """A pack's text, to be rendered in whatever language is then read."""
    return Text({"en": text.en, "zh-Hans": text.zh_hans}, args)


def only_used(text: Text) -> Text:
    """A pack's text with the arguments that its words quote; the rest is its speaker's secret."""
    if isinstance(text.id, str):
        return text
    named: set[str] = set()
    for words in text.id.values():
        named |= set(placeholders(words))
    return Text(text.id, {name: value for name, value in text.args.items() if name in named})


class Words:
    """Names of everything in a level, as Texts."""

    def __init__(self, loaded: LoadedLevel, rulebook: Rulebook) -> None:
        self.loaded, self.level, self.rulebook = loaded, loaded.level, rulebook
        self._projects = {project.id: project for project in self.level.projects}

    def seat(self, seat: str | int) -> Text:
        """Name of a seat; of nobody where the index is -1."""
        if isinstance(seat, int):
            if seat < 0:
                return Text("play.private")
            seat = self.rulebook.seats[seat]
        return pack_text(self.level.seats[seat].name)

    def minister(self, seat: str) -> Text:
        """Name of a seat's minister."""
        return pack_text(self.level.seats[seat].minister.name)

    def adviser(self, seat: str, office: str) -> Text:
        """Name of one of a seat's advisers; of the office where the level names nobody."""
        people = self.level.seats[seat].advisers
        return Text(f"play.adviser.{office}") if people is None else pack_text(getattr(people, office))

    def nation(self, nation: str) -> Text:
        """Name of a nation of the setting."""
        for seat in self.level.seats.values():
            if seat.nation == nation:
                return pack_text(seat.name)
        return pack_text(self.loaded.setting.nations[nation].name)

    def good(self, good: str) -> Text:
        return Text(f"good.{good}")

    def plant(self, plant: str) -> Text:
        return Text(f"plant.{plant}")

    def project(self, index: int) -> Text:
        """Name of a project; a copy of a template abroad says where."""
        copy = self.rulebook.projects[index]
        name = pack_text(self._projects[copy.project].name)
        if copy.seat < 0 or copy.host_seat == copy.seat or not copy.plants:
            return name
        host = self.rulebook.nations[copy.plants[0].host]
        return Text("play.project.abroad", {"project": name, "nation": self.nation(host)})

    def project_text(self, index: int) -> Text:
        """What a project is."""
        return pack_text(self._projects[self.rulebook.projects[index].project].text)

    def project_sources(self, index: int) -> tuple[Source, ...]:
        """Where what is said of a project can be read."""
        project = self._projects[self.rulebook.projects[index].project]
        figures = [host.tonnes_year for host in project.hosts] + [
            plant.tonnes_year for plant in project.plants
        ]
        return self.sources(project.sources, [*figures, project.cost.build_musd])

    def status(self, state: State, index: int) -> Text:
        """Stage of a project; a building site that rests says why."""
        status = int(state.project_status[index, 0])
        if status == Status.BUILD and unfunded(state, index, self.rulebook.projects[index])[0]:
            return Text("play.status.unfunded")
        return Text(f"play.status.{STATUS_NAMES[status]}")

    # --------------------------------------------------------------------------------------- orders

    def order(self, slot: int, seat: int | None = None) -> Text:
        """Title of a slot."""
        spec = self.rulebook.slots[slot]
        if spec.kind == "answer":
            return pack_text(self.level.events[self.rulebook.event(spec.target)].title)
        args: dict[str, Any] = {}
        if spec.kind in ("agreement", "summit", "wto", "licence"):
            args["seat"] = self.seat(spec.target)
        if spec.good:
            args["good"] = self.good(spec.good)
        if spec.kind in ("offtake", "build", "join", "guarantee", "gate"):
            args["project"] = self._target(slot, seat)
        return Text(f"play.order.{spec.kind}", args)

    def _target(self, slot: int, seat: int | None) -> Text:
        rows = self.rulebook.project_of_slot[:, slot]
        index = int(rows[seat]) if seat is not None else int(rows.max())
        if index < 0:
            index = int(rows.max())
        return self.project(index)

    def option(self, slot: int, option: int) -> Text:
        """Words on the button of an option (1-based)."""
        spec = self.rulebook.slots[slot]
        name = spec.options[option - 1]
        if spec.kind == "answer":
            event = self.level.events[self.rulebook.event(spec.target)]
            return pack_text(event.choices[option - 1].label)
        if spec.kind == "offtake":
            return Text("play.option.offtake", {"floor": float(name)})
        if spec.kind in ("quota", "duty"):
            if option == 1:
                return Text(f"play.option.{spec.kind}.none")
            return Text(f"play.option.{spec.kind}", {"share": abs(float(name)) / 100.0})
        return Text(f"play.option.{spec.kind}.{name}")

    def said(self, slot: int, option: int, seat: int | None = None) -> Text:
        """An order in one line: its title and the option."""
        return Text("play.order.said", {"order": self.order(slot, seat), "option": self.option(slot, option)})

    def slot(self, slot_id: str) -> int:
        """Index of a slot. Raises KeyError."""
        return self.rulebook.slot_index[slot_id]

    # --------------------------------------------------------------------------------------- events

    def event_args(self, event: int, state: State, seat: int) -> dict[str, Any]:
        """What an event's text may quote: its size, names, the date and what the seat observes."""
        declared = self.level.events[event]
        args: dict[str, Any] = {
            name: float(value[0]) for name, value in observe(self.rulebook, state, seat).items()
        }
        if declared.size is not None:
            low, high = declared.size
            place = float(state.event_size[event, 0])
            args["size"] = round(100.0 * (low + (high - low) * place))
        if declared.nation is not None:
            args["nation"] = self.nation(declared.nation)
        return args | {"seat": self.seat(seat), "date": self.date(state.quarter + 1)}

    def date(self, quarter: int) -> Text:
        """A level quarter (from 1) as the calendar has it."""
        index = self.level.start.index + quarter - 1
        return Text("play.date", {"date": [index // 4, index % 4 + 1]})

    # --------------------------------------------------------------------------------------- ledger

    def cause(self, cause: Cause, seat: int) -> Text:
        """What a line of the ledger says."""
        kind, about = cause.kind, cause.id
        if kind in ("event", "answer", "running"):
            return self._event_cause(kind, about)
        if kind in ("order", "licence", "quota", "duty") and about in self.rulebook.slot_index:
            return Text("play.cause.order", {"order": self.order(self.slot(about), seat)})
        args: dict[str, Any] = {}
        if about in self.rulebook.seats:
            args["seat"] = self.seat(about)
        for index, copy in enumerate(self.rulebook.projects):
            if copy.id == about:
                args["project"] = self.project(index)
        if kind == "programme":
            return Text("play.cause.programme", {"programme": Text(f"play.order.{about}")})
        return Text(f"play.cause.{kind}", args)

    def _event_cause(self, kind: str, about: str) -> Text:
        name, _, choice = about.partition(".")
        event = next((e for e in self.level.events if e.id == name), None)
        if event is None:
            return Text("play.cause.event", {"event": name})
        title = pack_text(event.title)
        label = next((pack_text(c.label) for c in event.choices if c.id == choice), None)
        if label is None:
            return Text("play.cause.event", {"event": title})
        return Text(f"play.cause.{kind}", {"event": title, "choice": label})

    def origin(self, cause: Cause) -> str:
        """`file:line` of what the level declares behind a cause; '' if it is the rules' own."""
        paths: list[tuple[str, ...]] = []
        name, _, choice = cause.id.partition(".")
        if cause.kind in ("event", "answer", "running", "spill"):
            paths = [("events", name, "choices", choice), ("events", name)] if choice else [("events", name)]
        elif cause.kind in ("project", "permit", "opens", "offtake", "guarantee", "sale", "fast_track"):
            copy = next((copy for copy in self.rulebook.projects if copy.id == cause.id), None)
            paths = [("projects", copy.project)] if copy is not None else []
        elif cause.kind == "programme":
            paths = [("orders", cause.id)]
        for path in paths:
            try:
                place = self.loaded.origin(*path)
            except (KeyError, LookupError, ValueError):
                continue
            return f"{place.file}:{place.line}"
        return ""

    # -------------------------------------------------------------------------------------- sources

    def sources(self, keys: Iterable[str], figures: Iterable[Any] = ()) -> tuple[Source, ...]:
        """Sources by key, and those of figures that carry their own."""
        confidence = {getattr(f, "source", None): getattr(f, "confidence", None) for f in figures}
        wanted = dict.fromkeys([*keys, *(key for key in confidence if key)])
        found = []
        for key in wanted:
            source = self.level.sources.get(key)
            if source is not None:
                sure = confidence.get(key) or source.confidence or ""
                found.append(Source(pack_text(source.text), source.url or "", sure))
        return tuple(found)

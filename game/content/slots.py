"""Slots: the fixed catalogue of orders that a level allows, the same for all seats, in a fixed order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from game.content.level import Level
    from game.content.project import Project

__all__ = [
    "SLOT_GRAMMAR",
    "SlotSpec",
    "fixed_options",
    "match_slots",
    "slot_ids",
    "slot_shape",
    "slot_specs",
]

SLOT_GRAMMAR: dict[str, tuple[str, str, str]] = {
    "stock": ("market", "stock", "release, hold, half, month"),
    "ration": ("market", "ration", "cars, electronics, machines"),
    "offtake": ("market", "offtake:<project>", "a floor in USD/kg, as in orders.offtake.floors_usd_kg"),
    "build": ("industry", "build:<template>:<host nation>", "go"),
    "join": ("industry", "join:<project>", "go"),
    "guarantee": ("industry", "guarantee:<project>", "go"),
    "gate": ("industry", "gate:<project> or gate:<template>:<host nation>", "go, fast, shelve, sell"),
    "thrift": ("technology", "thrift", "start, stop"),
    "process": ("technology", "process", "start, stop"),
    "engineers": ("technology", "engineers", "start, stop"),
    "recycling": ("technology", "recycling", "start, stop"),
    "agreement": ("diplomacy", "agreement:<seat>", "propose, leave"),
    "summit": ("diplomacy", "summit:<seat>", "go"),
    "wto": ("diplomacy", "wto:<seat>", "go"),
    "licence": ("controls", "licence:<good>:<seat>", "open, slow, restricted, refused"),
    "quota": ("controls", "quota", "none, then the cut in per cent: -20, -40, -60"),
    "duty": ("controls", "duty", "per cent: 0, 10, 15, 25"),
    "answer": ("", "answer:<event>", "the ids of the event's choices"),
}
"""Kind -> (lever, how the id is written, options)."""

_PARTS = {"offtake": (2,), "build": (3,), "join": (2,), "guarantee": (2,), "gate": (2, 3), "agreement": (2,),
          "summit": (2,), "wto": (2,), "licence": (3,), "answer": (2,)}  # fmt: skip
_FIXED = ("stock", "ration", "build", "join", "guarantee", "gate", "thrift", "process", "engineers",
          "recycling", "agreement", "summit", "wto", "licence")  # fmt: skip


def slot_shape(name: str) -> bool:
    """Whether this is how a slot can be written: a known kind with as many parts as it takes."""
    kind, *rest = name.split(":")
    parts = len(rest) + 1
    wanted = _PARTS.get(kind, (1,))
    return (
        kind in SLOT_GRAMMAR
        and all(rest)
        and (parts in wanted or (rest[-1:] == ["*"] and parts < max(wanted)))
    )


def fixed_options(kind: str) -> tuple[str, ...]:
    """Options of a kind of slot whose options no level changes; else nothing."""
    return tuple(SLOT_GRAMMAR[kind][2].split(", ")) if kind in _FIXED else ()


@dataclass(frozen=True, slots=True)
class SlotSpec:
    """One slot. Option k of an order (1-based) is `options[k - 1]`.

    `target` is the project, seat, event or, for builds and their gates, `template:host`; `good` is set for
    licences. `lever` is empty for answers, whose choices name levers of their own (`option_levers`).
    `seats` are the seats that can ever use the slot.
    """

    id: str
    kind: str
    lever: str
    target: str
    good: str
    options: tuple[str, ...]
    option_levers: tuple[str, ...]
    seats: tuple[str, ...]


def slot_specs(level: Level) -> tuple[SlotSpec, ...]:
    """All slots of a level in their fixed order."""
    return tuple(spec for spec in _all_specs(level) if spec.kind not in level.orders.without)


def slot_ids(level: Level) -> list[str]:
    """The ids of all slots of a level, in order."""
    return [spec.id for spec in slot_specs(level)]


def _spec(
    kind: str, seats: tuple[str, ...], options: tuple[str, ...], target: str = "", good: str = ""
) -> SlotSpec:
    lever = SLOT_GRAMMAR[kind][0]
    name = ":".join(part for part in (kind, good, target) if part)
    return SlotSpec(name, kind, lever, target, good, options, (lever,) * len(options), seats)


def _all_specs(level: Level) -> Iterator[SlotSpec]:
    seats = level.seat_ids
    yield _spec("stock", seats, ("release", "hold", "half", "month"))
    yield _spec("ration", seats, ("cars", "electronics", "machines"))
    yield from _project_specs(level)
    for programme in ("thrift", "process", "engineers", "recycling"):
        yield _spec(programme, seats, ("start", "stop"))
    talks: dict[str, tuple[str, ...]] = {"agreement": ("propose", "leave"), "summit": ("go",), "wto": ("go",)}
    for kind, words in talks.items():
        for seat in seats:
            yield _spec(kind, _others(seats, seat), words, seat)
    controls = level.orders.controls
    for good in controls.goods:
        for seat in seats:
            yield _spec(
                "licence", _others(seats, seat), ("open", "slow", "restricted", "refused"), seat, good
            )
    yield _spec("quota", seats, ("none", *(f"{100 * (step - 1):.0f}" for step in controls.quota_steps[1:])))
    yield _spec("duty", seats, tuple(f"{100 * step:.0f}" for step in controls.duty_steps))
    for event in level.events:
        if event.choices:
            levers = tuple(choice.lever or "" for choice in event.choices)
            options = tuple(choice.id for choice in event.choices)
            yield SlotSpec(f"answer:{event.id}", "answer", "", event.id, "", options, levers, event.ask)


def _others(seats: tuple[str, ...], seat: str) -> tuple[str, ...]:
    return tuple(other for other in seats if other != seat)


def _project_specs(level: Level) -> Iterator[SlotSpec]:
    named = [project for project in level.projects if not project.is_template]
    templates = [project for project in level.projects if project.is_template]
    floors = tuple(f"{floor:g}" for floor in level.orders.offtake.floors_usd_kg)
    for project in named:
        if project.offtake:
            yield _spec("offtake", _joiners(level, project), floors, project.id)
    for project in templates:
        for host, seats in build_hosts(level, project):
            yield _spec("build", seats, ("go",), f"{project.id}:{host}")
    for project in named:
        yield _spec("join", _joiners(level, project), ("go",), project.id)
    for project in named:
        if project.guarantee is not None:
            yield _spec("guarantee", _joiners(level, project), ("go",), project.id)
    gate_options = ("go", "fast", "shelve", "sell")
    for project in named:
        yield _spec("gate", _joiners(level, project), gate_options, project.id)
    for project in templates:
        for host, seats in build_hosts(level, project):
            yield _spec("gate", seats, gate_options, f"{project.id}:{host}")


def _joiners(level: Level, project: Project) -> tuple[str, ...]:
    return tuple(seat for seat in level.seat_ids if not project.seats or seat in project.seats)


def build_hosts(level: Level, project: Project) -> list[tuple[str, tuple[str, ...]]]:
    """Host nations of a template with the seats that may build there: seats' nations, then named ones."""
    assert project.build is not None
    builders = _joiners(level, project)
    hosts: dict[str, list[str]] = {}
    for builder in builders:
        for host, seat in ((level.seats[s].nation, s) for s in level.seat_ids):
            word = "home" if seat == builder else "ally"
            if word in project.build.hosts or host in project.build.hosts:
                hosts.setdefault(host, []).append(builder)
        for host in project.build.hosts:
            if host not in ("home", "ally") and builder not in hosts.get(host, []):
                hosts.setdefault(host, []).append(builder)
    order = [level.seats[seat].nation for seat in level.seat_ids]
    order += [host for host in project.build.hosts if host not in order]
    return [(host, tuple(hosts[host])) for host in order if host in hosts]


def match_slots(pattern: str, specs: tuple[SlotSpec, ...], home_nation: str) -> tuple[int, ...]:
    """Indices of the slots that a rival's or a solution's slot name means for the seat of this nation.

    A part `*` stands for any, `home` for the seat's own nation; `gate:*` also matches gates of templates.
    """
    wanted = [home_nation if part == "home" else part for part in pattern.split(":")]
    return tuple(index for index, spec in enumerate(specs) if _fits(wanted, spec.id.split(":")))


def _fits(wanted: list[str], parts: list[str]) -> bool:
    if wanted[-1] == "*" and len(wanted) < len(parts):
        wanted = wanted + ["*"] * (len(parts) - len(wanted))
    return len(wanted) == len(parts) and all(w in ("*", p) for w, p in zip(wanted, parts, strict=True))

"""Cross references and sense of a level: whatever names something must name something that is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from game.content.conditions import (
    ChoiceCondition,
    Condition,
    EventCondition,
    FeatureCondition,
    ProjectCondition,
)
from game.content.effects import EconomicEffect, Effect, SeatEffect
from game.content.event import Event
from game.content.fields import Figure, Figures, Limits, PackText
from game.content.history import History
from game.content.level import Level
from game.content.lint_guide import guide_facts
from game.content.lint_lesson import lint_lesson
from game.content.lint_text import lint_text
from game.content.parsing import MAX_PROBLEMS, did_you_mean
from game.content.problem import Problem, Severity
from game.content.reader import Document, Node, Steps, path_place
from game.content.slots import match_slots, slot_specs
from game.content.vocabulary import PLACEHOLDERS, feature_names
from game.i18n import Text

__all__ = ["lint_level"]


def lint_level(
    level: Level,
    document: Document,
    nations: tuple[str, ...],
    history: History | None,
    under_way: tuple[str, ...] = (),
) -> list[Problem]:
    """Problems of a level that is well formed by itself. `nations` are the setting's; empty = not known.

    `under_way` are the ids of the setting's projects, which a level may skip like entries of a script.
    """
    return _Lint(level, document, nations, history, under_way).run()


class _Lint:
    """One pass over a level; each method looks at one subject."""

    def __init__(
        self,
        level: Level,
        document: Document,
        nations: tuple[str, ...],
        history: History | None,
        under_way: tuple[str, ...],
    ) -> None:
        self.level = level
        self.document = document
        self.nations = nations
        self.history = history
        self.under_way = under_way
        self.seats = level.seat_ids
        self.events = {event.id: event for event in level.events}
        self.projects = {project.id for project in level.projects}
        self.specs = slot_specs(level)
        self.features = feature_names(self.seats)
        self.used_sources: set[str] = set()
        self.problems: list[Problem] = []

    def run(self) -> list[Problem]:
        self.unique_ids()
        self.level_facts()
        self.seat_facts()
        self.difficulty_facts()
        self.project_facts()
        for index, event in enumerate(self.level.events):
            self.event_facts(event, ("events", index))
        lint_lesson(self.level, self.specs, self.say)
        self.solution_facts()
        guide_facts(self.level, self.features, self.known, self.say)
        self.page_sources()
        self.texts_and_figures(self.level, ())
        self.sources()
        return self.problems

    # -------------------------------------------------------------------------------------- reporting

    def node(self, path: Steps) -> Node:
        assert self.document.root is not None
        place = path_place(self.document.root, path)
        return place.node if not place.rest or place.key is None else place.key

    def say(
        self, code: str, path: Steps, *, hint: Text | None = None, warn: bool = False, **args: Any
    ) -> None:
        severity = Severity.WARNING if warn else Severity.ERROR
        self.problems.append(
            self.document.problem(code, self.node(path), severity=severity, hint=hint, **args)
        )

    def known(self, what: str, name: str, names: Iterable[str], path: Steps) -> bool:
        """Report a name that is not there, with the nearest that is."""
        names = tuple(names)
        if name in names:
            return True
        # Near misses take time; a file with hundreds of slips can do without.
        hint = did_you_mean(name, names) if len(self.problems) < MAX_PROBLEMS else None
        self.say(f"{what}.none", path, hint=hint, name=name)
        return False

    def nation(self, name: str, path: Steps, extra: tuple[str, ...] = ()) -> None:
        if self.nations:
            self.known("nation", name, (*self.nations, *extra), path)

    def seat(self, name: str, path: Steps) -> None:
        self.known("seat", name, self.seats, path)

    def source(self, name: str, path: Steps) -> None:
        self.used_sources.add(name)
        self.known("source", name, self.level.sources, path)

    # ---------------------------------------------------------------------------------------- subjects

    def unique_ids(self) -> None:
        """Things of one list must not share an id."""
        level = self.level
        lists: list[tuple[Steps, Sequence[Any]]] = [
            (("acts",), level.acts),
            (("projects",), level.projects),
            (("events",), level.events),
            *((("seats", name, "factories"), seat.factories) for name, seat in level.seats.items()),
            *((("events", i, "choices"), event.choices) for i, event in enumerate(level.events)),
            *((("guide", part), getattr(level.guide, part)) for part in ("pages", "steps") if level.guide),
        ]
        for path, items in lists:
            seen: set[str] = set()
            for index, item in enumerate(items):
                if item.id in seen:
                    self.say("id.twice", (*path, index, "id"), id=item.id)
                seen.add(item.id)

    def level_facts(self) -> None:
        level = self.level
        for index, act in enumerate(level.acts):
            self.played(act.from_quarter, ("acts", index, "from"))
        pairs: set[frozenset[str]] = set()
        for index, pair in enumerate(level.trust):
            for at, name in enumerate(pair.between):
                if self.nations:  # without a setting nobody knows which there are
                    self.known("seat", name, (*self.seats, *self.nations), ("trust", index, "between", at))
            if frozenset(pair.between) in pairs or len(set(pair.between)) < 2:
                self.say("trust.twice", ("trust", index, "between"), pair=" - ".join(pair.between))
            pairs.add(frozenset(pair.between))
        side = sum(event.side for event in level.events)
        if side < level.deal:
            self.say("deal.few", ("deal",), deal=level.deal, side=side)
        for index, name in enumerate(level.board.order):
            if self.known("project", name, self.projects, ("board", "order", index)):
                template = next(p for p in level.projects if p.id == name).is_template
                if template:
                    self.say("board.template", ("board", "order", index), name=name)
        if level.history is not None and (self.history is not None or level.history.use is None):
            script = self.history.entries if self.history is not None else ()
            entries = [*(entry.id for entry in script), *self.under_way]
            for index, name in enumerate(level.history.skip):
                self.known("history_entry", name, entries, ("history", "skip", index))

    def played(self, quarter: int, path: Steps) -> None:
        """A quarter must lie within the level and its reckoning."""
        if not 1 <= quarter <= self.level.last_quarter:
            self.say("quarter.outside", path, quarter=f"Q{quarter}", last=f"Q{self.level.last_quarter}")

    def seat_facts(self) -> None:
        nations: dict[str, str] = {}
        for name, seat in self.level.seats.items():
            path: Steps = ("seats", name)
            self.nation(seat.nation, (*path, "nation"))
            if seat.nation in nations:
                self.say(
                    "seat.nation_twice", (*path, "nation"), nation=seat.nation, other=nations[seat.nation]
                )
            nations.setdefault(seat.nation, name)
            for index, source in enumerate(seat.sources):
                self.source(source, (*path, "sources", index))
            for index, objective in enumerate(seat.mandate):
                span = getattr(objective, "of", 0)
                if span > self.level.quarters:
                    where = (*path, "mandate", index, "of")
                    self.say("objective.long", where, found=span, quarters=self.level.quarters)

    def difficulty_facts(self) -> None:
        for name, difficulty in self.level.difficulties.items():
            for seat in difficulty.rivals:
                self.seat(seat, ("difficulties", name, "rivals", seat))

    def project_facts(self) -> None:
        for index, project in enumerate(self.level.projects):
            path: Steps = ("projects", index)
            for at, host in enumerate(project.hosts):
                self.nation(host.nation, (*path, "hosts", at, "nation"))
            if project.build:
                for at, name in enumerate(project.build.hosts):
                    self.nation(name, (*path, "build", "hosts", at), ("home", "ally"))
            if project.needs_agreement_with:
                self.seat(project.needs_agreement_with, (*path, "needs_agreement_with"))
            for at, name in enumerate(project.seats):
                self.seat(name, (*path, "seats", at))
            if project.first_call:
                self.nation(project.first_call.seller, (*path, "first_call", "seller"))
            stages = project.stage_quarters
            limit = {"permit": stages.permit, "building": stages.build}.get(project.status, 0)
            if project.done_quarters > limit:
                where = (*path, "done_quarters")
                self.say(
                    "project.done", where, found=project.done_quarters, status=project.status, limit=limit
                )
            for at, source in enumerate(project.sources):
                self.source(source, (*path, "sources", at))
            if not project.is_template and not project.sources:
                self.say("sources.none", (*path, "id"), warn=True, id=project.id)

    def event_facts(self, event: Event, path: Steps) -> None:
        if event.act:
            self.known("act", event.act, [act.id for act in self.level.acts], (*path, "act"))
        for quarter in event.when or {}:
            self.played(quarter, (*path, "when"))
        self.played(event.from_quarter, (*path, "from"))
        for index, name in enumerate(event.ask):
            self.seat(name, (*path, "ask", index))
        for index, name in enumerate(event.sources):
            self.source(name, (*path, "sources", index))
        if event.sender:
            self.seat(event.sender, (*path, "sender"))
        if event.nation:
            self.nation(event.nation, (*path, "nation"))
        if event.great and not event.sources:
            self.say("sources.none", (*path, "id"), warn=True, id=event.id)
        self.conditions(event.conditions, (*path, "if"), event.ask if len(event.ask) == 1 else ())
        for index, effect in enumerate(event.effects):
            self.effect(effect, event, (*path, "effects", index), in_choice=False)
        for index, choice in enumerate(event.choices):
            below: Steps = (*path, "choices", index)
            for at, name in enumerate(choice.seats):
                self.known("asked", name, event.ask, (*below, "seats", at))
            self.conditions(choice.conditions, (*below, "if"), event.ask)
            for at, effect in enumerate(choice.effects):
                self.effect(effect, event, (*below, "effects", at), in_choice=True)
        self.size(event, path)

    def size(self, event: Event, path: Steps) -> None:
        """A size that effects use must be drawn, and fit them."""
        users = [effect for effect in _all_effects(event) if getattr(effect, "value", None) == "size"]
        if event.size is None:
            if users:
                self.say("size.none", (*path, "id"), id=event.id)
            return
        if not users:
            self.say("size.unused", (*path, "size"), warn=True, id=event.id)
        for effect in users:
            for rule in type(effect).model_fields["value"].metadata:
                limits = getattr(rule, "func", None)
                if isinstance(limits, Limits) and not all(map(limits.holds, event.size)):
                    self.say("size.unfit", (*path, "size"), kind=effect.kind, range=limits.words)

    def conditions(self, conditions: Sequence[Condition], path: Steps, at_hand: tuple[str, ...]) -> None:
        """`at_hand`: seats that an omitted seat may mean."""
        for index, condition in enumerate(conditions):
            here: Steps = (*path, index)
            if isinstance(condition, FeatureCondition):
                self.known("feature", condition.feature, self.features, (*here, "feature"))
                if condition.seat:
                    self.seat(condition.seat, (*here, "seat"))
                elif not at_hand and condition.feature != "quarter":
                    self.say("condition.seat", here, feature=condition.feature)
            elif isinstance(condition, EventCondition):
                self.known("event", condition.event, self.events, (*here, "event"))
            elif isinstance(condition, ChoiceCondition):
                self.choice(condition, here, at_hand)
            elif isinstance(condition, ProjectCondition):
                self.known("project", condition.project, self.projects, (*here, "project"))
                if condition.owner:
                    self.seat(condition.owner, (*here, "owner"))

    def choice(self, condition: ChoiceCondition, path: Steps, at_hand: tuple[str, ...]) -> None:
        known = [f"{e.id}.{c.id}" for e in self.level.events for c in e.choices]
        self.known("choice", condition.choice, known, (*path, "choice"))
        if condition.by:
            self.seat(condition.by, (*path, "by"))
        elif not at_hand:
            self.say("condition.seat", path, feature=condition.choice)

    def effect(self, effect: Effect, event: Event, path: Steps, *, in_choice: bool) -> None:
        if isinstance(effect, EconomicEffect):
            for name in ("nations", "destinations", "origins"):
                for index, nation in enumerate(getattr(effect, name, ())):
                    self.nation(nation, (*path, name, index), ("self",) if in_choice else ())
            if effect.ends_with:
                self.known("event", effect.ends_with, self.events, (*path, "ends_with"))
        elif isinstance(effect, SeatEffect):
            self.seat_effect(effect, event, path, in_choice=in_choice)

    def seat_effect(self, effect: SeatEffect, event: Event, path: Steps, *, in_choice: bool) -> None:
        known = (*self.seats, "self") if in_choice else self.seats
        between = getattr(effect, "between", None)
        if not in_choice and not effect.seats and not event.ask and between is None:
            self.say("effect.seats", path, kind=effect.kind)
        for index, name in enumerate(effect.seats):
            self.known("seat", name, known, (*path, "seats", index))
        for index, name in enumerate(between or ()):
            self.known("seat", name, known, (*path, "between", index))
        for field, key in (("with_seat", "with"), ("against", "against")):
            if other := getattr(effect, field, None):
                self.known("seat", other, self.seats, (*path, key))
        if seller := getattr(effect, "seller", None):
            self.nation(seller, (*path, "seller"))
        if project := getattr(effect, "project", None):
            self.known("project", project, self.projects, (*path, "project"))
        if heard := getattr(effect, "event", None):
            self.known("event", heard, self.events, (*path, "event"))

    def solution_facts(self) -> None:
        for name, solution in self.level.solutions.items():
            if not self.known("seat", name, self.seats, ("solutions", name)):
                continue
            nation = self.level.seats[name].nation
            for index, order in enumerate(solution.orders):
                path: Steps = ("solutions", name, "orders", index)
                if not 1 <= order.quarter <= self.level.quarters:
                    last = f"Q{self.level.quarters}"
                    self.say("quarter.outside", (*path, "quarter"), quarter=f"Q{order.quarter}", last=last)
                found = match_slots(order.slot, self.specs, nation)
                if len(found) != 1:
                    known = [s.id for s in self.specs if name in s.seats]
                    hint = did_you_mean(order.slot, known)
                    self.say("slot.none", (*path, "slot"), hint=hint, name=order.slot)
                    continue
                spec = self.specs[found[0]]
                if name not in spec.seats:
                    self.say("slot.seat", (*path, "slot"), slot=spec.id, seat=name)
                if order.option is not None:
                    self.known("option", order.option, spec.options, (*path, "option"))
        for name in self.level.par:
            self.known("seat", name, self.seats, ("par", name))

    # ---------------------------------------------------------------------------------- whole tree

    def texts_and_figures(self, value: object, path: Steps) -> None:
        """Placeholders of every text; sources of every number."""
        if isinstance(value, PackText):
            if path[:1] != ("sources",):
                asked = path[:1] == ("questions",)  # read after the game, when there is no quarter to quote
                known = () if asked else (*PLACEHOLDERS, *self.features)
                self.problems += lint_text(value, self.document, path, known)
        elif isinstance(value, Figure | Figures):
            if value.source:
                self.source(value.source, (*path, "source"))
        elif isinstance(value, BaseModel):
            for name, info in type(value).model_fields.items():
                self.texts_and_figures(getattr(value, name), (*path, info.alias or name))
        elif isinstance(value, Mapping):
            for key, item in value.items():
                self.texts_and_figures(item, (*path, str(key)))
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                self.texts_and_figures(item, (*path, index))

    def page_sources(self) -> None:
        """Pages of a guide state facts like events do."""
        for index, page in enumerate(self.level.guide.pages if self.level.guide else ()):
            for at, name in enumerate(page.sources):
                self.source(name, ("guide", "pages", index, "sources", at))
            if page.points and not page.sources:
                self.say("sources.none", ("guide", "pages", index, "id"), warn=True, id=page.id)

    def sources(self) -> None:
        """Sources of order blocks are free keys as well; one that nobody names is worth a look."""
        for name in type(self.level.orders).model_fields:
            source = getattr(getattr(self.level.orders, name), "source", None)
            if source:
                self.source(source, ("orders", name, "source"))
        for name in self.level.sources:
            if name not in self.used_sources:
                self.say("source.unused", ("sources", name), warn=True, name=name)


def _all_effects(event: Event) -> Iterator[Effect]:
    yield from event.effects
    for choice in event.choices:
        yield from choice.effects

"""Levels and seats as they are offered before a game."""

from __future__ import annotations

from game.content.packs import LoadedLevel
from game.play.view_parts import LevelCard, SeatCard, Source
from game.play.words import pack_text

__all__ = ["level_card"]


def level_card(loaded: LoadedLevel) -> LevelCard:
    """A level with its question, briefing, seats and sources."""
    level = loaded.level
    start = f"{level.start.year}Q{level.start.quarter}"

    def sources(keys: tuple[str, ...]) -> tuple[Source, ...]:
        known = (level.sources[key] for key in keys if key in level.sources)
        return tuple(Source(pack_text(s.text), s.url or "", s.confidence or "") for s in known)

    seats = []
    for name, seat in level.seats.items():
        if level.guide is not None and name != level.guide.seat:
            continue
        par = level.par.get(name)
        seats.append(
            SeatCard(
                seat=name,
                nation=seat.nation,
                name=pack_text(seat.name),
                role=pack_text(seat.role),
                brief=pack_text(seat.brief),
                minister=pack_text(seat.minister.name),
                money_musd=float(seat.money_musd),
                income_musd=float(seat.income_musd),
                confidence=float(seat.confidence),
                influence=float(seat.influence),
                mandate=tuple(pack_text(objective.text) for objective in seat.mandate),
                passed=float(par.passed) if par is not None else None,
                sources=sources(seat.sources),
            )
        )
    return LevelCard(
        id=level.id,
        title=pack_text(level.title),
        question=pack_text(level.question),
        teaser=pack_text(level.teaser),
        briefing=pack_text(level.briefing),
        start=start,
        quarters=level.quarters,
        caretaker=level.caretaker,
        seats=tuple(seats),
        seeds=dict(level.seeds),
        guided=level.guide is not None,
        sources=sources(tuple(level.sources)),
    )

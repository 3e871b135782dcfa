"""The end of a game in words, for the terminal."""

from __future__ import annotations

from game.i18n import Translator
from game.play.assumptions import changes_in_words
from game.play.headless import Result
from game.play.words import Words

__all__ = ["summary"]


def _assumed(result: Result, translator: Translator) -> list[str]:
    """One line for each assumption that was changed."""
    match = result.match
    changes = changes_in_words(match.loaded, match.rulebook.assumptions)
    return [translator.tr("assumptions.marked", changes=change) for change in changes]


def summary(result: Result, translator: Translator) -> str:
    """Level, mandate, account line by line, points and seal, with the game's digest."""
    tr, end, match = translator.tr, result.end, result.match
    words = Words(match.loaded, match.rulebook)
    lines = [
        tr(
            "play.summary.title",
            level={"en": match.loaded.level.title.en, "zh-Hans": match.loaded.level.title.zh_hans},
            seat=words.seat(end.seat),
            seed=str(match.seed),
            quarters=len(match.past),
        ),
        *_assumed(result, translator),
        "",
    ]
    for row in end.mandate:
        mark = tr("play.summary.met" if row.met else "play.summary.missed")
        lines.append(f"  {mark}  {translator.render(row.text)} ({translator.number(row.value or 0.0, None)})")
    lines.append("")
    for bar in end.bars:
        args = {"line": bar.label, "musd": bar.value, "lead": bar.difference}
        lines.append("  " + tr("play.summary.line", **args))
    lines.append(
        "  " + tr("play.summary.total", musd=end.account_musd, lead=end.lead_musd, spread=end.spread_musd)
    )
    lines.append("")
    if end.score is None:
        lines.append(translator.render(end.score_note))
    else:
        seal = tr(f"play.seal.{end.seal or 'none'}")
        lines.append(tr("play.summary.score", score=end.score, seal=seal))
        if end.seal_note is not None:
            lines.append(translator.render(end.seal_note))
    if end.rank is not None:
        lines.append(tr("play.summary.rank", share=end.rank, n=end.governments))
    lines.append(tr("play.summary.digest", digest=match.digest))
    return "\n".join(lines)

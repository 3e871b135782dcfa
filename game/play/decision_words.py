"""Decisions and what they were worth, in words: text ids with arguments, whole sentences for translators."""

from __future__ import annotations

from typing import Any

from game.i18n import Text
from game.insight.decisions import SITE, Decision, DecisionValues
from game.play.words import Words
from game.rules.state import ACCOUNT_LINES

__all__ = ["decision_name", "given_orders", "reasons", "sentence"]

LEAST_MUSD = 1.0  # less than this is not worth a word
SAME_SHARE = 0.25  # a share this near to what the end would have lacked is told as one figure


def decision_name(words: Words, decision: Decision, seat: int, *, inside: bool = False) -> Text:
    """What a decision is called: at the beginning of a sentence, or `inside` one."""
    suffix = ".inside" if inside else ""
    slots = {words.rulebook.slots[slot].kind: slot for _, slot, _ in decision.orders}
    kind = next((name for name in SITE if name in slots), next(iter(slots)))
    slot = slots[kind]
    said = words.order(slot, seat)
    if kind == "answer":
        option = decision.orders[-1][2]
        args: dict[str, Any] = {"event": said, "answer": words.option(slot, option)}
        return Text(f"debrief.decision.answer{suffix}", args)
    return Text(f"debrief.decision.{kind}{suffix}", said.args)


def given_orders(words: Words, decision: Decision) -> tuple[Text, ...]:
    """Each of its orders with its quarter."""
    return tuple(
        Text("debrief.decision.given", {"date": words.date(at + 1), "option": words.option(slot, option)})
        for at, slot, option in decision.orders
    )


def sentence(words: Words, values: DecisionValues, one: int, seat: int) -> Text:
    """What a decision was worth, alone and together with the one that counted most for it.

    Alone and together are read off the game as it ended; a decision that stood by itself is told by its
    share of the lever's bar.
    """
    name = decision_name(words, values.decisions[one], seat)
    share, together = float(values.mean[one]), float(values.last[one].mean())
    partner = values.partner(one, LEAST_MUSD)
    if not values.last[one].any() and not values.share[one].any():
        return Text("debrief.worth.nothing", {"decision": name})
    if max(abs(share), abs(together)) < LEAST_MUSD / 2:
        return Text("debrief.worth.little", {"decision": name})
    if partner is None:
        near = abs(share - together) <= max(LEAST_MUSD, SAME_SHARE * abs(share))
        key = "plain" if near else "share"
        return Text(f"debrief.worth.{key}", {"decision": name, "share": share, "without": together})
    alone = values.alone(one, partner)
    args = {
        "decision": name,
        "partner": decision_name(words, values.decisions[partner], seat, inside=True),
        "alone": alone,
        "together": together,
    }
    return Text(f"debrief.worth.{_relation(values, one, partner)}", args)


def _relation(values: DecisionValues, one: int, partner: int) -> str:
    if values.enabled[one, partner]:
        return "opened"
    if values.enabled[partner, one]:
        return "needed"
    return "helped" if values.joint[one, partner].mean() > 0 else "doubled"


def reasons(values: DecisionValues, one: int) -> Text | None:
    """Who gained and who paid: the two lines of the account that the decision moved most, of any weight."""
    lines = values.lines[one]
    largest = sorted(range(len(lines)), key=lambda row: -abs(float(lines[row])))[:2]
    told = []
    for row in largest:
        amount = float(lines[row])
        if abs(amount) >= LEAST_MUSD:
            key = f"debrief.worth.{ACCOUNT_LINES[row]}_{'more' if amount > 0 else 'less'}"
            told.append(Text(key, {"amount": abs(amount)}))
    if len(told) == 2:
        return Text("debrief.worth.why_two", {"one": told[0], "two": told[1]})
    return Text("debrief.worth.why", {"one": told[0]}) if told else None

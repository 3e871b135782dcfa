"""What an author probably meant: used only to look for further problems in the same pass."""

from __future__ import annotations

from game.content.problem import Problem
from game.content.reader import Steps, Tree

__all__ = ["drop", "repair"]

_STAND_INS = {
    "number.invalid": "1",
    "number.whole": "1",
    "number.positive": "1",
    "switch.invalid": "false",
    "id.form": "unnamed",
    "quarter.invalid": "Q1",
    "quarter.level": "Q1",
    "quarter.before": "Q1",
    "quarter.calendar": "2010Q1",
}


def repair(tree: Tree, steps: Steps, problem: Problem) -> None:
    """Change the tree at this place as the hint suggests, or to a harmless value; else leave it alone."""
    guess = str(problem.hint.args["word"]) if problem.hint and problem.hint.id == "content.hint.near" else ""
    parent, key = _parent(tree, steps)
    if parent is None or key is None:
        return
    if steps[-1:] == ("[key]",) and isinstance(parent, dict):
        parent.pop(str(key))
        return
    if problem.code == "key.unknown" and isinstance(parent, dict):
        value = parent.pop(str(key))
        if guess and guess not in parent:
            parent[guess] = value
        return
    value_of = {
        "word.unknown": guess,
        "number.range": problem.message.args.get("low"),
        "number.low": problem.message.args.get("low"),
        "number.high": problem.message.args.get("high"),
        **_STAND_INS,
    }
    new = value_of.get(problem.code)
    if not new:
        return
    if isinstance(parent, dict):
        parent[str(key)] = str(new)
    elif isinstance(key, int):
        parent[key] = str(new)


def drop(tree: Tree, steps: Steps) -> None:
    """Take a key and what it holds out of the tree."""
    parent, key = _parent(tree, steps)
    if isinstance(parent, dict):
        parent.pop(str(key), None)


def _parent(tree: Tree, steps: Steps) -> tuple[dict[str, Tree] | list[Tree] | None, str | int | None]:
    """The group or list that holds what the path leads to, and its key there; tags are passed over."""
    parent: dict[str, Tree] | list[Tree] | None = None
    key: str | int | None = None
    here = tree
    for step in steps:
        if isinstance(here, dict) and isinstance(step, str):
            name = step if step in here else step[:-1] if step.endswith("s") and step[:-1] in here else None
            if name is not None:
                parent, key, here = here, name, here[name]
        elif isinstance(here, list) and isinstance(step, int) and step < len(here):
            parent, key, here = here, step, here[step]
    return parent, key

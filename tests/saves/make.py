"""Makes the golden save of the present format: `python -m tests.saves.make`. Never for a shipped format."""

from __future__ import annotations

import json
from pathlib import Path

from game.content.packs import load_level
from game.play.match import Match
from game.play.record import FORMAT

HERE = Path(__file__).parent
ORDERS = {
    1: (("thrift", "start"), ("agreement:australia", "propose"), ("stock", "half")),
    2: (("engineers", "start"),),
    3: (("build:magnet_plant:japan", "go"), ("stock", "hold")),
}
DRAFTS = (("process", "start"), ("summit:china", "go"))


def main() -> None:
    """Six quarters of Japan, two drafts, and the facts that opening it must give."""
    match = Match(load_level("quota"), ("japan",), 2010)
    for quarter in range(1, 7):
        for slot, option in ORDERS.get(quarter, ()):
            match.draft(slot, option)
        match.end_quarter()
    for slot, option in DRAFTS:
        match.draft(slot, option)
    name = f"format{FORMAT}"
    match.save(HERE / f"{name}.json")
    facts_file = HERE / "facts.json"
    facts = json.loads(facts_file.read_text(encoding="utf-8")) if facts_file.exists() else {}
    view = match.view()
    facts[name] = {
        "level": "quota",
        "seats": ["japan"],
        "seed": 2010,
        "quarter": match.quarter,
        "money_musd": view.gauge("money").value,
        "confidence": view.gauge("confidence").value,
        "drafts": dict(DRAFTS),
    }
    facts_file.write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""The game that docs/story.md tells: Japan, seed 7, every order of its twenty quarters."""

from __future__ import annotations

__all__ = ["ORDERS", "SEAT", "SEED"]

SEAT, SEED = "japan", 7

ORDERS: dict[int, tuple[tuple[str, str], ...]] = {
    1: (("answer:weld_letter", "talk"), ("stock", "month")),
    2: (("join:mount_weld_kuantan", "go"), ("answer:quota_cut", "share_out"), ("process", "start")),
    3: (("stock", "hold"), ("join:silmet", "go"), ("answer:collision", "calm")),
    4: (("answer:extra_budget", "half"), ("wto:china", "go"), ("stock", "release")),
    5: (("answer:hoarders", "publish"), ("ration", "cars")),
    6: (("answer:carmaker", "motors"), ("answer:mislabelled", "report")),
    7: (("answer:peak", "release"),),
    8: (("thrift", "start"), ("answer:motor_lab", "applaud")),
    10: (("answer:bust", "hire"),),
    12: (("answer:india", "accept"),),
    19: (("answer:review", "keep"),),
}

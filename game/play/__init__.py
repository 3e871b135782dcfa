"""A match: seats, drafts, history, save and replay."""

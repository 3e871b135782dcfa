"""One quarter: orders to legality, policy arrays, economy, accounts, objectives and events."""

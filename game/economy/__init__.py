"""The model: arrays in, arrays out. Knows no YAML, no seat and no file."""

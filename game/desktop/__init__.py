"""The game on a desktop, drawn with pygame-ce."""

"""The desktop game in a real window: the real command, a real X display, real pointer and keys."""

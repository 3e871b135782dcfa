"""Lanthanide: an educational strategy game about rare-earth policy."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("lanthanide")
except PackageNotFoundError:  # run from a checkout that was never installed
    __version__ = "0+unknown"

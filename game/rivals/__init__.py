"""Agents that turn an observation into orders with reasons."""

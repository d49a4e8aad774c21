"""Whole conversations with the real bot behind a real service: written down, played and checked."""

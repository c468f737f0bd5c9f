"""Lengths on a page, in points: how they are said, and which edges are the same."""

from __future__ import annotations

from functools import lru_cache

SAME_EDGE = (
    0.4  # points; the widths that a file states for glyphs are rounded, so that ends add up a little differently
)
_OFF_TIES = 0.013  # points; without it, what is always 0.05 would be 0.0 in one letter and 0.1 in another


@lru_cache(maxsize=4096)  # most lengths are in all letters
def points(length: float) -> str:
    """A length to a tenth of a point: "14.9"."""
    return f"{round(length + _OFF_TIES, 1) + 0.0:.1f}"

"""A year's edition: what all its letters share, read once and whole, so that a letter is made from what is in memory."""

from .edition import (
    ACCEPTED,
    ACCEPTED_EDITION,
    CHARTS,
    CORRECTION,
    COVERING,
    FONT_SUFFIXES,
    FRAME,
    LARGE_PRINT_STYLE,
    PICTURES,
    QUESTIONS_TO_ASK,
    STYLE,
    TABLES,
    TEMPLATES,
    WORDS,
    AuthorityKind,
    Edition,
    Period,
)
from .loading import load_edition, load_edition_lenient

__all__ = [
    "ACCEPTED",
    "ACCEPTED_EDITION",
    "CHARTS",
    "CORRECTION",
    "COVERING",
    "FONT_SUFFIXES",
    "FRAME",
    "LARGE_PRINT_STYLE",
    "PICTURES",
    "QUESTIONS_TO_ASK",
    "STYLE",
    "TABLES",
    "TEMPLATES",
    "WORDS",
    "AuthorityKind",
    "Edition",
    "Period",
    "load_edition",
    "load_edition_lenient",
]

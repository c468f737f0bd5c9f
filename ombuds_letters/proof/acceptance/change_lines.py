"""A change of the wording as lines of a terminal, before a person is asked to accept it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .accepted import TOKEN
from .changes import WordingChange, shown
from .conditions import text
from .redline import named, prints_braces

_SENTENCES = re.compile(r"(?<=[.!?])(?<!\A\d\.)(?<!\A\d\d\.) ")  # "1. Look" is a list's item, and no two sentences


def lines(change: WordingChange, total: int) -> Iterator[str]:
    """Where a change is, what is gone ("  - …") and what is new ("  + …"); `total` is how many letters there are.

    A value is `{contact.name}`; a brace that letters print is `\\{`, as in the words.
    """
    under = f" under “{_typed(change.section)}”" if change.section else ""
    when = f", where {text(change.when)}" if change.when else ""
    yield f"{change.what}{under}, in {named(change.letters, total)}{when}:"
    before, now = shown(change.before), shown(change.now)
    if before == now:
        yield f"    {_typed(now)}"
    else:
        yield from _signed(*_differing(before, now))
    for was, becomes in change.besides_words(text):
        yield from _signed(was, becomes)
    if prints_braces(before) or prints_braces(now):
        yield "    (\\{ and \\} are braces that letters print)"


def _signed(gone: str, new: str) -> Iterator[str]:
    yield from (f"  {sign} {_typed(each)}" for sign, each in (("-", gone), ("+", new)) if each)


def _typed(words: str) -> str:
    return TOKEN.sub(lambda token: token[0] if token["field"] else f"\\{token[0][0]}", words)


def _differing(before: str, now: str) -> tuple[str, str]:
    """Two texts without the sentences that they begin and end with in common."""
    old, new = ([each for each in _SENTENCES.split(words) if each] for words in (before, now))
    start = _same(old, new)
    end = _same(old[start:][::-1], new[start:][::-1])
    return " ".join(old[start : len(old) - end]), " ".join(new[start : len(new) - end])


def _same(one: Sequence[str], other: Sequence[str]) -> int:
    pairs = zip(one, other, strict=False)
    return next((count for count, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))

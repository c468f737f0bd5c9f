"""A redline: what differs from the accepted wording, as one page that a person reads before accepting."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape

from . import slots
from .words import Difference

_WORDS = re.compile(r"\s+|[\w'’-]+|.", re.DOTALL)

STYLE = """
ins { background: #d8f0dc; color: #0b4a1e; text-decoration: none; border-bottom: 2px solid #1d7a3a }
del { background: #fbdfdd; color: #7d1310 }
"""

_PAGE = """<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<title>{title}</title>
<style>
body {{ font: 16px/1.5 sans-serif; color: #111; max-width: 46rem; margin: 2rem auto; padding: 0 1rem }}
li {{ margin: 0 0 1.2rem 0 }}
.how {{ color: #555; font-size: 14px; margin: 0 }}{style}</style>
</head>
<body>
<h1>{title}</h1>
<p>{intro}</p>
<ol>
{items}
</ol>
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class Change:
    """A place where letters differ from what was accepted, and in how many of them.

    Numbers that aren't the same in all of them are "{number}".
    """

    difference: Difference
    letters: int


def grouped(differences: Iterable[Difference]) -> Mapping[Difference, Change]:
    """Differences of many letters, with slots for their own values, by what `kind` says of them: each is told once."""
    alike: dict[Difference, list[Difference]] = {}
    for each in differences:
        alike.setdefault(kind(each), []).append(each)
    return {key: Change(_in_common(found), len(found)) for key, found in alike.items()}


def kind(difference: Difference) -> Difference:
    """What letters with the same change share: the difference without its numbers.

    Where a sentence has other numbers than were accepted, these are the difference, and each letter's is a kind of its own.
    """
    before, after = slots.numbers(difference.expected), slots.numbers(difference.found)
    if before != after and difference.expected and difference.found:
        return difference
    return Difference(slots.skeleton(difference.expected), slots.skeleton(difference.found))


def _in_common(found: Sequence[Difference]) -> Difference:
    return Difference(slots.alike([each.expected for each in found]), slots.alike([each.found for each in found]))


def page(title: str, changes: Sequence[Change], total: int) -> str:
    """The whole page, in HTML; `total` letters were read."""
    intro = (
        "Struck out is what was accepted and is no longer there; underlined is what stands in the letters now. "
        "Words in {braces} are each letter's own."
    )
    items = "\n".join(
        f'<li><p class="how">{_counted(change.letters, total)}</p>\n<p>{marked(change.difference)}</p></li>'
        for change in changes
    )
    return _PAGE.format(title=escape(title), intro=intro, items=items, style=STYLE)


def marked(difference: Difference) -> str:
    """A difference with what went and what came, word by word: "Yours<ins>,</ins> sincerely,"."""
    return "".join(_pieces(difference))


def _pieces(difference: Difference) -> Iterator[str]:
    before, after = _WORDS.findall(difference.expected), _WORDS.findall(difference.found)
    for tag, first, last, other_first, other_last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        went, came = escape("".join(before[first:last])), escape("".join(after[other_first:other_last]))
        if tag == "equal":
            yield went
        else:
            yield (f"<del>{went}</del>" if went else "") + (f"<ins>{came}</ins>" if came else "")


def _counted(letters: int, total: int) -> str:
    return f"In all {total:,} letters" if letters == total else f"In {letters:,} of {total:,} letters"

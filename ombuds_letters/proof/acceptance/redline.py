"""A redline: what differs from the accepted wording, as one page that a person reads before accepting."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from html import escape

from ..words import WordingDifference
from .changes import FEW, WordingChange

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


def page(title: str, changes: Sequence[WordingChange], total: int) -> str:
    """The page as HTML; `total` letters were read."""
    intro = (
        "What was accepted and is no longer there is struck out; what is new is underlined. "
        "Words in {braces} are each letter's own."
    )
    items = "\n".join(
        f'<li><p class="how">{_counted(change.letters, total)}</p>\n<p>{marked(change.difference)}</p></li>'
        for change in changes
    )
    return _PAGE.format(title=escape(title), intro=intro, items=items, style=STYLE)


def marked(difference: WordingDifference) -> str:
    """A difference as HTML, with deletions and insertions word by word: "Yours<ins>,</ins> sincerely,"."""
    return "".join(_word_by_word(difference))


def _word_by_word(difference: WordingDifference) -> Iterator[str]:
    before, after = _WORDS.findall(difference.expected), _WORDS.findall(difference.found)
    for tag, first, last, other_first, other_last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        deleted, inserted = escape("".join(before[first:last])), escape("".join(after[other_first:other_last]))
        if tag == "equal":
            yield deleted
        else:
            yield (f"<del>{deleted}</del>" if deleted else "") + (f"<ins>{inserted}</ins>" if inserted else "")


def _counted(letters: Sequence[str], total: int) -> str:
    if len(letters) == total:
        return f"In all {total:,} letters"
    named = f": {escape(', '.join(letters))}" if len(letters) <= FEW else ""
    return f"In {len(letters):,} of {total:,} letters{named}"

"""A redline: what differs from the accepted wording, as one page that a person reads before accepting."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from html import escape
from itertools import groupby

from ...text import english
from ..expected import ExpectedLetter
from ..values import Values
from .accepted import TOKEN, fill_slots
from .changes import WordingChange, shown
from .conditions import Condition, text

_WORDS = re.compile(rf"{TOKEN.pattern}|\s+|[\w'’-]+|.", re.DOTALL)
_FEW = 3  # so many letters are named

STYLE = """
ins { background: #d8f0dc; color: #0b4a1e; text-decoration: none; border-bottom: 2px solid #1d7a3a }
del { background: #fbdfdd; color: #7d1310 }
.value { border-bottom: 2px dotted #55607a; font-style: italic }
del::before, ins::before { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
del::before { content: "gone: " }
ins::before { content: "new: " }
"""

_PAGE = """<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
body {{ font: 16px/1.5 sans-serif; color: #111; max-width: 46rem; margin: 2rem auto; padding: 0 1rem }}
li {{ margin: 0 0 1.2rem 0 }}
.how {{ color: #444; font-size: 14px; margin: 0 }}{style}</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{intro}</p>
{body}
</main>
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class Terms:
    """How conditions and values are called: as templates call them, `figures.received.total > 60`, or in words."""

    condition: Callable[[Condition], str] = text
    value: Callable[[str], str] = str


AS_TYPED = Terms()
BRACES = "letters print the braces that are here"


@dataclass(frozen=True, slots=True)
class RedlineHead:
    """What a redline is about: the year, what its wording is compared with, changes of layout, letters that grew by pages.

    `command` is how commands begin where it is read: "ombuds-letters --workspace office".
    """

    year: str
    since: str
    command: str
    layout: Sequence[str] = ()
    longer: Mapping[str, int] = field(default_factory=dict)


def page(head: RedlineHead, changes: Sequence[WordingChange], letters: Sequence[ExpectedLetter]) -> str:
    """The page as HTML, with how to accept at its foot."""
    command = escape(head.command)
    items = "\n".join(_item(change, letters) for change in changes)
    parts = [f"<ol>\n{items}\n</ol>" if changes else ""]
    if head.layout or head.longer:
        more = [
            *head.layout,
            *(f"{name} has {english.counted(grown, 'page')} more" for name, grown in head.longer.items()),
        ]
        parts.append("<h2>Pages</h2>\n<ul>\n" + "\n".join(f"<li>{escape(each)}</li>" for each in more) + "\n</ul>")
    parts.append(
        "<p>If this is meant, make the drafts, look at some, and accept:</p>\n"
        f"<pre>{command} build {head.year} --draft\n{command} accept {head.year} --by WHO</pre>"
    )
    return _PAGE.format(
        title=f"Wording of {head.year}", intro=_intro(head, changes, letters), body="\n".join(parts), style=STYLE
    )


def _intro(head: RedlineHead, changes: Sequence[WordingChange], letters: Sequence[ExpectedLetter]) -> str:
    affected = {name for change in changes for name in change.letters}
    places = english.counted(len(changes), "place differs", "places differ")
    count = (
        f"{places} from {head.since}, in {of_all(len(affected), len(letters))}."
        if changes
        else f"No words differ from {head.since}."
    )
    legend = (
        " What is <del>gone</del> is struck out in red, what is <ins>new</ins> is underlined in green. "
        'What each letter has of its own has a <span class="value">dotted line</span>; it is shown as one of the letters '
        "prints it."
    )
    return escape(count) + legend


def _item(change: WordingChange, letters: Sequence[ExpectedLetter]) -> str:
    return f'<li><p class="how">{escape(how(change, letters))}</p>\n<p>{html(change, letters)}</p></li>'


def how(change: WordingChange, letters: Sequence[ExpectedLetter], terms: Terms = AS_TYPED) -> str:
    """Where a change is: "Changed: under “Complaint statistics”, in all 354 letters"."""
    section = f"under “{fill_slots(change.section, _example(change, letters))}”" if change.section else "at the top"
    when = f", where {terms.condition(change.when)}" if change.when else ""
    return f"{change.what.capitalize()}: {section}, in {named(change.letters, len(letters))}{when}"


def html(change: WordingChange, letters: Sequence[ExpectedLetter], terms: Terms = AS_TYPED) -> str:
    """A change as HTML, with the values of the first letter that it affects."""
    return "".join(_marked(change, _example(change, letters), terms))


def _example(change: WordingChange, letters: Sequence[ExpectedLetter]) -> Values:
    example = next((each for each in letters if each.record.name in change.letters), letters[0] if letters else None)
    return example.printed if example else {}


def named(names: Sequence[str], total: int) -> str:
    """In which letters a change is: "all 354 letters", "2 of 354 letters (Ux County Council, Bath)"."""
    few = f" ({', '.join(names)})" if 0 < len(names) <= _FEW and len(names) < total else ""
    return of_all(len(names), total) + few


def of_all(count: int, total: int) -> str:
    """ "all 354 letters", "14 of 354 letters", "no letter of this batch"."""
    if count == total:
        return f"all {total:,} letters" if total > 1 else "the one letter"
    return f"{count:,} of {total:,} letters" if count else "no letter of this batch"


def _marked(change: WordingChange, values: Values, terms: Terms) -> Iterator[str]:
    """A change as HTML, with deletions and insertions word by word, "Yours<ins>,</ins> sincerely,", and what else changed."""
    before, now = shown(change.before), shown(change.now)
    yield from _word_by_word(before, now, values, terms)
    for was, becomes in change.besides_words(terms.condition):
        yield f" {_deleted(escape(was))} {_inserted(escape(becomes))}"
    if prints_braces(before) or prints_braces(now):
        yield f' <span class="how">({BRACES})</span>'


def _word_by_word(before: str, now: str, values: Values, terms: Terms) -> Iterator[str]:
    """Two texts as one; values that take another's place are named, as both may print the same."""
    old, new = ([match[0] for match in _WORDS.finditer(text)] for text in (before, now))
    for tag, first, last, other_first, other_last in _opcodes(old, new):
        deleted, inserted = "".join(old[first:last]), "".join(new[other_first:other_last])
        if tag == "equal":
            yield _shown(deleted, values)
            continue
        both = deleted.strip() and inserted.strip()
        name = terms.value if both else None
        yield (_deleted(_shown(deleted, values, name)) if deleted else "") + (" " if both else "")
        yield _inserted(_shown(inserted, values, name)) if inserted else ""


def _opcodes(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """What differs between two texts, word by word; a space alone between two changes is part of them."""
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    merged = [
        "equal" if tag == "equal" and "".join(old[first:last]).strip() else "replace"
        for tag, first, last, _, _ in codes
    ]
    for tag, group in groupby(zip(merged, codes, strict=True), key=lambda each: each[0]):
        parts = [code for _, code in group]
        yield tag, parts[0][1], parts[-1][2], parts[0][3], parts[-1][4]


def _deleted(text: str) -> str:
    return f"<del>{text}</del>"


def _inserted(text: str) -> str:
    return f"<ins>{text}</ins>"


def _shown(text: str, values: Values, name: Callable[[str], str] | None = None) -> str:
    """A text with slots as HTML: each value as a letter prints it, with its name as the title, and after it by `name`."""
    parts: list[str] = []
    at = 0
    for token in TOKEN.finditer(text):
        parts.append(escape(text[at : token.start()]))
        at = token.end()
        if token["field"]:
            printed = fill_slots(token[0], values)
            lacks = printed in ("", token[0])
            value = token["field"] if lacks else printed
            parts.append(f'<span class="value" title="{escape(token[0][1:-1])}">{escape(value)}</span>')
            if name and not lacks:
                style = f" | {token['style']}" if token["style"] else ""
                parts.append(f" ({escape(name(token['field']) + style)})")
        else:
            parts.append(token[0][0])
    return "".join([*parts, escape(text[at:])])


def prints_braces(text: str) -> bool:
    """True if a text has a brace that letters print."""
    return any(not token["field"] for token in TOKEN.finditer(text))

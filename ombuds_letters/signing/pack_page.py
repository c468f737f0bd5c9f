"""The signing pack as HTML: one file, its pictures in it, readable on a screen and on paper."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from ..proof.acceptance import redline
from ..proof.words import WordingDifference
from .read_log import Reading


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that all letters share, now and last year; `compared` is false where there was no last year."""

    name: str
    now: str
    before: str
    compared: bool


@dataclass(frozen=True, slots=True)
class PassageText:
    """A passage, and who approved it."""

    authority: str
    kind: str
    paragraphs: tuple[str, ...]
    approved_by: str


@dataclass(frozen=True, slots=True)
class PackBranches:
    """Paragraphs that not all letters have, each with its condition, and which letters took which of them together."""

    heads: tuple[tuple[str, str], ...]
    rows: tuple[tuple[tuple[bool, ...], tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class PackLetter:
    """A letter to look at: why, its pages as small pictures, and who has read it."""

    authority: str
    file: str
    reasons: tuple[str, ...]
    pictures: tuple[bytes, ...]
    read: Reading | None


@dataclass(frozen=True, slots=True)
class Pack:
    """All that the pack says."""

    title: str
    letters: int
    states: Mapping[str, int]
    unsound: tuple[tuple[str, str], ...]
    example: tuple[str, tuple[bytes, ...]]
    changes: tuple[WordingDifference, ...] | None
    facts: tuple[Fact, ...]
    passages: tuple[PassageText, ...]
    branches: PackBranches
    look_at: tuple[PackLetter, ...]
    read: Mapping[str, Reading]
    seed: int


_STYLE = Path(__file__).with_name("pack.css").read_text(encoding="utf-8")


def html(pack: Pack) -> str:
    """The whole page."""
    parts = [
        _verdict(pack),
        _look_at(pack),
        _facts(pack.facts),
        _changes(pack),
        _passages(pack.passages),
        _branches(pack.branches, pack.letters),
        _read(pack),
        _example(pack),
        '<p class="sign">Looked at by <span></span> on <span></span></p>',
    ]
    title = f"{escape(pack.title)}: for signing"
    head = f'<meta charset="utf-8"><title>{title}</title><style>{_STYLE}{redline.STYLE}</style>'
    return (
        f'<!DOCTYPE html>\n<html lang="en-GB"><head>{head}</head>\n<body>\n<h1>{title}</h1>\n'
        + "\n".join(parts)
        + "\n</body></html>\n"
    )


def _verdict(pack: Pack) -> str:
    if not pack.unsound:
        return (
            f'<p class="verdict">All {pack.letters:,} letters were read back from their files. Each says what its record says, '
            "in the wording that was accepted.</p>"
        )
    items = "".join(f"<li>{escape(file)}: {state}</li>" for file, state in pack.unsound)
    counts = ", ".join(f"{count:,} {state}" for state, count in pack.states.items())
    return f'<div class="verdict bad"><p>Not ready for signing: {counts}.</p><ul>{items}</ul></div>'


def _look_at(pack: Pack) -> str:
    said = (
        "<p>Every figure of every letter was held against its record. "
        f"These {len(pack.look_at):,} are for a person's eyes, the riskiest first; a few were picked by chance, "
        f"with the seed {pack.seed}. Tick what you have looked at.</p>"
    )
    return "<h2>Letters to look at</h2>\n" + said + "\n".join(map(_letter, pack.look_at))


def _letter(letter: PackLetter) -> str:
    reasons = "; ".join(map(escape, letter.reasons))
    thumbnails = "".join(_picture(each, f"Page {number}") for number, each in enumerate(letter.pictures, 1))
    return (
        f'<div class="letter"><h3><span class="box"></span>{escape(letter.authority)}</h3>'
        f'<div>{reasons}{_by(letter.read)}</div><div class="quiet">{escape(letter.file)}</div>{thumbnails}</div>'
    )


def _by(read: Reading | None) -> str:
    if read is None:
        return ""
    void = f"; void, for its {' and '.join(read.changed)} changed since" if read.changed else ""
    return f". <b>Read by {escape(read.who)} on {read.when[:10]}{void}</b>"


def _facts(facts: Sequence[Fact]) -> str:
    compared = any(fact.compared for fact in facts)
    rows = "".join(
        f"<tr{' class=changed' if fact.compared and fact.now != fact.before else ''}><td>{escape(fact.name)}</td>"
        f"<td>{escape(fact.now)}</td>{f'<td>{escape(fact.before)}</td>' if compared else ''}</tr>"
        for fact in facts
    )
    head = f"<tr><th>fact</th><th>this year</th>{'<th>last year</th>' if compared else ''}</tr>"
    none = "" if compared else '<p class="quiet">There is no earlier edition here to compare with.</p>'
    return f"<h2>What all letters share</h2>\n{none}<table>{head}{rows}</table>"


def _changes(pack: Pack) -> str:
    if pack.changes is None:
        said = (
            '<p class="quiet">No other wording was accepted before this one: there is nothing to compare it with.</p>'
        )
    elif not pack.changes:
        said = "<p>The wording is the one that was accepted before.</p>"
    else:
        said = "<ol>" + "".join(f"<li>{redline.marked(each)}</li>" for each in pack.changes) + "</ol>"
    return f"<h2>What changed in the wording</h2>\n{said}"


def _passages(passages: Sequence[PassageText]) -> str:
    if not passages:
        return "<h2>Passages</h2>\n<p>No letter has a passage of its own.</p>"
    items = "".join(
        f'<div class="letter"><h3>{escape(each.authority)}</h3><div class="quiet">{escape(each.kind)}; approved by '
        f"{escape(each.approved_by)}</div><blockquote>{''.join(f'<p>{escape(text)}</p>' for text in each.paragraphs)}"
        "</blockquote></div>"
        for each in passages
    )
    return f"<h2>All {len(passages):,} passages</h2>\n{items}"


def _branches(branches: PackBranches, letters: int) -> str:
    counts = [sum(len(names) for taken, names in branches.rows if taken[at]) for at in range(len(branches.heads))]
    heads = "".join(
        f"<tr><td>{chr(65 + at)}</td><td>{escape(text)}</td><td>{escape(when)}</td><td>{_count(count, letters)}</td></tr>"
        for at, ((text, when), count) in enumerate(zip(branches.heads, counts, strict=True))
    )
    rows = "".join(
        f"<tr>{''.join(f'<td class=mark>{chr(9679) if each else str()}</td>' for each in taken)}<td>{len(names):,}</td>"
        f"<td>{escape(_some(names))}</td></tr>"
        for taken, names in branches.rows
    )
    letters_ = "".join(f"<th>{chr(65 + at)}</th>" for at in range(len(branches.heads)))
    return (
        "<h2>Which letters took which branch</h2>\n"
        "<table><tr><th></th><th>paragraph</th><th>stands when</th><th>letters</th></tr>"
        f"{heads}</table>\n<p></p><table><tr>{letters_}<th>letters</th><th>which</th></tr>{rows}</table>"
    )


def _count(count: int, letters: int) -> str:
    return "<b>none</b>" if not count else "all" if count == letters else f"{count:,}"


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:6]) + (f" and {len(names) - 6:,} more" if len(names) > 6 else "")


def _read(pack: Pack) -> str:
    void = {name: read for name, read in pack.read.items() if read.changed}
    said = (
        f"<p>{len(pack.read) - len(void):,} of {pack.letters:,} letters have been read by a person as they are now.</p>"
    )
    items = "".join(f"<li>{escape(name)}{_by(read)}</li>" for name, read in void.items())
    return "<h2>Who has read what</h2>\n" + said + (f"<p>To be read again:</p><ul>{items}</ul>" if items else "")


def _example(pack: Pack) -> str:
    name, pages = pack.example
    shown = "".join(_pages(pages))
    return f'<h2>One letter in full: {escape(name)}</h2>\n<div class="full">{shown}</div>' if name else ""


def _pages(pages: Sequence[bytes]) -> Iterator[str]:
    for number, each in enumerate(pages, 1):
        yield _picture(each, f"Page {number}")


def _picture(png: bytes, words: str) -> str:
    return f'<img alt="{words}" src="data:image/png;base64,{b64encode(png).decode()}">'

"""The texts of an edition's templates, those in Markdown made into HTML, and what in them can't be read or printed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import partial

from ..edition import COVERING, WORDS, Edition
from ..edition.facts import Fact
from ..faults import Fault, Place, Remedy
from ..formats import yaml_reader
from ..formats.fields import unprintable
from ..text import slips
from . import markdown, typography
from .html_writer import WORDS_AS_TYPED

# What a template contains without printing it: comments, statements, expressions.
_UNPRINTED = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->", re.DOTALL)
_VALUE = re.compile(r"\{\{-?\s*(?P<name>\w+(?:\.\w+)+)\s*(?:\|\s*int\s*)?-?\}\}")
_MARKUP = re.compile(r"<(style|script|svg)\b.*?</\1\s*>|<[A-Za-z/!][^<>]*>", re.DOTALL | re.IGNORECASE)


def sources(edition: Edition) -> tuple[dict[str, str], list[Fault]]:
    """The text of each template by its name, {"letter.md": "<p data-line=…", …}, and the faults found in them."""
    texts: dict[str, str] = {}
    faults: list[Fault] = []
    for name in sorted(path.partition("/")[2] for path in edition.files if path.startswith(f"{edition.year}/")):
        if not name.endswith((".md", ".j2")) or name == COVERING:
            continue
        path = edition.place(name).path
        text, text_faults = yaml_reader.text(edition.file(name) or b"", path)
        faults += text_faults
        if name.endswith(".md"):
            text, word_faults = markdown.template(
                text,
                path,
                edition.printable,
                has_passages=name == WORDS,
                typeset=typography.of_edition(edition),
                printed=partial(_printed, edition),
                included_as="" if name == WORDS else name,
            )
            faults += [] if text_faults else word_faults
        elif not text_faults:
            faults += [*_unprintable(text, path, edition.printable), *_as_typed(text, path)]
        texts[name] = text
    return texts, faults


def printed_texts(edition: Edition) -> Iterator[tuple[str, str]]:
    """What the year's templates print in every letter or message, line for line as typed: ("letter.md", "We held 58 …").

    Values, tags and notes are blank in it, and marks that are meant literally.
    """
    for path in sorted(each for each in edition.files if each.startswith(f"{edition.year}/")):
        name = path.partition("/")[2]
        if name.endswith((".md", ".j2")):
            text, _ = yaml_reader.text(edition.files[path], path)
            text = _UNPRINTED.sub(_blanked, text)
            yield name, slips.without_escaped(text) if name.endswith(".md") else _MARKUP.sub(_blanked, text)


def _printed(edition: Edition, tag: str) -> str:
    """What a tag of the words prints in every letter, "58" for "{{ facts.training.courses }}"; of a figure any number."""
    match = _VALUE.fullmatch(tag)
    if match is None:
        return typography.UNKNOWN
    first, *names = match["name"].split(".")
    if first == "figures":
        return typography.A_NUMBER
    value: Fact | None = edition.facts if first == "facts" else None
    for name in names:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value if isinstance(value, str) else typography.UNKNOWN


def _as_typed(text: str, path: str) -> list[Fault]:
    """What somebody meant to be filled in, in a template's own text."""
    printed = _MARKUP.sub(_blanked, _UNPRINTED.sub(_blanked, text))
    return [
        WORDS_AS_TYPED(
            Place(path, printed.count("\n", 0, each.start) + 1, each.start - printed.rfind("\n", 0, each.start)),
            found=each.found,
            what=each.what,
            remedy=Remedy(each.remedy),
        )
        for each in slips.in_frame(printed)
    ]


def _blanked(unprinted: re.Match[str]) -> str:
    return re.sub(r"[^\r\n]", " ", unprinted[0])


def _unprintable(text: str, path: str, printable: Collection[str]) -> list[Fault]:
    """A fault for each character of a template's own text that the letter's fonts lack, once per line."""
    printed = _UNPRINTED.sub(_blanked, text)
    return [
        kind(Place(path, number, at + 1), **values)
        for number, line in enumerate(printed.split("\n"), 1)
        for at, kind, values in unprintable(line.rstrip("\r").replace("\t", " "), printable)
    ]

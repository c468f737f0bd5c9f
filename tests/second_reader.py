"""A second reader of a letter's tables: pdfplumber, whose decoder (pdfminer) shares nothing with PDFium."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pdfplumber

Cells = dict[tuple[str, tuple[str, ...]], str]


def cells(content: bytes) -> Cells:
    """Each figure by its table's caption and its headers' texts, both levels: {("Decisions made", ("Total",)): "7", …}."""
    found: Cells = {}
    with pdfplumber.open(BytesIO(content)) as pdf:
        for page in pdf.pages:
            marked: dict[int, list[str]] = {}
            for char in page.chars:
                marked.setdefault(char["mcid"], []).append(char["text"])
            for table in (each for top in page.structure_tree for each in _walk(top) if each["type"] == "Table"):
                found |= _table(table, marked)
    return found


def _table(table: Any, marked: dict[int, list[str]]) -> Cells:
    below = list(_walk(table))
    caption = next(_text(each, marked) for each in below if each["type"] == "Caption")
    heads = {each["id"]: _text(each, marked) for each in below if each["type"] == "TH"}
    return {
        (caption, tuple(heads[_name(name)] for name in each["attributes"]["Headers"])): _text(each, marked)
        for each in below
        if each["type"] == "TD"
    }


def _walk(element: Any) -> Iterator[Any]:
    yield element
    for kid in element.get("children", ()):
        yield from _walk(kid)


def _text(element: Any, marked: dict[int, list[str]]) -> str:
    lines = ["".join(marked.get(mark, ())) for each in _walk(element) for mark in each.get("mcids", ())]
    return " ".join(" ".join(lines).split())


def _name(name: str | bytes) -> str:
    return name.decode() if isinstance(name, bytes) else name

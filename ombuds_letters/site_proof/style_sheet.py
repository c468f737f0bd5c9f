"""What a style sheet of the site hides or turns round: only what is beside the words and figures, as a search box in print."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import tinycss2

_BESIDE = re.compile(r"(?:\[hidden\]|\.(?:unseen|skip|search|filters)|\bcaption|\bnav)$")  # what may be hidden
_ZERO = re.compile(r"[+-]?0*\.?0*[a-z%]*")
_FAINT = 0.3  # of full opacity


def _is_faint(value: str) -> bool:
    number = re.fullmatch(r"([0-9]*\.?[0-9]+)(%?)", value)
    return number is not None and float(number[1]) / (100 if number[2] else 1) < _FAINT


_HIDING: dict[str, Callable[[str], object]] = {
    "clip": lambda value: value != "auto",
    "clip-path": lambda value: value != "none",
    "color": lambda value: value == "transparent",
    "direction": lambda value: value == "rtl",
    "display": lambda value: value == "none",
    "font": lambda value: re.search(r"(?<![\w.])0[a-z%]*(?:/|\s)", value),
    "font-size": _ZERO.fullmatch,
    "opacity": _is_faint,
    "text-decoration": lambda value: "line-through" in value,
    "text-decoration-line": lambda value: "line-through" in value,
    "text-indent": lambda value: value.startswith("-"),
    "transform": lambda value: value != "none",
    "unicode-bidi": lambda value: value != "normal",
    "visibility": lambda value: value != "visible",
    "writing-mode": lambda value: value != "horizontal-tb",
}


def hidden(content: str) -> Iterator[tuple[int, str, str]]:
    """The line, selector and declaration of each rule that hides words: `(31, "td.number", "display: none")`."""
    yield from _of_rules(tinycss2.parse_stylesheet(content, skip_comments=True, skip_whitespace=True))


def _of_rules(rules: Sequence[Any]) -> Iterator[tuple[int, str, str]]:
    for rule in rules:
        if rule.type == "at-rule" and rule.content is not None:
            yield from _of_rules(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True))
        if rule.type != "qualified-rule":
            continue
        found = next(_hides(rule), None)
        for selector in tinycss2.serialize(rule.prelude).split(",") if found else ():
            if not _BESIDE.search(selector.strip()):
                yield rule.source_line, selector.strip(), str(found)


def _hides(rule: Any) -> Iterator[str]:
    for each in tinycss2.parse_declaration_list(rule.content, skip_comments=True, skip_whitespace=True):
        if each.type == "declaration" and (hides := _HIDING.get(each.lower_name)):
            value = tinycss2.serialize(each.value).strip().casefold()
            if hides(value):
                yield f"{each.lower_name}: {value}"

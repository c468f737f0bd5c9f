"""What a style sheet of the site hides or turns round: only what is beside the words and figures, as a search box in print."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import tinycss2

_BESIDE = re.compile(r"(?:\[hidden\]|\.(?:unseen|skip|search|filters)|\bcaption|\bnav)$")  # what may be hidden
_ZERO = re.compile(r"[+-]?(?:0+\.?0*|\.0+)[a-z%]*")
_FAINT = 0.3  # of full opacity


def _is_faint(value: str) -> bool:
    number = re.fullmatch(r"([0-9]*\.?[0-9]+)(%?)", value)
    return number is not None and float(number[1]) / (100 if number[2] else 1) < _FAINT


def _is_set(value: str) -> bool:
    return value not in ("none", "normal", "0")


_HIDING: dict[str, Callable[[str], object]] = {
    "-webkit-text-fill-color": bool,
    "-webkit-text-security": _is_set,
    "clip": lambda value: value != "auto",
    "clip-path": _is_set,
    "color": lambda value: value == "transparent",
    "content-visibility": lambda value: value == "hidden",
    "direction": lambda value: value == "rtl",
    "display": lambda value: value == "none",
    "filter": _is_set,
    "font": lambda value: re.search(r"(?<![\w.])0[a-z%]*(?:/|\s)", value),
    "font-size": _ZERO.fullmatch,
    "height": _ZERO.fullmatch,
    "mask": _is_set,
    "mask-image": _is_set,
    "max-height": _ZERO.fullmatch,
    "max-width": _ZERO.fullmatch,
    "opacity": _is_faint,
    "rotate": _is_set,
    "scale": _is_set,
    "text-decoration": lambda value: "line-through" in value,
    "text-decoration-line": lambda value: "line-through" in value,
    "text-indent": lambda value: value.startswith("-"),
    "transform": _is_set,
    "translate": _is_set,
    "unicode-bidi": lambda value: value != "normal",
    "visibility": lambda value: value != "visible",
    "width": _ZERO.fullmatch,
    "writing-mode": lambda value: value != "horizontal-tb",
    "zoom": lambda value: value not in ("1", "100%", "normal"),
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

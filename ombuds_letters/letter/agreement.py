"""A figure with the noun that agrees with it: `{{ figures.decided.upheld | counted("upheld decision", "upheld decisions") }}`.

The noun is part of how the figure is printed, not of the wording around it: letters with 1 and with 2 have the same wording.
In accepted.yaml it is `{figures.decided.upheld | counted('upheld decision', 'upheld decisions')}`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import jinja2

NAME = "counted"
_QUOTED = re.compile(r"'((?:[^']|'')*)'")
_FORBIDDEN = re.compile(r"[{}|\ue000-\uf8ff\n]")


def style(*forms: object) -> str:
    """How a figure is printed, as accepted.yaml has it: "counted('decision', 'decisions')".

    Raises: TemplateRuntimeError, for anything else than two or three texts.
    """
    texts = [each for each in forms if isinstance(each, str) and each.strip() and not _FORBIDDEN.search(each)]
    if len(texts) != len(forms) or len(texts) not in (2, 3):
        raise jinja2.TemplateRuntimeError(
            'counted has a noun for one and one for more, as counted("decision", "decisions"); a third text is for none'
        )
    quoted = ", ".join("'{}'".format(each.replace("'", "''")) for each in texts)
    return f"{NAME}({quoted})"


@cache
def formatter(style_: str) -> Callable[[object], str]:
    """What prints a figure in such a style: `formatter("counted('decision', 'decisions')")("1")` is "1 decision"."""
    one, more, *none = [str(each).replace("''", "'") for each in _QUOTED.findall(style_)]

    def format_(plain: object) -> str:
        text = str(plain)
        count = text.replace(",", "")  # of thousands
        if not count.isascii() or not count.isdecimal():
            raise jinja2.TemplateRuntimeError(f'counted is for figures that are counted, and "{text}" is none')
        if none and not int(count):
            return none[0]
        return f"{text} {one if int(count) == 1 else more}"

    return format_

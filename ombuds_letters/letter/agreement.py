"""A figure with the noun that agrees with it: `{{ figures.decided.upheld | counted("upheld decision", "upheld decisions") }}`.

The noun is part of how the figure is printed, not of the wording around it: letters with 1 and with 2 have the same wording.
In accepted.yaml it is `{figures.decided.upheld | counted('upheld decision', 'upheld decisions')}`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache

import jinja2

from ..text import languages

NAME, ORDINAL, NONE = "counted", "ordinal", "none"
_NAMED = re.compile(r"(?P<filter>counted|ordinal)\((?P<language>[A-Za-z-]+), (?P<forms>\w+: .*)\)")
_FORM = re.compile(r"(\w+): '((?:[^']|'')*)'")
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


def named_style(filter_: str, language: str, forms: Mapping[str, object]) -> str:
    """The same in a language with other forms: "counted(cy, one: 'gŵyn', two: 'gŵyn', other: 'cwyn')"; `ordinal` likewise.

    Raises: TemplateRuntimeError, for anything else than texts for the forms of the CLDR, `other` among them.
    """
    known = (*languages.FORMS, NONE)
    texts = {name: each for name, each in forms.items() if name in known and isinstance(each, str) and each.strip()}
    if len(texts) != len(forms) or "other" not in texts or any(map(_FORBIDDEN.search, texts.values())):
        raise jinja2.TemplateRuntimeError(
            f"{filter_} has texts for the forms of the language, {', '.join(languages.FORMS)}, of which `other` is needed"
        )
    quoted = ", ".join("{}: '{}'".format(name, texts[name].replace("'", "''")) for name in known if name in texts)
    return f"{filter_}({language}, {quoted})"


def _by_form(filter_: str, language: str, forms: Mapping[str, str]) -> Callable[[object], str]:
    form_of = languages.noun_form if filter_ == NAME else languages.ordinal_form

    def format_(plain: object) -> str:
        count = _count(filter_, plain)
        if not count and NONE in forms:
            return forms[NONE]
        form = forms.get(form_of(count, language), forms["other"])
        return f"{plain} {form}" if filter_ == NAME else f"{plain}{form}"

    return format_


def _count(filter_: str, plain: object) -> int:
    text = str(plain).replace(",", "")  # of thousands
    if not text.isascii() or not text.isdecimal():
        raise jinja2.TemplateRuntimeError(f'{filter_} is for figures that are counted, and "{plain}" is none')
    return int(text)


@cache
def formatter(style_: str) -> Callable[[object], str]:
    """What prints a figure in such a style: `formatter("counted('decision', 'decisions')")("1")` is "1 decision"."""
    if named := _NAMED.fullmatch(style_):
        forms = {name: text.replace("''", "'") for name, text in _FORM.findall(named["forms"])}
        return _by_form(named["filter"], named["language"], forms)
    one, more, *none = [str(each).replace("''", "'") for each in _QUOTED.findall(style_)]

    def format_(plain: object) -> str:
        count = _count(NAME, plain)
        if none and not count:
            return none[0]
        return f"{plain} {one if count == 1 else more}"

    return format_

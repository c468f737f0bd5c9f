"""The filters of templates: Jinja's own ones that keep traced values' names, and those for links and whole numbers."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import jinja2
from jinja2.filters import do_int
from markupsafe import Markup

from .traced import STYLES, Traced, Untraceable, number


@lru_cache(maxsize=256, typed=True)  # the same few in every letter; typed, since markup and text may be equal
def _linked(target: str, words: str, address: str) -> Markup:
    return Markup('<a href="{}" title="{}">{}</a>').format(target, words, address)


def traceable_filter(name: str, filter_: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that keeps a traced value's name, or else refuses it; marks of what was printed are refused too."""
    context = int(getattr(filter_, "jinja_pass_arg", None) is not None)  # comes first where a filter asks for it

    def traceable(*given: Any, **named: Any) -> Any:
        value, *others = given[context:]
        if isinstance(value, Traced) and name in STYLES and not others and not named:
            STYLES[name](value.plain)  # refuses what is no day
            return value.styled(name)
        for each in (value, *others, *named.values()):
            if isinstance(each, Traced):
                raise Untraceable(each.path, name)
            if isinstance(each, str) and "\ue000" in each:
                raise Untraceable("", name)
        return filter_(*given, **named)

    if context:
        traceable.jinja_pass_arg = filter_.jinja_pass_arg  # type: ignore[attr-defined]
    return traceable


def whole_number(value: object, default: int = 0, base: int = 10) -> int:
    """A figure as a number, a rate too: 50 for "50%"."""
    return number(value) if (default, base) == (0, 10) else do_int(value, default, base)


def web_link(address: object, words: str = "") -> Markup:
    """A web, e-mail or telephone address as a link, printed as it is; `words` say where it leads, for people who can't see it.

    "www.lgo.org.uk" leads to "https://www.lgo.org.uk", and "office@lgo.org.uk" to "mailto:office@lgo.org.uk".
    """
    if not isinstance(address, str):
        raise jinja2.TemplateRuntimeError(f"link is for web addresses, and {str(address)!r} is none")
    if not words:
        raise jinja2.TemplateRuntimeError('link says where it leads: write link("…") with words in the quotes')
    if any(each.isspace() for each in address):
        raise jinja2.TemplateRuntimeError(f"an address has no spaces, and {address!r} has one; write %20 for it")
    scheme = (
        ""
        if "://" in address or address.startswith(("mailto:", "tel:"))
        else "mailto:"
        if "@" in address
        else "https://"
    )
    target = f"{scheme}{address}"
    return _linked(target, words, address)

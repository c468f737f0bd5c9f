"""What the words of a letter can print, with its value for one authority, ready to be copied into the words."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Set

from ..proof.values import LONG, Value, Values, format_value
from .messages import FieldValue

_NOT_FOR_WORDS = frozenset({"authority.specimen", "letter.mark"})  # the mark is printed in the margin
_FIRST = ("authority", "contact", "figures", "facts", "letter", "correction")  # the order of the groups


def field_values(known: Values, linked: Set[str]) -> tuple[FieldValue, ...]:
    """All fields in groups: (FieldValue("authority", "{{ authority.name }}", "Ux County Council"), …).

    `linked` are those that the templates print as links.
    """
    found = [each for field, value in known.items() for each in _field(field, value, field in linked)]
    return tuple(sorted(found, key=lambda each: _FIRST.index(each.group) if each.group in _FIRST else len(_FIRST)))


def _field(field: str, value: Value, linked: bool) -> Iterator[FieldValue]:
    group = field.partition(".")[0]
    if field in _NOT_FOR_WORDS or group == "passages":  # which have a line of their own in the words
        return
    if isinstance(value, bool):
        yield FieldValue(group, f"{{% if {field} %}}", "yes" if value else "no")
    elif isinstance(value, datetime.date):
        yield FieldValue(group, f"{{{{ {field} | long_date }}}}", format_value(value, LONG))
    elif linked and value:
        yield FieldValue(group, f'{{{{ {field} | link("where it leads") }}}}', str(value))
    else:
        yield FieldValue(group, f"{{{{ {field} }}}}", str(value))

"""The order of a template's statements: what is begun is ended, and its "else" comes last."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..faults import nearest

STATEMENTS = ("if", "elif", "else", "endif", "for", "endfor", "set", "include", "import", "macro", "endmacro")
_RARE = ("from", "extends", "block", "with", "call", "filter", "raw", "autoescape", "do")  # that Jinja knows too
_ENDED = ("if", "for", "macro", "call", "filter", "with", "block", "autoescape", "set")
_KNOWN = frozenset({*STATEMENTS, *_RARE, *(f"end{each}" for each in (*_ENDED, "raw"))})
_FIRST_WORDS = re.compile(r"\s*(end\s*(?:if|for)|els?e?\s*if|[a-z]+)\s*(?![.\w])", re.IGNORECASE)

Found = tuple[int, str, str]  # where in a tag, counted from what is after its {%; what is there; what to write instead


@dataclass(slots=True)
class _Begun:
    """A statement that is to be ended, "if", and whether its "else" has been."""

    name: str
    has_else: bool = False


class StatementOrder:
    """Follows a template's statements one after another: after " if x ", `order.after(" endfor ")` says to write "endif"."""

    def __init__(self) -> None:
        self._begun: list[_Begun] = []

    def after(self, statement: str) -> Iterator[Found]:
        """What is wrong with a statement after those before it: what is between {% and %}, its texts masked."""
        match = _FIRST_WORDS.match(statement)
        if match is None:
            return
        at, name = match.start(1), "".join(match[1].lower().split())
        name = "elif" if name in ("elseif", "elsif") else name
        if name not in _KNOWN and name != "end" and (meant := nearest(name, STATEMENTS)):
            yield at, name, f'write "{meant}"'
            name = meant
        last = self._begun[-1] if self._begun else None
        if name in ("else", "elif") and last:
            if last.has_else:
                yield at, name, 'put it above the "else"' if name == "elif" else 'write "elif …" for another case'
            last.has_else = last.has_else or name == "else"
        elif name.startswith("end") and last:
            if name != f"end{last.name}" and name.removeprefix("end") in _ENDED:
                yield at, name, f'write "end{last.name}"'
            self._begun.pop()
        elif name in _ENDED and (name != "set" or "=" not in statement):
            self._begun.append(_Begun(name))

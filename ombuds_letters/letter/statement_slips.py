"""Common slips in statements and values of templates, for which Jinja has no words: `=` for `==`, `{% else if … %}`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..faults import Remedy

_TAG = re.compile(r"\{#.*?#\}|(?P<open>\{%|\{\{)[-+]?(?P<inner>.*?)[-+]?(?:%\}|\}\})", re.DOTALL)
_TEXT = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'")
_STATEMENTS = ("if", "elif", "else", "endif", "for", "endfor", "set", "include", "import", "macro", "endmacro")
_CAPITALS = "|".join(_STATEMENTS)

# In statements alone; each with what to write instead. "{}" is what was found in small letters.
_IN_STATEMENTS = (
    (re.compile(r"\A\s*(else\s+if|else?s?if)\b(?=\s)(?<!\belif)", re.IGNORECASE), 'write "elif"'),
    (re.compile(r"\A\s*(end)\s*\Z", re.IGNORECASE), 'write "endif" or "endfor"'),
    (re.compile(r"\A\s*(end\s+if)\b", re.IGNORECASE), 'write "endif"'),
    (re.compile(r"\A\s*(end\s+for)\b", re.IGNORECASE), 'write "endfor"'),
    (re.compile(r"\A\s*(break|continue)\b"), "take it out: a loop goes through the whole list"),
    (re.compile(rf"\A\s*((?=\w*[A-Z])(?i:{_CAPITALS}))\b"), 'write "{}"'),
    (re.compile(r"\A\s*(?:if|elif)\b.*?(?<![=!<>])(=)(?![=<>])", re.DOTALL), 'write "==" to compare'),
    (re.compile(r"\b(then)\s*\Z"), "take it out"),
)
_ANYWHERE = (
    (re.compile("([“”„‟″«»])"), "write straight quotes, \"…\", around a text"),
    (re.compile("([‘’‚‛′])"), "write straight quotes, \"…\", around a text"),
    (re.compile(r"(===)"), 'write "=="'),
    (re.compile(r"(=>|≥)"), 'write ">="'),
    (re.compile(r"(=<|≤)"), 'write "<="'),
    (re.compile(r"(<>|≠|=/=)"), 'write "!="'),
    (re.compile(r"(&gt;)"), 'write ">"'),
    (re.compile(r"(&lt;)"), 'write "<"'),
    (re.compile(r"(&quot;|&#39;)"), "write straight quotes, \"…\", around a text"),
    (re.compile(r"(&&|&amp;&amp;)"), 'write "and"'),
    (re.compile(r"(\|\|)"), 'write "or"'),
    (re.compile(r"(!)(?!=)"), 'write "not"'),
    (re.compile(r"\b(AND|OR|NOT|IN|IS)\b"), 'write "{}"'),
    (re.compile(r"\b(is\s+not)\s+(?=[\"'])"), 'write "!="'),
    (re.compile(r"\b(is|equals)\s+(?=[\"'])"), 'write "=="'),
    (re.compile(r"\b(?:or|and)\s+(==|!=)"), "write the value's name before it again"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StatementSlip:
    """`StatementSlip(3, 20, Remedy('there is "=" here; write "==" to compare'))`: line and column, and what to write."""

    line: int
    column: int
    problem: Remedy


def slips(typed: str) -> Iterator[StatementSlip]:
    """Each slip in the tags of a template that Jinja refuses, in order."""
    for tag in _TAG.finditer(typed):
        if tag["open"]:
            masked = _TEXT.sub(lambda text: f'"{"x" * (len(text[0]) - 2)}"', tag["inner"])
            patterns = (*(_IN_STATEMENTS if tag["open"] == "{%" else ()), *_ANYWHERE)
            found = ((match, remedy) for pattern, remedy in patterns for match in pattern.finditer(masked))
            first = min(found, key=lambda each: each[0].start(1), default=None)
            if first:
                yield _slip(typed, tag.start("inner"), *first)


def _slip(typed: str, start: int, match: re.Match[str], remedy: str) -> StatementSlip:
    at = start + match.start(1)
    words = " ".join(match[1].split())
    problem = f'there is "{words}" here; {remedy.format(words.lower())}'
    return StatementSlip(typed.count("\n", 0, at) + 1, at - typed.rfind("\n", 0, at), Remedy(problem))

"""Common slips in statements and values of templates, for which Jinja has no words: `=` for `==`, `{% else if … %}`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..faults import Remedy
from .statement_order import STATEMENTS, Found, StatementOrder

_TAG = re.compile(r"\{#.*?#\}|(?P<open>\{%|\{\{)[-+]?(?P<inner>.*?)[-+]?(?P<close>%\}|\}\})", re.DOTALL)
_TEXT = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'")
_CAPITALS = "|".join(STATEMENTS)
_CLOSED_BY = {"{%": "%}", "{{": "}}"}
_PAIRED = {")": "(", "]": "["}
# In a tag: another one, or what comes after its paragraph.
_LEFT_OPEN = re.compile(r"\{[%{]|\n[ \t\r]*\n|[%}](?=\r?\n)")

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
    (re.compile(r"\A\s*(?:if|elif)\s+(and|or|==|!=|<=?|>=?)(?=\s)"), "write before it what it asks about"),
    (re.compile(r"\A\s*for\s+(\w+\.[\w.]*)\s*\Z"), 'write "each in {}"'),
    (re.compile(r"\A\s*for\s+\w+\s+(of)\s"), 'write "in"'),
    (re.compile(r"\A\s*(import)\s+\"[^\"]*\"\s*\Z"), 'write "as charts" after the file'),
    (re.compile(r"(?:==|!=)\s*([A-Z][a-z]*(?:\s+[A-Z][a-z]*)+)"), 'put quotes around a text, "…"'),
)
_IN_VALUES = (
    (
        re.compile(r"\A\s*(if|elif|else|endif|for|endfor|set|include)\b(?!\s*[|.])"),
        "write a statement between {{% and %}}",
    ),
    (re.compile(r"(\?)"), 'write "… if … else …"'),
    (
        re.compile(r"\A\s*(?!not\b)([a-z_][\w.]*\s+(?!(?:if|in|is|and|or|not|else)\b)[a-z_]\w*)\s*(?:\||\Z)"),
        "write a dot between the parts of a name, as in authority.name",
    ),
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
    (re.compile(r"(?<![\w=<>!|])(and|or|not|in|==|!=|<=?|>=?|\|)\s*\Z"), "write what comes after it, or take it out"),
    (re.compile(r"\A\s*([|.])"), "write a value's name before it"),
    (re.compile(r"\d(%)"), "take it out; a rate is compared by its number"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StatementSlip:
    """`StatementSlip(3, 20, Remedy('there is "=" here; write "==" to compare'))`: line and column, and what to write."""

    line: int
    column: int
    problem: Remedy


def slips(typed: str) -> Iterator[StatementSlip]:
    """Each slip in the tags of a template that Jinja refuses, in order."""
    order = StatementOrder()
    for tag in _TAG.finditer(typed):
        if tag["open"]:
            masked = _TEXT.sub(lambda text: f'"{"x" * (len(text[0]) - 2)}"', tag["inner"])
            found = [*_in_tag(tag, masked), *(order.after(masked) if tag["open"] == "{%" else ())]
            if found:
                at, words, remedy = min(found, key=lambda each: each[0])
                yield _slip(typed, tag.start("inner") + at, words, remedy)


def _in_tag(tag: re.Match[str], masked: str) -> Iterator[Found]:
    """What is wrong in one tag; in `masked`, what is within it, each text is "xxx"."""
    opened, closed = tag["open"], _CLOSED_BY[tag["open"]]
    start = tag.start() - tag.start("inner")
    if _LEFT_OPEN.search(masked):
        yield start, opened, f'write "{closed}" where it ends'
        return
    if tag["close"] != closed:
        yield len(tag["inner"]), tag["close"], f'write "{closed}"'
    for pattern, remedy in (*(_IN_STATEMENTS if opened == "{%" else _IN_VALUES), *_ANYWHERE):
        for match in pattern.finditer(masked):
            yield match.start(1), match[1], remedy.format(" ".join(match[1].lower().split()))
    yield from _unpaired(masked)


def _unpaired(masked: str) -> Iterator[Found]:
    """A quote or a bracket without its other half."""
    if quote := re.search("[\"']", _TEXT.sub(lambda text: "x" * len(text[0]), masked)):
        yield quote.start(), quote[0], 'put quotes on both sides of a text, "…"'
        return
    opened: list[tuple[int, str]] = []
    for at, mark in enumerate(masked):
        if mark in _PAIRED.values():
            opened.append((at, mark))
        elif mark in _PAIRED and (not opened or opened.pop()[1] != _PAIRED[mark]):
            yield at, mark, "take it out, or open it before"
    yield from ((at, mark, "close it, or take it out") for at, mark in opened)


def _slip(typed: str, at: int, words: str, remedy: str) -> StatementSlip:
    problem = f'there is "{" ".join(words.split())}" here; {remedy}'
    return StatementSlip(typed.count("\n", 0, at) + 1, at - typed.rfind("\n", 0, at), Remedy(problem))

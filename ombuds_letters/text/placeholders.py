"""What somebody meant to be filled in or laid out, and would be printed as typed: `{contact.name}`, `«Council»`, a table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A piece of text that looks like a slip: what was found, where it begins (characters from 0), and what to do."""

    start: int
    found: str
    remedy: str


_NAME = r"[A-Za-z_]\w*(?:\.\w+)*(?: \w+){0,4}"
_WORDS = ("authority", "body", "code", "contact", "council", "date", "kind", "name", "salutation", "title", "year")
_LITERAL = "put \\ before what is meant literally"
_TABLE_ROW = r"\|[^\n|]*\|[^\n]*"

# Each with what to write instead; {name} is what is between the braces. The first that fits a place counts.
_PATTERNS = tuple(
    (re.compile(pattern, re.MULTILINE), remedy)
    for pattern, remedy in (
        (rf"\{{[ \t]+\{{(?!\{{)[ \t]*(?P<name>{_NAME}[^{{}}\n]*?)?[ \t]*(?:\}}[ \t]*\}})?", "close"),
        (r"\{[ \t]+%[^\n{}]*", "write {{% … %}} without a space after the brace"),
        (rf"(?<!\{{)\{{[ \t]*(?P<name>{_NAME}(?:[ \t]*\|[^{{}}\n]*)?)[ \t]*\}}(?!\}})", "single"),
        (rf"(?<!\{{)\{{[ \t]*(?P<name>{_NAME}(?:[ \t]*\|[^{{}}\n]*)?)[ \t]*\}}\}}", "close"),
        (r"\{\{[^{}\n]*\}(?!\})", "close it with }}}}"),
        (r"(?<!\})\}[ \t]+\}(?!\})", "write }}}} without a space between"),
        (r"\}\}", "begin the value with {{{{, or put \\ before each brace"),
        (r"%\}", "begin the statement with {{%"),
        (r"«[^«»\n]{1,60}»|<<[^<>\n]{1,60}>>", "write {{{{ … }}}} with a name from docs/words.md"),
        (r"!\[[^\]\n]*\](?:\([^)\n]*\)?)?", f"pictures belong in the frame, letter.html.j2; {_LITERAL}"),
        (r"\[\^[^\]\n]{1,40}\]", f"write the note as a sentence; {_LITERAL}"),
        (
            rf"^[ \t]*{_TABLE_ROW}(?:\n[ \t]*{_TABLE_ROW})*|^[ \t]*\|?[ \t]*:?-{{3,}}:?[ \t]*(?:\|[ \t]*:?-{{3,}}:?[ \t]*)+\|?",
            f"letters have no tables among their words: write sentences or a list; {_LITERAL}",
        ),
        (r"\*\*", f"write ** right before the first bold word and right after the last; {_LITERAL}"),
        (r"^#{2,6}(?=[^\s#])|^#{1,6}\xa0", f"put a space after the #; {_LITERAL}"),
        (r"^[-*+]\xa0", f"put a plain space after the mark; {_LITERAL}"),
    )
)
_ESCAPED = re.compile(r"\\[!-/:-@\[-`{-~]")


def placeholders(text: str, *, markdown: bool = True) -> Iterator[Placeholder]:
    """Each slip in a text, in order; what follows a backslash is meant. Without `markdown`, only what should be filled in."""
    unescaped = _ESCAPED.sub("\0\0", text)
    taken = [False] * len(text)
    found: list[Placeholder] = []
    for pattern, remedy in _PATTERNS[: None if markdown else _FILLED_IN]:
        for match in pattern.finditer(unescaped):
            if any(taken[match.start() : match.end()]) or not match[0]:
                continue
            name = match.groupdict().get("name") or ""
            if remedy == "single" and not _looks_like_a_name(name):
                continue
            taken[match.start() : match.end()] = [True] * (match.end() - match.start())
            found.append(Placeholder(match.start(), text[match.start() : match.end()].strip(), _remedy(remedy, name)))
    return iter(sorted(found, key=lambda each: each.start))


_FILLED_IN = 9  # so many of the patterns are of values and statements


def _looks_like_a_name(name: str) -> bool:
    plain = name.partition("|")[0].strip()
    return any(each in plain for each in "._") or plain[:1].isupper() or plain in _WORDS or "|" in name


def _remedy(remedy: str, name: str) -> str:
    if remedy in ("close", "single"):
        return f"write {{{{ {name.strip() or '…'} }}}}, or put \\ before a brace that is meant literally"
    return remedy.format()

"""What keeps a text from being YAML, in plain English and where a person must look, from libyaml's messages and marks."""

from __future__ import annotations

import re

from ..faults import Remedy
from ..text.english import named_character

_IN_QUOTES = 'put the whole value in "quotes"'
_AFTER_QUOTES = (
    f'the value goes on after its closing quotation mark; {_IN_QUOTES}, with \\ before each " in it, '
    "and inside '…' write an apostrophe twice"
)
_AFTER_BRACKETS = f"the value starts with a list or group in brackets, and goes on after it; {_IN_QUOTES}"
_LINE_GOES_ON = (
    "this line is read as a part of the one above; indent both like their neighbours, "
    "and write `field: value`, with a colon and a space"
)
_DIRECTIVE = "a line that starts with % is not part of a record; delete it"
_TAG = '`!` starts a tag, which records don\'t use; put the value in "quotes"'
_BLOCK = "nothing else may be in the line after | or >; write the text in the lines below it, indented"
_NO_CHARACTER = "the number after this backslash is no character; write the character itself"

_PROBLEMS = {
    "found character that cannot start any token": "a value can't start with this character; indent with spaces, not tabs, "
    'and put a value that starts with @ ` % or a tab in "quotes"',
    "mapping values are not allowed": 'a colon and a space are not allowed in a value; put it in "quotes"',
    "found a tab character": "this line is indented with a tab; indent with spaces",
    "could not find expected ':'": "the name of a field has no colon and space after it; write `field: value`, "
    "or indent the line if it belongs to the one above",
    "did not find expected key": "no field can start here; indent the line like its neighbours, write `field: value`, "
    "and inside '…' write an apostrophe twice",
    "did not find expected '-' indicator": "this line is not indented like the list above; indent it like its neighbours",
    "did not find expected ',' or": "a list or group in brackets starts here and is not closed; close it with ] or }",
    "found unexpected end of stream": "a quotation that starts here is not closed; close it",
    "found unexpected document indicator": "a quotation that starts here is not closed; close it",
    "found unknown escape character": 'a backslash in "quotes" has a special meaning; write it twice',
    "invalid Unicode character escape code": _NO_CHARACTER,
    "did not find expected hexdecimal number": _NO_CHARACTER,
    "did not find expected node content": 'a value is missing here, or starts with , ] or }; write it, or put it in "quotes"',
    "did not find expected alphabetic or numeric": "a value that starts with & or * has a special meaning in YAML; "
    f"{_IN_QUOTES}",
    "block sequence entries are not allowed": 'a value can\'t start with - and a space; put it in "quotes", '
    "or, for a list, write each item in a line of its own, below the field",
    "mapping keys are not allowed": 'a value can\'t be ? or start with ? and a space; put it in "quotes"',
    "did not find expected comment or line break": _BLOCK,
    "found an indentation indicator": _BLOCK,
    "directive": _DIRECTIVE,
    "incompatible YAML document": _DIRECTIVE,
    "version number": _DIRECTIVE,
    "digit or '.'": _DIRECTIVE,
    "non-alphabetical": _DIRECTIVE,
    "found undefined tag handle": _TAG,
    "the expected '>'": _TAG,
    "expected '!'": _TAG,
    "tag URI": _TAG,
    "URI escaped octet": _TAG,
    "UTF-8 octet": _TAG,
    "whitespace or line break": _TAG,
    "did not find expected <document start>": "a second record starts here; write a line `---` above it",
    "control characters are not allowed": "it has an invisible character; delete it",
}

# Where something isn't closed or has no colon, the place to look is where it starts, not where libyaml misses it.
_FROM_THE_START = (
    "unexpected end of stream",
    "unexpected document indicator",
    "did not find expected ',' or",
    "could not find expected ':'",
)
_AFTER_A_VALUE = ("did not find expected key", "did not find expected '-'", "did not find expected ',' or")

# Where libyaml sees only in the next line that something is wrong.
_MISREAD = re.compile("mapping values are not allowed|could not find expected ':'")

# What looks like a space and is none to YAML, where a line is indented or after a field's colon.
_NO_SPACE = re.compile(r"(?:^[ \t]*|:[ \t]*)([^\S \t\r\n]|[\u200b-\u200d\u2060])")

_Mark = tuple[int, int]  # line and column, counted from 0
_Found = tuple[int, int, Remedy]  # line and column, counted from 1, and what is wrong there


def explained(problem: str, mark: _Mark, start: _Mark | None, content: str) -> _Found:
    """Where a text isn't YAML, and why: `(13, 1, "this line is indented with a tab; indent with spaces")`.

    libyaml saw the problem at `mark`, while it read what begins at `start`.
    """
    lines = re.split("\r\n|\n|\r", content)
    line, column = mark
    before = "".join(lines[line : line + 1])[:column].rstrip()
    if before.endswith(("'", '"', "]", "}")) and any(each in problem for each in _AFTER_A_VALUE):
        return line + 1, column + 1, Remedy(_AFTER_QUOTES if before[-1] in "'\"" else _AFTER_BRACKETS)
    if start and any(each in problem for each in _FROM_THE_START):
        line, column = start
    if _MISREAD.search(problem) and (odd := _odd_space(lines, line)):
        return odd
    goes_on = "mapping values" in problem and line > 0 and ":" not in before
    return line + 1, column + 1, Remedy(_LINE_GOES_ON) if goes_on else in_plain_words(problem)


def _odd_space(lines: list[str], last: int) -> _Found | None:
    """What looks like a space and is none, in a line or the one above."""
    for number in (each for each in (last - 1, last) if 0 <= each < len(lines)):
        if odd := _NO_SPACE.search(lines[number]):
            why = f"this is no plain space ({named_character(odd[1])}), which YAML needs here; write one, or delete it"
            return number + 1, odd.start(1) + 1, Remedy(why)
    return None


def in_plain_words(problem: str) -> Remedy:
    """libyaml's own message as a person reads it: "this line is indented with a tab; indent with spaces"."""
    return Remedy(next((plain for its_own, plain in _PROBLEMS.items() if its_own in problem), problem))

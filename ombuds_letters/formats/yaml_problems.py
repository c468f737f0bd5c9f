"""libyaml's messages in plain English."""

from __future__ import annotations

from ..faults import Remedy

_PROBLEMS = {
    "found character that cannot start any token": "a value can't start with this character; indent with spaces, not tabs, "
    'and put a value that starts with @ ` % or a tab in "quotes"',
    "mapping values are not allowed": "a colon and a space are not allowed here; put a value "
    'that contains a colon in "quotes", '
    "and indent this line like the ones above",
    "found a tab character": "this line is indented with a tab; indent with spaces",
    "could not find expected ':'": "a field has no colon after its name; write `field: value`",
    "did not find expected key": "no field can start here; indent the line like its neighbours, write `field: value`, "
    "and inside '…' write an apostrophe twice",
    "did not find expected '-' indicator": "this line is not indented like the list above; indent it like its neighbours",
    "did not find expected ',' or": "a list or group in brackets starts here and is not closed; close it with ] or }",
    "found unexpected end of stream": "a quotation that starts here is not closed; close it",
    "found unexpected document indicator": "a quotation that starts here is not closed; close it",
    "found unknown escape character": 'a backslash in "quotes" has a special meaning; write it twice',
    "invalid Unicode character escape code": "the number after this backslash is no character; write "
    "the character itself",
    "did not find expected hexdecimal number": "the number after this backslash is no character; "
    "write the character itself",
    "did not find expected node content": "a value is missing here; write it",
    "directive": "a line that starts with % is not part of a record; delete it",
    "incompatible YAML document": "a line that starts with % is not part of a record; delete it",
    "found undefined tag handle": '`!` starts a tag, which records don\'t use; put the value in "quotes"',
    "did not find expected <document start>": "a second record starts here; write a line `---` above it",
    "control characters are not allowed": "it has an invisible character; delete it",
}


def in_plain_words(problem: str) -> Remedy:
    """libyaml's own message as a person reads it: "this line is indented with a tab; indent with spaces"."""
    return Remedy(next((plain for its_own, plain in _PROBLEMS.items() if its_own in problem), problem))

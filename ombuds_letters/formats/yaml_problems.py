"""What libyaml says of a text, in the words of whoever types records."""

from __future__ import annotations

from ..faults import Remedy

_PROBLEMS = {
    "found character that cannot start any token": "a value can't begin with this character; indent with spaces, not tabs, "
    'and put a value that begins with @ ` % or a tab in "quotes"',
    "mapping values are not allowed": "a colon and a space stand here where no new field can begin; put a value "
    'that has a colon in "quotes", '
    "and indent this line like the ones above",
    "found a tab character": "a tab stands where spaces belong; indent with spaces",
    "could not find expected ':'": "a field is not ended with a colon; write `field: value`",
    "did not find expected key": "no field can begin here; indent the line like its neighbours, write `field: value`, "
    "and inside '…' write an apostrophe twice",
    "did not find expected '-' indicator": "this line is not in line with the list above; indent it like its neighbours",
    "did not find expected ',' or": "a list or group in brackets begins here and is not closed; close it with ] or }",
    "found unexpected end of stream": "a quotation that begins here is not closed",
    "found unexpected document indicator": "a quotation that begins here is not closed",
    "found unknown escape character": 'a backslash in "quotes" has a meaning of its own; write it twice',
    "invalid Unicode character escape code": "a backslash stands here with a number that is no character; write "
    "the character itself",
    "did not find expected hexdecimal number": "a backslash stands here with a number that is no character; "
    "write the character itself",
    "did not find expected node content": "a value is missing here",
    "directive": "a line that begins with % is no part of a record; delete it",
    "incompatible YAML document": "a line that begins with % is no part of a record; delete it",
    "found undefined tag handle": '`!` begins a tag, which records don\'t use; put the value in "quotes"',
    "did not find expected <document start>": "a second record begins without a line `---` above it",
    "control characters are not allowed": "it has a character that can't be seen; delete it",
}


def in_plain_words(problem: str) -> Remedy:
    """libyaml's own message as a person reads it: "a tab stands where spaces belong; indent with spaces"."""
    return Remedy(next((meant for said, meant in _PROBLEMS.items() if said in problem), problem))

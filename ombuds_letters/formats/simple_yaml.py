"""Most records are lines like `planning: 4`: those are read here, line by line, in a third of the parser's time.

Whatever else is in a text (a quote, a list, a comment after a value, a fault) is left to the parser.
"""

from __future__ import annotations

import re

from .nodes import Mapping, Scalar, Sequence

_MOST_LEVELS = 10

_HEAD = re.compile(r"(?:#[ -~]*\r?\n)*")

# A key, and perhaps a value of letters, digits and signs that mean nothing to YAML, with single spaces; or an empty list.
_LINE = re.compile(r"( *)([a-z][a-z0-9_]{0,60}):(?: +([0-9A-Za-z][\w’.,()/-]*(?: [\w’.,()/-]+)*|\[\]))?\r?\n")


def mapping(content: str, path: str) -> Mapping | None:
    """The mapping that a text is, with the places that the parser gives; None for a text that the parser must read."""
    head = _HEAD.match(content)
    end = head.end() if head else 0
    line = content.count("\n", 0, end)
    top = Mapping((path, line + 1, 1), {}, {})
    levels = [(0, top)]
    unfinished = ""  # a key whose value must follow, indented
    for match in _LINE.finditer(content, end):
        if match.start() != end:
            return None
        margin, key, value = match.groups()
        indent, start, end, line = len(margin), end, match.end(), line + 1
        level, group = levels[-1]
        if unfinished:
            if indent <= level or len(levels) == _MOST_LEVELS:
                return None
            below = group.entries[unfinished] = Mapping((path, line, indent + 1), {}, {})
            levels.append((indent, below))
            level, group = indent, below
        while indent < level:
            levels.pop()
            level, group = levels[-1]
        if indent != level or key in group.entries:
            return None
        group.key_origins[key] = (path, line, indent + 1)
        origin = (path, line, match.start(3) - start + 1)
        group.entries[key] = Sequence(origin, ()) if value == "[]" else Scalar(origin, value, True)
        unfinished = "" if value else key
    return top if end == len(content) and top.entries and not unfinished else None

"""What Jinja says of a template's syntax, in the writer's words."""

from __future__ import annotations

from ..faults import Remedy

_PROBLEMS = {
    "Unexpected end of template": "an {% if … %} or {% for … %} is not ended; write {% endif %} or {% endfor %} "
    "on a line of its own",
    "unexpected end of template, expected": "a {{ is not closed; write }} behind the value",
    "unexpected '}'": "a single } stands here; close a value with }} and a statement with %}",
    "unknown tag 'end": "what ends here was not begun, or has ended already; take it out, or begin it with {% "
    "if … %} or {% for … %}",
    "unknown tag": "there is no such statement; write {% if … %}, {% for … %}, {% set … %} or {% include … %}",
    "expected name or number": "a name is missing behind a dot",
    "unexpected char": "a character stands here that no name has; put a text in quotes on both sides",
    "expected token 'end of print statement'": "{{ … }} holds one value; close it with }} and begin another with {{",
    "Expected an expression": "a name is missing here; write it between {{ and }}",
}


def in_plain_words(problem: str) -> Remedy:
    """Jinja's own message as a writer reads it: "a single } stands here; close a value with }} …"."""
    return Remedy(next((meant for said, meant in _PROBLEMS.items() if said in problem), problem))

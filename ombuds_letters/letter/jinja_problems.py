"""What is wrong with a template, in plain words instead of Jinja's and Python's."""

from __future__ import annotations

from ..faults import Remedy

_PROBLEMS = {
    "Missing end of comment tag": "a note that begins with {# doesn't end; write #} after it",
    "Unexpected end of template": "an {% if … %} or {% for … %} is not ended; write {% endif %} or {% endfor %} "
    "on a line of its own",
    "unexpected end of template, expected": "a {{ is not closed; write }} after the value",
    "unexpected '}'": "there is a single } here; close a value with }} and a statement with %}",
    "unknown tag 'end": "what ends here was not begun, or has already ended; take it out, or begin it with {% "
    "if … %} or {% for … %}",
    "unknown tag": "there is no such statement; write {% if … %}, {% for … %}, {% set … %} or {% include … %}",
    "expected name or number": "a name is missing after a dot",
    "unexpected char": "there is a character here that no name can have; put quotes on both sides of a text",
    "expected token 'end of print statement'": "{{ … }} has room for one value; close it with }} and begin another with {{",
    "Expected an expression": "a name is missing here; write it between {{ and }}",
}


def syntax_problem(problem: str) -> Remedy:
    """Jinja's message about a template's syntax in plain words: "there is a single } here; close a value with }} …"."""
    return Remedy(next((meant for said, meant in _PROBLEMS.items() if said in problem), problem))


def rendering_problem(error: Exception) -> str:
    """Why a template could not be filled in: "it includes itself without end"."""
    if isinstance(error, RecursionError):
        return "it includes itself without end"
    mixed = isinstance(error, TypeError) and "'str'" in str(error) and "'int'" in str(error)
    return f"{error}; a figure is a text: put `| int` after it" if mixed else str(error)

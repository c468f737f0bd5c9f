"""What is wrong with a template, in plain words instead of Jinja's and Python's."""

from __future__ import annotations

import re

import jinja2

from ..faults import Fault, Kind, Place, Remedy
from .statement_slips import slips

TEMPLATE_SYNTAX = Kind("template.syntax", "is not a template: {problem}")

_NOT_ENDED = "an {% if … %} or {% for … %} is not ended; write {% endif %} or {% endfor %} on a line of its own"
_PROBLEMS = {
    "Missing end of comment tag": "a note that begins with {# doesn't end; write #} after it",
    "Unexpected end of template": _NOT_ENDED,
    "innermost block that needs to be closed": _NOT_ENDED,
    "unexpected end of template, expected": "a {{ is not closed; write }} after the value",
    "unexpected '}'": "there is a single } here; close a value with }} and a statement with %}",
    "unknown tag 'end": "what ends here was not begun, or has already ended; take it out, or begin it with {% "
    "if … %} or {% for … %}",
    "unknown tag 'el": "this {% else %} or {% elif … %} belongs to no {% if … %}; take it out, or begin with {% if … %}",
    "unknown tag": "there is no such statement; write {% if … %}, {% for … %}, {% set … %} or {% include … %}",
    "expected name or number": "a name is missing after a dot",
    "unexpected char": "there is a character here that no name can have; put quotes on both sides of a text",
    "expected token 'end of print statement'": "{{ … }} has room for one value; close it with }} and begin another with {{",
    "expected token 'end of statement block'": "{% … %} has more than it can hold; write it as {% if contact.name %}",
    "Expected an expression": "a name is missing here; write it between {{ and }}",
}
_OTHERWISE = "it can't be read from here on; docs/words.md shows what may be between {{ and }}, and between {% and %}"

_TAG = re.compile(r"\{#.*?#\}|\{%[-+]?\s*(?P<name>\w+)(?P<rest>.*?)%\}", re.DOTALL)
_UNENDED = re.compile("Unexpected end of template|innermost block that needs to be closed")
_ENDED = ("if", "for", "macro", "call", "filter", "with", "block", "autoescape", "raw")


_NAMED = (
    (re.compile(r"No filter named '([^']*)'"), 'there is no filter "{}"; docs/words.md lists those that there are'),
    (re.compile(r"No test named '([^']*)'"), 'there is no test "{}"; compare with ==, > or <'),
    (re.compile(r"got '([^']*)'"), 'there is "{}" where it can\'t be; compare the line with docs/words.md'),
    (re.compile(r"unexpected '([^']*)'"), 'there is "{}" where it can\'t be; compare the line with docs/words.md'),
    (re.compile(r"unknown argument|assign to '([^']*)'"), 'nothing can be set to "{}"; choose another name'),
)


def syntax_faults(path: str, typed: str, error: jinja2.TemplateError) -> list[Fault]:
    """What is wrong with a template that Jinja refuses: each common slip in what was typed, or else what Jinja says."""
    slipped = [TEMPLATE_SYNTAX(Place(path, each.line, each.column), problem=each.problem) for each in slips(typed)]
    line = getattr(error, "lineno", 0)
    if _UNENDED.search(error.message or ""):
        line = _not_ended(typed) or line
    return slipped or [TEMPLATE_SYNTAX(Place(path, line), problem=_syntax_problem(error.message or ""))]


def _syntax_problem(problem: str) -> Remedy:
    """Jinja's message about a template's syntax in plain words: "there is a single } here; close a value with }} …"."""
    for said, meant in _PROBLEMS.items():
        if said in problem:
            return Remedy(meant)
    for pattern, meant in _NAMED:
        if match := pattern.search(problem):
            return Remedy(meant.format(match[1] or ""))
    return Remedy("it can't be understood here; compare the line with docs/words.md")


def _not_ended(text: str) -> int | None:
    """The line of the innermost statement that a template begins and doesn't end; None if all are ended."""
    begun: list[tuple[int, str]] = []
    for tag in _TAG.finditer(text):
        name = tag["name"]
        if name in _ENDED or (name == "set" and "=" not in tag["rest"]):
            begun.append((text.count("\n", 0, tag.start()) + 1, name))
        elif name and name.startswith("end") and begun and begun[-1][1] == name[3:]:
            begun.pop()
    return begun[-1][0] if begun else None


_CALCULATED = "it can't be calculated from these values; check what each of them is, and the filters after them"


def rendering_problem(error: Exception) -> str:
    """Why a template could not be filled in, without Python's own words: "it includes itself without end"."""
    if isinstance(error, RecursionError):
        return "it includes itself without end"
    if isinstance(error, ZeroDivisionError):
        return "it divides by 0; put {% if … %} and {% endif %} around it"
    if isinstance(error, jinja2.exceptions.SecurityError):
        return "it uses what letters can't have; write a value's name, and a filter after it"
    if isinstance(error, jinja2.exceptions.UndefinedError):
        if item := re.search(r"has no element (\d+)", str(error)):
            return f"there is no item {item[1]} in the list; items are counted from 0"
        if lacking := re.search(r"parameter '(\w+)' was not provided", str(error)):
            return f'it lacks "{lacking[1]}"; docs/words.md says what a chart is given'
        name = re.search(r"'([^']*)'(?: is undefined|$)", str(error))
        return f'there is no value "{name[1]}" here; correct the name' if name else _CALCULATED
    if isinstance(error, jinja2.TemplateNotFound):
        return f'there is no template "{error.name}"; correct the name after include'
    if isinstance(error, jinja2.TemplateRuntimeError):
        return str(error)  # the program's own
    if isinstance(error, TypeError) and (given := re.search(r"^macro '(\w+)' takes (.*)", str(error))):
        name = re.search(r"keyword argument '(\w+)'", given[2])
        what = f'has no "{name[1]}"' if name else "is given too much"
        return f"{given[1]} {what}; docs/words.md says what a chart is given"
    if isinstance(error, TypeError) and "'str'" in str(error) and "'int'" in str(error):
        return "a text and a number can't be compared or added; a figure is a text: put `| int` after it"
    return _CALCULATED


def untraceable_remedy(what: str) -> Remedy:
    """What to write instead of an operation that the accepted wording can't say: "~", "length"."""
    if what in ("~", "join"):
        return Remedy("print the values one after another, each in {{ … }} of its own")
    if what in ("+", "-", "*", "/", "//", "%", "**"):
        return Remedy("print and compare figures as they are, without calculating")
    return Remedy("print it as it is, ask whether it is there, or compare it with a text or a figure with a number")

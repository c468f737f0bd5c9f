"""What can't be meant in the values by which a letter addresses a person: name, title, salutation, successor body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ..faults import Fault, Kind, Place, Remedy
from ..formats import left_over
from ..formats.left_over import GARBLED, PLACEHOLDER

ADDRESSEE = Kind("contact.value", 'is "{found}", {what}; {remedy}')

_SALUTED = "write the name alone: the letter adds “Dear” and the comma"
_AS_THE_PERSON = "write the name as the person does"
_OFFICE = (
    'write the office that the person holds, as "Chief Executive", and how the person is addressed before the name'
)
_FORMS_OF_ADDRESS = frozenset(
    "mr mrs ms miss mx dr prof professor sir dame lord lady baron baroness cllr councillor rev revd".split()  # noqa: SIM905
)
_ALONE = frozenset("sir professor councillor lord lady baroness".split())  # "Dear Professor," is how some are greeted  # noqa: SIM905
_GREETING = re.compile(r"(?:dear|annwyl)\b", re.IGNORECASE)
_LETTERS = r"[^\W\d_]+"
_MARKS = r"[^\w\s'’‘ʼ`´.,&()/\-‐‑–+@=\u0300-\u036f]"  # besides what is in names or between them
_AT_EDGE = r"[^\w\s'’‘ʼ`´.,&()/\-‐‑–+@=\u0300-\u036f\"“”;:!*]"
_GARBLED = re.compile(rf"{_LETTERS}{_MARKS}+{_LETTERS}|(?<!\S){_AT_EDGE}+{_LETTERS}|{_LETTERS}{_AT_EDGE}+(?!\S)")
_NOT_IN_NAMES = re.compile(r"[*_`|\\^~<>{}%#]|(?<!^)[=+]")  # a formula is reported where it is read
_QUOTED = re.compile(r"[\"“].*[\"”]")
_QUERIED = re.compile(rf"{_LETTERS}\?{_LETTERS}")


def faults(field: str, value: str, place: Place) -> Iterator[Fault]:
    """What is wrong with one value: `faults("name", "Dear Ann", place)`; one fault at most."""
    if value:
        found = next(left_over.faults(place, field, value), None) or _own(field, value, place)
        yield from [found] if found else []


def is_form_of_address(text: str) -> bool:
    """True for "Mr", "Ms", "Dr" and the like, with or without a full stop, and for several, "Professor Sir"."""
    words = [word for word in text.casefold().split() if any(map(str.isalpha, word))]
    return bool(words) and all(word.rstrip(".") in _FORMS_OF_ADDRESS for word in words)


def garbled_part(name: str) -> str:
    """The word of a name that another program garbled, "Si‰n" or "O?Brien"; "" where none is."""
    match = _GARBLED.search(name) or _QUERIED.search(name)
    return match[0] if match else ""


def _own(field: str, value: str, place: Place) -> Fault | None:
    def fault(what: str, remedy: str) -> Fault:
        return ADDRESSEE(place, field, found=value, what=what, remedy=Remedy(remedy))

    if "@" in value:
        return fault("an e-mail address", "write it under email, and the person's own value here")
    if "[" in value or "]" in value:
        return PLACEHOLDER(place, field, found=value, remedy=Remedy("write the value itself"))
    if missing := left_over.missing_word(value):
        return fault(f"in which {missing} stands for a missing value", "write the value itself")
    if not any(each.isalpha() for each in value):
        empty = "or leave it empty if nobody is known" if field == "name" else "in words"
        return fault("without any letter", f"write the {field}, {empty}")
    if problem := _of_any(value) or (_of_salutation(value) if field == "salutation" else None):
        return fault(*problem)
    if field in ("name", "title", "body") and value[-1] in ",;:":
        return fault("which ends in a mark", _SALUTED if field == "name" else "delete the mark at its end")
    if field == "title" and is_form_of_address(value):
        return fault("which is how a person is addressed", _OFFICE)
    part = garbled_part(value)
    if part and (field == "name" or "?" in part or not part.isascii()):  # "Housing:Planning" is no name
        remedy = _AS_THE_PERSON if field == "name" else "write it in full"
        return GARBLED(place, field, found=part, remedy=Remedy(remedy))
    problem = _of_name(value) if field == "name" else None
    return fault(*problem) if problem else None


def _of_any(value: str) -> tuple[str, str] | None:
    """What is wrong with a value in whatever column, and what to do."""
    words = [word.rstrip(".") for word in value.casefold().split()]
    if words[:2] == ["dear", "dear"]:
        return "which greets twice", 'write "Dear" once'
    if twice := next((one for one, other in pairwise(words) if one == other and is_form_of_address(one)), ""):
        return f"with {twice.capitalize()} twice", "write it once"
    return ("with a comma too many", "write one comma at its end") if ",," in value.replace(" ", "") else None


def _of_salutation(line: str) -> tuple[str, str] | None:
    """What is wrong with a greeting, and what to do."""
    whole_line = 'write the whole line, as "Dear Dr Other,", or nothing'
    if is_form_of_address(line):
        return "which is how a person is addressed", whole_line
    if not (greeting := _GREETING.match(line)):
        return None
    greeted = line[greeting.end() :].strip(" ,:;.")
    if not greeted or (is_form_of_address(greeted) and greeted.casefold().split()[-1] not in _ALONE):
        return "which greets nobody", whole_line
    return None


def _of_name(name: str) -> tuple[str, str] | None:
    """What is wrong with a person's name, and what to do."""
    if name.casefold().split()[0] == "dear":
        return "which greets the person", _SALUTED
    if is_form_of_address(name):
        return "which is no name", "write the person's name after it"
    if _QUOTED.fullmatch(name):
        return "in quotation marks", "write the name without them"
    mark = _NOT_IN_NAMES.search(name)
    return (f"with {mark[0]}", _AS_THE_PERSON) if mark else None

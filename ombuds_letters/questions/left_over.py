"""Values that may be left over, and may be meant: a name in capitals, "Ali, Hasan", "XXX" in a passage, last year's facts."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping

from ..edition import Edition
from ..edition.facts import Fact
from ..faults import Place
from ..formats import yaml_reader
from ..formats.nodes import Mapping as Group
from ..formats.nodes import Node, Scalar
from ..formats.nodes import Sequence as Items
from ..letter.sources import printed_texts
from ..records.contacts import Contact
from ..storage.workspace import Workspace
from ..text import slips
from ..text.english import all_of
from ..text.unfinished import doubtful
from . import sentences
from .comparison import ComparedAuthority, YearComparison
from .question import Question, QuestionFigure, QuestionKind, QuestionText

_RANK = 4.0  # before what chance may explain
_NOBODY = re.compile(
    r"(?:unknown|vacant|vacancy|nobody|no ?one|not known|none|interim|acting|test|example|dummy|sample|anon(?:ymous)?|name"
    r"|null|true|false|retired|left|the)",
    re.IGNORECASE,
)
_DEGREE = re.compile(r"[BM]Sc|[DM]Phil|PhD|Esq")
_BEFORE_FIRST_NAME = re.compile(r"Dear (Sir|Dame) ([^\s,]+),")


def questions(comparison: YearComparison) -> Iterator[Question]:
    """Questions about the values by which letters address people, and about passages."""
    for authority in comparison.authorities:
        contact = authority.contact
        for field in ("name", "title", "salutation"):
            value: str = getattr(contact, field)
            if value and (doubt := _doubt(field, value, contact) or _unfinished(value)):
                words = sentences.doubtful(field, value, doubt)
                yield _question(comparison, authority, f"contact.{field}", value, words, contact.place)
        if found := next(doubtful(authority.name), None):
            words = sentences.unfinished("name", found[1])
            yield _question(comparison, authority, "name", authority.name, words, authority.place)
        for number, passage in enumerate(authority.passages, 1):
            if found := next(doubtful(slips.without_escaped(passage)), None):
                words = sentences.unfinished(f"passage {number}", found[1])
                yield _question(comparison, authority, f"passages.{number}", passage, words, authority.place)


def of_edition(workspace: Workspace, edition: Edition) -> Iterator[Question]:
    """Questions about what year.yaml has as in the year before: the letter's date, its title, the period, facts of that year.

    What names the year before in itself, "2017-07-20" in an edition that comes after 2017, is a fault already; of the facts,
    only those are asked about.
    """
    before = next(iter(edition.earlier_years), "")
    path = workspace.data(before) / "year.yaml"
    if not before or not path.exists():
        return
    text, faults = yaml_reader.file_text(path, path.as_posix())
    node = None if faults else yaml_reader.document(text, path.as_posix())[0]
    last = dict(_texts(node, "")) if node else {}
    place = Place((workspace.data(edition.year) / "year.yaml").as_posix())
    same = [(field, value) for field, value in _values(edition.facts, "facts") if before in value]
    same += [(field, value) for field, value in _of_the_year(edition) if before not in value]
    for field, value in same:
        if value == last.get(field):
            bound = (QuestionFigure(edition.year, "", field, value),)
            words = sentences.last_years_value(field, value, before)
            yield Question(
                edition.year, QuestionKind.LAST_YEARS_FACT, (), (), field, "Fact", bound, words, _RANK, place
            )


def of_words(edition: Edition) -> Iterator[Question]:
    """A question for each mark of an unfinished text in the year's templates, "XX" or "DD/MM/YYYY", with its lines."""
    for name, text in printed_texts(edition):
        lines, found_at = text.split("\n"), dict[str, list[int]]()
        for start, found in doubtful(text):
            found_at.setdefault(found, []).append(start)
        for found, starts in found_at.items():
            subject = f"{name}:{''.join(found.split())}"
            numbers = list(dict.fromkeys(text.count("\n", 0, start) + 1 for start in starts))
            bound = tuple(QuestionFigure(edition.year, "", subject, lines[each - 1].strip()) for each in numbers)
            place = edition.place(name, numbers[0], starts[0] - text.rfind("\n", 0, starts[0]))
            what = f"{name}, line{'s' if numbers[1:] else ''} {all_of(map(str, numbers))}"
            words = sentences.unfinished(what, found)
            yield Question(edition.year, QuestionKind.LEFT_OVER, (), (), subject, "Words", bound, words, _RANK, place)


def of_facts(workspace: Workspace, edition: Edition) -> Iterator[Question]:
    """A question for each fact that is unfinished, "20XX-XX"."""
    place = Place((workspace.data(edition.year) / "year.yaml").as_posix())
    for field, value in _values(edition.facts, "facts"):
        if found := next(doubtful(value), None):
            bound = (QuestionFigure(edition.year, "", field, value),)
            words = sentences.unfinished(field, found[1])
            yield Question(edition.year, QuestionKind.LEFT_OVER, (), (), field, "Fact", bound, words, _RANK, place)


def _of_the_year(edition: Edition) -> Iterator[tuple[str, str]]:
    """What is different in every year: dates, and a title with a number in it."""
    yield "letter_date", edition.letter_date.isoformat()
    if any(map(str.isdigit, edition.title)):
        yield "title", edition.title
    if edition.period is not None:
        yield "period.first_day", edition.period.first.isoformat()
        yield "period.last_day", edition.period.last.isoformat()


def _doubt(field: str, value: str, contact: Contact) -> str:
    """What is doubtful about a value, "in capitals"; "" for nothing."""
    words = [word for word in re.split(r"[\s.]+", value) if word]
    letters = "".join(each for each in value if each.isalpha())
    if field == "salutation":
        if not value.casefold().startswith(("dear", "annwyl", "to ")):
            return "which doesn't begin with Dear"
        greeted = _BEFORE_FIRST_NAME.fullmatch(value)
        if greeted and contact.name.split()[-1:] == [greeted[2]] and contact.name.split()[:1] != [greeted[2]]:
            return f"where {greeted[1]} goes before a first name"
        return _letters_after(value) if value.rstrip()[-1] in ",:" else "which doesn't end in a comma"
    if _has_capital_inside(value):
        return "with a capital letter inside a word"
    if len(letters) > 3 and value == value.lower():
        return "without capital letters"
    if field == "title":
        return ""
    same = "the same as the title" if value.casefold() == contact.title.casefold() else ""
    return _doubt_of_name(value, words, letters) or same or ("" if contact.salutation else _letters_after(value))


def _doubt_of_name(value: str, words: list[str], letters: str) -> str:
    """The same, of a person's name, "Ali, Hasan"; these are its words, and its letters."""
    if len(words) > 1 and len(letters) > 5 and value == value.upper():
        return "in capital letters"
    if any(map(str.isnumeric, value)):
        return "with a number in it"
    if odd := re.search(r"[(/;:!]|^['’‘=+]|(?<=\s)[-–—](?=\s+\S+\s+\S)", value):
        return f"with {odd[0]} in it: it is printed so after Dear"
    if "," in value and re.fullmatch(r"[^\s,]+(?: [^\s,]+)?, ?[^\s,]+(?: [^\s,]+)*", value):
        return "with the surname first: it is printed so after Dear"
    if _NOBODY.fullmatch(words[0]) or (len(words) > 1 and _NOBODY.fullmatch(words[-1])):
        return "which may be nobody's name"
    return "of one letter" if len(letters) == 1 else ""


def _letters_after(called: str) -> str:
    """What is doubtful about the end of a name or greeting: an order or a degree, or a surname in capitals, is not greeted."""
    *others, last = called.rstrip(",:").split()
    plain = last.replace(".", "")
    after = (len(plain) > 1 and plain.isupper()) or _DEGREE.fullmatch(plain)
    if after and any(any(map(str.islower, each)) for each in others if each != "Dear"):
        return f"which ends in {last}: it is printed so after Dear"
    return ""


def _unfinished(value: str) -> str:
    """What an unfinished text has, `with "NAME HERE" in it`; "" for nothing."""
    found = next(doubtful(value), None)
    return f'with "{found[1]}" in it, as an unfinished text has' if found else ""


def _has_capital_inside(name: str) -> bool:
    """True for a capital beyond ASCII within a word, "OÕBrien" or "JosŽ", as another encoding's letters look; not for "ZOË"."""
    for before, capital, after in zip(name, name[1:], f"{name[2:]} ", strict=False):
        if (
            capital.isupper()
            and not capital.isascii()
            and (before.islower() or (before.isupper() and after != after.lower()))
        ):
            return any(each.islower() for each in name)
    return False


def _question(
    comparison: YearComparison, authority: ComparedAuthority, field: str, value: str, words: QuestionText, place: Place
) -> Question:
    bound = (QuestionFigure(comparison.year, authority.code, field, value),)
    codes, names = (authority.code,), (authority.name,)
    return Question(comparison.year, QuestionKind.LEFT_OVER, codes, names, field, "Text", bound, words, _RANK, place)


def _values(fact: Fact, name: str) -> Iterator[tuple[str, str]]:
    if isinstance(fact, Mapping):
        for key, each in fact.items():
            yield from _values(each, f"{name}.{key}")
    elif isinstance(fact, tuple):
        for number, each in enumerate(fact, 1):
            yield from _values(each, f"{name}.{number}")
    else:
        yield name, fact.isoformat() if isinstance(fact, datetime.date) else fact


def _texts(node: Node, name: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, Group):
        for key, below in node.entries.items():
            yield from _texts(below, f"{name}.{key}" if name else key)
    elif isinstance(node, Items):
        for number, item in enumerate(node.items, 1):
            yield from _texts(item, f"{name}.{number}")
    elif isinstance(node, Scalar):
        yield name, node.text

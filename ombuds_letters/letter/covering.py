"""The words of the message that a letter is sent with, `covering.md`: filled in as the letter's are, as HTML and as text."""

from __future__ import annotations

import datetime
import html
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser

import jinja2

from ..edition import COVERING, Edition
from ..faults import Fault, Faults, Kind, Place
from ..formats import yaml_reader
from ..formats.yaml_reader import MISSING_FILE
from ..records.contacts import Contact
from ..records.record import Record
from . import environment, markdown, undefined_names
from .context import ContextBuilder
from .environment import Environment, PrintsNothingError
from .jinja_problems import rendering_problem, syntax_faults
from .template_places import TEMPLATE_FAILS, TEMPLATE_PRINTS_NOTHING
from .undefined_names import Namespace

COVERING_SUBJECT = Kind("covering.subject", "has no heading; begin it with one, # …, which is the message's subject")
COVERING_HEADINGS = Kind(
    "covering.headings",
    'has a second heading of one #, "{found}"; write ## …, as the first one is the message\'s subject',
)

_HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
_MARKUP = re.compile(r"<[^>]*>")
_LINE = re.compile(r' data-line="([^"]*)"')


@dataclass(frozen=True, slots=True)
class CoveringMessage:
    """A message's subject and its words, the same as text and as a whole HTML document."""

    subject: str
    text: str
    html: str


class CoveringWords:
    """An edition's covering words: `CoveringWords(edition, now).message(record, contact).subject`.

    `now` decides whether letters are under embargo.

    Raises: Faults, of covering.md: it is missing, is no template, uses an unknown name, has no heading, or two.
    """

    def __init__(self, edition: Edition, now: datetime.datetime) -> None:
        self._edition = edition
        self._context = ContextBuilder(edition)
        self._publication = Namespace(
            {
                "day": edition.publication.date(),
                "time": f"{edition.publication:%H:%M}",
                "embargo": now < edition.publication,
            }
        )
        self._path = edition.place(COVERING).path
        content = edition.file(COVERING)
        if content is None:
            raise MISSING_FILE.error(Place(self._path))
        text, faults = yaml_reader.text(content, self._path)
        template, word_faults = markdown.template(text, self._path, (), has_passages=False)
        if faults := [*faults, *word_faults]:
            raise Faults(faults)
        self._environment = Environment({COVERING: template}, {COVERING: self._path})
        try:
            tree = environment.tree(template, COVERING, self._path)
            self._template = self._environment.get_template(COVERING)
        except jinja2.TemplateError as error:
            raise Faults(syntax_faults(self._path, text, error)) from None
        self._tree = tree
        self._checked = False

    def message(self, record: Record, contact: Contact) -> CoveringMessage:
        """The message that goes with one letter.

        Raises: Faults: a name is unknown, a value is missing, there is no heading, or two.
        """
        values = self._context.context(self._context.letter_values(record, contact, draft=False))
        provided = {**values, "publication": self._publication}
        if not self._checked:
            found = undefined_names.undefined(self._tree, self._path, provided, {COVERING}, self._environment)
            if found:
                raise Faults(found)
            self._checked = True
        try:
            body = self._template.render(provided)
        except jinja2.TemplateError as error:
            place = Place(self._path, line_of(error, (self._path,))[1])
            if isinstance(error, PrintsNothingError):
                raise TEMPLATE_PRINTS_NOTHING.error(place) from None
            raise TEMPLATE_FAILS.error(place, problem=rendering_problem(error)) from None
        heading = _HEADING.search(body)
        subject = _text_of(heading[1]) if heading else ""
        if heading is None or not subject:
            raise COVERING_SUBJECT.error(Place(self._path))
        if second := _HEADING.search(body, heading.end()):
            raise COVERING_HEADINGS.error(self._place_of(second), found=_text_of(second[1]))
        body = _LINE.sub("", body[: heading.start()] + body[heading.end() :]).strip()
        return CoveringMessage(subject, plain(body), self._page(subject, re.sub(r"\n{2,}", "\n", body)))

    def _place_of(self, heading: re.Match[str]) -> Place:
        line = _LINE.search(heading[0])
        return Place(self._path, int(line[1]) if line else 0)

    def _page(self, subject: str, body: str) -> str:
        head = f'<head><meta charset="utf-8"><title>{html.escape(subject)}</title></head>'
        language = html.escape(self._edition.language)
        return f'<!DOCTYPE html>\n<html lang="{language}">{head}\n<body>\n{body}\n</body></html>\n'


def problems(edition: Edition, letters: Sequence[tuple[Record, Contact]]) -> tuple[Fault, ...]:
    """What is wrong with the messages of letters, before and after the letters are published; none without covering.md."""
    if edition.file(COVERING) is None:
        return ()
    found: list[Fault] = []
    for now in moments(edition):
        try:
            words = CoveringWords(edition, now)
        except Faults as error:
            return error.found
        for letter in letters:
            try:
                words.message(*letter)
            except Faults as error:
                found += [each for each in error.found if each not in found]
    return tuple(found)


def moments(edition: Edition) -> tuple[datetime.datetime, datetime.datetime]:
    """A time at which letters are under embargo, and one at which they are published: the words may differ."""
    return datetime.datetime.min.replace(tzinfo=datetime.UTC), edition.publication


def _text_of(markup: str) -> str:
    return " ".join(html.unescape(_MARKUP.sub("", markup)).split())


def plain(body: str) -> str:
    """Paragraphs and lists of HTML as plain text, one paragraph a line, an empty line between them."""
    reader = _TextReader()
    reader.feed(body)
    reader.close()
    return reader.text()


class _TextReader(HTMLParser):
    """Collects the text of blocks; items of lists begin with "- " or their number."""

    _BLOCKS = ("p", "h2", "h3", "li")

    def __init__(self) -> None:
        super().__init__()
        self._blocks: list[str] = []
        self._lists: list[int] = []  # the next number of each list that is open, 0 for bullets

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("ul", "ol"):
            self._lists.append(int(dict(attrs).get("start") or 1) if tag == "ol" else 0)
        elif tag == "li":
            number = self._lists[-1] if self._lists else 0
            self._blocks.append(f"{number}. " if number else "- ")
            if number:
                self._lists[-1] += 1
        elif tag == "br":
            self._add("\n")
        elif tag in self._BLOCKS and not (self._blocks and re.fullmatch(r"- |\d+\. ", self._blocks[-1])):
            self._blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()

    def handle_data(self, data: str) -> None:
        self._add(re.sub(r"\s+", " ", data))

    def _add(self, text: str) -> None:
        if self._blocks:
            self._blocks[-1] += text

    def text(self) -> str:
        lines = (re.sub(r" *\n *", "\n", block).strip() for block in self._blocks)
        return "\n\n".join(line for line in lines if line) + "\n"


def line_of(error: BaseException, paths: Collection[str]) -> tuple[str, int]:
    """The path of the template in which an error was raised, and the line; ("", 0) if that isn't known."""
    found, step = ("", 0), error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename in paths:
            found = step.tb_frame.f_code.co_filename, step.tb_lineno
        step = step.tb_next
    return found

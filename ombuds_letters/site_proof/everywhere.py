"""What every page keeps to: marks, policy, links, whom it names, and numbers that are accounted for."""

from __future__ import annotations

import datetime
import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from functools import cached_property
from urllib.parse import unquote

from ..edition.facts import Fact
from ..edition.tables import Rate
from ..faults import Kind
from ..proof.names import OtherNames
from ..records.record import Record
from . import content_model
from .anchors import SITE_LINK, Anchors
from .checked_page import CheckedPage, numbers_in
from .expected import ExpectedSite
from .html_reader import HtmlElement
from .people import SITE_PERSON, People

SITE_HTML = Kind("site.html", "is not sound HTML: {problem}; publish again")
SITE_OUTSIDE = Kind(
    "site.outside",
    'loads or runs "{found}", which is not a file of the site; take it out of the template, and publish again',
)
SITE_POLICY = Kind("site.policy", 'has the content security policy "{found}"; it should be "{expected}"; publish again')
SITE_MARK = Kind("site.mark", 'says "{found}" of itself; it should say "{expected}"; publish again')
SITE_NAMES = Kind("site.names", 'names "{found}" ({owner}), which is another authority; publish again')

# Nothing but the site's own files may be loaded, and nothing sent anywhere.
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none'; "
    "form-action 'none'"
)
DRAFT, SPECIMEN = "DRAFT – not issued", "SPECIMEN – a made-up authority"

_LOADED = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "object": "data",
    "embed": "src",
    "source": "src",
    "audio": "src",
    "video": "src",
}
_UNSAID = frozenset(("d", "viewbox", "class", "id"))  # attributes
_RUNS = frozenset(("strong", "b", "a", "code", "span", "em"))  # their words go on in the words around them


class Everywhere:
    """The checks of every page: `Everywhere(expected, files).check(page, record)`; `files` are the site's, by path."""

    def __init__(self, expected: ExpectedSite, files: Collection[str]) -> None:
        self._expected = expected
        self._files = files
        self.anchors = Anchors()
        self._names = OtherNames(expected.every.values(), expected.edition, self.public)
        self._named: dict[str, tuple[str, ...]] = {}  # whom a text names; most texts are on every page

    @cached_property
    def public(self) -> str:
        """What the site may say of itself: the templates' own words, facts, titles, regions."""
        expected = self._expected
        return "\n".join([expected.own_words, *_texts(expected.edition.facts), *self._titles()])

    def _titles(self) -> list[str]:
        edition, expected = self._expected.edition, self._expected
        titles = [edition.title, edition.author, *(kind.title for kind in edition.kinds.values()), *expected.regions]
        return [*titles, *(column.heading for column in expected.columns.values())]

    @cached_property
    def people(self) -> People:
        """What must not be published of contacts."""
        expected = self._expected
        names = [*self._titles(), *(record.name for record in expected.every.values())]
        said = "\n".join([expected.words, *_texts(expected.edition.facts), *names])
        return People(expected.contacts.values(), said, self.public)

    @cached_property
    def numbers(self) -> set[str]:
        """The numbers that any page may have."""
        expected = self._expected
        edition = expected.edition
        days = [edition.letter_date, edition.publication.date(), expected.day]
        found = numbers_in(self.public) | {
            edition.year,
            *(year for year, _ in expected.earlier),
            f"{len(expected.records):,}",
        }
        found |= {f"{column.figure.per:,}" for column in expected.columns.values() if isinstance(column.figure, Rate)}
        found |= {str(each) for day in days for each in (day.day, day.year)} | {str(expected.revision)}
        return found | {f"{len(records):,}" for records in (*expected.kinds.values(), *expected.regions.values())}

    def check(self, page: CheckedPage, problems: Iterable[tuple[int, str]], own: Record | None) -> None:
        """Checks a page; `own` is the authority that it is about, if it is about one."""
        for line, problem in (*problems, *content_model.problems(page.root)):
            page.fault(line, "", SITE_HTML, problem=problem)
        self._policy(page)
        self._marks(page)
        self._links(page)
        said = _said(page.root, self._addressee(page) if own is not None else set())
        self._people(page, said)
        if own is not None:
            self._others(page, own, said)

    def _policy(self, page: CheckedPage) -> None:
        """Each page's own policy, and that nothing on it would be against it."""
        policies = [
            each.attributes.get("content", "")
            for each in page.root.all("meta")
            if each.attributes.get("http-equiv", "").lower() == "content-security-policy"
        ]
        if policies != [POLICY]:
            page.fault(0, "policy", SITE_POLICY, found="; ".join(policies), expected=POLICY)
        for each in page.root.walk():
            run = [name for name in each.attributes if name.startswith("on") or name == "style"]
            data = each.attributes.get("type") == "application/json"
            if run or each.tag == "style" or (each.tag == "script" and "src" not in each.attributes and not data):
                page.fault(each.line, each.tag, SITE_OUTSIDE, found=run[0] if run else f"<{each.tag}>")

    def _marks(self, page: CheckedPage) -> None:
        """That a draft says so, and that a made-up authority's page says what it is; no other page may."""
        made_up = any(record.specimen for record in self._expected.every.values())
        wanted = " · ".join([*([DRAFT] if self._expected.draft else []), *([SPECIMEN] if made_up else [])])
        said = " ".join(each.text for each in page.root.all("p", "mark"))
        if said != wanted:
            page.fault(0, "mark", SITE_MARK, found=said, expected=wanted)
        robots = [
            each.attributes.get("content", "")
            for each in page.root.all("meta")
            if each.attributes.get("name") == "robots"
        ]
        if any("noindex" in each for each in robots) != self._expected.draft:
            page.fault(
                0, "robots", SITE_MARK, found=", ".join(robots), expected="noindex" if self._expected.draft else ""
            )

    def _links(self, page: CheckedPage) -> None:
        own: set[str] = set()
        for each in page.root.walk():
            if (name := each.attributes.get("id")) is not None:
                if name in own:
                    page.fault(each.line, each.tag, SITE_HTML, problem=f'"{name}" is the identifier of two elements')
                own.add(name)
        self.anchors.there[page.path] = frozenset(own)
        for each in page.root.walk():
            loads = _LOADED.get(each.tag)
            if each.tag == "link":
                loads = "href"
            if loads and (target := each.attributes.get(loads)):
                self._local(page, each, target, loaded=True)
            elif target := each.attributes.get("href"):
                self._local(page, each, target, loaded=each.tag == "use")
            if "srcset" in each.attributes:
                page.fault(each.line, each.tag, SITE_OUTSIDE, found=each.attributes["srcset"])

    def _local(self, page: CheckedPage, element: HtmlElement, target: str, *, loaded: bool) -> None:
        if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//", target):
            if loaded or not re.match(r"https?://|mailto:|tel:", target):
                page.fault(element.line, element.tag, SITE_OUTSIDE, found=target)
            return
        path, _, anchor = target.partition("#")
        leads = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), unquote(path))) if path else page.path
        if leads not in self._files or target.startswith("/"):
            page.fault(element.line, element.tag, SITE_LINK, found=target)
        elif anchor:
            self.anchors.wanted.append((page.place, element.line, leads, anchor))

    def _people(self, page: CheckedPage, said: Iterable[tuple[str, bool]]) -> None:
        """That no contact is on the page, but in the letter's own address and salutation."""
        for text in (text for text, is_letters in said if not is_letters):
            if (named := self._named.get(text)) is None:
                named = self._named[text] = tuple(self.people.found(text))
            for found in named:
                page.fault(0, "", SITE_PERSON, found=found)

    def _addressee(self, page: CheckedPage) -> set[int]:
        """The elements of a letter that say whom it goes to, if pages may say that."""
        if not self._expected.addressee:
            return set()
        found: list[HtmlElement] = []
        for letter in page.root.all("article", "paper"):
            words = [
                each for part in letter.all("div", "words") for each in part.children if isinstance(each, HtmlElement)
            ]
            found += [*letter.all("div", "addressee"), *words[:1]]
        return set(map(id, found))

    def _others(self, page: CheckedPage, own: Record, said: Iterable[tuple[str, bool]]) -> None:
        """That an authority's page names no other authority, but those that its own passages may name.

        Those whose place it took have no letter; another's short name may be a part of theirs.
        """
        contact = self._expected.contacts[own.code]
        allowed = {own.code, *(name for passage in own.passages for name in passage.names)}
        before = {name for each in self._expected.before.get(own.code, ()) for name in each.names}
        printed = [own.name, *before, contact.name, contact.title, contact.salutation, contact.body]
        texts = "\n".join(dict.fromkeys(text for text, _ in said))  # half of them are there twice
        for found, owner in self._names.others(texts, allowed, printed):
            page.fault(0, "", SITE_NAMES, found=found, owner=owner)


def _said(root: HtmlElement, addressee: Set[int]) -> list[tuple[str, bool]]:
    """Everything that a page says or has in its attributes, and whether that is a letter's address or salutation."""
    found: list[tuple[str, bool]] = []

    def add(element: HtmlElement, is_letters: bool) -> None:
        is_letters = is_letters or id(element) in addressee
        for name, value in element.attributes.items():
            if value and name not in _UNSAID:
                found.append((value, is_letters))
        text = ""
        for child in element.children:
            if isinstance(child, str):
                text += child
                continue
            if child.tag in _RUNS and id(child) not in addressee:
                text += child.text
            add(child, is_letters)
        if text and not text.isspace():
            found.append((text, is_letters))

    add(root, False)
    return found


def _texts(facts: Mapping[str, Fact]) -> Iterator[str]:
    for each in facts.values():
        if isinstance(each, Mapping):
            yield from _texts(each)
        elif isinstance(each, tuple):
            yield from map(str, each)
        else:
            yield str(each)
            if isinstance(each, datetime.date):
                yield f"{each.day} {each.year} {each.day:02}/{each.month:02}/{each.year}"

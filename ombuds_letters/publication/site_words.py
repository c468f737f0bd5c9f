"""The words of the site as a person accepted them: what its templates say, line by line, with the conditions around it.

`templates/YEAR/site/accepted.yaml`, written by `accept --site`. What is published must say the same. How pages look, and the
markup around words, need no acceptance.
"""

from __future__ import annotations

import difflib
import hashlib
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..edition import ACCEPTED, QUESTIONS_TO_ASK, TEMPLATES, Edition, load_edition
from ..faults import Fault, Faults, Kind, Place
from ..formats import yaml_reader, yaml_writer
from ..formats.fields import Fields
from ..formats.yaml_writer import Quoted
from ..storage import audit_log, os_errors
from ..storage.workspace import Workspace
from . import site_settings
from .site_settings import SiteSettings

WORDS_NONE = Kind(
    "publish.words_none",
    "isn't there: nobody has accepted what the site says; look at a draft of it, then run: ombuds-letters accept {year} --site "
    "--by WHO",
)
WORDS_CHANGED = Kind(
    "publish.words",
    'says "{now}"; accepted is "{before}"; put it back, or if it is meant: ombuds-letters accept {year} --site --by WHO',
)
WORDS_ADDED = Kind(
    "publish.words_added",
    'says "{now}", which was not accepted; take it out, or if it is meant: ombuds-letters accept {year} --site --by WHO',
)
WORDS_LOST = Kind(
    "publish.words_lost",
    'no longer says "{before}"; put it back, or if it is meant: ombuds-letters accept {year} --site --by WHO',
)

ACCEPTED_IT = "accepted the site's words"  # in the audit log

_HEAD = """# The words of the site as they were accepted: what its templates say, line by line. Written by
#   ombuds-letters accept YEAR --site --by WHO
# The site is published only while they say the same.

"""
_AROUND = 3  # words that a fault shows before and after what differs
_WORD = re.compile(r"\w")
_COMMENT = re.compile(r"\{#.*?#\}|<!--.*?-->", re.DOTALL)
_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_INLINE = re.compile(r"</?(?:a|b|strong|em|code|span|small|sup|sub)\b[^>]*>")
_MARKUP = re.compile(r"<[^>]*>")
_READ = re.compile(r'\b(?:aria-label|alt|title|placeholder)="([^"]*)"')  # attributes that people read or hear
_LITERAL = re.compile(r'"([^"\n]*)"|`([^`\n]*)`')
_SENTENCE = re.compile(r"[A-Z]|\w[.,:;?!](?:\s|$)|\$\{")
_CONTENT = re.compile(r"\bcontent\s*:([^;}]*)")  # what a style sheet prints


@dataclass(frozen=True, slots=True)
class WordsChange:
    """Lines of a file that differ from what was accepted, "" for none; `place` is where they are, or were."""

    place: Place
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class SiteProposal:
    """What would be accepted: `changes` from what was accepted before, all words where nothing was; then `again` is false."""

    path: Path
    content: str
    changes: tuple[WordsChange, ...]
    again: bool


def propose(workspace: Workspace, year: str) -> SiteProposal:
    """The words of the site as they are now, and how they differ from what was accepted.

    Raises: Faults, of the edition, the site's settings or what was accepted.
    """
    edition = load_edition(workspace, year)
    settings = site_settings.read(workspace, edition)
    now = {name: [line for _, line in lines] for name, lines in _words(edition, settings).items()}
    said = [{"name": Quoted(name), "says": [Quoted(each) for each in lines]} for name, lines in now.items()]
    accepted = _accepted(settings)
    changes = tuple(_changes(edition, settings, accepted or {}))
    path = site_settings.folders(workspace, year)[1] / ACCEPTED
    return SiteProposal(path, yaml_writer.text({"files": said}, _HEAD), changes, accepted is not None)


def accept(workspace: Workspace, year: str, proposal: SiteProposal, who: str) -> None:
    """Writes down what was proposed, and in the audit log by whom it was accepted.

    Raises: Faults, where the audit log was changed by another program.
    """
    digest = hashlib.sha256(proposal.content.encode()).hexdigest()
    proposal.path.parent.mkdir(exist_ok=True)
    audit_log.write(workspace.data(year), who, ACCEPTED_IT, [{"file": proposal.path.name, "digest": digest}])
    os_errors.write(proposal.path, proposal.content)


def faults(edition: Edition, settings: SiteSettings) -> list[Fault]:
    """Whatever the site says and nobody accepted, or no longer says.

    Raises: Faults, of the accepted words as a file.
    """
    accepted = _accepted(settings)
    if accepted is None:
        return [WORDS_NONE(Place(settings.accepted_path), "", year=edition.year)]
    return [_fault(each, edition.year) for each in _changes(edition, settings, accepted)]


def read_words(edition: Edition, settings: SiteSettings) -> str:
    """All that people read of the site's own words and of the letter's: no comments, and no attributes that nobody hears."""
    lines = [line for file in _words(edition, settings).values() for _, line in file]
    for name, content in edition.files.items():
        if name.endswith(TEMPLATES):
            text = content.decode("utf-8", "replace")
            lines += [" ".join(line.split()) for _, line in _of_template(text, is_markup=not name.endswith(".md"))]
    return "\n".join(lines)


def _fault(change: WordsChange, year: str) -> Fault:
    if not change.before:
        return WORDS_ADDED(change.place, "", now=change.now, year=year)
    if not change.now:
        return WORDS_LOST(change.place, "", before=change.before, year=year)
    before, now = _differing(change.before.split(), change.now.split())
    return WORDS_CHANGED(change.place, "", now=now, before=before, year=year)


def _differing(before: Sequence[str], now: Sequence[str]) -> tuple[str, str]:
    """Two lines from some words before the first that differs to some after the last: a fault shows no long line whole."""
    first = next((at for at, (one, other) in enumerate(zip(before, now, strict=False)) if one != other), None)
    start = max(0, (min(len(before), len(now)) if first is None else first) - _AROUND)
    back = zip(reversed(before[start:]), reversed(now[start:]), strict=False)
    end = max(0, sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], back)) - _AROUND)
    return " ".join(before[start : len(before) - end]), " ".join(now[start : len(now) - end])


def _changes(
    edition: Edition, settings: SiteSettings, accepted: Mapping[str, tuple[str, ...]]
) -> Iterator[WordsChange]:
    now = _words(edition, settings)
    for name in dict.fromkeys([*now, *accepted]):
        path = settings.paths.get(name) or edition.place(name).path
        then, lines = accepted.get(name, ()), now.get(name, [])
        matched = difflib.SequenceMatcher(None, then, [line for _, line in lines], autojunk=False)
        for what, first, last, start, end in matched.get_opcodes():
            if what == "equal":
                continue
            at = lines[start][0] if start < len(lines) else 0
            for number in range(max(last - first, end - start)):
                before = then[first + number] if first + number < last else ""
                found = lines[start + number] if start + number < end else (at, "")
                yield WordsChange(Place(path, found[0]), before, found[1])


def _accepted(settings: SiteSettings) -> Mapping[str, tuple[str, ...]] | None:
    """The accepted lines by the names of their files; None if nothing was accepted."""
    if settings.accepted is None:
        return None
    text, found = yaml_reader.text(settings.accepted, settings.accepted_path)
    node, more = yaml_reader.document(text, settings.accepted_path) if not found else (None, [])
    found += more
    if node is None:
        raise Faults(found)
    fields = Fields(node, "", found)
    said: dict[str, tuple[str, ...]] = {}
    for name, each in fields.items("files"):
        one = Fields(each, name, found)
        said[one.text("name")] = tuple(one.texts("says"))
        one.report_unknown()
    fields.report_unknown()
    if found:
        raise Faults(found)
    return said


def _words(edition: Edition, settings: SiteSettings) -> Mapping[str, list[tuple[int, str]]]:
    """What each file of the site says, with its lines' numbers; files that say nothing are left out."""
    contents = {name: content.decode("utf-8", "replace") for name, content in settings.files.items()}
    asked = edition.file(QUESTIONS_TO_ASK)
    if asked is not None:
        contents[QUESTIONS_TO_ASK] = asked.decode("utf-8", "replace")
    found = {}
    for name, content in sorted(contents.items()):
        if name.endswith((".j2", ".md")):
            lines = _of_template(content, is_markup=name.endswith(".j2"))
        elif name.endswith(".js"):
            lines = _of_script(content)
        elif name.endswith(".css"):
            lines = _of_style(content)
        else:
            lines = _of_settings(content)
        said = [(number, " ".join(line.split())) for number, line in lines if _WORD.search(line)]
        if said:
            found[name] = said
    return found


def _of_template(content: str, *, is_markup: bool) -> Iterator[tuple[int, str]]:
    """The lines of a template without comments and, in HTML, without markup; values and conditions stay as they are."""
    text = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), content)
    kept: list[str] = []

    def put_away(found: re.Match[str]) -> str:
        kept.append(" ".join(found[0].split()))
        return f"\0{len(kept) - 1}\0" + "\n" * found[0].count("\n")

    text = _JINJA.sub(put_away, text)
    if is_markup:
        text = _MARKUP.sub(_read_in, _INLINE.sub(_read_in, text))
    for number, line in enumerate(text.split("\n"), 1):
        yield number, re.sub("\0([0-9]+)\0", lambda found: kept[int(found[1])], line)


def _read_in(element: re.Match[str]) -> str:
    """What people read or hear of an element's attributes; the lines that it takes are kept."""
    said = _READ.findall(element[0])
    apart = "" if _INLINE.fullmatch(element[0]) and not said else " "
    return f"{apart}{' '.join(said)}{apart}" + "\n" * element[0].count("\n")


def _of_script(content: str) -> Iterator[tuple[int, str]]:
    """The texts in a script that read as sentences or parts of one."""
    for number, line in enumerate(content.split("\n"), 1):
        for found in () if line.lstrip().startswith("//") else _LITERAL.finditer(line):
            said = found[1] or found[2] or ""
            if " " in said and _SENTENCE.search(said):
                yield number, said


def _of_style(content: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(content.split("\n"), 1):
        yield number, " ".join(_CONTENT.findall(line))


def _of_settings(content: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(content.split("\n"), 1):
        if not line.lstrip().startswith("#"):
            yield number, line

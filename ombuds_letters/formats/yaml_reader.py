"""YAML text as values that know their place, and every fault of the text at once.

PyYAML's event stream does the reading; its own loaders are not used, since with them the last of two equal keys wins,
`no` is False and `010` is 8. Here every scalar stays the text that was typed; the code that asks for it says what it must be.
"""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from .. import files
from ..faults import Fault, Kind, Place
from ..text.english import named_character
from . import simple_yaml, yaml_problems
from .nodes import Mapping, Node, Position, Rejected, Scalar, Sequence

UNREADABLE = Kind(
    "file.unreadable",
    "can't be read ({reason}); check that you may read it, and close any program that has it open",
)
MISSING_FILE = Kind("file.missing", "isn't there; put the file back, or check the year and the folder")
NOT_UTF8 = Kind(
    "file.not_utf8",
    "is not UTF-8 (byte {byte}); save it as UTF-8: in Notepad, Save As, Encoding: UTF-8; in Excel, CSV UTF-8",
)
OVERSIZED = Kind("file.oversized", "has {size:,} bytes, more than the {most:,} that are read; use a smaller one")
TOO_LARGE = Kind("file.too_large", "has {size:,} bytes, more than the limit of {most:,}; split it into several files")
CONTROL_CHARACTER = Kind("file.control_character", "has an invisible character ({name}); delete it")
TWO_VERSIONS = Kind(
    "file.two_versions",
    'has "{found}", which git writes where two people changed the same lines; keep the lines of one, and delete the other\'s '
    "and those that begin with <<<<<<<, |||||||, ======= or >>>>>>>",
)
NOT_YAML = Kind("yaml.not_yaml", "is not YAML: {problem}")
TOO_DEEP = Kind("yaml.too_deep", "is nested more than {most} levels deep; use at most four")
DUPLICATE_KEY = Kind("yaml.duplicate_key", "is here for the second time, after line {first}; keep one of the two")
ALIAS = Kind("yaml.alias", 'is "*{name}", an alias in YAML; write the value itself, or put it in quotes')
ANCHOR = Kind("yaml.anchor", 'has "&{name}", an anchor in YAML; write the value alone, or put it in quotes')
TAG = Kind("yaml.tag", 'has "{name}", a tag in YAML; write the value alone, or put it in quotes')
KEY_NOT_TEXT = Kind("yaml.key_not_text", "has a list or a group where a field's name belongs; write `field: value`")
NO_DOCUMENT = Kind("yaml.no_document", "is empty; fill it in, or delete it")
SECOND_DOCUMENT = Kind(
    "yaml.second_document",
    "starts a second part of the file, after a line `---`; delete that line",
)

MOST_BYTES = 1_000_000
MOST_DEEP = 20

# What YAML calls line breaks and no editor does, and what no text needs: C0 and C1 controls, surrogates, noncharacters.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]")

# From the first of git's marks to the last: both versions. A mark may have been forgotten when its others were deleted.
_TWO_VERSIONS = re.compile(r"^(<{7} [^\r\n]*)(?:[\s\S]*?^>{7} |)|^((?:>{7}|\|{7}) [^\r\n]*)", re.MULTILINE)

# A comment one space after a value (1), or on the next line that isn't empty (2), where the value might have continued.
_COMMENT = re.compile(r"[ \t](#[^\r\n]*)|[ \t]*(?:\r\n?|\n)[ \t\r\n]*(#[^\r\n]*)")

# What is lost where lines are joined to one: the end of a paragraph, and an item of a list.
_LOST_IN_ONE = re.compile(r"\n[ \t]*(?:\n|(?:[-*+]|\d{1,9}[.)])[ \t]+\S)")


def text(raw: bytes, path: str, most: int = MOST_BYTES) -> tuple[str, list[Fault]]:
    """A file's text without its byte order mark, and what keeps it from being read; "" with a fault.

    `path` is how the file is named in faults. UTF-8 only: a file in another encoding is reported at its first byte that is
    not UTF-8.
    """
    if len(raw) > most:
        return "", [TOO_LARGE(Place(path), size=len(raw), most=most)]
    try:
        found = raw.decode("utf-8-sig")
        if "\0" in found:  # UTF-16 without its mark: each second byte of an English text is 00
            return "", [NOT_UTF8(_at(path, found, found.index("\0")), "", byte="00")]
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig", errors="replace")
        foreign = raw[error.start : error.start + 1].hex().upper()
        return "", [NOT_UTF8(_at(path, before, len(before)), "", byte=foreign)]
    faults = [
        CONTROL_CHARACTER(_at(path, found, match.start()), "", name=named_character(match[0]))
        for match in _CONTROL.finditer(found)
    ]
    faults += [
        TWO_VERSIONS(_at(path, found, match.start()), "", found=match[1] or match[2])
        for match in _TWO_VERSIONS.finditer(found)
    ]
    return ("" if faults else found), faults


def file_text(path: Path, display_path: str, most: int = MOST_BYTES) -> tuple[str, list[Fault]]:
    """A file's text as `text` gives it; a missing or unreadable file, or one of more than `most` bytes, is a fault too."""
    try:
        raw = files.read(path, most)
    except FileNotFoundError:
        return "", [MISSING_FILE(Place(display_path))]
    except files.TooLarge as error:
        return "", [TOO_LARGE(Place(display_path), size=error.size, most=most)]
    except OSError as error:
        return "", [UNREADABLE(Place(display_path), reason=error.strerror or str(error))]
    return text(raw, display_path, most)


def documents(content: str, path: str) -> tuple[list[Node], list[Fault]]:
    """The documents of a YAML text, separated by `---`, and every fault of its form.

    The documents are given even where there are faults, so that a reader can find the faults of their fields too; a text
    that isn't YAML from some line on, or is nested too deep, gives the documents that end before it.
    """
    simple = simple_yaml.mapping(content, path)
    return ([simple], []) if simple else parsed_documents(content, path)


def parsed_documents(content: str, path: str) -> tuple[list[Node], list[Fault]]:
    """What `documents` gives, by the parser whatever the text."""
    builder = _Builder(content, path)
    try:
        # The C parser, whose loader is not used: it can crash the process.
        for event in yaml.parse(content, Loader=yaml.CSafeLoader):
            if not builder.add(event):
                break
    except yaml.MarkedYAMLError as error:
        builder.faults.append(_not_yaml(error, content, path))
    except yaml.YAMLError as error:  # ReaderError: a character that `text` let through and YAML refuses
        builder.faults.append(NOT_YAML(Place(path), problem=yaml_problems.in_plain_words(str(error).splitlines()[0])))
    return builder.documents, builder.faults


def _not_yaml(error: yaml.MarkedYAMLError, content: str, path: str) -> Fault:
    start, seen = ((mark.line, mark.column) if mark else None for mark in (error.context_mark, error.problem_mark))
    problem = (error.problem or error.context or "").strip()
    line, column, why = yaml_problems.explained(problem, seen or start or (0, 0), start, content)
    return NOT_YAML(Place(path, line, column), problem=why)


def document(content: str, path: str) -> tuple[Node | None, list[Fault]]:
    """The one document of a YAML text that has no more than one, and every fault of its form."""
    nodes, faults = documents(content, path)
    if not nodes and not faults:
        faults.append(NO_DOCUMENT(Place(path)))
    if len(nodes) > 1:  # what is missing in the first may be in the second
        return None, [*faults, SECOND_DOCUMENT(nodes[1].place)]
    return (nodes[0] if nodes else None), faults


def _at(path: str, content: str, offset: int) -> Place:
    lines = re.split("\r\n|\n|\r", content[:offset])
    return Place(path, len(lines), len(lines[-1]) + 1)


class _Open:
    """A mapping or list that is still being read; `key` is the last one that has no value yet."""

    __slots__ = ("entries", "is_mapping", "items", "key", "key_origins", "place")

    def __init__(self, place: Place, is_mapping: bool) -> None:
        self.place = place
        self.is_mapping = is_mapping
        self.items: list[Node] = []
        self.entries: dict[str, Node] = {}
        self.key_origins: dict[str, Position] = {}
        self.key: Node | None = None


class _Builder:
    """Values from events, without recursion, so that no depth of brackets can break it."""

    def __init__(self, content: str, path: str) -> None:
        self.documents: list[Node] = []
        self.faults: list[Fault] = []
        self._content = content
        self._path = path
        self._open: list[_Open] = []

    def add(self, event: yaml.Event) -> bool:
        """False where reading must stop: the parser takes minutes over 100,000 nested brackets."""
        if isinstance(event, yaml.ScalarEvent):
            self._properties(event)
            swallowed = self._swallowed_comment(event)
            self._put(Scalar(self._place(event), event.value, not event.style, swallowed, self._joined(event)))
        elif isinstance(event, yaml.CollectionStartEvent):
            if len(self._open) == MOST_DEEP:
                self._fault(event, TOO_DEEP, most=MOST_DEEP)
                return False
            self._properties(event)
            if self._open and self._open[-1].is_mapping and self._open[-1].key is None:
                self._fault(event, KEY_NOT_TEXT)
            self._open.append(_Open(self._place(event), isinstance(event, yaml.MappingStartEvent)))
        elif isinstance(event, yaml.CollectionEndEvent):
            done = self._open.pop()
            if done.is_mapping:
                self._put(Mapping(done.place, done.entries, done.key_origins))
            else:
                self._put(Sequence(done.place, tuple(done.items)))
        elif isinstance(event, yaml.AliasEvent):
            self._fault(event, ALIAS, name=event.anchor)
            self._put(Rejected(self._place(event)))
        return True

    def _place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        return Place(self._path, mark.line + 1, mark.column + 1) if mark else Place(self._path)

    def _fault(self, event: yaml.Event, kind: Kind, **values: object) -> None:
        self.faults.append(kind(self._place(event), self._field(), **values))

    def _field(self) -> str:
        return ".".join(each.key.text for each in self._open if isinstance(each.key, Scalar))

    def _properties(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor is not None:
            self._fault(event, ANCHOR, name=event.anchor)
        if event.tag is not None:
            self._fault(event, TAG, name=event.tag.replace("tag:yaml.org,2002:", "!!"))

    def _swallowed_comment(self, event: yaml.ScalarEvent) -> str:
        """The comment after a plain value, unless two spaces separate them, or it is indented no deeper than the field."""
        end = event.end_mark
        if event.style or not event.value or end is None or not self._open:
            return ""
        found = _COMMENT.match(self._content, end.index)
        if found is None or found[1]:
            return found[1] if found else ""
        top = self._open[-1]
        field = top.key.place if top.key else top.place
        return found[2] if _at(self._path, found[0], found.start(2) - found.start()).column > field.column else ""

    def _joined(self, event: yaml.ScalarEvent) -> bool:
        start, end = event.start_mark, event.end_mark
        if event.style == "|" or start is None or end is None or start.line == end.line:
            return False
        typed = self._content[start.index : end.index].splitlines()
        below = typed[1:] if event.style == ">" else typed
        return _LOST_IN_ONE.search("\n".join(below).strip()) is not None

    def _put(self, node: Node) -> None:
        if not self._open:
            self.documents.append(node)
            return
        top = self._open[-1]
        if not top.is_mapping:
            top.items.append(node)
        elif top.key is None:
            top.key = node
        else:
            key, top.key = top.key, None
            if not isinstance(key, Scalar):
                pass  # reported as KEY_NOT_TEXT, or as an alias
            elif key.text in top.entries:
                field = ".".join(filter(None, [self._field(), key.text]))
                self.faults.append(DUPLICATE_KEY(key.place, field, first=Place(*top.key_origins[key.text]).line))
            else:
                top.entries[key.text] = node
                top.key_origins[key.text] = key.place

"""YAML text as values that know their place, and every fault of the text at once.

PyYAML's event stream does the reading; its own loaders are not used, since with them the last of two equal keys wins,
`no` is False and `010` is 8. Here every scalar stays the text that was typed, and the record says what it must be.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from ..faults import Fault, Kind, Place
from ..text.english import named_character
from .yaml_problems import in_plain_words

UNREADABLE = Kind(
    "file.unreadable",
    "can't be read ({reason}); give yourself the right to read it, or close the program that holds it",
)
MISSING_FILE = Kind("file.missing", "isn't there; put the file back, or check the year and the folder")
NOT_UTF8 = Kind(
    "file.not_utf8",
    "is not UTF-8 (byte {byte}); save it as UTF-8: in Notepad, Save As, Encoding: UTF-8; in Excel, CSV UTF-8",
)
TOO_LARGE = Kind("file.too_large", "has {size:,} bytes; a file here has at most {most:,}: part it into several")
CONTROL_CHARACTER = Kind("file.control_character", "has a character that can't be seen ({name}); delete it")
NOT_YAML = Kind("yaml.not_yaml", "is not YAML: {problem}")
TOO_DEEP = Kind("yaml.too_deep", "is nested deeper than {most}; a record has at most four levels")
DUPLICATE_KEY = Kind("yaml.duplicate_key", "stands here a second time, first in line {first}; keep one of the two")
ALIAS = Kind("yaml.alias", "is an alias (*{name}); write the value itself, or put it in quotes")
ANCHOR = Kind("yaml.anchor", "has an anchor (&{name}); write the value alone, or put it in quotes")
TAG = Kind("yaml.tag", "has a tag ({name}); write the value alone, or put it in quotes")
KEY_NOT_TEXT = Kind("yaml.key_not_text", "has a list or a group where a field's name belongs; write `field: value`")
NO_DOCUMENT = Kind("yaml.no_document", "is empty; fill it, or delete it")
SECOND_DOCUMENT = Kind(
    "yaml.second_document",
    "begins a second part of the file, after a line `---`; such a file has one part: delete that line",
)

MOST_BYTES = 1_000_000
MOST_DEEP = 20

# What YAML calls line breaks and no editor does, and what no text needs: C0 and C1 controls, surrogates, noncharacters.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]")

# A comment one space behind a value (1), or on the next line that isn't empty (2), where the value might have gone on.
_COMMENT = re.compile(r"[ \t](#[^\r\n]*)|[ \t]*(?:\r\n?|\n)[ \t\r\n]*(#[^\r\n]*)")

# Where something isn't closed, the place to look is its beginning, not the end of the file.
_UNCLOSED = ("unexpected end of stream", "unexpected document indicator", "did not find expected ',' or")

EMPTY = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True)
class Scalar:
    """A value as typed: `Scalar(place, "010", plain=True)`; `plain` means without quotes and not a block.

    `lost` has what YAML took for a comment where words may have been meant, "#17, and for your report."
    """

    place: Place
    text: str
    plain: bool
    swallowed_comment: str = ""

    @property
    def empty(self) -> bool:
        """True where nothing was typed, or `null` or `~`, which YAML takes for nothing."""
        return self.plain and self.text in EMPTY


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list; its items in order."""

    place: Place
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class MappingEntry:
    """A key and its value, with the key's own place."""

    key: str
    place: Place
    value: Node


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values in the order of the file, each key once."""

    place: Place
    entries: tuple[MappingEntry, ...]


@dataclass(frozen=True, slots=True)
class Rejected:
    """Something whose fault has been told (an alias): whoever reads on passes over it without a second word."""

    place: Place


Node = Scalar | Sequence | Mapping | Rejected


def text(raw: bytes, path: str, most: int = MOST_BYTES) -> tuple[str, list[Fault]]:
    """A file's text without its byte order mark, and what keeps it from being read; "" with a fault.

    `path` is how the file is named in faults. UTF-8 only: a file in another encoding is told with the place of its
    first foreign byte.
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
    return ("" if faults else found), faults


def file_text(path: Path, shown: str, most: int = MOST_BYTES) -> tuple[str, list[Fault]]:
    """A file's text as `text` gives it; a missing or unreadable file, or one of more than `most` bytes, is a fault too."""
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            raw = file.read(min(size, most) + 1)  # not the whole of a file that is refused for its size
            if size < len(raw) <= most:  # it has grown meanwhile, or doesn't say its size
                raw += file.read(most + 1 - len(raw))
    except FileNotFoundError:
        return "", [MISSING_FILE(Place(shown))]
    except OSError as error:
        return "", [UNREADABLE(Place(shown), reason=error.strerror or str(error))]
    if len(raw) > most:
        return "", [TOO_LARGE(Place(shown), size=max(size, len(raw)), most=most)]
    return text(raw, shown, most)


def documents(content: str, path: str) -> tuple[list[Node], list[Fault]]:
    """The documents of a YAML text, parted by `---`, and every fault of its form.

    With any fault the documents are still given, so that a reader can find the faults of their fields too; a text that
    isn't YAML from some line on, or is nested too deep, gives the documents that end before it.
    """
    builder = _Builder(content, path)
    try:
        # The C parser: the events of 354 records in 0.05 s. Its loader, which can crash the process, is not used.
        for event in yaml.parse(content, Loader=yaml.CSafeLoader):
            if not builder.take(event):
                break
    except yaml.MarkedYAMLError as error:
        unclosed = any(said in (error.problem or "") for said in _UNCLOSED)
        mark = (error.context_mark if unclosed else None) or error.problem_mark or error.context_mark
        place = Place(path, mark.line + 1, mark.column + 1) if mark else Place(path)
        problem = (error.problem or error.context or "").strip()
        builder.faults.append(NOT_YAML(place, problem=in_plain_words(problem)))
    except yaml.YAMLError as error:  # ReaderError: a character that `text` let through and YAML refuses
        builder.faults.append(NOT_YAML(Place(path), problem=in_plain_words(str(error).splitlines()[0])))
    return builder.documents, builder.faults


def document(content: str, path: str) -> tuple[Node | None, list[Fault]]:
    """The one document of a YAML text that has no more than one, and every fault of its form."""
    nodes, faults = documents(content, path)
    if not nodes and not faults:
        faults.append(NO_DOCUMENT(Place(path)))
    if len(nodes) > 1:  # what the first lacks may stand in the second
        return None, [*faults, SECOND_DOCUMENT(nodes[1].place)]
    return (nodes[0] if nodes else None), faults


def _at(path: str, content: str, offset: int) -> Place:
    lines = re.split("\r\n|\n|\r", content[:offset])
    return Place(path, len(lines), len(lines[-1]) + 1)


class _Open:
    """A mapping or list that is still being read."""

    __slots__ = ("entries", "items", "key", "keys", "mapping", "place")

    def __init__(self, place: Place, mapping: bool) -> None:
        self.place = place
        self.mapping = mapping
        self.items: list[Node] = []
        self.entries: list[MappingEntry] = []
        self.keys: dict[str, Place] = {}
        self.key: Node | None = None


class _Builder:
    """Values from events, without recursion, so that no depth of brackets can break it."""

    def __init__(self, content: str, path: str) -> None:
        self.content = content
        self.path = path
        self.documents: list[Node] = []
        self.faults: list[Fault] = []
        self._open: list[_Open] = []

    def take(self, event: yaml.Event) -> bool:
        """False where reading must stop: the parser takes minutes over 100,000 nested brackets."""
        if isinstance(event, yaml.CollectionStartEvent) and len(self._open) == MOST_DEEP:
            self._fault(event, TOO_DEEP, most=MOST_DEEP)
            return False
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._start(event)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._end()
        elif isinstance(event, yaml.AliasEvent):
            self._fault(event, ALIAS, name=event.anchor)
            self._put(Rejected(self._place(event)))
        return True

    def _place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        return Place(self.path, mark.line + 1, mark.column + 1) if mark else Place(self.path)

    def _fault(self, event: yaml.Event, kind: Kind, **values: object) -> None:
        self.faults.append(kind(self._place(event), self._field(), **values))

    def _field(self) -> str:
        return ".".join(each.key.text for each in self._open if isinstance(each.key, Scalar))

    def _properties(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor is not None:
            self._fault(event, ANCHOR, name=event.anchor)
        if event.tag is not None:
            self._fault(event, TAG, name=event.tag.replace("tag:yaml.org,2002:", "!!"))

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        self._properties(event)
        self._put(Scalar(self._place(event), event.value, plain=not event.style, swallowed_comment=self._lost(event)))

    def _lost(self, event: yaml.ScalarEvent) -> str:
        """The comment behind a plain value, unless two spaces set it off, or it stands no deeper than the field."""
        end = event.end_mark
        if event.style or not event.value or end is None or not self._open:
            return ""
        found = _COMMENT.match(self.content, end.index)
        if found is None or found[1]:
            return found[1] if found else ""
        top = self._open[-1]
        field = top.key.place if top.key else top.place
        return found[2] if _at(self.path, found[0], found.start(2) - found.start()).column > field.column else ""

    def _start(self, event: yaml.CollectionStartEvent) -> None:
        self._properties(event)
        parent = self._open[-1] if self._open else None
        if parent is not None and parent.mapping and parent.key is None:
            self._fault(event, KEY_NOT_TEXT)
        self._open.append(_Open(self._place(event), isinstance(event, yaml.MappingStartEvent)))

    def _end(self) -> None:
        done = self._open.pop()
        if done.mapping:
            self._put(Mapping(done.place, tuple(done.entries)))
        else:
            self._put(Sequence(done.place, tuple(done.items)))

    def _put(self, node: Node) -> None:
        if not self._open:
            self.documents.append(node)
            return
        top = self._open[-1]
        if not top.mapping:
            top.items.append(node)
        elif top.key is None:
            top.key = node
        else:
            key, top.key = top.key, None
            if not isinstance(key, Scalar):
                pass  # told as KEY_NOT_TEXT, or as an alias
            elif key.text in top.keys:
                field = ".".join(filter(None, [self._field(), key.text]))
                self.faults.append(DUPLICATE_KEY(key.place, field, first=top.keys[key.text].line))
            else:
                top.keys[key.text] = key.place
                top.entries.append(MappingEntry(key.text, key.place, node))

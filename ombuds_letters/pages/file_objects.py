"""The objects of a PDF file, read strictly: no recovery, no second revision, and no byte that belongs to no object.

A reader that repairs what it reads, as those for the screen do, reads something else than the file says, and each reader
something else. This one knows only files written at once, whose objects follow each other without a gap, as a
cross-reference stream at their end lists them (ISO 32000-1, 7.5.7 and 7.5.8), and refuses all others by name.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TypeGuard

from .object_values import Name, PdfValue, Reference, Stream, Unreadable, read_value

MOST_BYTES = 20_000_000  # of a file, or of one stream unpacked; a letter has 60,000
MOST_OBJECTS = 20_000  # a letter has 300


@dataclass(frozen=True, slots=True)
class ObjectFile:
    """A file's objects by number, without those that only hold others.

    `root` and `info` are the numbers of the catalog and the information dictionary.
    """

    objects: Mapping[int, PdfValue]
    root: int
    info: int

    def at(self, value: PdfValue) -> PdfValue:
        """A value itself, where it may be only the number of the object that has it."""
        return self.objects[value] if isinstance(value, Reference) else value

    def entries(self, value: PdfValue) -> Mapping[bytes, PdfValue]:
        """A dictionary's entries; none of anything else."""
        found = self.at(value)
        return found if isinstance(found, dict) else {}

    def items(self, value: PdfValue) -> Sequence[PdfValue]:
        """An array's values; none of anything else."""
        found = self.at(value)
        return found if isinstance(found, list) else ()


class Truncated(Unreadable):
    """The file has no proper end."""


class Extended(Unreadable):
    """Something was added to the file's end after it was written."""


_HEAD = re.compile(rb"%PDF-1\.7\n%[\x80-\xff]{4}\n")
_END = re.compile(rb"startxref\n(\d{1,10})\n%%EOF\n\Z")
_OBJECT = re.compile(rb"(\d{1,7}) 0 obj\n")
_STREAM_ENDS = (b"\nendstream\nendobj\n", b"endstream\nendobj\n")
_ENTRIES = {b"Length", b"Filter", b"DecodeParms"}


def read_objects(content: bytes) -> ObjectFile:
    """All objects of a file: `read_objects(pdf).objects[2]` is {b"Type": Name(b"Catalog"), …}.

    Raises: Unreadable.
    """
    if len(content) > MOST_BYTES:
        raise Unreadable(f"it has {len(content):,} bytes, and a letter at most {MOST_BYTES:,}")
    head = _HEAD.match(content)
    if head is None:
        raise Unreadable('it doesn\'t begin with "%PDF-1.7"')
    end = _END.search(content[-40:])
    if end is None:
        raise Truncated("its end doesn't say where its objects are listed")
    start, stop = int(end[1]), len(content) - len(end[0])
    if content.count(b"startxref") > 1:
        raise Extended("it lists its objects twice")
    if not head.end() <= start < stop:
        raise Truncated("its objects are listed outside the file")
    number, table = _indirect(content[start:stop])
    if not isinstance(table, Stream) or table.entries.get(b"Type") != b"XRef":
        raise Unreadable("its end doesn't list its objects")
    return _Reader(content, head.end(), start, number, table).file()


class _Reader:
    """Reads the objects that a cross-reference stream lists."""

    def __init__(self, content: bytes, first: int, start: int, number: int, table: Stream) -> None:
        self._content = content
        self._first = first
        self._start = start
        self._number = number
        self._entries = table.entries
        self._rows = list(_rows(table))

    def file(self) -> ObjectFile:
        """Each object once, where the table has it; the objects' bytes lie side by side from the header to the table."""
        objects: dict[int, PdfValue] = {}
        holders: dict[int, list[tuple[int, PdfValue]]] = {}
        if any(kind > 2 or (kind == 1 and generation) for kind, _, generation in self._rows):
            raise Unreadable("it lists objects that others read as missing")
        placed = sorted((place, number) for number, (kind, place, _) in enumerate(self._rows) if kind == 1)
        if not placed or placed[0][0] != self._first or placed[-1] != (self._start, self._number):
            raise Unreadable("it has bytes that belong to no object")
        for (place, number), (following, _) in pairwise(placed):
            found, value = _indirect(self._content[place:following])
            if found != number:
                raise Unreadable(f"it has object {found} where object {number} should be")
            if isinstance(value, Stream) and value.entries.get(b"Type") == b"ObjStm":
                holders[number] = _held(value.data, value.entries.get(b"N"), value.entries.get(b"First"))
                if value.entries.keys() != {b"Type", b"N", b"First"}:
                    raise Unreadable(f"object {number} has more than objects")
            else:
                objects[number] = value
        for holder, held in holders.items():
            for index, (number, value) in enumerate(held):
                if number in objects or number >= len(self._rows) or self._rows[number] != (2, holder, index):
                    raise Unreadable(f"object {number} is not where the file lists it")
                objects[number] = value
        if sum(kind == 2 for kind, _, _ in self._rows) != sum(map(len, holders.values())):
            raise Unreadable("it lists objects that it doesn't have")
        return ObjectFile(objects, self._reference(b"Root"), self._reference(b"Info"))

    def _reference(self, key: bytes) -> int:
        value = self._entries.get(key)
        if not isinstance(value, Reference):
            raise Unreadable(f"its end doesn't name its {key.decode()}")
        return int(value)


def _rows(table: Stream) -> Iterator[tuple[int, int, int]]:
    """The entries of a cross-reference stream (ISO 32000-1, table 18): kind, position or holder, generation or index."""
    unknown = table.entries.keys() - {b"Type", b"Size", b"W", b"Root", b"Info", b"ID"}
    if unknown:
        raise Unreadable(f'its end has "{min(unknown).decode("latin-1")}"')
    identifiers, size, widths = (table.entries.get(key) for key in (b"ID", b"Size", b"W"))
    if not isinstance(identifiers, list) or [type(each) for each in identifiers] != [bytes, bytes]:
        raise Unreadable("its end doesn't have the file's two identifiers")
    if not _is_whole(size) or not 0 < size <= MOST_OBJECTS:
        raise Unreadable(f"it has more than {MOST_OBJECTS:,} objects")
    if not isinstance(widths, list) or len(widths) != 3 or not all(_is_whole(each) and 0 < each < 5 for each in widths):
        raise Unreadable("its list of objects has an unknown form")
    one, two, three = (each for each in widths if _is_whole(each))
    if len(table.data) != size * (one + two + three):
        raise Unreadable("its list of objects is incomplete")
    if (one, two, three) == (1, 4, 2):
        yield from struct.iter_unpack(">BIH", table.data)
        return
    for at in range(0, len(table.data), one + two + three):
        parts = (table.data[at : at + one], table.data[at + one : at + one + two])
        yield (
            *(int.from_bytes(part, "big") for part in parts),
            int.from_bytes(table.data[at + one + two :][:three], "big"),
        )  # type: ignore[misc]


def _is_whole(value: PdfValue) -> TypeGuard[int]:
    """True for a whole number as such: neither true, nor a reference, which other readers follow to what it counts."""
    return type(value) is int


@lru_cache(maxsize=512)  # all letters of a wording have most objects in common
def _indirect(chunk: bytes) -> tuple[int, PdfValue]:
    """An object's number and value from its bytes, which it fills; values are shared, and nothing may change them."""
    head = _OBJECT.match(chunk)
    if head is None:
        raise Unreadable("it has bytes that belong to no object")
    number = int(head[1])
    try:
        value, end = read_value(chunk, head.end())
    except Unreadable as error:
        raise Unreadable(f"object {number} {error}") from None
    if chunk.startswith(b"\nstream\n", end) and isinstance(value, dict):
        return number, _stream(value, chunk, end + 8, number)
    if chunk[end:] != b"\nendobj\n":
        raise Unreadable(f"object {number} has an end of another form")
    return number, value


def _stream(entries: dict[bytes, PdfValue], chunk: bytes, start: int, number: int) -> Stream:
    length = entries.get(b"Length")
    if not _is_whole(length) or chunk[start + length :] not in _STREAM_ENDS:
        raise Unreadable(f"object {number} has another length than it says")
    data = chunk[start : start + length]
    packing = entries.get(b"Filter")
    if packing is not None:
        if packing != Name(b"FlateDecode"):
            raise Unreadable(f"object {number} is packed in another way than letters are")
        data = _unpacked(data, number)
        if (parameters := entries.get(b"DecodeParms")) is not None:
            data = _unpredicted(data, parameters, number)
    elif b"DecodeParms" in entries:
        raise Unreadable(f"object {number} has DecodeParms without being packed")
    return Stream({key: value for key, value in entries.items() if key not in _ENTRIES}, data)


def _unpacked(data: bytes, number: int) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        unpacked = unpacker.decompress(data, MOST_BYTES)
    except zlib.error:
        raise Unreadable(f"object {number} is damaged") from None
    if not unpacker.eof or unpacker.unused_data or unpacker.unconsumed_tail:
        raise Unreadable(f"object {number} is damaged, or unpacks to more than {MOST_BYTES:,} bytes")
    return unpacked


def _unpredicted(data: bytes, parameters: PdfValue, number: int) -> bytes:
    """Rows that are differences from the row above, as the list of objects may be written (PNG, 6.4: Up)."""
    columns = parameters.get(b"Columns") if isinstance(parameters, dict) else None
    if not _is_whole(columns) or not 0 < columns < 20 or parameters != {b"Columns": columns, b"Predictor": 12}:
        raise Unreadable(f"object {number} is packed in another way than letters are")
    rows, above = bytearray(), bytes(columns)
    for at in range(0, len(data), columns + 1):
        if data[at] != 2:
            raise Unreadable(f"object {number} is packed in another way than letters are")
        above = bytes((one + other) & 255 for one, other in zip(data[at + 1 : at + columns + 1], above, strict=True))
        rows += above
    return bytes(rows)


def _held(data: bytes, count: PdfValue, first: PdfValue) -> list[tuple[int, PdfValue]]:
    """The objects in an object stream with their numbers; they fill it."""
    if not _is_whole(count) or not _is_whole(first) or not 0 < count <= MOST_OBJECTS:
        raise Unreadable("has objects that can't be counted")
    return _counted(data, count, first)


@lru_cache(maxsize=64)  # the streams that letters of a wording have in common
def _counted(data: bytes, count: int, first: int) -> list[tuple[int, PdfValue]]:
    index = data[:first].split()
    if len(index) != 2 * count or not all(map(bytes.isdigit, index)):
        raise Unreadable("has objects that can't be counted")
    numbers, places = map(int, index[::2]), [int(each) for each in index[1::2]]
    if places[0] != 0 or places != sorted(places):
        raise Unreadable("it has bytes that belong to no object")
    ends = [first + place for place in places[1:]] + [len(data)]
    return [
        (number, _whole(data[first + place : end], number))
        for number, place, end in zip(numbers, places, ends, strict=True)
    ]


def _whole(data: bytes, number: int) -> PdfValue:
    """The one value that some bytes are."""
    try:
        return _only(data)
    except Unreadable as error:
        raise Unreadable(f"object {number} {error}") from None


@lru_cache(maxsize=8192)  # letters of different wordings have most of these in common too
def _only(data: bytes) -> PdfValue:
    value, end = read_value(data, 0)
    if data[end:].strip(b" \n"):
        raise Unreadable("is followed by bytes that belong to no object")
    return value

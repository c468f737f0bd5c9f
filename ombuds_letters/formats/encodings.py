"""The text of a CSV file, whose bytes don't say their encoding: UTF-8, or Windows-1252 where nothing else can be meant."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from ..faults import Fault, Kind, Place

CSV_ENCODING = Kind(
    "csv.encoding",
    "is not UTF-8, and what it is can't be determined (byte {byte}); in Excel, save it as CSV UTF-8",
)
CSV_MIXED = Kind(
    "csv.mixed",
    "has a byte {byte} that is not UTF-8, though other lines are UTF-8; save the whole file as CSV UTF-8",
)

# What spreadsheets and case systems in Europe write besides UTF-8.
_OTHERS = ("cp1250", "mac_roman", "cp850", "iso8859_15", "iso8859_14", "cp1254")
_LINE_END = re.compile(b"\r\n|\n|\r")
_FOREIGN = re.compile(rb"[A-Za-z'.\-\x80-\xff]*[\x80-\xff][A-Za-z'.\-\x80-\xff]*")  # a word with bytes beyond ASCII
_CERTAIN = re.compile(r"[A-Za-z]{3,}[’][a-z]{1,2}|[A-Za-z]{2,}s[’]|(?:O|D|L)[’][A-Z][a-z]+")  # "Children’s", "O’Brien"
_ALONE = frozenset("–—£’‘“”…½¼¾€·•°")


def decoded(raw: bytes, path: str) -> tuple[str, list[Fault]]:
    """A CSV file's text without its byte order mark, and why it can't be read; "" with a fault.

    UTF-8, and UTF-16 with its mark, are certain. Other bytes are read as Windows-1252 only where each word with a letter
    beyond ASCII can be nothing else: a wrong guess would be printed.
    """
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return raw.decode("utf-16"), []
        except UnicodeDecodeError as error:
            return "", [_fault(CSV_ENCODING, raw, error.start, path)]
    try:
        text = raw.decode().lstrip("\ufeff")  # files that were joined have one more
    except UnicodeDecodeError as error:
        if _has_utf8(raw):
            return "", [_fault(CSV_MIXED, raw, error.start, path)]
        return _windows(raw, path)
    return ("", [_fault(CSV_ENCODING, raw, raw.index(0), path)]) if "\0" in text else (text, [])


def _windows(raw: bytes, path: str) -> tuple[str, list[Fault]]:
    for word in _FOREIGN.finditer(raw):
        if b"\0" in raw or not _certainly_windows(word[0]):
            at = next(index for index in range(word.start(), word.end()) if raw[index] >= 0x80)
            return "", [_fault(CSV_ENCODING, raw, at, path)]
    return raw.decode("cp1252"), []


def _certainly_windows(word: bytes) -> bool:
    try:
        text = word.decode("cp1252")
    except UnicodeDecodeError:
        return False
    if text in _ALONE or _CERTAIN.fullmatch(text):
        return True
    return _plausible(text) and not any(other != text and _plausible(other) for other in _readings(word))


def _readings(word: bytes) -> Iterator[str]:
    for encoding in _OTHERS:
        try:
            yield word.decode(encoding)
        except UnicodeDecodeError:
            continue


def _plausible(word: str) -> bool:
    """True for what may be a word: nothing but letters in each of its parts, and capitals at their beginning or throughout."""
    parts = re.split(r"['’.\-–]", word.strip("“”‘’…"))
    return all(
        all(each.isalpha() for each in part) and (part[1:] == part[1:].lower() or part == part.upper())
        for part in parts
    )


def _has_utf8(raw: bytes) -> bool:
    """True where a line has letters beyond ASCII in UTF-8."""
    for line in _LINE_END.split(raw):
        try:
            if not line.isascii() and not line.decode().isascii():
                return True
        except UnicodeDecodeError:
            continue
    return False


def _fault(kind: Kind, raw: bytes, at: int, path: str) -> Fault:
    return kind(Place(path, len(_LINE_END.findall(raw[:at])) + 1), "", byte=f"{raw[at]:02X}")

"""A forme as a text that can be kept for another process, and read again. Nothing in it can be run.

JSON, its first line the SHA-256 of the second: what was cut short or changed is no forme.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from ..pdf.writer import ObjectBlock
from .document_objects import AttachedObject, LetterObject, Written
from .forme import FixedPiece, Forme, SlottedPiece
from .glyph_runs import ShapedFont
from .patterns import Pattern
from .slots import Slot


def packed(forme: Forme, files: Mapping[str, bytes]) -> bytes | None:
    """A forme as bytes; None where its type is not, byte for byte, one of the edition's `files`."""
    paths = {content: path for path, content in files.items()}
    try:
        said = {
            "constants": forme.constants,
            "block": [_text(forme.block.content), _text(forme.block.table)],
            "pieces": [_piece(piece, paths) for piece in forme.pieces],
            "own": [_own(each) for each in forme.own],
            "numbers": [forme.root, forme.info, forme.pages],
        }
    except KeyError:
        return None
    line = json.dumps(said, ensure_ascii=False).encode()
    return hashlib.sha256(line).hexdigest().encode() + b"\n" + line


def unpacked(content: bytes, files: Mapping[str, bytes]) -> Forme | None:
    """The forme that was packed; None where the bytes are not what was written."""
    digest, _, line = content.partition(b"\n")
    if hashlib.sha256(line).hexdigest().encode() != digest:
        return None
    try:
        return _read(json.loads(line), files)
    except (ValueError, KeyError, TypeError, IndexError):  # of another program
        return None


def _read(said: Any, files: Mapping[str, bytes]) -> Forme:
    founts: dict[tuple[str, float], ShapedFont] = {}
    root, info, pages = said["numbers"]
    return Forme(
        tuple((index, value) for index, value in said["constants"]),
        ObjectBlock(*map(_bytes, said["block"])),
        tuple(_read_piece(piece, files, founts) for piece in said["pieces"]),
        tuple(map(_read_own, said["own"])),
        root,
        info,
        pages,
    )


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text)


def _piece(piece: FixedPiece | SlottedPiece, paths: Mapping[bytes, str]) -> Any:
    if isinstance(piece, FixedPiece):
        return {"number": piece.number, "data": _text(piece.data)}
    strip = [_text(line) if isinstance(line, bytes) else _slot(line, paths) for line in piece.strip]
    return {"number": piece.number, "strip": strip}


def _read_piece(
    said: Any, files: Mapping[str, bytes], founts: dict[tuple[str, float], ShapedFont]
) -> FixedPiece | SlottedPiece:
    if "data" in said:
        return FixedPiece(said["number"], _bytes(said["data"]))
    strip = (_bytes(line) if isinstance(line, str) else _read_slot(line, files, founts) for line in said["strip"])
    return SlottedPiece(said["number"], tuple(strip))


def _slot(slot: Slot, paths: Mapping[bytes, str]) -> Any:
    return {
        "text": slot.text.parts,
        "fount": [paths[slot.fount.content], slot.fount.size],
        "aligned": slot.aligned,
        "anchor": slot.anchor,
        "matrix": [_text(part) for part in slot.matrix],
        "between": [_text(line) for line in slot.between],
        "room": slot.room,
    }


def _read_slot(said: Any, files: Mapping[str, bytes], founts: dict[tuple[str, float], ShapedFont]) -> Slot:
    path, size = said["fount"]
    if (path, size) not in founts:
        founts[path, size] = ShapedFont(files[path], size)
    before, after = map(_bytes, said["matrix"])
    return Slot(
        Pattern(tuple(said["text"])),
        founts[path, size],
        said["aligned"],
        said["anchor"],
        (before, after),
        tuple(map(_bytes, said["between"])),
        said["room"],
    )


def _own(own: LetterObject | AttachedObject) -> Any:
    if isinstance(own, AttachedObject):
        return {"number": own.number, "entries": _entries(own.entries), "parameters": _entries(own.parameters)}
    parts = [_text(part) if isinstance(part, bytes) else [part.text.parts, part.xml] for part in own.parts]
    return {
        "number": own.number,
        "parts": parts,
        "entries": None if own.entries is None else _text(own.entries),
    }


def _read_own(said: Any) -> LetterObject | AttachedObject:
    if "parameters" in said:
        return AttachedObject(said["number"], _read_entries(said["entries"]), _read_entries(said["parameters"]))
    parts = (
        _bytes(part) if isinstance(part, str) else Written(Pattern(tuple(part[0])), part[1]) for part in said["parts"]
    )
    return LetterObject(said["number"], tuple(parts), None if said["entries"] is None else _bytes(said["entries"]))


def _entries(entries: Mapping[str, bytes]) -> dict[str, str]:
    return {key: _text(value) for key, value in entries.items()}


def _read_entries(said: Mapping[str, str]) -> dict[str, bytes]:
    return {key: _bytes(value) for key, value in said.items()}

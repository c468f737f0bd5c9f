"""Random changes of a sound letter: of a byte, of an operand or operator of a page, of a key or a value, of a reference, of
an object; and what other readers make of a letter, to see whether it is the same."""

from __future__ import annotations

import io
import random
import re

import pikepdf

from ombuds_letters import pages

KINDS = ("byte", "operand", "value", "reference", "object")
_TOKEN = re.compile(rb"<[0-9a-f]+>|[^\s\[\]<>]+|<<|>>|\[|\]")
_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
_PLACE = re.compile(rb"(?m)^(\S+ \S+ \S+ \S+) (\S+) (\S+) Tm$")
_ROUNDED = 3.0  # thousandths of their size by which rounding may set letters apart, which a pixel may show
_KEYS = ("/ActualText", "/Alt", "/Lang", "/Rotate", "/AP", "/AA", "/OC", "/T", "/E", "/X")


def changed(content: bytes, kind: str, chance: random.Random) -> bytes:
    """The letter with one thing changed; sometimes the change is none."""
    change = {"byte": _byte, "operand": _operand, "value": _value, "reference": _reference, "object": _object}
    try:
        return change[kind](content, chance)
    except pikepdf.PdfError:  # what the writer can't write can't reach anybody
        return content


def shown(content: bytes) -> object:
    """What other readers make of a letter: PDFium its pages, tags and words, qpdf what is attached."""
    document = pages.read(content)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        attached = {name: each.get_file().read_bytes() for name, each in pdf.attachments.items()}
        catalog = sorted(map(str, pdf.Root.keys()))
    elements = [(each.kind, each.lines, each.alt, each.headers, each.page) for each in document.walk()]
    links = [each for page in document.pages for each in page.annotations]
    return pages.digests(content, 800), elements, links, document.info, attached, catalog


def saved_again(content: bytes) -> bytes:
    """The letter as another program writes it, unchanged: what the other kinds of change but that of a byte go through."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return _saved(pdf)


def _byte(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content))
    match chance.randrange(3):
        case 0:
            return content[:at] + bytes([content[at] ^ (1 << chance.randrange(8))]) + content[at + 1 :]
        case 1:
            return content[:at] + content[at + 1 :]
        case _:
            return content[:at] + bytes([chance.randrange(256)]) + content[at:]


def _saved(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out, fix_metadata_version=False)
    return out.getvalue()


def _operand(content: bytes, chance: random.Random) -> bytes:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        page = chance.choice(list(pdf.pages))
        stream = chance.choice(list(page.Contents))
        data = stream.read_bytes()
        token = chance.choice(list(_TOKEN.finditer(data)))
        found = token[0]
        new = {
            0: b"",
            1: found + b" " + found,
            2: b"%d" % chance.randrange(200)
            if found[:1] in b"-.0123456789"
            else chance.choice([b"Q", b"f", b"S", b"Tj", b"re"]),
            3: bytes([*found[:-2], found[-2] ^ 1, found[-1]]) if len(found) > 1 else b"0",
        }[chance.randrange(4)]
        if data[token.start() - 1 : token.start()] == b">" and _differ_by_rounding(found, new):
            new = b"%d" % (float(found) + 10)
        stream.write(data[: token.start()] + new + data[token.end() :])
        return _saved(pdf)


def _differ_by_rounding(spacing: bytes, new: bytes) -> bool:
    """True for a distance between letters, "74", and what could be written for it: "72", or nothing for "2"."""
    numbers = [_NUMBER.fullmatch(each) for each in (spacing, *new.split())]
    return all(numbers) and abs(sum(map(float, new.split())) - float(spacing)) <= _ROUNDED


def _value(content: bytes, chance: random.Random) -> bytes:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        holder = chance.choice([each for each in pdf.objects if isinstance(each, pikepdf.Dictionary | pikepdf.Stream)])
        if chance.randrange(4) == 0:
            holder[chance.choice(_KEYS)] = chance.choice(
                [pikepdf.String("99"), 90, pikepdf.Dictionary(), pikepdf.Name.X]
            )
            return _saved(pdf)
        key = chance.choice([key for key in holder.keys() if key not in ("/Length", "/Filter")] or ["/X"])  # noqa: SIM118
        value = holder.get(key)
        if chance.randrange(3) == 0 and key in holder:
            del holder[key]
        elif isinstance(value, pikepdf.Array) and len(value):
            at = chance.randrange(len(value))
            value[at] = _other(value[at], chance)
        elif not isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
            holder[key] = _other(value, chance)
        return _saved(pdf)


def _other(value, chance: random.Random):
    if isinstance(value, bool):
        return not value
    if isinstance(value, pikepdf.String):
        text = str(value)
        at = chance.randrange(len(text) + 1)
        return pikepdf.String(text[:at] + chance.choice("a1 -") + text[at:])
    if isinstance(value, pikepdf.Name):
        return pikepdf.Name(chance.choice(["/P", "/Span", "/TD", "/TH", "/X", "/URI", "/Artifact"]))
    if isinstance(value, pikepdf.Dictionary | pikepdf.Array | pikepdf.Stream):
        return None if chance.randrange(2) else 7
    return chance.choice([0, 1, 7, -1, 300]) if value is not None else 1


def _reference(content: bytes, chance: random.Random) -> bytes:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        objects = list(pdf.objects)
        holders = [each for each in objects if isinstance(each, pikepdf.Dictionary)]
        other = chance.choice([each for each in objects if isinstance(each, pikepdf.Dictionary | pikepdf.Stream)])
        for _ in range(50):
            holder = chance.choice(holders)
            key = chance.choice(list(holder.keys()))
            value = holder[key]
            if (
                isinstance(value, pikepdf.Array)
                and len(value)
                and all(getattr(each, "is_indirect", False) for each in value)
            ):
                value[chance.randrange(len(value))] = other
                break
            if getattr(value, "is_indirect", False):
                holder[key] = other
                break
        return _saved(pdf)


def places(content: bytes) -> list[tuple[int, int, int]]:
    """Each place where a text of a page begins: page, stream of its content, and where in that."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return [
            (page, number, match.start())
            for page, each in enumerate(pdf.pages)
            for number, stream in enumerate(each.Contents)
            for match in _PLACE.finditer(stream.read_bytes())
        ]


def moved(content: bytes, place: tuple[int, int, int], right: float, down: float) -> bytes:
    """The letter with one text moved, in the units of its page's content, 0.75 points."""
    page, number, at = place
    with pikepdf.open(io.BytesIO(content)) as pdf:
        stream = pdf.pages[page].Contents[number]
        data = stream.read_bytes()
        match = _PLACE.match(data, at)
        there = b"%s %.6f %.6f Tm" % (match[1], float(match[2]) + right, float(match[3]) + down)
        stream.write(data[: match.start()] + there + data[match.end() :])
        return _saved(pdf)


def _object(content: bytes, chance: random.Random) -> bytes:
    """One object without anything, or with what another one has, perhaps one of the same kind."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        objects = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary | pikepdf.Stream)]
        one = chance.choice(objects)
        alike = [each for each in objects if type(each) is type(one) and each.get("/S") == one.get("/S")]
        other = chance.choice(alike if chance.randrange(2) else objects)
        if chance.randrange(3) == 0:
            pdf._replace_object(one.objgen, pikepdf.Dictionary())
        elif isinstance(one, pikepdf.Stream) and isinstance(other, pikepdf.Stream):
            one.write(other.read_bytes())
        else:
            pdf._replace_object(one.objgen, pikepdf.Dictionary(dict(other.items())))
        return _saved(pdf)

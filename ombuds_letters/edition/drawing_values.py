"""What the attributes of a picture may say: `problem("rect", "width", "1oo")` says that this isn't a length.

WeasyPrint reads what it doesn't know as 0, or leaves out the part, and says nothing. Source: SVG 1.1, sections 4.2 and 7 to 9.
"""

from __future__ import annotations

import re

# Not followed by a point: WeasyPrint doesn't divide "1e-1.5" into "1e-1" and ".5".
_NUMBER = r"(?>[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+(?![\d.]))?)"
_BETWEEN = r"\s*+,?+\s*+"
_EACH_NUMBER = re.compile(_NUMBER)
_NUMBERS = re.compile(rf"\s*+(?>{_NUMBER}{_BETWEEN})*+")
_LENGTH = re.compile(rf"\s*{_NUMBER}(?:px|pt|pc|mm|cm|in|%)?\s*")
_LENGTHS = re.compile(rf"\s*none\s*|(?:{_LENGTH.pattern}(?:,|\s|$))+")
_ABSOLUTE = re.compile(rf"\s*({_NUMBER})(px|pt|pc|mm|cm|in)?\s*")
_PIXELS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
_COMMAND = re.compile(r"([MmLlHhVvCcSsQqTtAaZz])([^MmLlHhVvCcSsQqTtAaZz]*)")
_DOT = re.compile(rf"[Mm]\s*{_NUMBER}{_BETWEEN}{_NUMBER}\s*[Zz]")
_PER_COMMAND = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6, "s": 4, "q": 4, "t": 2}  # numbers
_ARC = re.compile(
    rf"({_NUMBER}){_BETWEEN}({_NUMBER}){_BETWEEN}{_NUMBER}{_BETWEEN}[01]{_BETWEEN}[01]{_BETWEEN}{_NUMBER}{_BETWEEN}{_NUMBER}{_BETWEEN}"
)
_FUNCTION = re.compile(r"\s*(matrix|translate|rotate|scale|skewX|skewY)\s*\(([^()]*)\)\s*,?")
_PER_FUNCTION = {"matrix": (6,), "translate": (1, 2), "rotate": (1, 3), "scale": (1, 2), "skewX": (1,), "skewY": (1,)}
_FITTED = re.compile(r"\s*x(?:Min|Mid|Max)Y(?:Min|Mid|Max)(?:\s+meet)?\s*")

_PLACES = frozenset("x y cx cy x1 y1 x2 y2 stroke-dashoffset".split())  # noqa: SIM905
_SIZES = frozenset("width height r rx ry stroke-width".split())  # noqa: SIM905
_WORDS = {
    "fill-rule": ("nonzero", "evenodd"),
    "clip-rule": ("nonzero", "evenodd"),
    "stroke-linecap": ("butt", "round", "square"),
    "stroke-linejoin": ("miter", "round", "bevel"),
    "clipPathUnits": ("userSpaceOnUse",),
}
SHAPING = frozenset({*_PLACES, *_SIZES, "d", "points", "viewBox", "preserveAspectRatio", "transform", "clipPathUnits"})


def problem(element: str, name: str, value: str) -> str:
    """What is wrong with an attribute or a property: `it has <rect width="1oo">, which isn't a length; export it again`."""
    if value.strip() == "inherit":
        return ""
    if name == "d":
        return "" if _is_path(value) else f'it has a path "{_excerpt(value)}", which is none; export it again'
    what = _missed(name, value)
    return f"""it has <{element} {name}="{_excerpt(value)}">, which isn't {what}; export it again""" if what else ""


def size_in_pixels(value: str) -> float | None:
    """A width or height in CSS pixels, 37.8 for "10mm"; None if it depends on something else."""
    found = _ABSOLUTE.fullmatch(value)
    return float(found[1]) * _PIXELS[found[2] or ""] if found else None


def subpaths(path: str) -> int:
    """How many lines a path consists of: 2 for "M0 0h9v9z M2 2h5v5z"."""
    return len(re.findall("[Mm]", path))


def _missed(name: str, value: str) -> str:
    """What a value should be and isn't; "" if it is that."""
    if name in _WORDS:
        return "" if value.strip() in _WORDS[name] else " or ".join(_WORDS[name])
    if name in _PLACES or name in _SIZES:
        fits = _LENGTH.fullmatch(value) and not (name in _SIZES and value.strip().startswith("-"))
        return "" if fits else "a length such as 12.5 or 3mm"
    if name == "stroke-dasharray":
        return "" if _LENGTHS.fullmatch(value) else "a list of lengths"
    if name == "stroke-miterlimit":
        return "" if _EACH_NUMBER.fullmatch(value.strip()) else "a number"
    if name == "viewBox":
        numbers = _numbers(value)
        return "" if len(numbers) == 4 and min(numbers[2:]) > 0 else "four numbers, the last two above 0"
    if name == "preserveAspectRatio":
        return "" if _FITTED.fullmatch(value) else "a way to fit all of a picture, such as xMidYMid meet"
    if name == "points":
        return "" if _NUMBERS.fullmatch(value) and len(_numbers(value)) % 2 == 0 else "a list of points"
    if name == "transform":
        return "" if _is_transform(value) else "a transform"
    return ""


def _is_path(value: str) -> bool:
    """True for what WeasyPrint draws to the end, and for nothing at all, as converters write a space."""
    parts = _COMMAND.findall(value)
    if _COMMAND.sub("", value).strip() or (parts and parts[0][0] not in "Mm"):
        return False
    if _DOT.search(value):  # with round ends it is a dot, which WeasyPrint leaves out
        return False
    return all(_has_arguments(command.lower(), arguments) for command, arguments in parts)


def _has_arguments(command: str, arguments: str) -> bool:
    if command == "z":
        return not arguments.strip()
    if command == "a":
        arcs = list(_ARC.finditer(arguments.strip()))
        whole = "".join(arc[0] for arc in arcs) == arguments.strip()
        return whole and bool(arcs) and all(float(arc[1]) and float(arc[2]) for arc in arcs)
    count = len(_EACH_NUMBER.findall(arguments))
    return bool(_NUMBERS.fullmatch(arguments)) and count > 0 and count % _PER_COMMAND[command] == 0


def _is_transform(value: str) -> bool:
    if _FUNCTION.sub("", value).strip():
        return False
    return all(
        _NUMBERS.fullmatch(arguments) and len(_numbers(arguments)) in _PER_FUNCTION[name]
        for name, arguments in _FUNCTION.findall(value)
    )


def _numbers(value: str) -> list[float]:
    return [float(each) for each in _EACH_NUMBER.findall(value)] if _NUMBERS.fullmatch(value) else []


def _excerpt(value: str) -> str:
    return " ".join(value[:40].split())

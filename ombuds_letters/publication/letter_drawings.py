"""The drawings of a letter as images of a page, which its policy allows no styles.

`<svg width="302" height="44" style="left: 0"><title>Upheld: 71%.</title><path style="fill: red" d="…"/></svg>` becomes
`<svg width="302" height="44" viewBox="0 0 302 44" role="img" aria-label="Upheld: 71%."><path fill="red" d="…"/></svg>`.
"""

from __future__ import annotations

import html
import re

_QUOTED = r"""(?:[^>"']|"[^"]*"|'[^']*')"""
# A drawing, with drawings in it, as programs write them.
_DRAWING = re.compile(
    rf"(?P<tag><svg\b{_QUOTED}*(?<!/)>)(?P<parts>(?:(?!</?svg\b).|<svg\b{_QUOTED}*>.*?</svg>)*)</svg>", re.DOTALL
)
_TITLE = "title"
_WORDS = re.compile(
    r"<(title|desc|metadata)\b[^>]*?(?:/>|>(.*?)</\1>)\s*", re.DOTALL
)  # of a drawing, which nobody sees
_PART = re.compile(rf"<(?P<end>/?)(?P<name>[A-Za-z][\w:-]*)(?P<attributes>{_QUOTED}*?)(?P<empty>/?)>")
_TAG = re.compile(rf"(?P<name><[A-Za-z]+)(?P<attributes>{_QUOTED}*>)")
_ATTRIBUTE = re.compile(r"""\s+([A-Za-z][\w:.-]*)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")
_SAID = re.compile("role|aria-[a-z]+")  # attributes that say to screen readers what a drawing is
_STYLE = re.compile(r"""\sstyle\s*=\s*(?:"(?P<one>[^"]*)"|'(?P<other>[^']*)')""")
# What a style says of colours and lines; where on its paper a drawing is has no meaning on a page.
_PAINTS = re.compile(
    r"(?P<name>(?:fill|stroke|stop|clip|marker)(?:-[a-z]+)*|opacity|color|visibility|display(?=\s*:\s*none))\s*:\s*(?P<value>.+)"
)
_IMPORTANT = re.compile(r"\s*!\s*important\s*$", re.IGNORECASE)
_SIZE = re.compile(r"([0-9]+(?:\.[0-9]+)?)(?:px)?")
_SPACES = re.compile(r"[ \t\r\n\f]+")


def as_images(text: str) -> str:
    """A letter's HTML whose drawings have no styles, can be drawn in any size, and say their titles as images do."""
    return _DRAWING.sub(_image, text)


def without_styles(text: str) -> str:
    """HTML without the styles of its elements."""
    return _TAG.sub(lambda tag: _STYLE.sub("", tag[0]), text)


def _image(drawing: re.Match[str]) -> str:
    tag, parts = _TAG.sub(_painted, drawing["tag"]), _TAG.sub(_painted, drawing["parts"])
    own = {name: html.unescape(value.strip("\"'")) for name, value in _ATTRIBUTE.findall(tag)}
    tag = _ATTRIBUTE.sub(lambda found: "" if _SAID.fullmatch(found[1]) else found[0], tag.removesuffix(">"))
    width, height = (_SIZE.fullmatch(own.get(name, "")) for name in ("width", "height"))
    if "viewBox" not in own and width and height:
        tag += f' viewBox="0 0 {width[1]} {height[1]}"'
    said = _SPACES.sub(" ", _title(parts) or own.get("aria-label", "")).strip()
    tag += f' role="img" aria-label="{html.escape(said)}">' if said else ' aria-hidden="true">'
    return f"{tag}{_WORDS.sub('', parts)}</svg>"


def _title(parts: str) -> str:
    """The title of a drawing itself, "" if none has words: those of its parts are not what it shows."""
    depth = 0
    for part in _PART.finditer(parts):
        if part["name"] == _TITLE and not part["end"] and depth == 0:
            words = _WORDS.match(parts, part.start())
            return html.unescape(words[2] or "").strip() if words else ""
        depth += -1 if part["end"] else 0 if part["empty"] else 1
    return ""


def _painted(tag: re.Match[str]) -> str:
    """A part's tag with attributes in the place of its style, which goes before attributes of the same names."""
    style = _STYLE.search(tag["attributes"])
    if style is None:
        return tag[0]
    said = html.unescape(style["one"] or style["other"] or "").split(";")
    paints = {
        found["name"]: _IMPORTANT.sub("", found["value"]) for each in said if (found := _PAINTS.fullmatch(each.strip()))
    }
    rest = _STYLE.sub("", tag["attributes"])
    for name in paints:
        rest = re.sub(rf"""\s{name}\s*=\s*(?:"[^"]*"|'[^']*')""", "", rest)
    return "".join([tag["name"], *(f' {name}="{html.escape(value)}"' for name, value in paints.items()), rest])

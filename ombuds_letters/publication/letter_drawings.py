"""The drawings of a letter as images of a page, which its policy allows no styles.

`<svg width="302" height="44" style="left: 0"><title>Upheld: 71%.</title><path style="fill: red" d="…"/></svg>` becomes
`<svg width="302" height="44" viewBox="0 0 302 44" role="img" aria-label="Upheld: 71%."><path fill="red" d="…"/></svg>`.
"""

from __future__ import annotations

import html
import re

# A drawing, with drawings in it, as programs write them.
_DRAWING = re.compile(
    r"<svg\b(?P<attributes>[^>]*)>(?P<parts>(?:(?!</?svg\b).|<svg\b[^>]*>.*?</svg>)*)</svg>", re.DOTALL
)
_TITLE = re.compile(r"<title\b[^>]*>(.*?)</title>\s*", re.DOTALL)
_TAG = re.compile(r"""(?P<name><[A-Za-z]+)(?P<attributes>(?:[^>"']|"[^"]*"|'[^']*')*>)""")
_STYLE = re.compile(r"""\sstyle\s*=\s*(?:"(?P<one>[^"]*)"|'(?P<other>[^']*)')""")
# What a style says of colours and lines; where on its paper a drawing is has no meaning on a page.
_PAINTS = re.compile(
    r"(?P<name>(?:fill|stroke|stop|clip|marker)(?:-[a-z]+)*|opacity|color|visibility|display(?=\s*:\s*none))\s*:\s*(?P<value>.+)"
)
_SIZE = r'\s{}\s*=\s*"(\d+(?:\.\d+)?)(?:px)?"'
_SPACES = re.compile(r"[ \t\r\n\f]+")


def as_images(text: str) -> str:
    """A letter's HTML whose drawings have no styles, can be drawn in any size, and say their titles as images do."""
    return _DRAWING.sub(_image, text)


def without_styles(text: str) -> str:
    """HTML without the styles of its elements."""
    return _TAG.sub(lambda tag: _STYLE.sub("", tag[0]), text)


def _image(drawing: re.Match[str]) -> str:
    attributes, parts = drawing["attributes"], _TAG.sub(_painted, drawing["parts"])
    width, height = (re.search(_SIZE.format(name), attributes) for name in ("width", "height"))
    if "viewBox" not in attributes and width and height:
        attributes += f' viewBox="0 0 {width[1]} {height[1]}"'
    title = _TITLE.search(parts)
    if title is None:
        return f'<svg{attributes} aria-hidden="true">{parts}</svg>'
    said = html.escape(_SPACES.sub(" ", html.unescape(title[1])).strip())
    return f'<svg{attributes} role="img" aria-label="{said}">{_TITLE.sub("", parts, count=1)}</svg>'


def _painted(tag: re.Match[str]) -> str:
    """A part's tag with attributes in the place of its style, which goes before attributes of the same names."""
    style = _STYLE.search(tag["attributes"])
    if style is None:
        return tag[0]
    said = html.unescape(style["one"] or style["other"] or "").split(";")
    paints = {found["name"]: found["value"] for each in said if (found := _PAINTS.fullmatch(each.strip()))}
    rest = _STYLE.sub("", tag["attributes"])
    for name in paints:
        rest = re.sub(rf"""\s{name}\s*=\s*(?:"[^"]*"|'[^']*')""", "", rest)
    return "".join([tag["name"], *(f' {name}="{html.escape(value)}"' for name, value in paints.items()), rest])

"""Which elements and attributes pages may have, and what may be in what: nothing turned round, struck out, hidden or moved.

The letter on its page is not looked at here: it may have whatever a letter has, and is read back as one.

Source: HTML, Living Standard, 4 The elements of HTML (content models).
"""

from __future__ import annotations

from collections.abc import Iterator

from .html_reader import HtmlElement


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PHRASES = _names("a abbr b br button code em i img input label option select small span strong sub sup time")
_BLOCKS = _names(
    "article aside blockquote details dl div fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr main nav ol p pre "
    "section summary table ul"
)
_DRAWN = _names("circle defs desc ellipse g line path pattern polygon polyline rect svg text title tspan use")
_OTHERS = _names("body head html link meta noscript script title")
_PARTS = _names("caption col colgroup dd dt figcaption legend li tbody td tfoot th thead tr")
_KNOWN = _PHRASES | _BLOCKS | _DRAWN | _OTHERS | _PARTS

# What has only certain elements in it, and no text of its own.
_ONLY = {
    "dl": _names("dt dd div"),
    "ol": _names("li"),
    "select": _names("option"),
    "table": _names("caption colgroup thead tbody tfoot"),
    "tbody": _names("tr"),
    "tfoot": _names("tr"),
    "thead": _names("tr"),
    "tr": _names("th td"),
    "ul": _names("li"),
}
_OF_PHRASES = _names(
    "abbr b code em h1 h2 h3 h4 h5 h6 i p small span strong sub sup summary"
)  # they have no blocks in them
_CELLS = _names("dd td th")
_AROUND_CELLS = _CELLS | {"dl", "table", "tbody", "thead", "tr"}
_TURNED = ("dir", "contenteditable", "inert")
_HIDDEN = "hidden"


def problems(root: HtmlElement) -> Iterator[tuple[int, str]]:
    """The line of each place where a page is not made as pages are, and what is wrong there."""
    stack = [(root, "")]
    while stack:
        element, within = stack.pop()
        inner = element.tag if element.tag in _CELLS else within
        only, phrases = _ONLY.get(element.tag), element.tag in _OF_PHRASES
        for child in element.children:
            if isinstance(child, str):
                if only is not None and not child.isspace():
                    yield (
                        element.line,
                        f'<{element.tag}> has the words "{child.strip()[:30]}", which a browser moves elsewhere',
                    )
                continue
            if child.tag == "article" and "paper" in child.classes:
                continue
            if child.tag not in _KNOWN:
                yield child.line, f"has <{child.tag}>, which pages don't have"
            elif (only is not None and child.tag not in only) or (phrases and child.tag in _BLOCKS):
                yield child.line, f"<{element.tag}> has <{child.tag}> in it, which a browser moves elsewhere"
            yield from _attributes(child, inner)
            stack.append((child, inner))


def _attributes(element: HtmlElement, within: str) -> Iterator[tuple[int, str]]:
    attributes = element.attributes
    for name in _TURNED:
        if name in attributes:
            yield element.line, f"<{element.tag}> has the attribute {name}, which pages don't have"
    if _HIDDEN in attributes and (within or element.tag in _AROUND_CELLS or any(map(element.all, ("table", "dl")))):
        yield element.line, f"<{element.tag}> hides figures"
    if element.tag == "td" and ("colspan" in attributes or "rowspan" in attributes):
        yield element.line, "<td> is under several heads"
    if (
        element.tag == "meta"
        and attributes.get("http-equiv", "Content-Security-Policy").lower() != "content-security-policy"
    ):
        yield element.line, f'<meta> has the command "{attributes["http-equiv"]}"'

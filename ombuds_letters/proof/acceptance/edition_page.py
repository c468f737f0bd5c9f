"""A page that shows what of an edition changed besides its words: accepted on the left, as it is now on the right."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from . import edition_parts
from .edition_parts import FACTS, FILES, FORM, LOOK, EditionParts, PartChange

_NONE = EditionParts({}, {}, {}, {})
_DIGEST = 12  # characters of a file's SHA-256 that are shown

_PAGE = """<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
body {{ font: 16px/1.5 sans-serif; color: #111; background: #fff; max-width: 76rem; margin: 2rem auto; padding: 0 1rem }}
table {{ border-collapse: collapse; width: 100%; table-layout: fixed; margin: 0 0 1.5rem }}
caption {{ text-align: left; font-weight: bold; padding: .4rem 0 }}
th, td {{ text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid #bbb;
  overflow-wrap: anywhere; font-weight: normal }}
thead th {{ font-weight: bold; border-bottom: 2px solid #555 }}
.changed td:first-of-type {{ background: #fbdfdd }}
.changed td:last-of-type {{ background: #d8f0dc }}
.changed th::after {{ content: " (changed)"; color: #444 }}
.pages {{ display: grid; grid-template-columns: repeat(auto-fit, minmax(16rem, 1fr)); gap: 1rem }}
figure {{ margin: 0 }}
figcaption {{ color: #444 }}
img, .over {{ width: 100%; border: 1px solid #888; display: block; box-sizing: border-box }}
.over {{ position: relative; filter: grayscale(1) brightness(5) invert(1); isolation: isolate }}
.over img {{ border: 0 }}
.over img + img {{ position: absolute; inset: 0; mix-blend-mode: difference }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{intro}</p>
{body}
<p>If this is meant, accept it:</p>
<pre>{command}</pre>
</main>
</body>
</html>
"""
_CLASSES = ("same", "changed")
_TITLES = {FACTS: "Facts", FORM: "Tables", FILES: "Fonts and pictures", LOOK: "Style and frame"}


@dataclass(frozen=True, slots=True)
class PageChange:
    """A page of a made-up letter that looks different, as two PNGs; b"" for one that isn't there, or isn't kept."""

    name: str
    before: bytes
    now: bytes


def page(year: str, before: EditionParts | None, now: EditionParts, pages: Iterable[PageChange], command: str) -> str:
    """The page as HTML; `before` is None where nothing was accepted yet, `command` accepts what there is now."""
    changes = edition_parts.changes(before or _NONE, now)
    pages = tuple(pages)
    named = {each.name for each in pages}
    parts = [
        _part(part, [each for each in changes if each.part == part and each.name not in named], before, now)
        for part in (FACTS, FORM, FILES, LOOK)
    ]
    if pages:
        parts.append("<h2>Pages that look different</h2>\n<p>The letters are made up, specimens that go to nobody.</p>")
        parts += map(_pages, pages)
    intro = (
        "What was accepted is on the left, what there is now on the right."
        if before
        else "Nothing of this was accepted yet."
    )
    return _PAGE.format(
        title=f"What changed in {year} besides its words",
        intro=intro,
        body="\n".join(filter(None, parts)),
        command=escape(command),
    )


def _part(part: str, changes: Sequence[PartChange], before: EditionParts | None, now: EditionParts) -> str:
    shown = [each for each in changes if ", page " not in each.name]
    if not shown:
        return ""
    if part == FORM:
        tables = _form(shown, (before or _NONE).form, now.form)
    else:
        digests = part in (FILES, LOOK)
        rows = [
            (each.name, _cell(each.before, digests), _cell(each.now, digests), before is not None) for each in shown
        ]
        tables = _table("", rows)
    return f"<h2>{_TITLES[part]}</h2>\n{tables}"


def _cell(text: str, is_digest: bool) -> str:
    return f"<code>{escape(text[:_DIGEST])}</code>" if is_digest and text else escape(text)


def _form(changes: Sequence[PartChange], before: Mapping[str, str], now: Mapping[str, str]) -> str:
    """Each table in which something changed, whole, so that a heading is seen among the others."""
    changed = {each.name for each in changes}
    tables = dict.fromkeys(name.partition(".")[0] for name in changed)
    found = []
    for table in tables:
        names = dict.fromkeys(name for name in [*now, *before] if name.partition(".")[0] == table)
        rows = [
            (name, escape(before.get(name, "")), escape(now.get(name, "")), name in changed and bool(before))
            for name in names
        ]
        found.append(_table(now.get(table) or before.get(table) or table, rows))
    return "\n".join(found)


def _table(caption: str, rows: Sequence[tuple[str, str, str, bool]]) -> str:
    body = "\n".join(
        f'<tr class="{_CLASSES[changed]}"><th scope="row">{escape(name)}</th><td>{old}</td><td>{new}</td></tr>'
        for name, old, new, changed in rows
    )
    head = '<tr><th scope="col">Name</th><th scope="col">Accepted</th><th scope="col">Now</th></tr>'
    named = f"<caption>{escape(caption)}</caption>\n" if caption else ""
    return f"<table>\n{named}<thead>{head}</thead>\n<tbody>\n{body}\n</tbody>\n</table>"


def _pages(change: PageChange) -> str:
    figures = "\n".join(_figures(change))
    return f'<h3>{escape(change.name.capitalize())}</h3>\n<div class="pages">\n{figures}\n</div>'


def _figures(change: PageChange) -> Iterator[str]:
    for what, picture in (("Accepted", change.before), ("Now", change.now)):
        absent = "no picture is kept" if what == "Accepted" and change.now else "no such page"
        yield _figure(what, _image(f"{change.name}, {what.lower()}", picture) if picture else f"<p>{absent}</p>")
    if change.before and change.now:
        both = _image("", change.before) + _image(f"{change.name}: what differs is dark", change.now)
        yield _figure("What differs", f'<div class="over">{both}</div>')


def _figure(caption: str, content: str) -> str:
    return f"<figure><figcaption>{caption}</figcaption>{content}</figure>"


def _image(described: str, picture: bytes) -> str:
    return f'<img alt="{escape(described)}" src="data:image/png;base64,{base64.b64encode(picture).decode()}">'

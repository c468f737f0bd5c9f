"""Which Markdown letters have, with Jinja's tags among it; and what it doesn't take."""

from __future__ import annotations

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

PASSAGES = re.compile(r"\{\{\s*passages\s*\}\}")
CALL = re.compile(r"\{\{-?\s*\w+(?:\.\w+)*\s*\(")  # of a macro, which prints blocks of its own: {{ charts.bar(…) }}

_CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}
_GUILLEMET = "\\«"


@cache
def parser(*, templates: bool) -> MarkdownIt:
    """Reads Markdown: with `templates` the words, with Jinja's tags; otherwise a passage, with bold, lists and links alone."""
    # No references: `[note]: x` would disappear. No entities: `&amp;` is printed as typed. Texts are not joined: what was
    # typed after a backslash must be known, and told from marks. No headings by a line below: who types it may mean a line.
    markdown = MarkdownIt("commonmark", {"html": False, "typographer": False}).disable(
        ["reference", "entity", "html_block", "lheading", "text_join"]
    )
    markdown.normalizeLink = lambda url: url  # type: ignore[method-assign]  # as typed, as addresses of `| link` are
    markdown.inline.ruler.before("escape", "guillemet", _guillemet)
    if not templates:
        others = ["code", "fence", "blockquote", "hr", "heading", "backticks", "autolink", "html_inline"]
        return markdown.disable(others)
    markdown.block.ruler.before("code", "jinja_block", _jinja_block, {"alt": ["paragraph", "list", "blockquote"]})
    markdown.inline.ruler.before("text", "jinja", _jinja_inline)
    return markdown


def _guillemet(state: StateInline, silent: bool) -> bool:
    """A backslash before «, which would be a field of a mail merge, as before any ASCII punctuation."""
    if not state.src.startswith(_GUILLEMET, state.pos):
        return False
    if not silent:
        state.push("text_special", "", 0).content = _GUILLEMET[1]
    state.pos += len(_GUILLEMET)
    return True


def _tag_end(text: str, start: int) -> int:
    """Where the Jinja tag that begins at `start` ends; -1 if there is none, or it isn't closed.

    A note in which another begins isn't closed: all up to the other's end would be lost.
    """
    closing = _CLOSING.get(text[start : start + 2])
    end = text.find(closing, start + 2) if closing else -1
    if end < 0 or (closing == "#}" and "{#" in text[start + 2 : end]):
        return -1
    return end + 2


def _jinja_inline(state: StateInline, silent: bool) -> bool:
    end = _tag_end(state.src, state.pos)
    if 0 <= end <= state.posMax:
        kind = "jinja"
    elif state.src.startswith("{#", state.pos):
        kind, end = "unended_note", state.pos + 2
    else:
        return False
    if not silent:
        state.push(kind, "", 0).content = state.src[state.pos : end]
    state.pos = end
    return True


def _jinja_block(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    """Lines of nothing but tags: statements, comments, `{{ passages }}`, a chart. Another value on its own is a paragraph."""
    first = position = state.bMarks[start] + state.tShift[start]
    while True:
        stop = _tag_end(state.src, position)
        is_block = PASSAGES.match(state.src, position) or CALL.match(state.src, position)
        is_value = state.src.startswith("{{", position) and not is_block
        if stop < 0 or is_value:
            return False
        rest = state.src[stop:].partition("\n")[0]
        position = stop + len(rest) - len(rest.lstrip())
        if not rest.strip():
            break
    if silent:
        return True
    state.line = start + 1 + state.src.count("\n", first, stop)
    token = state.push("jinja_block", "", 0)
    token.content = state.src[first:stop]
    token.map = [start, state.line]
    return True

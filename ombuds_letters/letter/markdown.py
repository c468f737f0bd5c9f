"""The words, `letter.md`: Markdown that a writer edits, turned into a Jinja template in HTML.

Every paragraph of the template is on the same lines as in the Markdown, so that a fault that Jinja finds has the writer's
line; each block also has its line as `data-line`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from ..faults import Fault, Kind, Place
from ..formats.fields import UNPRINTABLE
from ..text.english import named_character

TEMPLATE_NO_PASSAGES = Kind(
    "template.no_passages", "has no line {{{{ passages }}}}; put one where a record's passages belong"
)
WORDS_UNSUPPORTED = Kind("words.unsupported", "has {what}, which the letter can't show; {remedy}")

_CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}
_PASSAGES = re.compile(r"\{\{\s*passages\s*\}\}")
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)

# What Markdown has and letters don't: its name in faults, and what to write instead.
_UNSUPPORTED = {
    "em_open": ("slanted text (*…* or _…_)", "write **…** for bold; put \\ before a * or _ that is meant literally"),
    "code_inline": ("code (`…`)", "write plain words; put \\ before a ` that is meant literally"),
    "code_block": ("an indented block", "begin its lines without spaces"),
    "fence": ("a block between ``` or ~~~", "write plain paragraphs"),
    "blockquote_open": ("a quotation (>)", "write a plain paragraph; put \\ before a > that is meant literally"),
    "hr": ("a rule (--- or ***)", "take it out, or put \\ before it"),
    "link": ("a link to a value ([…]({{ … }}))", 'write {{ … | link("where it leads") }}'),
    "image": ("a picture (![…](…))", "pictures belong in the frame, letter.html.j2"),
}
_DEEPEST_HEADING = 3


def template(content: str, path: str, printable: Collection[str]) -> tuple[str, list[Fault]]:
    """Markdown as a Jinja template in HTML, line for line, and the faults of what a letter can't show."""
    writer = _HtmlWriter(path, printable)
    writer.blocks(_markdown().parse(content))
    if not writer.has_passages:
        writer.faults.append(TEMPLATE_NO_PASSAGES(Place(path)))
    return "".join(writer.out), writer.faults


def _markdown() -> MarkdownIt:
    # No references: `[note]: x` would disappear. No entities: `&amp;` is printed as typed.
    markdown = MarkdownIt("commonmark", {"html": False, "typographer": False}).disable(
        ["reference", "entity", "html_block"]
    )
    markdown.block.ruler.before("code", "jinja_block", _jinja_block, {"alt": ["paragraph", "list", "blockquote"]})
    markdown.inline.ruler.before("text", "jinja", _jinja_inline)
    return markdown


def _tag_end(text: str, start: int) -> int:
    """Where the Jinja tag that begins at `start` ends; -1 if there is none, or it isn't closed."""
    closing = _CLOSING.get(text[start : start + 2])
    end = text.find(closing, start + 2) if closing else -1
    return end + 2 if end >= 0 else -1


def _jinja_inline(state: StateInline, silent: bool) -> bool:
    end = _tag_end(state.src, state.pos)
    if end < 0 or end > state.posMax:
        return False
    if not silent:
        state.push("jinja", "", 0).content = state.src[state.pos : end]
    state.pos = end
    return True


def _jinja_block(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    """Lines of nothing but tags: statements, comments, `{{ passages }}`. Another value on its own is a paragraph."""
    first = position = state.bMarks[start] + state.tShift[start]
    while True:
        stop = _tag_end(state.src, position)
        is_value = state.src.startswith("{{", position) and not _PASSAGES.match(state.src, position)
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


class _HtmlWriter:
    """Writes Markdown tokens as HTML, each block on its own line."""

    def __init__(self, path: str, printable: Collection[str]) -> None:
        self.path = path
        self.has_passages = False
        self._printable = printable
        self.out: list[str] = []
        self.faults: list[Fault] = []
        self._lines = 0

    def blocks(self, tokens: list[Token]) -> None:
        for token in tokens:
            if token.map and token.nesting >= 0:
                self._write("\n" * (token.map[0] - self._lines))
            line = (token.map[0] if token.map else self._lines) + 1
            if token.type in _UNSUPPORTED:
                self._unsupported(token.type, line)
            elif token.type == "inline":
                self._write("".join(self._inline(token.children or [], line)))
            elif token.type == "jinja_block":
                self.has_passages = self.has_passages or bool(_PASSAGES.search(_COMMENT.sub("", token.content)))
                self._write(token.content)
            elif token.hidden:
                continue  # paragraphs of a tight list
            elif token.nesting > 0:
                if token.type == "heading_open" and int(token.tag[1]) > _DEEPEST_HEADING:
                    what = (f"a heading with {len(token.markup)} #", f"write one with 1 to {_DEEPEST_HEADING}")
                    self.faults.append(_refusal(self.path, line, what))
                start = token.attrGet("start")
                self._write(f'<{token.tag} data-line="{line}"' + (f' start="{start}"' if start else "") + ">")
            elif token.nesting < 0:
                self._write(f"</{token.tag}>")

    def _write(self, text: str) -> None:
        self._lines += text.count("\n")
        self.out.append(text)

    def _inline(self, tokens: list[Token], line: int) -> Iterator[str]:
        before = ""
        for token in tokens:
            if token.type in _UNSUPPORTED:
                self._unsupported(token.type, line)
            elif token.type == "jinja":
                if before.endswith("]("):
                    self._unsupported("link", line)
                line += token.content.count("\n")
                yield token.content
            elif token.type in ("softbreak", "hardbreak"):
                line += 1
                yield "\n" if token.type == "softbreak" else "<br>\n"
            elif token.type == "link_open":
                if "%7B%7B" in str(token.attrs.get("href")):
                    self._unsupported("link", line)
                attributes = "".join(f' {name}="{html.escape(str(value))}"' for name, value in token.attrs.items())
                yield f"<a{attributes}>"
            elif token.nesting:
                yield f"<{'/' if token.nesting < 0 else ''}{token.tag}>"
            else:
                self._characters(token.content, line)
                yield html.escape(token.content, quote=False)
            before = token.content

    def _characters(self, text: str, line: int) -> None:
        place = Place(self.path, line)
        for foreign in dict.fromkeys(each for each in text if self._printable and each not in self._printable):
            self.faults.append(UNPRINTABLE(place, character=foreign, name=named_character(foreign)))

    def _unsupported(self, kind: str, line: int) -> None:
        self.faults.append(_refusal(self.path, line, _UNSUPPORTED[kind]))


def _refusal(path: str, line: int, what: tuple[str, str]) -> Fault:
    return WORDS_UNSUPPORTED(Place(path, line), what=what[0], remedy=what[1])

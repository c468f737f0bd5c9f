"""The wording as the templates say it: paragraphs with named slots, each with the condition on which a letter has it.

Read from the forks of the templates (`exploration`) as a reader sees the letter: headings, paragraphs, list items, tables by
their captions, pictures by their titles. Written as accepted.yaml has it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from ..faults import Faults, Kind, Place
from . import conditions, drawings, wording_blocks
from .branches import PASSAGES
from .conditions import ALWAYS, TemplateCondition, TooMany
from .exploration import Fork, TemplateNodes
from .wording_blocks import Block

TEMPLATE_VARIANTS = Kind(
    "template.variants",
    "is one of more conditions than one paragraph or list can have; write a paragraph of its own for each",
)

_MARK = re.compile("\ue000([^\ue001]*)\ue001")
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)(?P<attributes>(?:[^>\"']|\"[^\"]*\"|'[^']*')*)>")
_PART = re.compile(rf"<!--.*?-->|<![^>]*>|{_TAG.pattern}|[^<]+", re.DOTALL)
_LABEL = re.compile(r"list-style-type: '([^']*)'")
_ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")

# The kinds of a letter's blocks by their elements; any other element is part of the block around it.
_BLOCKS = {name: name for name in ("p", "h1", "h2", "h3", "h4", "h5", "h6", "div", "li", "blockquote")} | {
    "section": "sect", "article": "art", "main": "part", "dt": "li", "dd": "li", "figcaption": "caption",
}  # fmt: skip
_LISTS = ("ul", "ol", "dl")
_MARGINS = {"every page": "margin", "first page": "first margin"}  # by `data-margin`
_UNREAD = ("head", "style", "script", "table", "svg")  # read for their captions and titles alone
_EMPTY = ("img", "br", "hr", "meta", "link", "wbr", "input", "col")
_EMPHASIS = ("strong", "b", "em", "i")
_BOLD = re.compile("\ue002([^\ue002\ue003]*)\ue003")  # of words until their block has ended
_BOLD_MARK = re.compile("[\ue002\ue003]")
_MOST_VARIANTS = 64
TABLE, FIGURE = "table", "figure"


@dataclass(frozen=True, slots=True)
class TemplateParagraph:
    """A block of the letter: `TemplateParagraph("p", "Dear {contact.name},", "contact.name is present")`.

    `kind` is its tag; "passages" is the place of a record's passages, "table" has a table's caption, "figure" a picture's
    title, "margin" is what every page has in its margins, "first margin" what the first page has there. `drawing` are the
    marks of a chart, as `drawings.mark` writes them.
    `language` is that of the element around it that has one, "" for the document's. `bold` are the words in bold or italics,
    and `within` is in how many items of other lists a list's item is.
    """

    kind: str
    text: str
    when: str
    drawing: tuple[str, ...] = ()
    language: str = ""
    bold: tuple[str, ...] = ()
    within: int = 0


@dataclass(frozen=True, slots=True)
class _Open:
    """An element that is open: its tag, the number of a list's next item, what is printed before an item, whether it has text.

    A list without numbers has 0, an item without one "". `margin` is what its words are if they are in the margins, `line` is
    its line in the words.
    """

    tag: str
    number: int = 0
    label: str = ""
    begun: bool = False
    margin: str = ""
    language: str = ""
    line: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class _State:
    """Where in the document the reading is: open elements, the words since the last block, the start of a tag.

    Of a drawing that is open, `title` is what it says, and `marks` are its marks.
    """

    opened: tuple[_Open, ...] = ()
    words: str = ""
    tag: str = ""
    title: str = ""
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Variant:
    """One way of reading up to some point: the condition on which a letter goes it, and the state there."""

    when: TemplateCondition
    state: _State


def paragraphs(nodes: TemplateNodes, place: Callable[[str], Place], passages: Place) -> tuple[TemplateParagraph, ...]:
    """The wording in reading order; of paragraphs that exclude each other, those for "yes" come first.

    `place` gives the place of a line of the words, "12" or "part.md:12"; `passages` is where they print passages.

    Raises: Faults, where one paragraph or list has too many conditions, or some letters have wrong numbers in a list, no place
    for passages, or two; BadDrawing.
    """
    blocks: list[Block] = []
    _Reader(blocks).read(nodes, [_Variant(ALWAYS, _State())])
    if found := list(wording_blocks.problems(blocks, place, passages)):
        raise Faults(found)
    return tuple(
        TemplateParagraph(
            each.kind, each.text, conditions.text(each.when), each.drawing, each.language, each.bold, each.within
        )
        for each in _merged(blocks)
        if each.when
    )


class _Reader:
    """Reads nodes into blocks."""

    def __init__(self, blocks: list[Block]) -> None:
        self._blocks = blocks
        self._asked = 0

    def read(self, nodes: TemplateNodes, variants: list[_Variant]) -> list[_Variant]:
        """Reads nodes in each variant of what came before; where these end up alike they are one again."""
        whole = variants[0].when if len(variants) == 1 else None  # what they come to, all together
        for node in nodes:
            if isinstance(node, Fork):
                variants = self._both(node, variants)
            else:
                variants = [replace(each, state=self._text(each, node)) for each in variants]
            if whole is not None and len({each.state for each in variants}) == 1:
                variants = [_Variant(whole, variants[0].state)]
                continue
            try:
                variants = _united(variants)
            except TooMany:
                if isinstance(node, Fork):
                    raise Faults([TEMPLATE_VARIANTS(node.place)]) from None
        return variants

    def _both(self, fork: Fork, variants: list[_Variant]) -> list[_Variant]:
        if len(variants) > _MOST_VARIANTS:
            raise Faults([TEMPLATE_VARIANTS(fork.place)])
        found: list[_Variant] = []
        self._asked += 1
        asked = self._asked
        for variant in variants:
            arms: list[_Variant] = []
            for answer, nodes in ((True, fork.yes), (False, fork.no)):
                try:
                    when = conditions.both(variant.when, conditions.of(fork.question, answer=answer, asked=asked))
                except TooMany:
                    raise Faults([TEMPLATE_VARIANTS(fork.place)]) from None
                if when:
                    arms += self.read(nodes, [_Variant(when, variant.state)])
            states = {each.state for each in arms}
            found += [_Variant(variant.when, arms[0].state)] if len(states) == 1 else arms
        return found

    def _text(self, variant: _Variant, text: str) -> _State:
        state = variant.state
        text, state = state.tag + text, replace(state, tag="")
        at = 0
        while at < len(text):
            part = _PART.match(text, at)
            if part is None:
                return replace(state, tag=text[at:])  # the start of a tag; the rest is in a fork
            at = part.end()
            if part["name"]:
                state = self._tag(variant, state, part)
            elif not part[0].startswith("<"):
                state = self._words(variant, state, part[0])
        return state

    def _words(self, variant: _Variant, state: _State, text: str) -> _State:
        if _within(state, "head") or (_within(state, "table") and not _within(state, "caption")):
            return state
        if _within(state, "svg") and state.opened[-1].tag != "title":
            return state
        *before, text = text.split(f"\ue000{PASSAGES}\ue001")
        for words in before:
            state = self._ended(variant, replace(state, words=_spaced(state.words + html.unescape(words))))
            self._blocks.append(Block(PASSAGES, "p", variant.when, (), _language(state)))
        return replace(state, words=_spaced(state.words + html.unescape(text)))

    def _tag(self, variant: _Variant, state: _State, part: re.Match[str]) -> _State:
        name = part["name"].lower()
        attributes = {key: html.unescape(one or other) for key, one, other in _ATTRIBUTE.findall(part["attributes"])}
        if name == "body" and not part["end"] and attributes.get("data-mark"):
            self._blocks.append(Block("margin", _slots(attributes["data-mark"]), variant.when))
        if name == "br":
            return replace(state, words=_spaced(state.words + " "))
        if name == "img" and not _within(state, "table"):
            state = self._ended(variant, state)
            self._blocks.append(Block(FIGURE, _slots(attributes.get("alt", "")), variant.when, (), _language(state)))
        if _within(state, "svg") and not part["end"] and name not in ("svg", "title"):
            marks = (*state.marks, drawings.mark(name, attributes))
            return replace(state, marks=marks)
        if name in _EMPTY or part["attributes"].endswith("/"):
            return state
        if name in _EMPHASIS:
            return replace(state, words=state.words + ("\ue003" if part["end"] else "\ue002"))
        if part["end"]:
            return self._closed(variant, state, name)
        if name in _BLOCKS or name in _UNREAD or name in _LISTS or name == "caption":
            state = self._ended(variant, state)
        if name in (*_BLOCKS, *_UNREAD, *_LISTS, "caption") or (name == "title" and _within(state, "svg")):
            start = int(attributes.get("start") or 1) if name == "ol" else 0
            label = _label(attributes.get("style", ""), state.opened) if name == "li" else ""
            margin = _MARGINS.get(attributes.get("data-margin", ""), "")
            opened = _Open(
                name,
                start,
                label,
                margin=margin,
                language=attributes.get("lang", ""),
                line=attributes.get("data-line", ""),
            )
            return replace(state, opened=(*state.opened, opened))
        return state

    def _closed(self, variant: _Variant, state: _State, name: str) -> _State:
        if not _within(state, name):
            return state
        state = self._ended(variant, state)
        if name == "svg":
            state = self._drawn(variant, state)
        opened = list(state.opened)
        while opened.pop().tag != name:
            pass
        if name == "li" and opened and opened[-1].number:
            opened[-1] = replace(opened[-1], number=opened[-1].number + 1)
        return replace(state, opened=tuple(opened))

    def _drawn(self, variant: _Variant, state: _State) -> _State:
        """A drawing as a block with its title, and its marks if it shows figures."""
        marks = drawings.checked(state.title, state.marks)
        if state.title:
            self._blocks.append(Block(FIGURE, state.title, variant.when, marks, _language(state)))
        return replace(state, title="", marks=())

    def _ended(self, variant: _Variant, state: _State) -> _State:
        """The words since the last block as a block of the element around them."""
        marked, words = state.words, _spaced(_BOLD_MARK.sub("", state.words)).strip(" ")
        state = replace(state, words="")
        if not words:
            return state
        inner = state.opened[-1].tag if state.opened else "div"
        if margin := next((each.margin for each in state.opened if each.margin), ""):
            self._blocks.append(Block(margin, _slots(words), variant.when))
            return state
        at = next((index for index in reversed(range(len(state.opened))) if state.opened[index].tag == "li"), None)
        kind = _BLOCKS.get(inner, TABLE if inner == "caption" else FIGURE if inner == "title" else "div")
        text, label, line = _slots(words), "", ""
        if kind == FIGURE:
            return replace(state, title=text)
        if at is not None and not state.opened[at].begun and kind in ("li", "p", "div"):
            kind = "li"
            label, line = state.opened[at].label, state.opened[at].line
            text = f"{label} {text}" if label else text
            opened = list(state.opened)
            opened[at] = replace(opened[at], begun=True)
            state = replace(state, opened=tuple(opened))
        elif at is not None and kind in ("li", "div"):
            kind = "p"
        bold = tuple(_slots(each.strip(" ")) for each in _BOLD.findall(marked))
        within = sum(each.tag == "li" for each in state.opened) - 1 if kind == "li" else 0
        self._blocks.append(Block(kind, text, variant.when, (), _language(state), bold, within, label, line))
        return state


def _language(state: _State) -> str:
    """The language of the innermost element that has one."""
    return next((each.language for each in reversed(state.opened) if each.language), "")


def _label(style: str, opened: Sequence[_Open]) -> str:
    """What is printed before an item of a numbered list: "5.", or as its style says; "" for any other item."""
    if typed := _LABEL.search(style):
        return _slots(typed[1].strip())
    return f"{opened[-1].number}." if opened and opened[-1].number else ""


def _united(variants: list[_Variant]) -> list[_Variant]:
    """Variants that are in the same state as one, which a letter goes if it goes any of them.

    Raises: TooMany.
    """
    found: dict[_State, TemplateCondition] = {}
    for each in variants:
        found[each.state] = conditions.either(found[each.state], each.when) if each.state in found else each.when
    return [_Variant(when, state) for state, when in found.items()]


def _merged(blocks: Sequence[Block]) -> list[Block]:
    """Blocks, with the same text on two conditions, one right after the other, as one."""
    waiting: list[Block] = []
    for block in blocks:
        at = next((index for index, each in enumerate(waiting) if _same(each, block)), None)
        if at is not None and all(_exclude(each.when, block.when) for each in waiting[at:]):
            try:
                waiting[at] = replace(block, when=conditions.either(waiting[at].when, block.when))
                continue
            except TooMany:
                pass
        waiting.append(block)
    return waiting


def _same(one: Block, other: Block) -> bool:
    return replace(one, when=other.when) == other


def _exclude(one: TemplateCondition, other: TemplateCondition) -> bool:
    return not conditions.both(one, other)


def _within(state: _State, tag: str) -> bool:
    return any(each.tag == tag for each in state.opened)


def _spaced(words: str) -> str:
    return re.sub(r"[ \t\r\n\f]+", " ", words).removeprefix(" ")  # but keep no-break spaces


def _slots(words: str) -> str:
    """Words with slots for values, {contact.name}, and braces that are printed doubled."""
    parts = _MARK.split(words.replace("{", "{{").replace("}", "}}"))
    return "".join(part if index % 2 == 0 else f"{{{part}}}" for index, part in enumerate(parts))

"""The words, `letter.md`: Markdown that a writer edits, turned into a Jinja template in HTML.

Every paragraph of the template is on the same lines as in the Markdown, so that a fault that Jinja finds has the writer's
line; each block also has its line as `data-line`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from ..faults import Fault, Faults, Kind, Place, Remedy
from ..formats.fields import unprintable
from ..text.placeholders import placeholders

TEMPLATE_NO_PASSAGES = Kind(
    "template.no_passages", "has no line {{{{ passages }}}}; put one where a record's passages belong"
)
WORDS_AS_TYPED = Kind("words.as_typed", 'has "{found}", which would be printed as typed; {remedy}')
WORDS_UNSUPPORTED = Kind("words.unsupported", "has {what}, which the letter can't show; {remedy}")
WORDS_MARK = Kind("words.mark", 'has "{found}", {what}; {remedy}')
WORDS_NOTE = Kind(
    "words.note",
    "has {{#, which begins a note, and the note doesn't end; write #}} after it in the same paragraph, or {{\\# if it is meant "
    "literally",
)
WORDS_NUMBER = Kind("words.number", 'numbers an item "{found}"; {remedy}')
WORDS_EMPTY = Kind("words.empty", "has {what} without words; write them, or delete its mark")
WORDS_CONDITIONAL = Kind(
    "words.conditional",
    "has {what} that some letters leave empty; put {{% if … %}} and {{% endif %}} on lines of their own around it",
)

_CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}
_PASSAGES = re.compile(r"\{\{\s*passages\s*\}\}")
_CALL = re.compile(r"\{\{-?\s*\w+(?:\.\w+)*\s*\(")  # of a macro, which prints blocks of its own: {{ charts.bar(…) }}
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_STATEMENT = re.compile(r"\{%[-+]?\s*(\w+)")

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
_HIGHEST_NUMBER = 99  # a list's; a higher one is a year or a quantity that begins a paragraph

# Marks that Markdown didn't take, where they are in a text: what each is, and what to write instead. Where one is meant
# literally, a backslash before it says so, and it isn't searched for.
_LITERALLY = "or put \\ before it if it is meant literally"
_AT_LINE_START = (
    (r"#{1,6}[\xa0\u2000-\u200a\u202f]", "not a heading", f"write a plain space after the #, {_LITERALLY}"),
    (r"#{1,6}(?=[^\s#])", "not a heading", f"write a space after the #, {_LITERALLY}"),
    (r"(?:[-+*]|[0-9]{1,9}[.)])[\xa0\u2000-\u200a\u202f]", "not an item", "write a plain space after the mark"),
    (
        r"[•‣◦⁃▪▫■□●○·][ \t\xa0]",
        "not an item",
        'write "- " for each item of a list, with an empty line above the first',
    ),
    (r"\|(?=.*\|[ \t]*$)", "not a table", f"take tables from figures.yaml, {_LITERALLY}"),
)
_ANYWHERE = (
    (r"\*\*|\*(?=[^\s*])|(?<=[^\s*])\*", "not bold", f"write **…** without a space inside the stars, {_LITERALLY}"),
    (r"__+|(?<![^\W_])_(?=\w)|(?<=\w)_(?![^\W_])", "not bold", f"write **…** for bold, {_LITERALLY}"),
    (r"~~", "which strikes nothing out", f"delete it, {_LITERALLY}"),
    (r"\[\^[^\]\s]+\]", "not a footnote", f"write the note where it belongs, {_LITERALLY}"),
    (
        r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});",
        "printed as it is",
        "write the character itself",
    ),
    (r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>", "printed as it is", f"write Markdown instead of HTML, {_LITERALLY}"),
)
_MARKS = re.compile(
    "|".join([*(f"^({mark})" for mark, _, _ in _AT_LINE_START), *(f"({mark})" for mark, _, _ in _ANYWHERE)])
)
_ABOUT = tuple((what, remedy) for _, what, remedy in (*_AT_LINE_START, *_ANYWHERE))
_ESCAPED = "\ufffc"  # stands for a character after a backslash where marks are searched for
# What has a meaning in a passage: bold, a list's item, a link, and a backslash before what would have one.
_PASSAGE_LITERAL = r"\\(?=\*\*|\[[^\]\n]+\]\(|\[\^|!\[|\{ *[{A-Za-z_]|«\w)|(?<![^\n])\\(?=[-*+|] )|(?<=\d)\\(?=[.)] )"
_PASSAGE_MARKS = re.compile(
    rf"\*\*(?=\S).+?(?<=\S)\*\*|^ *(?:[-*+]|1[.)]) +\S|\[[^\]]+\]\([^)\s]+\)|{_PASSAGE_LITERAL}",
    re.DOTALL | re.MULTILINE,
)
_BACKSLASH = re.compile(rf"(?P<meant>{_PASSAGE_LITERAL})|\\")
_LITERAL_NUMBER = re.compile(r"\A( *(?!1[.)])\d{1,9})(?=[.)] )")  # "2018. A year": no list begins so


def template(
    content: str, path: str, printable: Collection[str], *, has_passages: bool = True
) -> tuple[str, list[Fault]]:
    """Markdown as a Jinja template in HTML, line for line, and the faults of what a letter can't show.

    `has_passages` says whether these words must have a place for a record's passages.
    """
    writer = _HtmlWriter(path, printable, content)
    writer.blocks(_markdown(templates=True).parse(content))
    if has_passages and not writer.has_passages:
        writer.faults.append(TEMPLATE_NO_PASSAGES(Place(path)))
    return "".join(writer.out), [each for at, each in enumerate(writer.faults) if each not in writer.faults[:at]]


def passage(paragraphs: Iterable[str], attributes: str, place: Place, printable: Collection[str]) -> str:
    """A passage's paragraphs as HTML, each block with `attributes`: with bold, lists and links, and all else as typed.

    Raises: Faults, of what a letter can't show.
    """
    found: list[str] = []
    for paragraph in paragraphs:
        if not _PASSAGE_MARKS.search(paragraph):
            found.append(f"<p{attributes}>{html.escape(paragraph, quote=False)}</p>")
            continue
        writer = _HtmlWriter(place.path, printable, "", attributes)
        writer.blocks(_passage_tokens(paragraph))
        if writer.faults:
            raise Faults(Fault(place, "", each.kind, each.values) for each in writer.faults)
        found.append("".join(writer.out).strip("\n"))
    return "\n".join(found)


def _passage_tokens(paragraph: str) -> list[Token]:
    """A passage's paragraph as Markdown, in which only a few marks have a meaning."""
    text = _BACKSLASH.sub(lambda each: "\\" if each["meant"] else "\\\\", paragraph).replace("\\«", "«")
    text = _LITERAL_NUMBER.sub(r"\1\\", text)
    tokens = _markdown(templates=False).parse(text)
    for token in (child for each in tokens for child in each.children or ()):
        if token.markup in ("*", "_", "__") and token.nesting:
            token.type, token.content, token.nesting = "text", token.markup, 0
    return tokens


@cache
def _markdown(*, templates: bool) -> MarkdownIt:
    # No references: `[note]: x` would disappear. No entities: `&amp;` is printed as typed. Texts are not joined: what was
    # typed after a backslash must be known.
    markdown = MarkdownIt("commonmark", {"html": False, "typographer": False}).disable(
        ["reference", "entity", "html_block", "text_join"]  # unjoined, what was escaped can be told from marks
    )
    if not templates:
        others = ["code", "fence", "blockquote", "hr", "heading", "lheading", "backticks", "autolink", "html_inline"]
        return markdown.disable(others)
    markdown.block.ruler.before("code", "jinja_block", _jinja_block, {"alt": ["paragraph", "list", "blockquote"]})
    markdown.inline.ruler.before("text", "jinja", _jinja_inline)
    return markdown


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
        is_block = _PASSAGES.match(state.src, position) or _CALL.match(state.src, position)
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


class _HtmlWriter:
    """Writes Markdown tokens as HTML, each block on its own line."""

    def __init__(self, path: str, printable: Collection[str], content: str, attributes: str = "") -> None:
        self.path = path
        self._attributes = attributes
        self.has_passages = False
        self._printable = printable
        self._typed = re.split("\r\n|\n|\r", content)
        self.out: list[str] = []
        self.faults: list[Fault] = []
        self._lines = 0
        self._lists: list[_OrderedList | None] = []

    def blocks(self, tokens: list[Token]) -> None:
        for number, token in enumerate(tokens, 1):
            after = tokens[number] if number < len(tokens) else None
            if token.map and token.nesting >= 0:
                self._write("\n" * (token.map[0] - self._lines))
            line = (token.map[0] if token.map else self._lines) + 1
            if token.type in _UNSUPPORTED:
                self._unsupported(token.type, line)
            elif token.type == "inline":
                if not self._attributes:  # passages are searched when their record is read
                    self._as_typed(token.children or [], line)
                self._write("".join(self._inline(token.children or [], line)))
            elif token.type == "jinja_block":
                self.has_passages = self.has_passages or bool(_PASSAGES.search(_COMMENT.sub("", token.content)))
                own = f' data-line="{line}"'
                self._write(f"<div{own}>{token.content}</div>" if _CALL.match(token.content) else token.content)
            elif token.hidden:  # paragraphs of a tight list
                if token.nesting > 0:
                    self._filled("an item", after, Place(self.path, line))
            elif token.nesting > 0:
                self._open(token, after, line)
            elif token.nesting < 0:
                if token.type.endswith("list_close"):
                    self._lists.pop()
                self._write(f"</{token.tag}>")

    def _open(self, token: Token, after: Token | None, line: int) -> None:
        """Begins a block that has others, or words, in it; `after` is the token after it."""
        place, style = Place(self.path, line), ""
        if token.type == "heading_open":
            if int(token.tag[1]) > _DEEPEST_HEADING:
                what = (f"a heading with {len(token.markup)} #", f"write one with 1 to {_DEEPEST_HEADING}")
                self.faults.append(_refusal(self.path, line, what))
            self._filled("a heading", after, place)
        elif token.type.endswith("list_open"):
            self._lists.append(_OrderedList(token) if token.type == "ordered_list_open" else None)
        elif token.type == "list_item_open":
            listed = self._lists[-1]
            if listed is not None:
                if remedy := listed.problem(token.info):
                    self.faults.append(WORDS_NUMBER(place, found=token.info + token.markup, remedy=Remedy(remedy)))
                style = listed.style()
                listed.next += 1
            empty = after is not None and after.type == "list_item_close"
            self._filled("an item", after if empty else None, place)
        elif token.type == "paragraph_open" and self._lists:
            self._filled("an item", after, place)
        own = self._attributes if token.tag != "li" else ""
        own = own if self._attributes else f' data-line="{line}"'
        self._write(f"<{token.tag}{own}{style}>")

    def _filled(self, what: str, words: Token | None, place: Place) -> None:
        """Reports a heading or item without words: `words` is what comes after its beginning."""
        if words is None:
            return
        printed = _always_printed(words.children or [])
        if printed is None:
            self.faults.append(WORDS_EMPTY(place, what=what))
        elif not printed:
            self.faults.append(WORDS_CONDITIONAL(place, what=what))

    def _write(self, text: str) -> None:
        self._lines += text.count("\n")
        self.out.append(text)

    def _inline(self, tokens: list[Token], line: int) -> Iterator[str]:
        before = ""
        starts_line = True
        for token in _joined(tokens):
            if token.type in _UNSUPPORTED:
                self._unsupported(token.type, line)
            elif token.type == "jinja":
                if before.endswith("]("):
                    self._unsupported("link", line)
                line += token.content.count("\n")
                yield token.content
            elif token.type == "unended_note":
                self.faults.append(WORDS_NOTE(self._place(line, "{#")))
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
                if not self._attributes:  # in passages, what is no mark is printed as typed
                    self._marks(token.meta.get("unescaped", token.content), line, starts_line=starts_line)
                self._characters(token.content, line)
                yield html.escape(token.content, quote=False).replace("{#", "&#123;#")  # printed, not a note of Jinja's
            before = token.content
            starts_line = token.type in ("softbreak", "hardbreak")

    def _marks(self, text: str, line: int, *, starts_line: bool) -> None:
        """Reports marks that Markdown didn't take: they would be printed."""
        for found in _MARKS.finditer(text):
            if found.lastindex is None or (found.lastindex <= len(_AT_LINE_START) and not starts_line):
                continue
            what, remedy = _ABOUT[found.lastindex - 1]
            place = self._place(line, found[0])
            self.faults.append(WORDS_MARK(place, found=found[0].strip(), what=what, remedy=Remedy(remedy)))

    def _as_typed(self, tokens: list[Token], line: int) -> None:
        """Reports what somebody meant to be filled in or laid out, in a paragraph's text outside tags."""
        pieces = {"text": None, "softbreak": "\n", "hardbreak": "\n"}
        text = "".join(
            token.content if token.type == "text" else pieces.get(token.type) or "\1" + "\n" * token.content.count("\n")
            for token in tokens
        )
        for each in placeholders(text, markdown=False):
            place = self._place(line + text.count("\n", 0, each.start), each.found)
            self.faults.append(WORDS_AS_TYPED(place, found=each.found, remedy=Remedy(each.remedy)))

    def _characters(self, text: str, line: int) -> None:
        for at, kind, values in unprintable(text, self._printable):
            self.faults.append(kind(self._place(line, text[at]), **values))

    def _place(self, line: int, typed: str) -> Place:
        """Where something was typed in a line."""
        column = self._typed[line - 1].find(typed) + 1 if line <= len(self._typed) else 0
        return Place(self.path, line, column)

    def _unsupported(self, kind: str, line: int) -> None:
        self.faults.append(_refusal(self.path, line, _UNSUPPORTED[kind]))


class _OrderedList:
    """The numbers of a list as they are typed; `next` is the number that the next item should have."""

    def __init__(self, opening: Token) -> None:
        start = opening.attrGet("start")
        self.next = 1 if start is None else int(start)
        self._mark = opening.markup
        self._as_usual = start is None and opening.markup == "."

    def problem(self, typed: str) -> str:
        """What to do about an item's number, "" if it is right: it is printed as it is typed."""
        if self.next > _HIGHEST_NUMBER:
            return f'put \\ before the "{self._mark}" if it is no item of a list, or begin the list with a lower number'
        return "" if typed == str(self.next) else f'write "{self.next}{self._mark}"'

    def style(self) -> str:
        """The attribute by which WeasyPrint prints an item's number; it knows nothing of `<ol start>`."""
        return "" if self._as_usual else f" style=\"list-style-type: '{self.next}{self._mark} '\""


def _joined(tokens: list[Token]) -> Iterator[Token]:
    """Tokens with texts in one: each has its content, and in `meta` the same without what was escaped by a backslash."""
    run: list[Token] = []
    for token in tokens:
        if token.type in ("text", "text_special"):
            run.append(token)
            continue
        yield from _as_one(run)
        run = []
        yield token
    yield from _as_one(run)


def _as_one(run: list[Token]) -> Iterator[Token]:
    if run:
        unescaped = "".join(each.content if each.type == "text" else _ESCAPED * len(each.content) for each in run)
        yield Token("text", "", 0, content="".join(each.content for each in run), meta={"unescaped": unescaped})


def _always_printed(tokens: list[Token]) -> bool | None:
    """True for words that every letter has, False for some that only certain letters have, None for none at all."""
    depth, found = 0, False
    for token in tokens:
        statement = _STATEMENT.match(token.content) if token.type == "jinja" else None
        if statement and statement[1] in ("if", "for"):
            depth += 1
        elif statement and statement[1] in ("endif", "endfor"):
            depth -= 1
        elif statement and statement[1] == "else":
            return True  # one or the other is printed
        elif (token.type == "jinja" and token.content.startswith("{{")) or (
            token.type not in ("jinja", "softbreak", "hardbreak") and token.content.strip()
        ):
            found = True
            if not depth:
                return True
    return False if found else None


def _refusal(path: str, line: int, what: tuple[str, str]) -> Fault:
    return WORDS_UNSUPPORTED(Place(path, line), what=what[0], remedy=what[1])

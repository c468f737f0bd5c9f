"""What a page paints, read from its content by the grammar's sentences: texts with their words, and shapes, in order.

Positions come out in points from the lower left of the page. What isn't a sentence of the grammar is refused, and so is
text that is not upright, in a form that only part of it passes, or spaced as its font doesn't.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from ..pages import Box, Colour, Font, PaintedArea, TextRun
from . import grammar
from .shapes import Clip, Matrix, Stroke, areas_of, clip_of, turned
from .typefaces import EM, Typeface
from .typeset_line import typeset

BLACK: Colour = (0, 0, 0, 255)
ARTIFACT = -1  # in the place of a mark's number
_END_OF_MARK = b"\nEMC\n"
_PIECE = 300  # bytes at least


class Sentence(NamedTuple):
    """A sentence of a page's content: its title in the grammar, and its words."""

    kind: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageFont:
    """A font as a page names it: `PageFont("AZXSTJ+Ombuds-Letter-Sans", typeface)`."""

    font: Font
    typeface: Typeface


class Drawn(NamedTuple):
    """Something painted, as it is drawn again: what comes before it (transforms and clips), and itself.

    Of a text, `font` is the typeface, and `pieces` are its words and the spacing between them, ("R", 111.0, "oad").
    """

    before: str
    itself: str
    font: Typeface | None = None
    pieces: tuple[str | float, ...] = ()


@dataclass(slots=True)
class PaintedPage:
    """What a page paints: texts and areas in order, each mark with the element's tag it claims, and all of it to draw again."""

    texts: list[TextRun] = field(default_factory=list)
    areas: list[PaintedArea] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)
    drawn: list[Drawn] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    refusals: list[tuple[str, str]] = field(default_factory=list)


def sentences(content: bytes) -> tuple[tuple[Sentence, ...], str]:
    """A content stream's sentences, and the beginning of what isn't one, "" if all is."""
    data = content.decode("latin-1")
    found, end = [], 0
    for match in grammar.SENTENCE.finditer(data):
        if match.start() != end:
            break
        end = match.end()
        found.append(Sentence(str(match.lastgroup), tuple(match[0].split())))
    return tuple(found), " ".join(data[end:].split()[:6])[:60]


class _State(NamedTuple):
    """The graphics state (ISO 32000-1, 8.4); `before` are the transforms and clips so far, as they were written."""

    matrix: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    before: str = ""
    clip: Box | None = None
    clips: tuple[Clip, ...] = ()  # those that are no boxes
    fill: Colour = BLACK
    stroke: Colour = BLACK
    line: tuple[str, ...] = ()
    width: float = 1.0


class _Reached(NamedTuple):
    """Where the reading of a page has come to: the states, the marked content that is open, how much has been painted."""

    state: _State = _State()
    saved: tuple[_State, ...] = ()
    mark: int | None = None
    order: int = 0


@dataclass(frozen=True, slots=True)
class PageResources:
    """What a page's content may name: fonts, states that are opaque, pictures. Two are equal if they are the same one."""

    fonts: Mapping[str, PageFont]
    opaque: frozenset[str]
    pictures: frozenset[str]

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other


def paint(resources: PageResources, contents: Sequence[bytes]) -> PaintedPage:
    """What a page's content streams, one after the other, paint."""
    page = PaintedPage()
    reached = _Reached()
    for piece in (each for content in contents for each in _pieces(content)):
        part, reached = _part(resources, piece, reached)
        page.texts += part.texts
        page.areas += part.areas
        page.marks += part.marks
        page.drawn += part.drawn
        page.pictures += part.pictures
        page.refusals += part.refusals
    if reached.saved or reached.mark is not None:
        page.refusals.append(("an end before all that was begun is ended", ""))
    return page


def _pieces(content: bytes) -> Iterator[bytes]:
    """A content stream in pieces that end where a marked content does, as no sentence spans that; most are in many letters."""
    start = 0
    while (found := content.find(_END_OF_MARK, start + _PIECE)) >= 0:
        end = found + len(_END_OF_MARK)
        yield content[start:end]
        start = end
    yield content[start:]


@lru_cache(maxsize=4096)  # most pieces are in many letters, at the same place
def _part(resources: PageResources, content: bytes, reached: _Reached) -> tuple[PaintedPage, _Reached]:
    painter = _Painter(resources, reached)
    return painter.read(content), painter.reached


class _Painter:
    """Reads one stream of a page's content, from where the one before it ended."""

    def __init__(self, resources: PageResources, reached: _Reached) -> None:
        self._fonts, self._opaque, self._pictures = resources.fonts, resources.opaque, resources.pictures
        self._page = PaintedPage()
        self._saved = list(reached.saved)
        self._mark = reached.mark  # ARTIFACT in one
        self._order = reached.order
        self._state = reached.state

    @property
    def reached(self) -> _Reached:
        return _Reached(self._state, tuple(self._saved), self._mark, self._order)

    def read(self, content: bytes) -> PaintedPage:
        found, rest = sentences(content)
        for kind, words in found:
            _READ[kind](self, words)
        if rest:
            self._refuse(rest)
        return self._page

    def _refuse(self, found: str, expected: str = "") -> None:
        self._page.refusals.append((found, expected))

    def _read_save(self, words: tuple[str, ...]) -> None:
        self._saved.append(self._state)

    def _read_restore(self, words: tuple[str, ...]) -> None:
        if self._saved:
            self._state = self._saved.pop()
        else:
            self._refuse("Q without q")

    def _read_transform(self, words: tuple[str, ...]) -> None:
        g, h, i, j, k, m = map(float, words[:6])
        a, b, c, d, e, f = self._state.matrix
        matrix = (g * a + h * c, g * b + h * d, i * a + j * c, i * b + j * d, k * a + m * c + e, k * b + m * d + f)
        self._state = self._state._replace(matrix=matrix, before=f"{self._state.before}{' '.join(words)}\n")

    def _read_mark(self, words: tuple[str, ...]) -> None:
        self._begin(int(words[2][:-2]))
        self._page.marks.append(self._mark or 0)

    def _read_artifact(self, words: tuple[str, ...]) -> None:
        self._begin(ARTIFACT)

    def _begin(self, mark: int) -> None:
        if self._mark is not None:
            self._refuse("marked content within marked content")
        self._mark = mark

    def _read_end(self, words: tuple[str, ...]) -> None:
        if self._mark is None:
            self._refuse("EMC without its beginning")
        self._mark = None

    def _read_opaque(self, words: tuple[str, ...]) -> None:
        if words[0][1:] not in self._opaque:
            self._refuse(words[0], "an opaque state")

    def _read_fill(self, words: tuple[str, ...]) -> None:
        self._state = self._state._replace(fill=self._colour(words))

    def _read_stroke(self, words: tuple[str, ...]) -> None:
        self._state = self._state._replace(stroke=self._colour(words))

    def _colour(self, words: tuple[str, ...]) -> Colour:
        red, green, blue = (round(float(word) * 255) for word in words[:3])
        if not all(0 <= part <= 255 for part in (red, green, blue)):
            self._refuse(" ".join(words), "a colour")
        return red, green, blue, 255

    def _read_width(self, words: tuple[str, ...]) -> None:
        self._state = self._state._replace(width=float(words[0]))
        self._keep_line(words)

    def _keep_line(self, words: tuple[str, ...]) -> None:
        kept = (each for each in self._state.line if each.split()[-1] != words[-1])
        self._state = self._state._replace(line=(*kept, " ".join(words)))

    _read_dash = _read_ends = _read_joins = _read_mitre = _keep_line

    def _read_path(self, words: tuple[str, ...]) -> None:
        paint = words[-1]
        clip = words[-2] if words[-2] in ("W", "W*") else ""
        steps = words[: -2 if clip else -1]
        state = self._state
        if paint != "n":
            if self._mark is None:
                self._refuse(" ".join(words[:8]), "an artifact or content that is read")
            filled = state.fill if paint[0] in "fBb" else None
            style = " ".join(sorted(each for each in state.line if not each.endswith(" w")))
            stroked = Stroke(state.stroke, state.width, style) if paint[0] in "SsBb" else None
            self._page.areas += areas_of(
                steps,
                state.matrix,
                state.clip,
                filled,
                stroked,
                self._order,
                self._mark,
                operator=paint,
                clips=state.clips,
            )
            colours = _operands(filled, "rg") if filled else ""
            if stroked:
                colours += "".join(f"{each}\n" for each in state.line) + _operands(state.stroke, "RG")
            self._draw(f"{colours}{' '.join(steps)} {paint}\n")
        if clip:
            box, form = clip_of(steps, state.matrix, clip)
            self._state = state._replace(
                clips=state.clips + form,
                clip=box if state.clip is None else box.common(state.clip),
                before=f"{state.before}{' '.join(steps)} {clip} n\n",
            )

    def _draw(self, itself: str, font: Typeface | None = None, pieces: tuple[str | float, ...] = ()) -> None:
        self._page.drawn.append(Drawn(self._state.before, itself, font, pieces))
        self._order += 1

    def _read_picture(self, words: tuple[str, ...]) -> None:
        title = words[0][1:]
        if title not in self._pictures or self._mark is None:
            self._refuse(" ".join(words), "a picture that is read")
        state = self._state
        box, _ = clip_of(("0", "0", "1", "1", "re"), state.matrix, "W")
        shown = box if state.clip is None else box.common(state.clip)
        form = turned(box, state.matrix, state.clips)
        self._page.areas.append(PaintedArea(shown, None, self._order, False, form, self._mark or 0))
        self._page.pictures.append(title)
        self._draw(" ".join(words) + "\n")

    def _read_nothing(self, words: tuple[str, ...]) -> None:
        """A text without any glyph: it paints nothing, and no state of it lasts."""

    def _read_text(self, words: tuple[str, ...]) -> None:
        a, b, c, d, e, f = self._state.matrix
        if b or c or a <= 0 or abs(a + d) > 1e-9:
            self._refuse(f"text in a matrix {a:g} {b:g} {c:g} {d:g}", "upright text")
            return
        if self._state.clips:
            self._refuse("text in a form that only part of it passes", "a rectangle")
        if self._mark is None:
            self._refuse("text outside of what is marked", "an artifact or content that is read")
        across, down = float(words[5]), float(words[6])
        for at in range(8, len(words) - 1, 5):
            title, size, glyphs = words[at][1:], float(words[at + 1]), words[at + 3]
            font = self._fonts.get(title)
            if font is None:
                self._refuse(f"/{title}", "a font of the page")
                return
            line = typeset(font.typeface, glyphs)
            for found in line.refusals:
                self._refuse(found, "the font's own spacing")
            scale = a * size / EM
            left, base = a * across + e, d * down + f
            run = TextRun(
                line.text,
                Box(
                    left + scale * line.ink.left,
                    base + scale * line.ink.bottom,
                    left + scale * line.ink.right,
                    base + scale * line.ink.top,
                ),
                a * size,
                base,
                font.font,
                self._state.fill,
                -1 if self._mark is None else self._mark,
                True,
                self._state.clip,
                self._order,
                left,
                left + scale * line.advance,
            )
            self._page.texts.append(run)
            place = f"1 0 0 -1 {across:f} {words[6]} Tm" if at > 8 else " ".join(words[1:8])
            self._draw(f"{_operands(self._state.fill, 'rg')}BT {place} {words[at + 1]}", font.typeface, line.pieces)
            across += line.advance * size / EM


_READ: Mapping[str, Callable[[_Painter, tuple[str, ...]], None]] = {
    title: getattr(_Painter, f"_read_{title}") for title in grammar.SENTENCES
}


def _operands(colour: Colour, operator: str) -> str:
    return f"{colour[0] / 255:f} {colour[1] / 255:f} {colour[2] / 255:f} {operator}\n"

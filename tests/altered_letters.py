"""A sound letter altered in one way at a time, as somebody would who wants the proof to pass something else.

`ALTERATIONS` has each by name: what a reader would see or be told wrongly, and a function from a letter's bytes to others.
The letter is the one that `letter_job` describes: its first figure is 14, its third 5, and it has three pages.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, String

ALTERATIONS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {}
S = ALTERATIONS


def spoiler(name, why):
    """Adds an alteration of a letter's bytes."""

    def add(function):
        assert name not in ALTERATIONS, name
        ALTERATIONS[name] = (why, function)
        return function

    return add


def edit(name, why, change, **save):
    """Adds an alteration of a letter's objects."""
    assert name not in ALTERATIONS, name
    ALTERATIONS[name] = (why, lambda content: rewritten(content, change, **save))


def rewritten(content, change, **save):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        change(pdf)
        pdf.save(out, **save)
    return out.getvalue()


def data_of(pdf, page):
    pg = pdf.pages[page - 1]
    pg.contents_coalesce()
    return pg.Contents.read_bytes()


def put_data(pdf, page, data):
    pg = pdf.pages[page - 1]
    pg.Contents = pdf.make_stream(data)


def subst(page, old, new, count=1):
    def change(pdf):
        d = data_of(pdf, page)
        assert old in d, old
        put_data(pdf, page, d.replace(old, new, count))

    return change


def mc(n):
    return b"<</MCID %d>>\nBDC\n" % n


def in_mc(page, n, fn):
    """fn(bytes inside BDC..EMC) -> bytes"""

    def change(pdf):
        d = data_of(pdf, page)
        a = d.index(mc(n)) + len(mc(n))
        b = d.index(b"EMC", a)
        inner = d[a:b]
        new = fn(inner)
        assert new != inner, "nothing changed"
        put_data(pdf, page, d[:a] + new + d[b:])

    return change


def append(page, ops):
    """paint ops in the page's own coordinates (default user space, origin bottom left)"""

    def change(pdf):
        d = data_of(pdf, page)
        put_data(
            pdf,
            page,
            b"q\n"
            + d
            + b"\nQ\n"
            + (ops if b"/Artifact" in ops or b"/Span" in ops else b"/Artifact BMC\n" + ops + b"\nEMC\n"),
        )

    return change


def prepend(page, ops):
    def change(pdf):
        d = data_of(pdf, page)
        put_data(pdf, page, b"/Artifact BMC q\n" + ops + b"\nQ EMC\n" + d)

    return change


def elements(pdf, kind):
    return [e for e in pdf.objects if isinstance(e, Dictionary) and e.get("/S") == "/" + kind]


def fonts(pdf, page):
    return pdf.pages[page - 1].obj.Resources.Font


def glyphs(text):
    return b"<" + b"".join(b"%04x" % (ord(c) - 0x20 + 1) for c in text) + b">"


def newfont(pdf, page, base="/AZXSTJ", name="/AZXFAK", **over):
    """a copy of a font with other keys, under a new resource name; font program the same object"""
    fs = fonts(pdf, page)
    f = Dictionary(dict(fs[base].items()))
    for k, v in over.items():
        f["/" + k] = v
    fs[name] = pdf.make_indirect(f)
    return f


def cmap(pdf, base, pairs):
    """ToUnicode of base with pairs {glyph: codepoint} replaced"""
    t = base.ToUnicode.read_bytes().decode()
    for g, u in pairs.items():
        new, n = re.subn(rf"<{g:04x}> <[0-9a-f]+>", f"<{g:04x}> <{u}>", t)
        assert n == 1
        t = new
    return pdf.make_stream(t.encode())


# --- lies about glyphs
@spoiler(
    "tounicode-lies-second-font",
    "cell Adult Care prints 74, text layer says 14: a second font dict, same font program, other ToUnicode",
)
def _(c):
    def ch(pdf):
        fs = fonts(pdf, 3)
        newfont(pdf, 3, ToUnicode=cmap(pdf, fs["/AZXSTJ"], {0x18: "0031"}))
        in_mc(3, 30, lambda b: b.replace(b"/AZXSTJ", b"/AZXFAK").replace(b"<00120015>", b"<00180015>"))(pdf)

    return rewritten(c, ch)


@spoiler(
    "cidtogid-map-swapped",
    "CIDToGIDMap stream swaps glyphs of 1 and 7 in the regular font: every 1 of the tables prints 7",
)
def _(c):
    def ch(pdf):
        d = fonts(pdf, 3)["/AZXSTJ"].DescendantFonts[0]
        m = bytearray(b"".join(i.to_bytes(2, "big") for i in range(400)))
        m[2 * 0x12 : 2 * 0x12 + 2], m[2 * 0x18 : 2 * 0x18 + 2] = (0x18).to_bytes(2, "big"), (0x12).to_bytes(2, "big")
        d.CIDToGIDMap = pdf.make_stream(bytes(m))

    return rewritten(c, ch)


@spoiler("encoding-cmap-swapped", "Encoding CMap stream maps code 0x12 to CID 0x18: the 1s print as 7")
def _(c):
    def ch(pdf):
        cm = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo 3 dict dup begin /Registry (Adobe) def /Ordering (Identity) def /Supplement 0 def end def
/CMapName /Mine def /CMapType 1 def
1 begincodespacerange <0000> <ffff> endcodespacerange
4 begincidrange
<0000> <0011> 0
<0012> <0012> 24
<0013> <0017> 19
<0019> <ffff> 25
endcidrange
1 begincidchar <0018> 18 endcidchar
endcmap CMapName currentdict /CMap defineresource pop end end"""
        s = pdf.make_stream(cm)
        s.Type = Name.CMap
        s.CMapName = Name.Mine
        s.CIDSystemInfo = Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0)
        fonts(pdf, 3)["/AZXSTJ"].Encoding = s

    return rewritten(c, ch)


@spoiler("font-program-glyph-swapped", "glyphs one and seven exchanged in the font program, ToUnicode the same")
def _(c):
    def ch(pdf):
        from fontTools.ttLib import TTFont

        fd = fonts(pdf, 3)["/AZXSTJ"].DescendantFonts[0].FontDescriptor
        t = TTFont(io.BytesIO(fd.FontFile2.read_bytes()))
        g = t["glyf"]
        o = t.getGlyphOrder()
        a, b = o[0x12], o[0x18]
        g[a], g[b] = g[b], g[a]
        out = io.BytesIO()
        t.save(out)
        fd.FontFile2 = pdf.make_stream(out.getvalue())

    return rewritten(c, ch)


@spoiler("font-widths-other", "widths in /W of all digits of regular font made 3000 (digits of a number stand apart)")
def _(c):
    def ch(pdf):
        d = fonts(pdf, 3)["/AZXSTJ"].DescendantFonts[0]
        w = d.W[1]
        for g in range(0x11, 0x1B):
            w[g] = 3000

    return rewritten(c, ch)


@spoiler("font-widths-zero", "width of 1 is 0: next digit printed over the 1")
def _(c):
    def ch(pdf):
        d = fonts(pdf, 3)["/AZXSTJ"].DescendantFonts[0]
        d.W[1][0x12] = 0

    return rewritten(c, ch)


@spoiler(
    "glyph-read-as-space",
    "a visible 1 in front of 14 (prints 114): second font dict whose ToUnicode says that glyph is a space",
)
def _(c):
    def ch(pdf):
        fs = fonts(pdf, 3)
        newfont(pdf, 3, ToUnicode=cmap(pdf, fs["/AZXSTJ"], {0x12: "0020"}))
        in_mc(
            3,
            30,
            lambda b: b.replace(b"[<00120015>] TJ", b"/AZXFAK 16 Tf [<0012>] TJ /AZXSTJ 16 Tf [<00120015>] TJ"),
        )(pdf)

    return rewritten(c, ch)


@spoiler("glyph-without-unicode", "a visible 1 in front of 14: second font dict without any ToUnicode entry for it")
def _(c):
    def ch(pdf):
        f = fonts(pdf, 3)["/AZXSTJ"]
        t = re.sub(rb"<0012> <0031>", b"<0000> <0020>", f.ToUnicode.read_bytes())
        newfont(pdf, 3, ToUnicode=pdf.make_stream(t))
        in_mc(
            3,
            30,
            lambda b: b.replace(b"[<00120015>] TJ", b"/AZXFAK 16 Tf [<0012>] TJ /AZXSTJ 16 Tf [<00120015>] TJ"),
        )(pdf)

    return rewritten(c, ch)


edit(
    "notdef-glyph",
    "the box of a missing glyph printed behind the figure",
    in_mc(3, 30, lambda b: b.replace(b"<00120015>", b"<001200150000>")),
)


# --- actual text and alternatives
@spoiler("actualtext-in-stream", "prints 74, marked content in the stream says ActualText 14")
def _(c):
    def ch(pdf):
        d = data_of(pdf, 3)
        a = d.index(b"/Span\n<</MCID 30>>")
        b = d.index(b"EMC", a)
        seg = d[a:b].replace(b"<</MCID 30>>", b"<</MCID 30 /ActualText (14)>>").replace(b"<00120015>", b"<00180015>")
        put_data(pdf, 3, d[:a] + seg + d[b:])

    return rewritten(c, ch)


@spoiler("actualtext-empty-in-stream", "prints 114: a 1 in front, in nested marked content with empty ActualText")
def _(c):
    return rewritten(
        c,
        in_mc(
            3,
            30,
            lambda b: (
                b"/Span <</ActualText ()>> BDC BT /AZXSTJ 16 Tf 1 0 0 -1 122 294.085143 Tm [<0012>] TJ ET EMC\n" + b
            ),
        ),
    )


edit(
    "actualtext-wrong-in-stream",
    "prints 14, read aloud 99 (ActualText in stream)",
    lambda pdf: (lambda d: put_data(pdf, 3, d.replace(b"<</MCID 30>>", b"<</MCID 30 /ActualText (99)>>")))(
        data_of(pdf, 3)
    ),
)


def span_of(pdf, page, mcid):
    """the structure element that holds a mark on a page"""
    pg = pdf.pages[page - 1].obj
    tree = pdf.Root.StructTreeRoot.ParentTree

    def nums(n):
        if "/Nums" in n:
            pairs = list(n.Nums)
            return dict(zip(map(int, pairs[::2]), pairs[1::2], strict=True))
        out = {}
        for k in n.Kids:
            out |= nums(k)
        return out

    return nums(tree)[int(pg.StructParents)][mcid]


def alt_on(name, why, page, mcid, up, **keys):
    def ch(pdf):
        e = span_of(pdf, page, mcid)
        for _ in range(up):
            e = e.P
        for k, v in keys.items():
            e["/" + k] = v

    edit(name, why, ch)


alt_on("alt-on-span-of-figure", "a screen reader says 99 instead of 14 (Alt on the Span)", 3, 30, 0, Alt=String("99"))
alt_on("alt-on-cell", "a screen reader says 99 instead of 14 (Alt on the TD)", 3, 30, 1, Alt=String("99"))
alt_on("alt-on-table", "Alt on the Table says other figures", 3, 30, 4, Alt=String("Complaints: 999 in all"))
alt_on(
    "title-on-paragraph", "structure element /T title with other words", 3, 7, 1, T=String("Year ended 31 March 2011")
)


@spoiler("table-summary", "Table attribute Summary says other figures")
def _(c):
    def ch(pdf):
        e = span_of(pdf, 3, 30).P.P.P.P
        assert e.S == "/Table"
        e.A = Dictionary(O=Name.Table, Summary=String("999 complaints, all of them upheld"))

    return rewritten(c, ch)


alt_on("lang-on-paragraph", "paragraph in French to a screen reader (Lang on element)", 1, 8, 1, Lang=String("fr-FR"))


@spoiler("lang-on-span-in-stream", "Lang in marked content property list")
def _(c):
    return rewritten(
        c,
        lambda pdf: (lambda d: put_data(pdf, 3, d.replace(b"<</MCID 30>>", b"<</MCID 30 /Lang (zh-CN)>>")))(
            data_of(pdf, 3)
        ),
    )


@spoiler(
    "figure-element-without-content",
    'an extra Figure in the structure tree with Alt "500 complaints upheld", nothing painted',
)
def _(c):
    def ch(pdf):
        sect = elements(pdf, "Sect")[1]
        e = pdf.make_indirect(
            Dictionary(
                Type=Name.StructElem, S=Name.Figure, P=sect, Alt=String("500 complaints were upheld against you")
            )
        )
        k = sect.K if isinstance(sect.K, Array) else Array([sect.K])
        k.append(e)
        sect.K = k

    return rewritten(c, ch)


@spoiler("paragraph-read-twice", "structure tree reads the same mark twice (second P in K, not in ParentTree)")
def _(c):
    def ch(pdf):
        sp = span_of(pdf, 3, 30)
        td = sp.P
        td.K = Array(
            [
                sp,
                pdf.make_indirect(
                    Dictionary(Type=Name.StructElem, S=Name.Span, P=td, Pg=pdf.pages[2].obj, K=Array([30]))
                ),
            ]
        )

    return rewritten(c, ch)


@spoiler("idtree-wrong", "IDTree gives the ids of the heads to other heads")
def _(c):
    def ch(pdf):
        n = pdf.Root.StructTreeRoot.IDTree.Names
        listed = list(n)
        pdf.Root.StructTreeRoot.IDTree.Names = Array(
            [x for i in range(0, len(listed), 2) for x in (listed[i], listed[(i + 3) % len(listed)])]
        )

    return rewritten(c, ch)


@spoiler("headers-ids-wrong", "Headers of two cells exchanged")
def _(c):
    def ch(pdf):
        a, b = span_of(pdf, 3, 30).P, span_of(pdf, 3, 31).P
        a.A, b.A = b.A, a.A

    return rewritten(c, ch)


@spoiler("headers-second-attribute", "TD has a second attribute object with another Headers")
def _(c):
    def ch(pdf):
        a = span_of(pdf, 3, 30).P
        a.A = Array([a.A, Dictionary(O=Name.Table, Headers=Array([String("0-0-6")]))])

    return rewritten(c, ch)


@spoiler("scope-row", "TH Scope of every head is Row")
def _(c):
    def ch(pdf):
        for e in elements(pdf, "TH"):
            e.A.Scope = Name.Row

    return rewritten(c, ch)


@spoiler("colspan-wrong", "first TD of each table says it spans 4 columns")
def _(c):
    def ch(pdf):
        span_of(pdf, 3, 30).P.A.ColSpan = 4

    return rewritten(c, ch)


@spoiler("structure-order-cells", "cells 1 and 2 exchanged in the order of the row (K), Headers right")
def _(c):
    def ch(pdf):
        tr = span_of(pdf, 3, 30).P.P
        k = list(tr.K)
        k[0], k[1] = k[1], k[0]
        tr.K = Array(k)

    return rewritten(c, ch)


@spoiler("structure-order-paragraphs", "two paragraphs exchanged in K")
def _(c):
    def ch(pdf):
        p = span_of(pdf, 1, 24).P
        up = p.P
        k = list(up.K)
        i = [x.objgen for x in k].index(p.objgen)
        k[i], k[i + 1] = k[i + 1], k[i]
        up.K = Array(k)

    return rewritten(c, ch)


@spoiler("captions-swapped-tags", "captions of two tables exchanged in the tags")
def _(c):
    def ch(pdf):
        a, b = span_of(pdf, 3, 10), span_of(pdf, 3, 40)
        ca, cb = a.P, b.P
        ca.K, cb.K = Array([b]), Array([a])
        a.P, b.P = cb, ca

    return rewritten(c, ch)


# --- what the eye sees: moved
def move(page, marks):
    """marks {mcid: (dx, dy)} in the content's own units (y down)"""

    def ch(pdf):
        d = data_of(pdf, page)
        for n, (dx, dy) in marks.items():
            a = d.index(b"<</MCID %d>>" % n)
            b = d.index(b"EMC", a)
            seg = re.sub(
                rb"1 0 0 -1 ([\d.]+) ([\d.]+) Tm",
                lambda m, dx=dx, dy=dy: b"1 0 0 -1 %f %f Tm" % (float(m[1]) + dx, float(m[2]) + dy),
                d[a:b],
            )
            d = d[:a] + seg + d[b:]
        put_data(pdf, page, d)

    return ch


edit(
    "captions-swapped-visually",
    '"Decisions made" stands over the table of received complaints and reverse; tags unchanged',
    move(3, {10: (0, 352.295743 - 197.877895), 40: (0, 197.877895 - 352.295743)}),
)
# rows shifted one table down
edit(
    "row-of-figures-moved-to-next-table",
    "the eye sees received complaints' figures in the row of Decisions made, those below; the first table empty",
    move(3, {**dict.fromkeys(range(30, 40), (0, 441.2 - 294.1)), **dict.fromkeys(range(53, 61), (0, 595.6 - 441.2))}),
)
edit(
    "figure-moved-out-of-its-row",
    "one figure moved 100 mm down, under its head but far below the table (cell looks empty)",
    move(3, {38: (0, 280)}),
)


@spoiler("signature-moved-to-top", "name of the signatory moved elsewhere on the page (into the head)")
def _(c):
    def ch(pdf):
        d = data_of(pdf, 2)
        a = d.index(b"<</MCID 34>>")
        m = re.compile(rb"1 0 0 -1 ([\d.]+) ([\d.]+) Tm").search(d, a)
        put_data(pdf, 2, d[: m.start()] + b"1 0 0 -1 94.5 935.0 Tm" + d[m.end() :])

    return rewritten(c, ch)


edit(
    "digits-drawn-in-reverse",
    "visually 41, text order 14 (TJ moves back)",
    in_mc(3, 30, lambda b: b.replace(b"[<00120015>] TJ", b"[-556 <0012> 1112 <0015>] TJ")),
)
edit(
    "figure-mirrored",
    "Corporate: 5 mirrored",
    in_mc(
        3,
        32,
        lambda b: re.sub(
            rb"1 0 0 -1 ([\d.]+) ([\d.]+) Tm", lambda m: b"-1 0 0 -1 %f %f Tm" % (float(m[1]) + 8, float(m[2])), b
        ),
    ),
)
edit(
    "figure-tz-1",
    "horizontal scaling 1 %: figure is a hair line",
    in_mc(3, 30, lambda b: b.replace(b"BT\n", b"BT\n1 Tz\n").replace(b"ET", b"100 Tz\nET")),
)
edit(
    "line-tz-8",
    "a whole line of the letter set with Tz 8",
    in_mc(1, 9, lambda b: b.replace(b"BT\n", b"BT\n8 Tz\n").replace(b"ET", b"100 Tz\nET")),
)
edit("figure-text-matrix-narrow", "Tm with a = 0.02", in_mc(3, 30, lambda b: b.replace(b"1 0 0 -1", b"0.02 0 0 -1")))
edit(
    "figure-sheared",
    "Tm sheared so that the digits lie flat",
    in_mc(3, 30, lambda b: b.replace(b"1 0 0 -1", b"1 0 6 -1")),
)
edit(
    "text-rise",
    "text rise lifts the figure out of its cell",
    in_mc(3, 30, lambda b: b.replace(b"BT\n", b"BT\n-60 Ts\n").replace(b"ET", b"0 Ts\nET")),
)
edit(
    "char-spacing",
    "Tc 40: digits of 14 in two columns",
    in_mc(3, 30, lambda b: b.replace(b"BT\n", b"BT\n70 Tc\n").replace(b"ET", b"0 Tc\nET")),
)
edit(
    "char-spacing-line",
    "a line of the letter in Tc -4: letters upon each other",
    in_mc(1, 9, lambda b: b.replace(b"BT\n", b"BT\n-4.5 Tc\n").replace(b"ET", b"0 Tc\nET")),
)
edit("minus-sign", "prints -14", in_mc(3, 30, lambda b: b.replace(b"<00120015>", glyphs("-14"))))
edit("digits-with-space", 'prints "1 4"', in_mc(3, 30, lambda b: b.replace(b"<00120015>", glyphs("1 4"))))
edit("thousands-separator", "prints 1,4", in_mc(3, 39, lambda b: re.sub(rb"<0016001.>", glyphs("5,2"), b)))
edit("footnote-mark", "prints 14*", in_mc(3, 30, lambda b: b.replace(b"<00120015>", glyphs("14*"))))
edit("figure-decimal", "prints 14.0", in_mc(3, 30, lambda b: b.replace(b"<00120015>", glyphs("14.0"))))

# --- covered, hidden, faint
X30 = (102.2, 374.7, 114.3, 383.1)
edit("white-rectangle-over", "white rectangle over 14", append(3, b"1 1 1 rg 99 372 18 13 re f"))
edit("white-line-over", "thick white line (stroke) over 14", append(3, b"1 1 1 RG 13 w 99 379 m 117 379 l S"))
edit(
    "white-line-over-paragraph",
    "a thick white line over two lines of the letter",
    append(1, b"1 1 1 RG 30 w 70 500 m 530 500 l S"),
)
edit(
    "white-frame-evenodd-over",
    "even-odd fill of two rectangles, the second elsewhere: covers 14",
    append(3, b"1 1 1 rg 99 372 18 13 re 5 5 1 1 re f*"),
)


@spoiler("image-over", "a white image over 14")
def _(c):
    def ch(pdf):
        im = pdf.make_stream(b"\xff\xff\xff")
        im.Type = Name.XObject
        im.Subtype = Name.Image
        im.Width = 1
        im.Height = 1
        im.ColorSpace = Name.DeviceRGB
        im.BitsPerComponent = 8
        pdf.pages[2].obj.Resources.XObject["/Im0"] = im
        append(3, b"q 18 0 0 13 99 372 cm /Im0 Do Q")(pdf)

    return rewritten(c, ch)


edit(
    "inline-image-over",
    "inline image over 14",
    append(3, b"q 18 0 0 13 99 372 cm BI /W 1 /H 1 /CS /RGB /BPC 8 ID \xff\xff\xff EI Q"),
)
edit("strike-through-stroke", "a line struck through 14", append(3, b"0 0 0 RG 1.5 w 97 378.5 m 119 378.5 l S"))
edit(
    "stroke-digit-in-front",
    "a vertical stroke in front: prints 114",
    append(3, b"0.07 0.07 0.07 RG 1 w 98.5 374.7 m 98.5 383.1 l S"),
)
edit(
    "text-mode-3",
    "invisible ink",
    in_mc(3, 30, lambda b: b.replace(b"BT\n", b"BT\n3 Tr\n").replace(b"ET", b"0 Tr\nET")),
)
edit(
    "text-mode-7-clips-rest",
    "a text clip (Tr 7) hides the figure",
    in_mc(
        3,
        30,
        lambda b: b.replace(b"BT\n", b"q BT 7 Tr /AZXSTJ 9 Tf 1 0 0 -1 60 750 Tm [<000f>] TJ ET\n0 Tr BT\n").replace(
            b"TJ\nET\n", b"TJ\nET Q\n"
        ),
    ),
)


@spoiler("clip-evenodd-hole", "clip path with a hole (W*) over the figure")
def _(c):
    return rewritten(
        c,
        in_mc(
            3,
            30,
            lambda b: b.replace(b"BT\n", b"q 100 265 40 40 re 102 267 36 36 re W* n\nBT\n").replace(b"ET\n", b"ET Q\n"),
        ),
    )


edit(
    "clip-rectangle",
    "clip rectangle cuts the figure",
    in_mc(3, 30, lambda b: b.replace(b"BT\n", b"q 100 270 12 30 re W n\nBT\n").replace(b"ET\n", b"ET Q\n")),
)


def gs(name, why, page, mcid, d):
    def ch(pdf):
        pdf.pages[page - 1].obj.Resources.ExtGState["/gsX"] = Dictionary(d(pdf) if callable(d) else d)
        in_mc(page, mcid, lambda b: b.replace(b"BT\n", b"q /gsX gs\nBT\n").replace(b"ET\n", b"ET Q\n"))(pdf)

    edit(name, why, ch)


gs("alpha-2-percent", "fill opacity 0.02", 3, 30, {"/ca": 0.02})
gs("alpha-20-percent-line", "a line of the letter at opacity 0.2", 1, 9, {"/ca": 0.2})
gs("blend-mode-screen", "blend mode Screen: black on white is white", 3, 30, {"/BM": Name.Screen})


def smask(pdf):
    f = pdf.make_stream(b"0 g 0 0 900 900 re f")
    f.Type = Name.XObject
    f.Subtype = Name.Form
    f.BBox = Array([0, 0, 900, 900])
    f.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceGray)
    return {"/SMask": Dictionary(S=Name.Luminosity, G=f)}


gs("soft-mask", "soft mask hides the figure", 3, 30, smask)


def colour(name, why, ops, prep=None, mcid=30, page=3):
    def ch(pdf):
        if prep:
            prep(pdf)
        in_mc(page, mcid, lambda b: b.replace(b"BT\n", b"q " + ops + b"\nBT\n").replace(b"ET\n", b"ET Q\n"))(pdf)

    edit(name, why, ch)


colour("white-rgb", "white", b"1 1 1 rg")
colour("white-lab", "white in Lab", b"/lab-d50 cs 100 0 0 scn")
colour("white-cmyk", "white in CMYK", b"0 0 0 0 k")


def sep(pdf):
    pdf.pages[2].obj.Resources.ColorSpace["/Sep"] = Array(
        [
            Name.Separation,
            Name("/Gold"),
            Name.DeviceRGB,
            Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 1, 1], C1=[1, 1, 1], N=1),
        ]
    )


colour("white-separation", "a spot colour that prints white", b"/Sep cs 1 scn", sep)


def pat(pdf):
    p = pdf.make_stream(b"1 1 1 rg 0 0 9 9 re f")
    p.Type = Name.Pattern
    p.PatternType = 1
    p.PaintType = 1
    p.TilingType = 1
    p.BBox = Array([0, 0, 9, 9])
    p.XStep = 9
    p.YStep = 9
    p.Resources = Dictionary()
    pdf.pages[2].obj.Resources.Pattern["/P0"] = p


colour("white-pattern", "text filled with a white tiling pattern", b"/Pattern cs /P0 scn", pat)
edit(
    "dark-ground-polygon",
    "black polygon (not a rectangle) behind black figure",
    prepend(3, b"0 0 0 rg 97 371 m 109 369 l 121 371 l 121 387 l 109 389 l 97 387 l h f"),
)
edit(
    "dark-ground-stroke", "thick black line behind black figure", prepend(3, b"0 0 0 RG 18 w 95 378.5 m 123 378.5 l S")
)


@spoiler("dark-ground-image", "black image behind black figure")
def _(c):
    def ch(pdf):
        im = pdf.make_stream(b"\0\0\0")
        im.Type = Name.XObject
        im.Subtype = Name.Image
        im.Width = 1
        im.Height = 1
        im.ColorSpace = Name.DeviceRGB
        im.BitsPerComponent = 8
        pdf.pages[2].obj.Resources.XObject["/Im0"] = im
        prepend(3, b"q 30 0 0 20 94 369 cm /Im0 Do Q")(pdf)

    return rewritten(c, ch)


@spoiler("dark-ground-shading", "black shading behind black figure")
def _(c):
    def ch(pdf):
        pdf.pages[2].obj.Resources.Shading["/S0"] = Dictionary(
            ShadingType=2,
            ColorSpace=Name.DeviceRGB,
            Coords=[0, 0, 100, 0],
            Extend=[True, True],
            Function=Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0], C1=[0, 0, 0], N=1),
        )
        prepend(3, b"q 94 369 30 20 re W n /S0 sh Q")(pdf)

    return rewritten(c, ch)


edit("dark-ground-rect", "black rectangle behind black figure", prepend(3, b"0 0 0 rg 94 369 30 20 re f"))
edit(
    "dark-ground-most-of-line",
    "black rectangles behind both ends of a heading, the middle left white",
    prepend(3, b"0 0 0 rg 50 524 160 20 re f 240 524 170 20 re f"),
)


# --- pages
def page(name, why, ch_page, n=0):
    edit(name, why, lambda pdf: ch_page(pdf.pages[n].obj))


page("rotate-180", "page 1 upside down", lambda p: p.__setitem__("/Rotate", 180))
page("rotate-90", "page 1 on its side", lambda p: p.__setitem__("/Rotate", 90))
page(
    "cropbox-small",
    "CropBox cuts half of the page",
    lambda p: p.__setitem__("/CropBox", Array([0, 400, 595.28, 841.89])),
)


def bigmedia(p):
    for k in ("/BleedBox", "/TrimBox"):
        if k in p:
            del p[k]
    p.MediaBox = Array([0, 0, 595.275591, 1684])
    p.CropBox = Array([0, 842.110236, 595.275591, 1684])


page("cropbox-shifted-blank", "MediaBox twice as high, CropBox shows the empty half: page is blank", bigmedia)


def shifted(p):
    for k in ("/BleedBox", "/TrimBox"):
        if k in p:
            del p[k]
    p.MediaBox = Array([0, 300, 595.275591, 1141.889764])


page("mediabox-shifted", "MediaBox shifted by 300 pt: the lower third of the page is cut off", shifted)
page(
    "mediabox-shifted-report",
    "report page: MediaBox shifted by 200 pt",
    lambda p: (
        [p.__delitem__(k) for k in ("/BleedBox", "/TrimBox") if k in p],
        p.__setitem__("/MediaBox", Array([0, 250, 841.889764, 845.275591])),
    ),
    2,
)
page("userunit-10", "UserUnit 10: the page is two metres wide", lambda p: p.__setitem__("/UserUnit", 10))
page("userunit-tenth", "UserUnit 0.1: the page is 21 mm wide", lambda p: p.__setitem__("/UserUnit", 0.1))
page(
    "page-duration",
    "Dur/Trans: page turns by itself after a second",
    lambda p: (p.__setitem__("/Dur", 1), p.__setitem__("/Trans", Dictionary(S=Name.Wipe, D=30))),
)


@spoiler("extra-page-empty", "an empty page behind")
def _(c):
    return rewritten(c, lambda pdf: pdf.add_blank_page(page_size=(595.275591, 841.889764)))


@spoiler("extra-page-picture", "a page with a picture only behind")
def _(c):
    def ch(pdf):
        pdf.add_blank_page(page_size=(595.275591, 841.889764))
        pdf.pages[-1].Contents = pdf.make_stream(b"1 0 0 rg 100 100 300 300 re f")

    return rewritten(c, ch)


@spoiler("page-order", "pages 1 and 2 exchanged")
def _(c):
    def ch(pdf):
        k = pdf.Root.Pages.Kids
        k[0], k[1] = k[1], k[0]

    return rewritten(c, ch)


# --- optional content
@spoiler("ocg-hidden-plain", "optional content group off hides the figure")
def _(c):
    def ch(pdf):
        g = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("x")))
        pdf.Root.OCProperties = Dictionary(
            OCGs=Array([g]),
            D=Dictionary(Name=String("d"), BaseState=Name.ON, OFF=Array([g]), Order=Array([g]), ON=Array([])),
        )
        pdf.pages[2].obj.Resources.Properties = Dictionary(MC0=g)
        in_mc(3, 30, lambda b: b"/OC /MC0 BDC\n" + b + b"EMC\n")(pdf)

    return rewritten(c, ch)


def renamed_objstm(data):
    """/ObjStm -> /Obj#53tm, two bytes longer each; offsets in the xref stream written anew (by hand)."""
    # parse xref stream at startxref
    m = re.search(rb"startxref\s+(\d+)\s+%%EOF\s*\Z", data)
    off = int(m[1])
    # positions of insertions
    pos = [i.start() for i in re.finditer(rb"/ObjStm", data)]

    def shift(o):
        return o + 2 * sum(p < o for p in pos)

    new = data.replace(b"/ObjStm", b"/Obj#53tm")
    noff = shift(off)
    h = re.compile(rb"(\d+) 0 obj\s*<<(.*?)>>\s*stream\r?\n", re.DOTALL).match(new, noff)
    head = h[2]
    w = [int(x) for x in re.search(rb"/W\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s*\]", head).groups()]
    length = int(re.search(rb"/Length (\d+)", head)[1])
    raw = zlib.decompress(new[h.end() : h.end() + length])
    if b"/Predictor" in head:
        cols = sum(w)
        rows = [raw[i : i + cols + 1] for i in range(0, len(raw), cols + 1)]
        prev = bytes(cols)
        out = b""
        for r in rows:
            assert r[0] == 2, r[0]
            cur = bytes((a + b) & 255 for a, b in zip(r[1:], prev, strict=True))
            out += cur
            prev = cur
        raw = out
    res = b""
    for i in range(0, len(raw), sum(w)):
        t = int.from_bytes(raw[i : i + w[0]], "big") if w[0] else 1
        f2 = int.from_bytes(raw[i + w[0] : i + w[0] + w[1]], "big")
        f3 = int.from_bytes(raw[i + w[0] + w[1] : i + sum(w)], "big")
        if t == 1:
            f2 = shift(f2)
        res += bytes([t]) + f2.to_bytes(4, "big") + f3.to_bytes(2, "big")
    z = zlib.compress(res)
    head = re.sub(rb"/W\s*\[[^\]]*\]", b"/W [ 1 4 2 ]", head)
    head = re.sub(rb"/Length \d+", b"/Length %d" % len(z), head)
    head = re.sub(rb"/DecodeParms\s*<<[^>]*>>", b"", head)
    tail = new[h.end() + length :]
    tail = tail[: tail.index(b"endobj") + 6]
    return (
        new[:noff]
        + h[1]
        + b" 0 obj\n<<"
        + head
        + b">>\nstream\n"
        + z
        + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % noff
    )


@spoiler("openaction-objstm-escaped", "OpenAction/JavaScript in an object stream whose type is written /Obj#53tm")
def _(c):
    def ch(pdf):
        pdf.Root.AA = Dictionary(WC=Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))

    x = rewritten(c, ch, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return renamed_objstm(x)


@spoiler("actualtext-objstm-escaped", "ActualText 99 on the cell, in an object stream whose type is written /Obj#53tm")
def _(c):
    def ch(pdf):
        span_of(pdf, 3, 30).P.ActualText = String("99")

    x = rewritten(c, ch, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return renamed_objstm(x)


# --- annotations and links
def links(pdf):
    return [(i, a) for i, p in enumerate(pdf.pages) for a in p.obj.get("/Annots", Array([]))]


@spoiler(
    "link-appearance-over-figure", 'a Link annotation gets an appearance that paints white and "99" over the figures'
)
def _(c):
    def ch(pdf):
        a = pdf.pages[2].obj.Annots[0]
        f = pdf.make_stream(b"1 1 1 rg 0 0 40 20 re f 0 0 0 rg BT /F 11 Tf 8 6 Td " + glyphs("99") + b" Tj ET")
        f.Type = Name.XObject
        f.Subtype = Name.Form
        f.BBox = Array([0, 0, 40, 20])
        f.Resources = Dictionary(Font=Dictionary(F=fonts(pdf, 3)["/AZXSTJ"]))
        a.AP = Dictionary(N=f)
        a.Rect = Array([89, 369, 129, 389])
        a.F = 4

    return rewritten(c, ch)


@spoiler("link-border-over-figure", "a Link annotation with a thick white border over the figures")
def _(c):
    def ch(pdf):
        a = pdf.pages[2].obj.Annots[0]
        a.Rect = Array([60, 370, 560, 392])
        a.Border = Array([0, 0, 24])
        a.C = Array([1, 1, 1])
        a.F = 4
        if "/BS" in a:
            del a["/BS"]

    return rewritten(c, ch)


@spoiler("link-next-action", "the link action has a Next: a second URI to elsewhere")
def _(c):
    return rewritten(
        c,
        lambda pdf: links(pdf)[0][1].A.__setitem__(
            "/Next", Dictionary(S=Name.URI, URI=String("https://evil.example/"))
        ),
    )


@spoiler("link-next-named", "the link action has a Next: Named Print")
def _(c):
    return rewritten(c, lambda pdf: links(pdf)[0][1].A.__setitem__("/Next", Dictionary(S=Name.Named, N=Name.Print)))


@spoiler("link-named-action", "the link is a Named action (Close)")
def _(c):
    return rewritten(c, lambda pdf: links(pdf)[0][1].__setitem__("/A", Dictionary(S=Name.Named, N=Name.Print)))


@spoiler("link-goto-wrong", "the link is a GoTo within the letter instead of the web")
def _(c):
    return rewritten(
        c,
        lambda pdf: links(pdf)[0][1].__setitem__("/A", Dictionary(S=Name.GoTo, D=Array([pdf.pages[0].obj, Name.Fit]))),
    )


@spoiler("link-thread", "the link is a Thread/Trans action")
def _(c):
    return rewritten(
        c, lambda pdf: links(pdf)[0][1].__setitem__("/A", Dictionary(S=Name.Trans, Trans=Dictionary(S=Name.Wipe)))
    )


@spoiler("link-gotodp-unknown", "the link is an unknown action kind")
def _(c):
    return rewritten(c, lambda pdf: links(pdf)[0][1].__setitem__("/A", Dictionary(S=Name("/GoTo3DView"))))


@spoiler("link-lost", "a link annotation taken away (words stay)")
def _(c):
    def ch(pdf):
        pdf.pages[2].obj.Annots = Array([])

    return rewritten(c, ch)


@spoiler("link-hidden", "link annotations hidden (F 2)")
def _(c):
    def ch(pdf):
        for _, a in links(pdf):
            a.F = 2

    return rewritten(c, ch)


@spoiler("link-pa-elsewhere", "link has a PA (URI action) to elsewhere")
def _(c):
    return rewritten(
        c, lambda pdf: links(pdf)[0][1].__setitem__("/PA", Dictionary(S=Name.URI, URI=String("https://evil.example/")))
    )


@spoiler("bookmark-wrong", "a bookmark says something else")
def _(c):
    def ch(pdf):
        with pdf.open_outline() as o:
            o.root[0].title = "Annual Review letter 2017"

    return rewritten(c, ch)


@spoiler("bookmark-wrong-place", "bookmark leads to the right page, but to its foot")
def _(c):
    def ch(pdf):
        b = pdf.Root.Outlines.First
        b.Dest = Array([pdf.pages[0].obj, Name.XYZ, 0, 5, 40])
        if "/A" in b:
            del b["/A"]

    return rewritten(c, ch)


@spoiler("base-uri", "Root/URI/Base")
def _(c):
    return rewritten(c, lambda pdf: pdf.Root.__setitem__("/URI", Dictionary(Base=String("https://evil.example/"))))


# --- metadata
@spoiler("xmp-title-other", "XMP title is that of another council")
def _(c):
    def ch(pdf):
        m = pdf.Root.Metadata
        m.write(m.read_bytes().replace(b"Grancote District", b"Hazelgarth District"))

    return rewritten(c, ch)


@spoiler("xmp-author-other", "XMP author is another")
def _(c):
    def ch(pdf):
        m = pdf.Root.Metadata
        m.write(m.read_bytes().replace(b"Local Government and Social Care Ombudsman", b"Housing Ombudsman"))

    return rewritten(c, ch)


@spoiler("docinfo-keywords", "Keywords/Subject name another council")
def _(c):
    def ch(pdf):
        pdf.docinfo["/Keywords"] = String("Hazelgarth District Council, 999 upheld")
        pdf.docinfo["/Subject"] = String("Hazelgarth District Council")

    return rewritten(c, ch)


@spoiler("title-mark-forged", "title begins with other words than the mark")
def _(c):
    def ch(pdf):
        pdf.docinfo["/Title"] = String("3: Annual Review letter 2018: Grancote District Council")

    return rewritten(c, ch)


@spoiler("title-homoglyph", "title with a Cyrillic a")
def _(c):
    def ch(pdf):
        pdf.docinfo["/Title"] = String(str(pdf.docinfo["/Title"]).replace("Grancote", "Gr\u0430ncote"))

    return rewritten(c, ch)


@spoiler("title-zero-width", "title with zero-width space")
def _(c):
    def ch(pdf):
        pdf.docinfo["/Title"] = String(str(pdf.docinfo["/Title"]).replace("Grancote", "Gran\u200bcote"))

    return rewritten(c, ch)


@spoiler("display-doc-title-off", "viewer shows the file name instead of the title")
def _(c):
    return rewritten(c, lambda pdf: pdf.Root.ViewerPreferences.__setitem__("/DisplayDocTitle", False))


@spoiler("collection", "Root/Collection: Acrobat opens the attachment instead of the letter")
def _(c):
    return rewritten(
        c,
        lambda pdf: pdf.Root.__setitem__(
            "/Collection", Dictionary(Type=Name.Collection, View=Name.D, D=String("grancote-district-council.csv"))
        ),
    )


@spoiler("language-other", "Lang of the file")
def _(c):
    return rewritten(c, lambda pdf: pdf.Root.__setitem__("/Lang", String("de-DE")))


@spoiler("mod-date", "ModDate 2024")
def _(c):
    def ch(pdf):
        pdf.docinfo["/ModDate"] = String("D:20240101")

    return rewritten(c, ch)


# --- attachments
def att(pdf):
    return pdf.Root.Names.EmbeddedFiles.Names[1]


def csvedit(name, why, fn):
    def ch(pdf):
        s = att(pdf).EF.F
        s.write(fn(s.read_bytes()))

    edit(name, why, ch)


csvedit("csv-figure-other", "attached figure differs", lambda b: b.replace(b",14\r\n", b",15\r\n", 1))
csvedit(
    "csv-header-other",
    "heads of the attached CSV say something else",
    lambda b: b"Code,Authority,Table,Column,Percentage\r\n" + b.split(b"\r\n", 1)[1],
)
csvedit(
    "csv-extra-column",
    "attached CSV has a column more, with other figures",
    lambda b: b"".join(
        row.rsplit(b",", 1)[0] + b",999," + row.rsplit(b",", 1)[1] + b"\r\n" for row in b.split(b"\r\n") if row
    ),
)
csvedit("csv-leading-zeros", "attached CSV: 014", lambda b: b.replace(b",14\r\n", b",0014\r\n", 1))
csvedit("csv-no-header", "attached CSV without its first line", lambda b: b.split(b"\r\n", 1)[1])
csvedit("csv-formula", "attached CSV header with a formula", lambda b: b.replace(b"Code", b"=cmd|calc!A0", 1))


@spoiler("attachment-mime", "attachment says it is a program")
def _(c):
    return rewritten(c, lambda pdf: att(pdf).EF.F.__setitem__("/Subtype", Name("/application/x-msdownload")))


@spoiler("attachment-relationship", "AFRelationship Alternative instead of Data")
def _(c):
    return rewritten(c, lambda pdf: att(pdf).__setitem__("/AFRelationship", Name.Alternative))


@spoiler("attachment-f-other", "/F says evil.exe, /UF is right")
def _(c):
    return rewritten(c, lambda pdf: att(pdf).__setitem__("/F", String("evil.exe")))


@spoiler("attachment-uf-stream-other", "EF has a second stream /UF with other content")
def _(c):
    def ch(pdf):
        s = pdf.make_stream(b"evil")
        s.Type = Name.EmbeddedFile
        s.Subtype = Name("/text/csv")
        att(pdf).EF.UF = s

    return rewritten(c, ch)


@spoiler("attachment-af-only", "a second file attached through /AF of a page only")
def _(c):
    def ch(pdf):
        s = pdf.make_stream(b"Hazelgarth,999")
        s.Type = Name.EmbeddedFile
        s.Subtype = Name("/text/csv")
        s.Params = Dictionary(ModDate=String("D:20180718000000Z"), Size=14)
        fs = pdf.make_indirect(
            Dictionary(
                Type=Name.Filespec,
                F=String("other.csv"),
                UF=String("other.csv"),
                AFRelationship=Name.Data,
                Desc=String("x"),
                EF=Dictionary(F=s, UF=s),
            )
        )
        pdf.pages[0].obj.AF = Array([fs])
        pdf.Root.AF.append(fs)

    return rewritten(c, ch)


# --- the file
@spoiler("incremental-update", "an incremental update appended")
def _(c):
    import pypdfium2
    import pypdfium2.raw as r

    d = pypdfium2.PdfDocument(c)
    pg = d[0]
    out = io.BytesIO()
    obj = r.FPDFPageObj_CreateNewRect(100, 100, 50, 50)
    r.FPDFPageObj_SetFillColor(obj, 255, 0, 0, 255)
    r.FPDFPath_SetDrawMode(obj, 1, 0)
    r.FPDFPage_InsertObject(pg, obj)
    r.FPDFPage_GenerateContent(pg)
    d.save(out, flags=1)
    return out.getvalue()


@spoiler("bytes-before-header", "bytes before %PDF")
def _(c):
    return b"#!/bin/sh\necho evil\n" + c


@spoiler("encrypted", "encrypted with an empty user password")
def _(c):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(c)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="x", user=""))
    return out.getvalue()


@spoiler("output-intent-lost", "OutputIntents taken out")
def _(c):
    return rewritten(c, lambda pdf: pdf.Root.__delitem__("/OutputIntents"))


@spoiler("form-xobject-with-text", "text in a form")
def _(c):
    def ch(pdf):
        f = pdf.make_stream(b"BT /F 11 Tf 300 100 Td " + glyphs("99") + b" Tj ET")
        f.Type = Name.XObject
        f.Subtype = Name.Form
        f.BBox = Array([0, 0, 900, 900])
        f.Resources = Dictionary(Font=Dictionary(F=fonts(pdf, 3)["/AZXSTJ"]))
        pdf.pages[2].obj.Resources.XObject["/Fm0"] = f
        append(3, b"/Artifact BMC /Fm0 Do EMC")(pdf)

    return rewritten(c, ch)


@spoiler("text-from-type3", "a Type 3 font prints the figure")
def _(c):
    def ch(pdf):
        g = pdf.make_stream(b"500 0 0 0 500 700 d1 0 0 400 700 re f")
        fonts(pdf, 3)["/T3"] = pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type3,
                FontBBox=[0, 0, 500, 700],
                FontMatrix=[0.001, 0, 0, 0.001, 0, 0],
                FirstChar=49,
                LastChar=49,
                Widths=[500],
                CharProcs=Dictionary(one=g),
                Encoding=Dictionary(Differences=[49, Name.one]),
                Resources=Dictionary(),
            )
        )
        append(3, b"/Artifact BMC BT /T3 11 Tf 93.5 374.7 Td (1) Tj ET EMC")(pdf)

    return rewritten(c, ch)


@spoiler("artifact-digit-in-front", "a 1 as an artifact in front of 14 (own font)")
def _(c):
    return rewritten(c, append(3, b"/Artifact BMC BT /AZXSTJ 11 Tf 93.5 374.7 Td " + glyphs("1") + b" Tj ET EMC"))


@spoiler("digit-in-same-mark", "a 1 with the same mark before 14")
def _(c):
    return rewritten(
        c, append(3, b"/Span <</MCID 30>> BDC BT /AZXSTJ 11 Tf 93.5 374.7 Td " + glyphs("1") + b" Tj ET EMC")
    )


@spoiler("page-number-digit", "page number 3 printed as artifact over a figure as well")
def _(c):
    return rewritten(c, append(3, b"/Artifact BMC BT /AZXSTJ 11 Tf 93.5 374.7 Td " + glyphs("3") + b" Tj ET EMC"))


@spoiler("specimen-mark-over-figure", "the mark in the head moved into the table row")
def _(c):
    def ch(pdf):
        d = data_of(pdf, 3)
        *_, m = re.finditer(rb"1 0 0 -1 ([\d.]+) ([\d.]+) Tm\n/ZLAGAK 13.333008 Tf", d)
        put_data(pdf, 3, d[: m.start()] + b"1 0 0 -1 486 360 Tm\n/ZLAGAK 13.333008 Tf" + d[m.end() :])

    return rewritten(c, ch)


@spoiler("doubled-space", "five spaces between two words of a line")
def _(c):
    return rewritten(c, in_mc(1, 8, lambda b: b.replace(b"0001", b"00010001000100010001", 1)))


@spoiler("space-lost", "a space lost between two words")
def _(c):
    return rewritten(c, in_mc(1, 8, lambda b: b.replace(b"0001", b"", 1)))


@spoiler("words-gap", "a gap of 40 pt within a word by TJ")
def _(c):
    return rewritten(c, in_mc(1, 7, lambda b: re.sub(rb"(\[<[0-9a-f]{8})", rb"\1> -4000 <", b, count=1)))


@spoiler("soft-hyphen-by-tounicode", "a visible hyphen within the name; ToUnicode says soft hyphen")
def _(c):
    def ch(pdf):
        fs = fonts(pdf, 3)
        newfont(pdf, 3, base="/ZLAGAK", name="/ZFAK", ToUnicode=cmap(pdf, fs["/ZLAGAK"], {0x0E: "00ad"}))
        in_mc(
            3,
            6,
            lambda b: (
                b.replace(b"004f0050", b"004f0050").replace(
                    b"0053004200", b"0053> ] TJ /ZFAK 20 Tf [<000e>] TJ /ZLAGAK 20 Tf [<004200", 1
                )
                if b"0053004200" in b
                else b.replace(b"0053004f", b"0053> ] TJ /ZFAK 20 Tf [<000e>] TJ /ZLAGAK 20 Tf [<004f", 1)
            ),
        )(pdf)

    return rewritten(c, ch)


@spoiler("annotation-widget-lookalike", "a Stamp annotation")
def _(c):
    def ch(pdf):
        p = pdf.pages[2].obj
        p.Annots.append(
            pdf.make_indirect(
                Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=[80, 370, 120, 390], F=4, Contents=String("x"))
            )
        )

    return rewritten(c, ch)

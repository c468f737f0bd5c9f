"""Further ways to alter a sound letter, three or more of each kind, thought out without a look at the grammar."""

from __future__ import annotations

import io
import re
import zlib

import pikepdf
from altered_letters import (
    append,
    att,
    csvedit,
    data_of,
    edit,
    elements,
    fonts,
    glyphs,
    in_mc,
    links,
    move,
    newfont,
    page,
    prepend,
    put_data,
    rewritten,
    span_of,
    spoiler,
)
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, String


def on_element(name, why, mark, up, **keys):
    """Adds an alteration that gives keys to the element, or one above it, of a mark on page 3."""

    def change(pdf):
        element = span_of(pdf, 3, mark)
        for _ in range(up):
            element = element.P
        for key, value in keys.items():
            element[f"/{key}"] = value

    edit(name, why, change)


# Glyphs that say something else than they show


@spoiler("widths-of-one-glyph", "the 4 is said to be 3 times as wide, which moves what follows")
def _(content):
    def change(pdf):
        fonts(pdf, 3)["/AZXSTJ"].DescendantFonts[0].W[1][0x15] = 1668

    return rewritten(content, change)


@spoiler("default-width", "a width for glyphs that have none")
def _(content):
    return rewritten(content, lambda pdf: fonts(pdf, 3)["/AZXSTJ"].DescendantFonts[0].__setitem__("/DW", 10))


@spoiler("vertical-writing", "text is set from top to bottom")
def _(content):
    return rewritten(content, lambda pdf: fonts(pdf, 3)["/AZXSTJ"].__setitem__("/Encoding", Name("/Identity-V")))


@spoiler("fonts-exchanged", "the two fonts have each other's names on the page")
def _(content):
    def change(pdf):
        named = fonts(pdf, 3)
        named["/AZXSTJ"], named["/ZLAGAK"] = named["/ZLAGAK"], named["/AZXSTJ"]

    return rewritten(content, change)


@spoiler("unicode-of-two-glyphs", "copied out, each 1 is a 4 and each 4 a 1, and the figures are exchanged to agree")
def _(content):
    def change(pdf):
        font = fonts(pdf, 3)["/AZXSTJ"]
        text = font.ToUnicode.read_bytes()
        text = text.replace(b"<0012> <0031>", b"<0012> <0034>").replace(b"<0015> <0034>", b"<0015> <0031>")
        font.ToUnicode = pdf.make_stream(text)

    return rewritten(content, change)


# Other words for those who can't see


on_element("expansion-on-figure", "a screen reader reads an expansion, 99", 30, 0, E=String("99"))
on_element("phoneme", "a screen reader pronounces the figure as 99", 30, 0, Phoneme=String("naɪn"))
on_element("role-of-cell", "the cell is an artifact, which isn't read", 30, 1, S=Name.Artifact)
on_element("class-of-cell", "the cell has a class of attributes", 30, 1, C=Name.Hidden)


@spoiler("role-map", "Span is mapped to a role of which nothing is read")
def _(content):
    return rewritten(content, lambda pdf: pdf.Root.StructTreeRoot.__setitem__("/RoleMap", Dictionary(TD=Name.Artifact)))


@spoiler("cell-of-two-figures", "the next figure is read in the same cell")
def _(content):
    def change(pdf):
        one, other = span_of(pdf, 3, 30), span_of(pdf, 3, 31)
        one.P.K = Array([one, other])
        other.P.K = Array([])

    return rewritten(content, change)


@spoiler("heading-as-paragraph", "a heading is read as a paragraph")
def _(content):
    def change(pdf):
        next(iter(elements(pdf, "H2"))).S = Name.P

    return rewritten(content, change)


# Moved


edit("figure-into-margin", "a figure is below the page's last text", move(3, {30: (0, 420)}))
edit("figure-a-row-down", "a figure is just below its table", move(3, {30: (0, 34)}))
edit("figures-exchanged", "two figures are in each other's cells", move(3, {30: (103.4, 0), 31: (-103.4, 0)}))
edit("heading-below-its-text", "a heading is under the paragraph that it heads", move(1, {12: (0, 42)}))
edit("line-in-front", "the second line of a paragraph is above its first", move(1, {9: (0, -40)}))


# Covered, hidden, faint


edit("half-covered", "the upper half of a figure is white", append(3, b"1 1 1 rg 99 378.5 18 6 re f"))
edit("covered-by-curve", "a white blot on a figure", append(3, b"1 1 1 rg 99 372 m 99 397 119 397 119 372 c h f"))
edit("covered-by-dashes", "white dashes over a figure", append(3, b"1 1 1 RG 9 w [3 1] 0 d 99 379 m 117 379 l S"))
edit("clipped-beside", "a clip in which no figure is", in_mc(3, 30, lambda b: b"q 1 1 2 2 re W n\n" + b + b"Q\n"))
edit("nearly-white", "a figure in pale grey", in_mc(3, 30, lambda b: b"q .93 .93 .93 rg\n" + b + b"Q\n"))
edit("tiny", "a figure of half a point", in_mc(3, 30, lambda b: b.replace(b"16 Tf", b".5 Tf")))
edit("huge", "a figure over its whole table", in_mc(3, 30, lambda b: b.replace(b"16 Tf", b"140 Tf")))
edit("ground-under-part", "a dark ground under one digit", prepend(3, b"0.2 0.2 0.2 rg 94 369 14 20 re f"))
edit(
    "ground-in-the-colour-of-text", "a ground that leaves no contrast", prepend(3, b".07 .07 .07 rg 89 367 60 24 re f")
)
edit("slash-through", "a slash through a figure", append(3, b"0 0 0 RG 1 w 97 373 m 119 385 l S"))


# Cut


def clipped(name, why, form):
    """Adds an alteration of the box that clips the first rule on page 3: another form that the same box is around."""

    def change(pdf):
        data = data_of(pdf, 3)
        found = re.search(
            rb"q\n([\d.]+) ([\d.]+) m\n[\d.]+ ([\d.]+) l\n([\d.]+) [\d.]+ l\n[\d.]+ [\d.]+ l\nW\*\n", data
        )
        left, high, low, right = map(float, found.groups())
        put_data(pdf, 3, data.replace(found[0], b"q\n%s\n" % form(left, low, right, high).encode(), 1))

    edit(name, why, change)


def stroked(name, why, style):
    """Adds an alteration of how the first line on page 3 is drawn."""

    def change(pdf):
        data = data_of(pdf, 3)
        line = re.search(rb"\n([\d.]+ [\d.]+ m\n[\d.]+ [\d.]+ l\nS)", data)[1]
        put_data(pdf, 3, data.replace(line, style + b"\n" + line, 1))

    edit(name, why, change)


stroked("line-of-dots", "little is left of a rule", b"[1 30] 0 d")
stroked("line-with-square-ends", "a rule reaches further", b"2 J")
stroked("line-with-round-ends", "a rule reaches further", b"1 J")


clipped(
    "clip-without-a-corner",
    "a rule is cut to a triangle",
    lambda left, low, right, high: f"{left} {high} m\n{left} {low} l\n{right} {low} l\nW*",
)
clipped(
    "clip-with-a-tail",
    "a rule's clip reaches down at one corner",
    lambda left, low, right, high: f"{left} {high} m\n{left} {low} l\n{right} 8 l\n{right} {high} l\nW*",
)
clipped(
    "clip-of-two-boxes",
    "a rule has a gap",
    lambda left, low, right, high: f"{left} {low} {right - left} 3 re\n{left} {high - 3} {right - left} 3 re\nW",
)


# Drawn beside


edit("drawn-dot", "a dot behind the 1: 1.4", append(3, b".07 .07 .07 rg 107.7 374.7 1 1 re f"))
edit("drawn-minus", "a minus before the figure", append(3, b".07 .07 .07 rg 95 378 5 1 re f"))
edit("drawn-zero", "a drawn 0 after the figure", append(3, b".07 .07 .07 RG 1 w 116 375 4 7 re S"))
edit(
    "drawn-digits-elsewhere",
    "a drawn 7 in an empty part of the page",
    append(3, b"0 0 0 RG 1 w 700 100 m 708 100 l 702 84 l S"),
)
edit("drawn-box", "a box round a figure that isn't in the others", append(3, b"1 0 0 RG 1 w 80 369 60 22 re S"))
edit("drawn-line-below-heading", "a thick line across the page", append(1, b"0 0 0 rg 70 300 450 3 re f"))


# Pages


page("rotate-270", "page 1 on its side", lambda p: p.__setitem__("/Rotate", 270))
page("thumbnail", "a thumbnail of another page", lambda p: p.__setitem__("/Thumb", p.Contents))
page(
    "group",
    "a transparency group",
    lambda p: p.__setitem__("/Group", Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)),
)
page("art-box", "an ArtBox that is half of the page", lambda p: p.__setitem__("/ArtBox", Array([0, 0, 300, 400])))
page("larger-page", "the page is larger than its trim", lambda p: p.__setitem__("/MediaBox", Array([0, 0, 700, 900])))


@spoiler("page-lost", "the last page is missing")
def _(content):
    def change(pdf):
        del pdf.pages[2]

    return rewritten(content, change)


@spoiler("page-twice", "a page is there twice")
def _(content):
    return rewritten(content, lambda pdf: pdf.pages.append(pdf.pages[2]))


# Layers


def layer(pdf, **keys):
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("x"), **keys))
    pdf.pages[2].obj.Resources.Properties = Dictionary(L=group)
    return group


@spoiler("layer-for-print", "a figure is on a layer that isn't printed")
def _(content):
    def change(pdf):
        group = layer(pdf, Usage=Dictionary(Print=Dictionary(PrintState=Name.OFF)))
        pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(Order=Array([group])))
        in_mc(3, 30, lambda b: b"/OC /L BDC\n" + b + b"EMC\n")(pdf)

    return rewritten(content, change)


@spoiler("layer-without-properties", "a figure is marked for a layer that the file doesn't list")
def _(content):
    def change(pdf):
        layer(pdf)
        in_mc(3, 30, lambda b: b"/OC /L BDC\n" + b + b"EMC\n")(pdf)

    return rewritten(content, change)


@spoiler("layer-of-a-link", "a link is on a layer")
def _(content):
    return rewritten(content, lambda pdf: links(pdf)[0][1].__setitem__("/OC", layer(pdf)))


# Links and actions


@spoiler("link-other-address", "a link leads to another page of the same site")
def _(content):
    return rewritten(
        content, lambda pdf: links(pdf)[0][1].A.__setitem__("/URI", String("https://www.lgo.org.uk/training"))
    )


@spoiler("link-other-words", "a screen reader says other words for a link")
def _(content):
    return rewritten(content, lambda pdf: links(pdf)[0][1].__setitem__("/Contents", String("Pay your fine here")))


@spoiler("link-over-page", "a link covers the whole page")
def _(content):
    return rewritten(content, lambda pdf: links(pdf)[0][1].__setitem__("/Rect", Array([0, 0, 595, 841])))


@spoiler("link-quad-points", "a link's area is somewhere else")
def _(content):
    return rewritten(content, lambda pdf: links(pdf)[0][1].__setitem__("/QuadPoints", Array([0, 0, 9, 0, 9, 9, 0, 9])))


@spoiler("link-is-map", "the address gets the place that was clicked")
def _(content):
    return rewritten(content, lambda pdf: links(pdf)[0][1].A.__setitem__("/IsMap", True))


@spoiler("page-action", "an action when page 1 is opened")
def _(content):
    action = Dictionary(O=Dictionary(S=Name.URI, URI=String("https://evil.example/")))
    return rewritten(content, lambda pdf: pdf.pages[0].obj.__setitem__("/AA", action))


@spoiler("bookmark-to-the-foot", "a bookmark leads to the foot of the right page")
def _(content):
    def change(pdf):
        pdf.Root.Outlines.First.Dest = Array([pdf.pages[0].obj, Name.XYZ, 0, 5, 0])

    return rewritten(content, change)


# What the file says of itself


@spoiler("xmp-date", "the metadata have another day")
def _(content):
    def change(pdf):
        metadata = pdf.Root.Metadata
        metadata.write(metadata.read_bytes().replace(b"2018-07-18</xmp:Mod", b"2018-07-19</xmp:Mod"))

    return rewritten(content, change)


@spoiler("xmp-more", "the metadata have a description too")
def _(content):
    def change(pdf):
        metadata = pdf.Root.Metadata
        more = b"<rdf:Description rdf:about='' xmlns:dc='http://purl.org/dc/elements/1.1/' dc:source='x'/></rdf:RDF>"
        metadata.write(metadata.read_bytes().replace(b"</rdf:RDF>", more))

    return rewritten(content, change)


@spoiler("producer-other", "another program says that it made the file")
def _(content):
    return rewritten(content, lambda pdf: pdf.docinfo.__setitem__("/Producer", String("Another program")))


@spoiler("author-other", "another author")
def _(content):
    return rewritten(content, lambda pdf: pdf.docinfo.__setitem__("/Author", String("Housing Ombudsman")))


@spoiler("page-labels", "pages are numbered from 100 in the viewer")
def _(content):
    labels = Dictionary(Nums=Array([0, Dictionary(S=Name.D, St=100)]))
    return rewritten(content, lambda pdf: pdf.Root.__setitem__("/PageLabels", labels))


@spoiler("viewer-full-screen", "the viewer opens the file on the whole screen")
def _(content):
    return rewritten(content, lambda pdf: pdf.Root.__setitem__("/PageMode", Name.FullScreen))


@spoiler("permissions", "the file says that it is certified")
def _(content):
    return rewritten(content, lambda pdf: pdf.Root.__setitem__("/Perms", Dictionary(DocMDP=Dictionary(Type=Name.Sig))))


# What is attached


csvedit("csv-byte-order-mark", "the attached CSV has a byte order mark", lambda b: b"\xef\xbb\xbf" + b)
csvedit("csv-line-ends", "the attached CSV has other line ends", lambda b: b.replace(b"\r\n", b"\n"))
csvedit("csv-empty-line", "the attached CSV has an empty line", lambda b: b + b"\r\n")
csvedit("csv-quotes", "a figure in quotes", lambda b: b.replace(b",14\r\n", b',"14"\r\n', 1))
csvedit("csv-sheet-reference", "a guarded cell", lambda b: b.replace(b",14\r\n", b",'14\r\n", 1))


@spoiler("attachment-description", "the attachment is described as something else")
def _(content):
    return rewritten(content, lambda pdf: att(pdf).__setitem__("/Desc", String("Final figures, corrected")))


@spoiler("attachment-checksum", "the attachment's checksum is another's")
def _(content):
    return rewritten(content, lambda pdf: att(pdf).EF.F.Params.__setitem__("/CheckSum", String(b"0123456789abcdef")))


@spoiler("attachment-date", "the attachment was changed yesterday")
def _(content):
    return rewritten(content, lambda pdf: att(pdf).EF.F.Params.__setitem__("/ModDate", String("D:20200101000000Z")))


# The file


@spoiler("unreached-object", "an object that nothing refers to, between two others")
def _(content):
    table = content.rindex(b"startxref")
    return content[:table] + b"9999 0 obj\n(more)\nendobj\n" + content[table:]


@spoiler("bytes-between-objects", "a comment between two objects, with all positions made to agree")
def _(content):
    more = b"% a comment\n"
    place = content.index(b"endobj\n") + 7
    end = re.search(rb"startxref\n(\d+)\n", content)
    start = int(end[1])
    head, _, rest = content[start:].partition(b"stream\n")
    length = int(re.search(rb"/Length (\d+)", head)[1])
    table = bytearray(zlib.decompress(rest[:length]))
    for at in range(0, len(table), 7):
        if table[at] == 1 and (old := int.from_bytes(table[at + 1 : at + 5], "big")) >= place:
            table[at + 1 : at + 5] = (old + len(more)).to_bytes(4, "big")
    packed = zlib.compress(bytes(table))
    head = re.sub(rb"/Length \d+", b"/Length %d" % len(packed), head)
    tail = b"stream\n" + packed + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (start + len(more))
    return content[:place] + more + content[place:start] + head + tail


@spoiler("linearised", "the file is written for the web, in another order")
def _(content):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(out, linearize=True)
    return out.getvalue()


@spoiler("old-table", "the objects are listed in plain text, as in files of 1998")
def _(content):
    return rewritten(content, lambda pdf: None, object_stream_mode=pikepdf.ObjectStreamMode.disable)


@spoiler("version", "the file says that it is PDF 2.0")
def _(content):
    return content.replace(b"%PDF-1.7", b"%PDF-2.0", 1)


@spoiler("key-twice", "a key is in a dictionary twice, and each reader takes another")
def _(content):
    return content.replace(b"<</Type /EmbeddedFile", b"<</Type/Type/Type /EmbeddedFile", 1)


@spoiler("content-in-two-places", "a figure is painted again, in the same place, in another mark")
def _(content):
    def change(pdf):
        data = data_of(pdf, 3)
        place = data.index(b"<</MCID 30>>")
        text = data[data.index(b"BT", place) : data.index(b"ET", place) + 2]
        put_data(pdf, 3, data.replace(b"<</MCID 31>>\nBDC\n", b"<</MCID 31>>\nBDC\n" + text + b"\n", 1))

    return rewritten(content, change)


@spoiler("second-font-program", "a copy of a font under another name")
def _(content):
    def change(pdf):
        newfont(pdf, 3, BaseFont=Name("/ABCDEF+Other"))
        in_mc(3, 30, lambda b: b.replace(b"/AZXSTJ", b"/AZXFAK"))(pdf)

    return rewritten(content, change)


edit("hidden-comment", "a comment in a page's content", append(3, b"/Artifact BMC\n% 99\nEMC"))
edit(
    "word-in-margin",
    "words in the margin",
    append(3, b"/Artifact BMC BT /AZXSTJ 9 Tf 40 20 Td " + glyphs("Fine") + b" Tj ET EMC"),
)


# What another reader would take otherwise


def descriptor(pdf):
    return fonts(pdf, 3)["/AZXSTJ"].DescendantFonts[0].FontDescriptor


@spoiler("second-font-file", "a font has a second file, in which 1 and 7 are exchanged, for readers that prefer it")
def _(content):
    def change(pdf):
        font = TTFont(io.BytesIO(descriptor(pdf).FontFile2.read_bytes()))
        order, outlines = font.getGlyphOrder(), font["glyf"]
        outlines[order[0x12]], outlines[order[0x18]] = outlines[order[0x18]], outlines[order[0x12]]
        out = io.BytesIO()
        font.save(out)
        descriptor(pdf).FontFile3 = pdf.make_stream(out.getvalue(), Subtype=Name.OpenType, Length1=len(out.getvalue()))

    return rewritten(content, change)


@spoiler("font-file-cut-short", "a font's file is said to be shorter than it is")
def _(content):
    return rewritten(content, lambda pdf: descriptor(pdf).FontFile2.__setitem__("/Length1", 100))


@spoiler("font-of-another-kind", "a TrueType font is said to be another kind, whose glyphs are numbered otherwise")
def _(content):
    glyphs = Name.CIDFontType0
    return rewritten(content, lambda pdf: fonts(pdf, 3)["/AZXSTJ"].DescendantFonts[0].__setitem__("/Subtype", glyphs))


@spoiler("font-widths-from-false", "the first glyph that has a width is number false")
def _(content):
    return rewritten(content, lambda pdf: fonts(pdf, 3)["/AZXSTJ"].DescendantFonts[0].W.__setitem__(0, False))


@spoiler("parents-of-false", "the parents of page 1 are under false instead of 0")
def _(content):
    return rewritten(content, lambda pdf: pdf.Root.StructTreeRoot.ParentTree.Nums.__setitem__(0, False))


@spoiler("address-in-utf-16", "a link's address is written as a text")
def _(content):
    def change(pdf):
        action = links(pdf)[0][1].A
        action.URI = String(b"\xfe\xff" + str(action.URI).encode("utf-16-be"))

    return rewritten(content, change)


@spoiler("link-of-two", "the words of a link have the next link's place too")
def _(content):
    def change(pdf):
        one, other = elements(pdf, "Link")[:2]
        one.K = Array([*one.K, next(kid for kid in other.K if isinstance(kid, Dictionary) and kid.Type == Name.OBJR)])

    return rewritten(content, change)


@spoiler("headers-in-the-body", "a table's headers are among its figures")
def _(content):
    return rewritten(content, lambda pdf: elements(pdf, "THead")[0].__setitem__("/S", Name.TBody))


@spoiler("figures-in-a-foot", "a table's figures are its foot")
def _(content):
    return rewritten(content, lambda pdf: elements(pdf, "TBody")[0].__setitem__("/S", Name.TFoot))


def with_table(content, change):
    """The letter whose list of objects, of rows of 7 bytes and what its dictionary says, `change` has made another."""
    start = int(re.search(rb"startxref\n(\d+)\n", content)[1])
    head, _, rest = content[start:].partition(b"stream\n")
    length = int(re.search(rb"/Length (\d+)", head)[1])
    head, table = change(head, bytearray(zlib.decompress(rest[:length])))
    packed = zlib.compress(bytes(table))
    head = re.sub(rb"/Length \d+", b"/Length %d" % len(packed), head)
    return content[:start] + head + b"stream\n" + packed + rest[length:]


@spoiler("object-of-another-generation", "each object is listed as the fifth of its number, and none of these is there")
def _(content):
    def change(head, table):
        for at in range(7, len(table), 7):
            if table[at] == 1:
                table[at + 5 : at + 7] = (5).to_bytes(2, "big")
        return head, table

    return with_table(content, change)


@spoiler("object-of-an-unknown-kind", "the list has an entry of a kind that no reader knows")
def _(content):
    def change(head, table):
        size = len(table) // 7
        return head.replace(b"/Size %d" % size, b"/Size %d" % (size + 1)), table + b"\x03" + bytes(6)

    return with_table(content, change)


@spoiler("size-as-a-reference", "how many objects there are is said elsewhere")
def _(content):
    return with_table(content, lambda head, table: (re.sub(rb"(/Size \d+)", rb"\1 0 R", head), table))


@spoiler("one-identifier", "the file has one identifier")
def _(content):
    def change(head, table):
        return re.sub(rb"/ID ?\[[^]]*\]", b"/ID[(0123456789abcdef)]", head, count=1), table

    return with_table(content, change)


# Type that only other texts have


def set_in(number, old, new):
    """A change of a text's type, by its mark on page 3."""
    return in_mc(3, number, lambda painted: painted.replace(old, new))


edit("figure-in-bold", "a figure is in bold, as totals are", set_in(30, b"/AZXSTJ", b"/ZLAGAK"))
edit("total-not-in-bold", "a total is like any other figure", set_in(39, b"/ZLAGAK", b"/AZXSTJ"))
edit(
    "line-in-small-type",
    "a line of the address is as small as the notes",
    in_mc(1, 5, lambda painted: painted.replace(b"14.666016 Tf", b"13.333333 Tf")),
)
edit(
    "line-in-the-colour-of-links",
    "a line of a paragraph looks like a link",
    in_mc(1, 20, lambda painted: b"0.070588 0.247059 0.352941 rg\n" + painted),
)


# Lines under the words of links


_LINE = rb"q\n/A1.0 gs\n[\d. ]+ RG\n[\d.]+ w\n[\d.]+ [\d.]+ m\n[\d.]+ [\d.]+ l\nS\nQ\n"


def without_lines(page, count):
    """A change of a page whose links lose so many lines, 0 for all."""

    def change(pdf):
        data, lost = re.subn(_LINE, b"", data_of(pdf, page), count=count)
        assert lost
        put_data(pdf, page, data)

    return change


edit("line-under-a-link-lost", "the words of a link look like others", without_lines(2, 1))
edit("lines-under-links-lost", "the words of all links of a page look like others", without_lines(2, 0))

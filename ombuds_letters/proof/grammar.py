"""The grammar of a letter: every object, key and value that its file may have, and every operator of its pages.

Written from ISO 32000-1 and from what letters consist of, without the code that makes them. What isn't here is refused.
Whoever changes how letters are made sees here what the proof must allow; docs/proof.md has the same in words.
"""

from __future__ import annotations

import hashlib
import re

from ..pages.object_values import Name, PdfValue, Reference, Stream
from .grammar_rules import (
    GrammarRule,
    Walk,
    elsewhere,
    entries,
    is_,
    list_of,
    name,
    names_to,
    number,
    owner,
    row,
    stream,
    text,
    to,
)

CONTENT = "content"
LARGEST = 14_400.0  # points; the largest page there can be (ISO 32000-1, annex C)

_FREE = number(-20_000, 20_000)  # describes a font to programs that can't read it
_SRGB = "384b832de3412066743b52a75ee906b6fb9fb8d9e09e936fc2c43223815c6e0a"  # SHA-256 of the ICC's sRGB2014.icc
_SRGB_TITLE = is_(b"IEC 61966-2-1 Default RGB Colour Space - sRGB")
_NAME = re.compile(rb"[A-Za-z0-9+-]{1,80}")


def _any_name(value: PdfValue, walk: Walk) -> None:
    if not isinstance(value, Name) or not _NAME.fullmatch(value):
        walk.refuse(value, "a name of letters, digits and hyphens")


def _srgb(data: bytes, walk: Walk) -> None:
    if hashlib.sha256(data).hexdigest() != _SRGB:
        walk.refuse("another colour profile", "sRGB2014")


def _lab(white: list[PdfValue]) -> PdfValue:
    return [Name(b"Lab"), {b"WhitePoint": white, b"Range": [-125, 125, -125, 125]}]


# What pages draw with: fonts, whose files and tables `typefaces` compares with the edition's; pictures; nothing transparent.

_PROFILE = to("colour profile", stream(entries({"N": is_(3)}), _srgb), shared=True)


def _true_type(value: PdfValue, walk: Walk) -> None:
    """A TrueType font's file: its length is its own."""
    data = value.data if isinstance(value, Stream) else b""
    stream(entries({"Length1": is_(len(data))}))(value, walk)


_DESCRIPTION: dict[str, GrammarRule] = {
    "Type": name("FontDescriptor"),
    "FontName": _any_name,
    "FontFamily": text,
    "Flags": is_(4),
    "FontBBox": row(_FREE, _FREE, _FREE, _FREE),
    "ItalicAngle": is_(0),
    "Ascent": _FREE,
    "Descent": _FREE,
    "CapHeight": _FREE,
    "StemV": _FREE,
    "StemH": _FREE,
}


def _of_font(
    kind: str, file: dict[str, GrammarRule], order: dict[str, GrammarRule], may: dict[str, GrammarRule]
) -> GrammarRule:
    """The glyphs of a kind of font, with its one file and the order in which they are numbered."""
    return entries(
        {
            "Type": name("Font"),
            "Subtype": name(kind),
            "BaseFont": _any_name,
            "CIDSystemInfo": is_({b"Registry": b"Adobe", b"Ordering": b"Identity", b"Supplement": 0}),
            "W": list_of(elsewhere),  # compared with the font's own
            "FontDescriptor": to("font descriptor", entries(_DESCRIPTION | file)),
            **order,
        },
        may,
    )


_NUMBERED = {"CIDToGIDMap": name("Identity")}
_TRUE_TYPE = _of_font("CIDFontType2", {"FontFile2": to("font file", _true_type, shared=True)}, _NUMBERED, {})
_OPEN_TYPE = _of_font(  # nothing looks for the order of its glyphs (ISO 32000-1, table 117)
    "CIDFontType0",
    {"FontFile3": to("font file", stream(entries({"Subtype": name("OpenType")})), shared=True)},
    {},
    _NUMBERED,
)


def _glyphs(value: PdfValue, walk: Walk) -> None:
    """A font's glyphs, as its kind of font has them."""
    is_open_type = isinstance(value, dict) and value.get(b"Subtype") == Name(b"CIDFontType0")
    (_OPEN_TYPE if is_open_type else _TRUE_TYPE)(value, walk)


_FONT = entries(
    {
        "Type": name("Font"),
        "Subtype": name("Type0"),
        "BaseFont": _any_name,
        "Encoding": name("Identity-H"),
        "DescendantFonts": row(to("font's glyphs", _glyphs)),
        "ToUnicode": to("font's characters", stream(entries({}))),
    }
)
_IMAGE = stream(
    entries(
        {
            "Type": name("XObject"),
            "Subtype": name("Image"),
            "Width": number(1, 20_000),
            "Height": number(1, 20_000),
            "ColorSpace": name("DeviceRGB", "DeviceGray"),
            "BitsPerComponent": is_(8),
        },
        {"Interpolate": is_(False)},
    )
)
_RESOURCES = entries(
    {
        "ExtGState": names_to(entries({}, {"ca": is_(1), "CA": is_(1)})),
        "XObject": names_to(to("picture", _IMAGE)),
        "Pattern": is_({}),
        "Shading": is_({}),
        "ColorSpace": to(
            "colour spaces",
            entries(
                {
                    "lab-d50": is_(_lab([0.964296, 1, 0.825105])),
                    "lab-d65": is_(_lab([0.950456, 1, 1.089058])),
                    "srgb": row(name("ICCBased"), _PROFILE),
                }
            ),
        ),
        "Font": to("fonts", names_to(to("font", _FONT, shared=True))),
    }
)

# Links: an address on the web, in words, and nothing else that can be clicked.


def _address(value: PdfValue, walk: Walk) -> None:
    """An address is written in ASCII, as it is asked for; a text string may be written otherwise (ISO 32000-1, 7.9.2)."""
    if not isinstance(value, bytes) or isinstance(value, Name) or not value.isascii():
        walk.refuse(value, "an address")


_LINK = entries(
    {
        "Type": name("Annot"),
        "Subtype": name("Link"),
        "Rect": row(*4 * [number(0, LARGEST)]),
        "BS": is_({b"W": 0}),
        "Contents": text,
        "A": entries({"Type": name("Action"), "S": name("URI"), "URI": _address}),
        "StructParent": number(0, 10_000),
        "F": is_(4),
    }
)


_CONTENT = to(CONTENT, stream(entries({})))


def contents(value: PdfValue, walk: Walk) -> None:
    """A page's content: one stream, or several, one after the other."""
    (_CONTENT if isinstance(value, Reference) else list_of(_CONTENT))(value, walk)


def _page(value: PdfValue, walk: Walk) -> None:
    """A page lies upright in its own size, and is shown whole."""
    box = value.get(b"MediaBox") if isinstance(value, dict) else None
    entries(
        {
            "Type": name("Page"),
            "Parent": owner,
            "MediaBox": row(is_(0), is_(0), number(72, LARGEST), number(72, LARGEST)),
            "Contents": contents,
            "Resources": to("resources", _RESOURCES, shared=True),
            "Tabs": name("S"),
            "StructParents": number(0, 10_000),
        },
        {"TrimBox": is_(box), "BleedBox": is_(box), "Annots": list_of(to("link", _LINK))},
    )(value, walk)


def _pages(value: PdfValue, walk: Walk) -> None:
    kids = value.get(b"Kids") if isinstance(value, dict) else None

    def each(items: PdfValue, walk: Walk) -> None:
        for index, kid in enumerate(items if isinstance(items, list) else [items], 1):
            with walk.at("", index):
                to(f"page {index}", _page)(kid, walk)

    count = len(kids) if isinstance(kids, list) else 0
    entries({"Type": name("Pages"), "Kids": each, "Count": is_(count)})(value, walk)


# Bookmarks: a chain of headings, each leading to a place on a page.


def _bookmarks(value: PdfValue, walk: Walk) -> None:
    """The top of the bookmarks, or one that has others below it."""
    if not isinstance(value, dict):
        walk.refuse(value, "bookmarks")
        return
    number_, first, last = walk.owners[-1], value.get(b"First"), value.get(b"Last")
    if (first is None) is not (last is None):
        walk.refuse(first, "a first and a last bookmark")
    current, before = first, None
    count = 0
    while isinstance(current, Reference):
        with walk.at("bookmark"):
            item = walk.enter(current, "bookmark")
            if not isinstance(item, dict):
                return
            walk.owners.append(int(current))
            _bookmark(item, number_, before, walk)
            below = item.get(b"Count")
            count += 1 + (below if isinstance(below, int) else 0)
            walk.owners.pop()
        before, current = current, item.get(b"Next")
    if before != last:
        walk.refuse(last, "the last of its bookmarks")
    if value.get(b"Count") != count:
        walk.refuse(value.get(b"Count"), str(count))


def _bookmark(item: dict[bytes, PdfValue], above: int, before: PdfValue, walk: Walk) -> None:
    chain = {"Prev": is_(before)} if before is not None else {}
    place = row(_page_reference, name("XYZ"), number(0, LARGEST), number(0, LARGEST), is_(0))
    entries(
        {"Title": text, "Dest": place, "Parent": is_(Reference(above)), "Count": number(0, 10_000), **chain},
        {"Next": elsewhere, "First": elsewhere, "Last": elsewhere},
    )(item, walk)
    _bookmarks(item, walk)


def _page_reference(value: PdfValue, walk: Walk) -> None:
    if not isinstance(value, Reference) or not walk.reached.get(int(value), "").startswith("page "):
        walk.refuse(value, "a page")


# What is attached, and what the file says of itself; the texts are compared with the record and the edition.

_DATE = re.compile(rb"D:(\d{8})(?:000000Z)?")


def _date(value: PdfValue, walk: Walk) -> None:
    if not isinstance(value, bytes) or not _DATE.fullmatch(value):
        walk.refuse(value, "a day")


def _attached(value: PdfValue, walk: Walk) -> None:
    """A file: its length and its checksum are its own."""
    data = value.data if isinstance(value, Stream) else b""
    parameters = {
        "CheckSum": is_(hashlib.md5(data, usedforsecurity=False).digest()),
        "Size": is_(len(data)),
        "CreationDate": _date,
        "ModDate": _date,
    }
    stream(entries({"Type": name("EmbeddedFile"), "Subtype": name("text/csv"), "Params": entries(parameters)}))(
        value, walk
    )


def _file(value: PdfValue, walk: Walk) -> None:
    named = value.get(b"F") if isinstance(value, dict) else None
    entries(
        {
            "Type": name("Filespec"),
            "F": text,
            "UF": is_(named),
            "EF": entries({"F": to("attached file", _attached)}),
            "Desc": is_(b"Figures in this letter"),
            "AFRelationship": name("Data"),
        }
    )(value, walk)


def _files(value: PdfValue, walk: Walk) -> None:
    names = value.get(b"Names") if isinstance(value, dict) else None
    file = to("file", _file)

    def pairs(items: PdfValue, walk: Walk) -> None:
        listed = items if isinstance(items, list) else [items]
        for title, each in zip(listed[::2], listed[1::2], strict=False):
            file(each, walk)
            target = walk.file.objects.get(each) if isinstance(each, Reference) else None
            if not isinstance(target, dict) or target.get(b"F") != title:
                walk.refuse(title, "the name of the file")

    if not isinstance(names, list) or len(names) % 2:
        walk.refuse(names, "files with their names")
        return
    entries({"Names": pairs})(value, walk)


_INFORMATION = entries({"Producer": text, "Title": text}, {"Author": text, "CreationDate": _date, "ModDate": _date})
_METADATA = stream(entries({"Type": name("Metadata"), "Subtype": name("XML")}))

_INTENT = entries(
    {
        "Type": name("OutputIntent"),
        "S": name("GTS_PDFA1"),
        "OutputConditionIdentifier": _SRGB_TITLE,
        "Info": _SRGB_TITLE,
        "DestOutputProfile": _PROFILE,
    }
)


# The structure tree: what may be in what. Only these three hold what is painted; a link has its annotation too.

_BLOCKS = "P H1 H2 H3 H4 H5 H6 L Table Div Sect Part Art Figure"
_WORDS = "Span NonStruct Link Figure"
ELEMENTS: dict[str, frozenset[str]] = {
    tag: frozenset(kids.split())
    for tag, kids in {
        "Document": _BLOCKS,
        **dict.fromkeys(
            ("Sect", "Part", "Art", "Div", "LBody", "TH", "TD", "Caption", "NonStruct"), f"{_BLOCKS} {_WORDS}"
        ),
        **dict.fromkeys(("P", "H1", "H2", "H3", "H4", "H5", "H6", "Lbl"), _WORDS),
        "L": "LI",
        "LI": "Lbl LBody",
        "Table": "Caption THead TBody TFoot",
        **dict.fromkeys(("THead", "TBody", "TFoot"), "TR TBody"),
        "TR": "TH TD",
        **dict.fromkeys(("Span", "Link", "Figure"), "Span NonStruct"),
    }.items()
}
PAINTED = frozenset({"Span", "Link", "Figure"})

SPOKEN = frozenset(
    ["Sect", "Part", "Art", "Div", "P", "H1", "H2", "H3", "H4", "H5", "H6", "L", "Table", "Figure"]
)  # what may have another language

_SPANS = {"ColSpan": number(2, 60), "RowSpan": number(2, 60)}
_HEADERS = {"Headers": list_of(text)}
ATTRIBUTES = {
    "TH": {
        "A": entries({"O": name("Table"), "Scope": name("Column", "Row")}, {**_SPANS, **_HEADERS}),
        "ID": text,
    },
    "TD": {"A": entries({"O": name("Table"), **_HEADERS}, _SPANS)},
    "Figure": {"Alt": text, "A": entries({"O": name("Layout"), "BBox": row(_FREE, _FREE, _FREE, _FREE)})},
}


# The metadata (ISO 16684-1), word for word; its title, author and days are those of the information dictionary. An edition
# whose frame has no author or no days has none in either.

_TITLE, _AUTHOR = r"(?P<title>[^<>]*)", r"(?P<author>[^<>]*)"
_DAY = r"(?P<{}>\d{{4}}-\d\d-\d\d)"
METADATA = re.compile(
    re.escape(
        """<?xpacket begin="@MARK" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" \
xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"\
@BEGIN xmlns:xmp="http://ns.adobe.com/xap/1.0/"@MAYBE><rdf:Description rdf:about="" pdfaid:part="3" pdfaid:conformance="A" />\
<rdf:Description rdf:about="" pdf:Producer="@PRODUCER" />\
<rdf:Description rdf:about=""><dc:title><rdf:Alt><rdf:li xml:lang="x-default">@TITLE</rdf:li></rdf:Alt></dc:title>\
</rdf:Description>\
@BEGIN<rdf:Description rdf:about=""><dc:creator><rdf:Seq><rdf:li>@AUTHOR</rdf:li></rdf:Seq></dc:creator>\
</rdf:Description>@MAYBE\
@BEGIN<rdf:Description rdf:about=""><xmp:CreateDate>@CREATED</xmp:CreateDate></rdf:Description>@MAYBE\
@BEGIN<rdf:Description rdf:about=""><xmp:ModifyDate>@MODIFIED</xmp:ModifyDate></rdf:Description>@MAYBE\
<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="" pdfuaid:part="1"/>\
<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" \
rdf:about=""><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description></rdf:RDF>
</x:xmpmeta>@END"""
    )
    .replace(r"\ />", " ?/>")
    .replace("@MARK", "\ufeff?")
    .replace("@END", r'\n{1,2}<\?xpacket end="[rw]"\?>\n?')
    .replace("@PRODUCER", r"(?P<producer>WeasyPrint\ \d+\.\d+)")
    .replace("@TITLE", _TITLE)
    .replace("@AUTHOR", _AUTHOR)
    .replace("@CREATED", _DAY.format("created"))
    .replace("@MODIFIED", _DAY.format("modified"))
    .replace("@BEGIN", "(?:")
    .replace("@MAYBE", ")?")
)


def catalog(structure: GrammarRule) -> GrammarRule:
    """The whole file, from its catalog; `structure` is the rule for its structure tree."""
    return entries(
        {
            "Type": name("Catalog"),
            "Pages": to("pages", _pages),
            "Lang": text,
            "MarkInfo": is_({b"Marked": True}),
            "ViewerPreferences": is_({b"DisplayDocTitle": True}),
            "OutputIntents": row(_INTENT),
            "StructTreeRoot": to("structure tree", structure),
            "Metadata": elsewhere,
        },
        dict.fromkeys(OWN, elsewhere),
    )


# What differs from letter to letter of one wording, and the titles of all objects in it and in the pages' content.
OWN: dict[str, GrammarRule] = {
    "Metadata": to("metadata", _METADATA),
    "Outlines": to("bookmarks", _bookmarks),
    "Names": entries({"EmbeddedFiles": to("attached files", _files)}),
    "AF": list_of(elsewhere),  # compared with the files' names
}
OWN_TITLES = frozenset(
    {"metadata", "bookmarks", "bookmark", "attached files", "attached file", "file", "information", CONTENT}
)

INFORMATION = to("information", _INFORMATION)

# A page's content, sentence by sentence. A sentence is one of these, whole: numbers are plain, colours are opaque RGB, text is
# upright, filled, and set with the font's own spacing.

_N = r"-?(?:\d{1,5}(?:\.\d{0,9})?|\.\d{1,9})"  # 0. too, which pydyf writes for what is nearly nothing
_GLYPHS_SET = rf"\[<(?:[0-9a-f]{{4}})+>(?:{_N}<(?:[0-9a-f]{{4}})+>)*\]"


def _words(pattern: str) -> str:
    """Words with blanks between them, as a pattern."""
    return pattern.replace(" ", r"[ \n]+").replace("N", _N)


_STEPS = "|".join(map(_words, ("N N m", "N N l", "N N N N N N c", "N N N N re", "h")))
SENTENCES = {
    "save": "q",
    "restore": "Q",
    "transform": _words("N N N N N N cm"),
    "mark": _words(r"/(?:Span|Figure) <</MCID \d{1,5}>> BDC"),
    "artifact": _words(r"/Artifact (?:BMC|<</Type /Pagination>> BDC)"),
    "end": "EMC",
    "opaque": _words("/[A-Za-z0-9.]{1,40} gs"),
    "fill": _words("N N N rg"),
    "stroke": _words("N N N RG"),
    "width": _words("N w"),
    "dash": rf"\[(?:{_N}(?:[ \n]+{_N}){{0,3}})?\][ \n]+{_N}[ \n]+d",
    "ends": _words("[012] J"),
    "joins": _words("[012] j"),
    "mitre": _words("N M"),
    "text": _words("BT 1 0 0 -1 N N Tm ")
    + rf"(?:/[A-Za-z0-9]{{1,40}}[ \n]+{_N}[ \n]+Tf[ \n]+{_GLYPHS_SET}[ \n]+TJ[ \n]+)+ET",
    "nothing": _words("BT ET"),  # of the space after bold words or a link that end a line, which is not printed
    "path": rf"(?:(?:{_STEPS})[ \n]+)+(?:W\*?[ \n]+)?(?:n|f\*?|S|s|B\*?|b\*?)",
    "picture": _words("/[A-Za-z0-9.]{1,40} Do"),
}
SENTENCE = re.compile(
    r"[ \n]*(?:" + "|".join(f"(?P<{title}>{pattern})" for title, pattern in SENTENCES.items()) + r")(?=[ \n]|\Z)"
)

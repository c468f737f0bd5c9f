"""PDFs that are made to hang, crash or fill a reader of letters, each from a sound letter's bytes."""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Callable

import altered_letters
import pikepdf
from pikepdf import Array, Dictionary, Name, String

FILES: dict[str, Callable[[bytes], bytes]] = {}

_DEEP = 200_000
_MANY_OBJECTS = 200_000
_LONG_TITLE = 20_000_000
_LARGE = 400_000_000


def _file(make):
    """Adds a file that is made of a letter's bytes."""
    FILES[make.__name__.strip("_").replace("_", "-")] = make
    return make


def _objects(change):
    """Adds a file with other objects than the letter's, which another program writes."""
    FILES[change.__name__.strip("_").replace("_", "-")] = lambda content: altered_letters.rewritten(content, change)
    return change


@_file
def _cut_in_the_middle(content):
    return content[: len(content) // 2]


@_file
def _cut_before_its_end(content):
    return content[:-6]


@_file
def _nothing(content):
    return b""


@_file
def _a_head_alone(content):
    return content[:9]


@_file
def _zeros(content):
    return bytes(5_000_000)


@_file
def _encrypted(content):
    return altered_letters.rewritten(
        content, lambda pdf: None, encryption=pikepdf.Encryption(owner="owner", user="user")
    )


@_file
def _encrypted_with_no_password(content):
    return altered_letters.rewritten(content, lambda pdf: None, encryption=pikepdf.Encryption(owner="owner", user=""))


@_file
def _linearised(content):
    return altered_letters.rewritten(content, lambda pdf: None, linearize=True)


@_file
def _with_a_table_that_must_be_recovered(content):
    return re.sub(rb"startxref\n(\d+)", b"startxref\n7", content)


@_file
def _with_200_000_objects(content):
    return content[:9] + b"".join(b"%d 0 obj\n<<>>\nendobj\n" % number for number in range(1, _MANY_OBJECTS)) + content


@_file
def _with_200_000_objects_that_are_listed(content):
    def change(pdf):
        pdf.Root[Name.PieceInfo] = pdf.make_indirect(
            Array([pdf.make_indirect(Dictionary()) for _ in range(_MANY_OBJECTS)])
        )

    return altered_letters.rewritten(content, change, object_stream_mode=pikepdf.ObjectStreamMode.generate)


@_objects
def _with_a_title_of_20_mb(pdf):
    pdf.docinfo[Name.Title] = String("t" * _LONG_TITLE)


@_file
def _with_a_stream_that_grows_a_thousand_times(content):
    def change(pdf):
        pdf.pages[0].Contents = pdf.make_stream(b"q Q\n" * 50_000_000)

    return altered_letters.rewritten(content, change, compress_streams=True)


def _inserted(content, key, value):
    """The letter with an entry more in its catalog, whose table is then wrong by as many bytes."""
    plain = _plain(content)
    return plain.replace(b"/Type /Catalog", b"/Type /Catalog /" + key + b" " + value, 1)


def _plain(content):
    """The letter with each object outside of any stream."""
    return altered_letters.rewritten(content, lambda pdf: None, object_stream_mode=pikepdf.ObjectStreamMode.disable)


@_file
def _with_arrays_within_each_other(content):
    return _inserted(content, b"Deep", b"[" * _DEEP + b"]" * _DEEP)


@_file
def _with_dictionaries_within_each_other(content):
    return _inserted(content, b"Deep", b"<</A " * _DEEP + b"1" + b">>" * _DEEP)


@_file
def _with_a_stream_that_grows_a_million_times(content):
    packed = zlib.compress(zlib.compress(bytes(400_000_000), 9), 9)

    def change(pdf):
        pdf.pages[0].Contents = pikepdf.Stream(pdf, packed, Filter=Array([Name.FlateDecode, Name.FlateDecode]))

    as_it_is = {"stream_decode_level": pikepdf.StreamDecodeLevel.none, "compress_streams": False}
    return altered_letters.rewritten(content, change, **as_it_is)


def _packed(content, packed, *filters):
    """The letter with a first page whose content is packed in a way that its writer doesn't know, or not so often."""

    def change(pdf):
        pdf.pages[0].Contents = pikepdf.Stream(pdf, packed, Filter=Array(map(Name, filters)))

    as_it_is = {"stream_decode_level": pikepdf.StreamDecodeLevel.none, "compress_streams": False}
    return altered_letters.rewritten(content, change, **as_it_is)


@_file
def _with_an_lzw_stream(content):
    return _packed(content, lzw_of_spaces(60), "/LZWDecode")


@_file
def _with_an_lzw_stream_by_its_short_name(content):
    return _packed(content, lzw_of_spaces(60), "/LZW")


@_file
def _with_an_lzw_stream_whose_name_is_escaped(content):
    return _packed(content, lzw_of_spaces(60), "/LZWDecode").replace(b"/LZWDecode", b"/LZ#57Decode")


@_file
def _with_a_deflated_stream_in_ascii_85(content):
    packed = base64.a85encode(zlib.compress(b" " * _LARGE)) + b"~>"
    return _packed(content, packed, "/ASCII85Decode", "/FlateDecode")


@_file
def _with_a_deflated_stream_in_hexadecimal(content):
    return _packed(content, zlib.compress(b" " * _LARGE).hex().encode() + b">", "/ASCIIHexDecode", "/FlateDecode")


@_file
def _with_many_large_streams(content):
    def change(pdf):
        one = zlib.compress(b" " * 60_000_000, 9)
        pdf.pages[0].Contents = Array([pikepdf.Stream(pdf, one, Filter=Name.FlateDecode) for _ in range(8)])

    as_it_is = {"stream_decode_level": pikepdf.StreamDecodeLevel.none, "compress_streams": False}
    return altered_letters.rewritten(content, change, **as_it_is)


@_file
def _with_words_after_the_beginning_of_a_large_stream(content):
    large = _packed(content, zlib.compress(b" " * _LARGE), "/FlateDecode")
    before, _, after = large.partition(b"/Filter [ /FlateDecode ]")
    return before + b"/Filter [ /FlateDecode ]" + after.replace(b"stream\n", b"stream of spaces\n", 1)


def lzw_of_spaces(rounds):
    """So many times 7,4 MB of spaces, each in 5 KB: codes that stand for one space more each (ISO 32000-1, 7.4.4.2)."""
    codes = [(256, 9 if not done else 12) for done in range(rounds)]
    growing = [(0x20, 9), *((code, (code + 1).bit_length()) for code in range(258, 4094))]
    bits = "".join(f"{code:0{width}b}" for clear in codes for code, width in (clear, *growing)) + f"{257:012b}"
    bits += "0" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big")


@_objects
def _with_brackets_in_its_content(pdf):
    pdf.pages[0].Contents = pdf.make_stream(b"[" * _DEEP)


@_objects
def _with_arrays_within_each_other_that_are_listed(pdf):
    """As deep as another program will write it."""
    value = Array()
    for _ in range(400):
        value = Array([value])
    pdf.Root[Name.Deep] = value


@_objects
def _with_objects_within_each_other(pdf):
    value = pdf.make_indirect(Dictionary())
    for _ in range(20_000):
        value = pdf.make_indirect(Dictionary(A=value))
    pdf.Root[Name.Deep] = value


@_objects
def _with_elements_within_each_other(pdf):
    top = pdf.Root.StructTreeRoot.K[0]
    for _ in range(20_000):
        inner = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Sect, P=top, K=Array()))
        top.K = Array([inner])
        top = inner


@_objects
def _with_an_element_that_holds_itself(pdf):
    top = pdf.Root.StructTreeRoot.K[0]
    top.K.append(top)


@_objects
def _with_elements_that_hold_each_other(pdf):
    top = pdf.Root.StructTreeRoot.K[0]
    top.K[0].K = Array([top])


@_objects
def _with_a_page_that_is_its_own_parent(pdf):
    pdf.Root.Pages.Kids.append(pdf.Root.Pages)


@_objects
def _with_bookmarks_in_a_circle(pdf):
    first = pdf.Root.Outlines.First
    first.Next = first


@_objects
def _with_bookmarks_below_themselves(pdf):
    first = pdf.Root.Outlines.First
    first.First = first
    first.Last = first
    first.Count = 1


@_objects
def _with_a_tree_of_names_in_a_circle(pdf):
    tree = pdf.Root.Names.EmbeddedFiles
    if not tree.is_indirect:
        tree = pdf.Root.Names.EmbeddedFiles = pdf.make_indirect(tree)
    tree.Kids = Array([tree])


@_objects
def _with_headers_that_name_each_other(pdf):
    heads = [each for each in pdf.objects if isinstance(each, Dictionary) and each.get("/S") == Name.TH]
    for each in heads:
        each.A = Array([Dictionary(O=Name.Table, Headers=Array([each.ID]), Scope=Name.Column)])


@_file
def _with_a_length_that_refers_to_itself(content):
    return re.sub(rb"/Length \d+", b"/Length 4 0 R", _plain(content))


@_file
def _with_numbers_of_a_million_digits(content):
    return _inserted(content, b"N", b"9" * 1_000_000)


@_file
def _twice(content):
    return content + content

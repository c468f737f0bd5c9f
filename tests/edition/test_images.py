"""Letterhead and signature: what a picture may be, and what keeps it out of a letter."""

import pytest

from ombuds_letters.edition import images

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>A crest</title><path d="M0 0"/></svg>'


def test_a_picture_of_paths_with_a_title_is_accepted(workspace, reported):
    (workspace.templates("2018") / "letterhead.svg").write_text(SVG)

    assert reported() == []


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("<title>A crest</title>", "", "it has no <title>; add one that describes the picture"),
        ("A crest", " ", "it has no <title>; add one that describes the picture"),
        ("<path", "<script>x</script><path", "it has <script>; draw it with paths only"),
        ("<path", "<text>x</text><path", "it has <text>; draw it with paths only"),
        (
            "<path",
            '<use href="http://x.example/a.svg#b"/><path',
            'it refers to "http://x.example/a.svg#b"; put that into the picture itself',
        ),
        (
            "<path",
            '<path fill="url(http://x.example/#b)"/><path',
            'it refers to "url(http://x.example/#b)"; put that into the picture itself',
        ),
        ("<path", "<image/><path", "it has <image>; draw it with paths only"),
        ("<path", "<filter/><path", "it has <filter>; draw it with paths only"),
        ("<path", "<mask/><path", "it has <mask>; draw it with paths only"),
        ('<path d="M0 0"/>', "", "it draws nothing; convert its contents to paths"),
        (
            "<path",
            '<use href="#b"/><path',
            'it refers to "#b", which is not in it; export it again with all its parts',
        ),
        (
            "<path",
            '<path fill="url(#b)"/><path',
            'it refers to "#b", which is not in it; export it again with all its parts',
        ),
        (
            "<path",
            '<path style="fill:red;mix-blend-mode:multiply"/><path',
            'it has the property "mix-blend-mode: multiply", which is not drawn; draw it with paths and plain colours',
        ),
        (
            "<path",
            "<style>g > path { fill: red }</style><path",
            'its <style> has the rule "g > path"; export it with presentation attributes',
        ),
        ("<path", '<path onclick="a()" d="M0 0h1z"/><path', "it has onclick, which is for a program in it; delete it"),
        (
            "<path",
            '<path fill="#12345" d="M0 0h1z"/><path',
            'it has the colour "#12345", which is none; write it as #123f5a',
        ),
        (
            "<path",
            '<path style="stroke:var(--x)" d="M0 0h1z"/><path',
            'it has the colour "var(--x)", which is none; write it as #123f5a',
        ),
        ("<path", '<path d="L 1 nonsense"/><path', 'it has a path "L 1 nonsense", which is none; export it again'),
        ("<path", '<g id="a"><use href="#a"/></g><path', "it has a part that is drawn within itself; export it again"),
        (
            "<path",
            '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g><path',
            "it has a part that is drawn within itself; export it again",
        ),
        (
            '<path d="M0 0"/>',
            "<g>" * 1000 + '<path d="M0 0"/>' + "</g>" * 1000,
            "it has parts within parts, more than 100 deep; ungroup them",
        ),
        ("<svg", '<!DOCTYPE svg [<!ENTITY a "b">]><svg', "it has a document type; save it as plain SVG"),
        ("http://www.w3.org/2000/svg", "http://example.org", "it is not SVG; save it as plain SVG"),
    ],
)
def test_a_picture_that_is_active_or_not_whole_is_refused(workspace, reported, old, new, line):
    (workspace.templates("2018") / "signature.svg").write_text(SVG.replace(old, new, 1))

    assert reported() == [f"templates/2018/signature.svg: can't be used: {line}"]


def test_a_picture_that_only_keeps_parts_for_others_draws_nothing():
    content = SVG.replace("<path", "<defs><path").replace("</svg>", "</defs></svg>")

    assert [each.values["problem"] for each in images.check(content.encode(), "a.svg")] == [
        "it draws nothing; convert its contents to paths"
    ]


@pytest.mark.parametrize(
    "colour",
    [
        "none",
        "currentColor",
        "rebeccapurple",
        "#123",
        "#123f",
        "#123456FF",
        "rgba(1, 2, 3, 1)",
        "rgb(1 2 3 / 100%)",
        "rgb(10%, 20%, 30%)",
        "hsl(1 2% 3%)",
    ],
)
def test_a_colour_may_be_written_in_any_way(colour):
    content = SVG.replace("<path", f'<path fill="{colour}" d="M0 0h1z"/><path', 1)

    assert images.check(content.encode(), "a.svg") == []


_THROUGH, _ONE = (
    "which lets through what is below; draw it in an opaque colour",
    "a gradient or pattern; draw it in one colour",
)


@pytest.mark.parametrize(
    ("attributes", "what"),
    [
        ('opacity=".5"', f'"opacity: .5", {_THROUGH}'),
        ('fill-opacity="50%"', f'"fill-opacity: 50%", {_THROUGH}'),
        ('stroke="red" style="stroke-opacity: 0.99"', f'"stroke-opacity: 0.99", {_THROUGH}'),
        ('fill="#12345678"', f'"fill: #12345678", {_THROUGH}'),
        ('fill="#1230"', f'"fill: #1230", {_THROUGH}'),
        ('fill="rgba(1,2,3,.5)"', f'"fill: rgba(1,2,3,.5)", {_THROUGH}'),
        ('stroke="hsl(1 2% 3% / 10%)"', f'"stroke: hsl(1 2% 3% / 10%)", {_THROUGH}'),
        ('fill="transparent"', '"fill: transparent", which draws nothing; write none'),
        ('fill="url(#l)"', f'"fill: url(#l)", {_ONE}'),
        ("stroke=\"url('#l')\"", f"\"stroke: url('#l')\", {_ONE}"),
        ('display="none"', '"display: none", which hides a part; delete that part'),
        ('style="visibility:hidden"', '"visibility: hidden", which hides a part; delete that part'),
    ],
)
def test_what_no_letter_shows_is_refused_in_the_picture_itself(attributes, what):
    stops = '<stop stop-color="#123"/><stop offset="1" stop-color="#fff"/>'
    content = SVG.replace(
        "<path", f'<linearGradient id="l">{stops}</linearGradient><path {attributes} d="M0 0h1z"/><path', 1
    )

    assert [str(each) for each in images.check(content.encode(), "a.svg")] == [
        f"a.svg: can't be used: it has the property {what}"
    ]


def test_a_part_without_a_stroke_may_have_any_opacity_of_it():
    content = SVG.replace("<path", '<path stroke="none" stroke-opacity="0.5" d="M0 0h1z"/><path', 1)

    assert images.check(content.encode(), "a.svg") == []


def test_a_picture_may_refer_to_its_own_parts(workspace, reported):
    parts = '<g id="a"/><clipPath id="b"><path d="M0 0h1z"/></clipPath><use href="#a" clip-path="url(\'#b\')"/><path'
    (workspace.templates("2018") / "signature.svg").write_text(SVG.replace("<path", parts))

    assert reported() == []


def test_a_picture_that_breaks_off_is_refused_at_its_place(workspace, reported):
    (workspace.templates("2018") / "signature.svg").write_text(SVG.removesuffix("</svg>"))

    assert reported() == [
        (
            f"templates/2018/signature.svg:1:{len(SVG) - 5}: "
            "can't be used: it is not complete SVG (no element found); export it again"
        )
    ]


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_a_picture_in_another_encoding_is_refused(workspace, reported, encoding):
    content = f'<?xml version="1.0" encoding="{encoding}"?>' + SVG.replace("A crest", "Café")
    (workspace.templates("2018") / "signature.svg").write_bytes(content.encode(encoding))

    assert reported() == ["templates/2018/signature.svg: can't be used: it is not UTF-8; save it as UTF-8"]


INKSCAPE = """<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<svg xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" xmlns:svg="http://www.w3.org/2000/svg"
  xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 200 40" inkscape:version="1.3">
  <title>A crest</title>
  <inkscape:namedview pagecolor="#ffffff"/><metadata>m</metadata>
  <defs><path id="a" d="M0 0h20v40h-20z"/></defs>
  <use xlink:href="#a" style="fill:#123f5a;-inkscape-font-specification:Sans;font-size:12px;stroke:none"/>
</svg>"""
ILLUSTRATOR = """<?xml version="1.0" encoding="utf-8"?>
<!-- Generator: a drawing program -->
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg version="1.1" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 40" style="enable-background:new 0 0 20 40;">
<title>A crest</title><style type="text/css">.st0{fill:#123F5A;} .st1,.st2{opacity:1.0}</style>
<path class="st0 st1" d="M0 0h20v40h-20z"/></svg>"""
PREFIXED = (
    '<ns0:svg xmlns:ns0="http://www.w3.org/2000/svg" viewBox="0 0 20 40"><ns0:title>A &amp; B</ns0:title>'
    '<ns0:path fill="#123f5a" d="M0 0h20v40h-20z"/></ns0:svg>'
)


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        (INKSCAPE, '<use href="#a" fill="#123f5a" stroke="none"></use>'),
        (ILLUSTRATOR, '<path d="M0 0h20v40h-20z" fill="#123F5A" opacity="1.0"></path>'),
        (PREFIXED, '<title>A &amp; B</title><path fill="#123f5a" d="M0 0h20v40h-20z"></path></svg>'),
    ],
)
def test_a_picture_is_put_in_as_drawing_programs_write_it(workspace, reported, written, drawn):
    (workspace.templates("2018") / "letterhead.svg").write_text(written)

    assert reported() == []
    assert images.check(written.encode(), "a.svg") == []
    assert drawn in images.inline(written.encode())
    assert images.inline(written.encode()).startswith('<svg xmlns="http://www.w3.org/2000/svg" ')


def test_a_plain_picture_is_put_in_as_it_is_but_for_its_byte_order_mark():
    assert images.inline(b"\xef\xbb\xbf" + SVG.encode()) == SVG


@pytest.mark.parametrize("name", ["letterhead.png", "Letterhead.SVG", "signature.jpg", "Signature.svg"])
def test_a_picture_with_another_name_is_not_passed_over_in_silence(workspace, reported, name):
    (workspace.templates("2018") / name).write_text(SVG)

    assert reported() == [
        (
            f'templates/2018/{name}: is not used, because pictures are called "letterhead.svg" or "signature.svg"; save it so, as '
            "plain SVG"
        )
    ]

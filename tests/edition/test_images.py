"""Letterhead and signature: what a picture may be, and what keeps it out of a letter."""

import pytest

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
        ("<svg", '<!DOCTYPE svg [<!ENTITY a "b">]><svg', "it has a document type; save it as plain SVG"),
        ("http://www.w3.org/2000/svg", "http://example.org", "it is not SVG; save it as plain SVG"),
    ],
)
def test_a_picture_that_is_active_or_not_whole_is_refused(workspace, reported, old, new, line):
    (workspace.templates("2018") / "signature.svg").write_text(SVG.replace(old, new, 1))

    assert reported() == [f"templates/2018/signature.svg: can't be used: {line}"]


def test_a_picture_may_refer_to_its_own_parts(workspace, reported):
    parts = '<g id="a"/><use href="#a" fill="url(#b)" stroke="url(\'#b\')"/><path'
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

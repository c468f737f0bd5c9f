"""The characters of the letter's type."""

from conftest import ROOT

from ombuds_letters.edition import fonts

FONTS = {path.name: path.read_bytes() for path in (ROOT / "templates/fonts").glob("*.ttf")}
SHOWN = {name: f"templates/fonts/{name}" for name in FONTS}


def test_the_shipped_type_has_what_english_letters_need():
    characters, faults = fonts.characters(FONTS, SHOWN)

    assert faults == []
    assert set("AZaz09 £€%&@–—‘’“”…•½·ŵŷéñöçÀ\u00a0") <= characters


def test_invisible_characters_are_not_characters_of_a_font():
    characters = fonts.characters(FONTS, SHOWN)[0]

    assert [f"{ord(each):04X}" for each in sorted(characters) if not each.isprintable()] == ["00A0"]


def test_a_character_must_be_in_every_font():
    one = dict([next(iter(FONTS.items()))])
    alone = fonts.characters(one, SHOWN)[0]

    assert fonts.characters(FONTS, SHOWN)[0] <= alone


def test_without_fonts_there_are_no_characters():
    assert fonts.characters({}, {}) == (frozenset(), [])

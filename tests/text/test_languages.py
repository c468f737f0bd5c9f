"""Days and forms of words in other languages, as the Unicode CLDR has them."""

import datetime

import pytest

from ombuds_letters.proof import languages as read_back
from ombuds_letters.text import languages

DAY = datetime.date(2018, 7, 18)


@pytest.mark.parametrize(
    ("language", "text"),
    [("cy", "18 Gorffennaf 2018"), ("en-GB", "18 July 2018"), ("fr", "18 juillet 2018"), ("gd", "18 dhen Iuchar 2018")],
)
def test_a_day_is_in_words_of_its_language(language, text):
    assert languages.long_date(DAY, language) == text
    assert read_back.long_date(DAY, language) == text


@pytest.mark.parametrize(
    ("number", "form"), [(0, "zero"), (1, "one"), (2, "two"), (3, "few"), (6, "many"), (7, "other")]
)
def test_welsh_has_six_forms_of_a_noun(number, form):
    assert languages.noun_form(number, "cy") == form
    style = f"counted(cy, {form}: 'this', other: 'other')" if form != "other" else "counted(cy, other: 'this')"
    assert read_back.with_form(str(number), style) == f"{number} this"


@pytest.mark.parametrize("tag", ["", "xx-YY", "english", "en_GB", "zz", "../cy"])
def test_what_is_no_language_is_not_known(tag):
    assert not languages.is_known(tag)
    assert languages.is_known("cy")

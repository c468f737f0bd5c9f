"""Characters as a printer sets them, by what makes letters and by what reads them; and where lines may not end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ombuds_letters.letter.typography import characters, together
from ombuds_letters.proof.typography import in_print


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("the council's performance", "the council’s performance"),
        ("King's Lynn, and the councils' staff", "King’s Lynn, and the councils’ staff"),
        ("the 'old rules' and 'new rules'.", "the ‘old rules’ and ‘new rules’."),
        ("'Look,' he said", "‘Look,’ he said"),
        ("'tis so, in the '90s", "’tis so, in the ’90s"),
        ("2017-18, and pages 12-14", "2017–18, and pages 12–14"),
        ("(2018-21)", "(2018–21)"),
    ],
)
def test_apostrophes_quotations_and_ranges_have_the_characters_of_print(typed, printed):
    assert characters(typed) == printed


@pytest.mark.parametrize(
    "typed",
    [
        "www.lgo.org.uk/2017-18",
        "http://example.org/council's",
        "ann.o'neill@example.org",
        "2018-07-18",
        "020-7946 0000",
        "17-001-234",
        "GX-1234",
        "well-established",
        "1,200-1,300",
        "5'10",
    ],
)
def test_addresses_days_references_and_telephone_numbers_stay_as_they_are(typed):
    assert characters(typed) == typed


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("we delivered 58 courses, training 800 people", "we delivered 58~courses, training 800~people"),
        ("by 31 March 2018 at most", "by 31~March~2018 at most"),
        ("see page 3 and section 4", "see page~3 and section~4"),
        ("88% of complaints, 12 and 3 of 5", "88% of complaints, 12 and 3 of 5"),
        ("in 2017-18 we", "in 2017-18 we"),
        ("there were 58. Courses", "there were 58. Courses"),
        ("£5 million", "£5~million"),
    ],
)
def test_a_number_stays_with_what_it_counts_and_a_day_with_its_month(typed, kept):
    assert together(typed) == kept.replace("~", "\xa0")


@given(st.text(st.sampled_from("a'-0159 \n.,()“–wé@/x:"), max_size=24))
def test_the_proof_expects_what_the_letter_prints_and_no_character_is_added_or_lost(text):
    printed = characters(text)

    assert in_print(text) == printed
    assert len(together(printed)) == len(text)
    assert characters(printed) == printed

"""CSV as people have it: whatever is above the table, and whatever is around quotation marks."""

import pytest

from ombuds_letters.formats import csv_reader


def rows(content):
    return [[cell.text for cell in row] for row in csv_reader.read(content, "a.csv")]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(
    "title",
    [
        "",
        "Complaints remedied, by council, 2017-18\n",
        "Remedies; all councils; 2018\n",
        "A\ttitle\n\n",
        "Produced on 3 May, for councils; see\tnotes\n",
    ],
)
def test_the_table_says_how_cells_are_separated_and_not_its_title(separator, title):
    table = [["Name", "by LGO", "Total"], ["Barnet", "1", "2"], ["Brent", "3", "4"], ["Ealing", "5", "6"]]
    content = title + "".join(f"{separator.join(row)}\n" for row in table)

    assert rows(content)[-4:] == table


def test_names_with_a_comma_do_not_part_a_table_with_semicolons():
    content = "Name;by LGO\nBarnet, London Borough of;1\nBrent, London Borough of;2\nEaling, London Borough of;3\n"

    assert rows(content)[1] == ["Barnet, London Borough of", "1"]


def test_fractions_with_a_comma_do_not_part_a_table_with_semicolons():
    assert rows("a;b\n1,5;2,5\n3,5;4,5\n5,5;6,5\n")[1] == ["1,5", "2,5"]


def test_a_quoted_heading_with_commas_is_one_cell():
    assert rows('"by LGO, after it";b\n1;2\n3;4\n') == [["by LGO, after it", "b"], ["1", "2"], ["3", "4"]]


@pytest.mark.parametrize("blank", [" ", "  ", "\u00a0"])
def test_blanks_around_quotation_marks_are_no_part_of_a_cell(blank):
    assert rows(f'X1,{blank}"Ann, Abara"{blank},{blank}"a ""b"""\n') == [["X1", "Ann, Abara", 'a "b"']]


def test_a_quotation_mark_that_is_not_closed_after_a_blank_is_reported():
    with pytest.raises(csv_reader.UnclosedQuote) as caught:
        rows('a,b\nX1, "Ann\n')

    assert str(caught.value.fault).startswith("a.csv:2:4: has a quotation mark that is not closed")

"""The encoding of a CSV file: certain, or refused at its line; a guess that would be printed is never made."""

import pytest

from ombuds_letters.formats.encodings import decoded

HEAD = "Authority,Name\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("name", ["Siân O’Brien", "Łukasz Wiśniewski", "Ŵyn"])
def test_an_encoding_that_is_certain_is_read(encoding, name):
    assert decoded(f"{HEAD}Foxmere,{name}\n".encode(encoding), "a.csv") == (f"{HEAD}Foxmere,{name}\n", [])


@pytest.mark.parametrize(
    "text",
    ["Siân Jones", "José", "Zoë", "Children’s services", "O’Brien", "2017–18", "£1,000", "“Ynys Môn”", "½"],
)
def test_windows_own_encoding_is_read_where_nothing_else_can_be_meant(text):
    assert decoded(f"{HEAD}Foxmere,{text}\n".encode("cp1252"), "a.csv") == (f"{HEAD}Foxmere,{text}\n", [])


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Siân O’Brien", "mac_roman"),
        ("Łukasz Wiśniewski", "cp1250"),
        ("Wiśniewski", "cp1250"),
        ("Jędrzej", "cp1250"),
        ("Ynys Môn Council", "cp850"),
        ("Siân", "cp850"),
        ("Müller", "mac_roman"),
        ("Ŵyn", "iso8859_14"),
        ("Peña", "cp1252"),  # as likely "Peńa"
    ],
)
def test_a_name_that_may_be_another_is_refused_at_its_line(text, encoding):
    raw = f"{HEAD}Foxmere,Ann\nLarkholme,{text}\n".encode(encoding)

    found, faults = decoded(raw, "a.csv")

    assert found == ""
    assert [each.code for each in faults] == ["csv.encoding"]
    assert str(faults[0]).startswith("a.csv:3: is not UTF-8, and what it is can't be determined (byte ")


@pytest.mark.parametrize("first", [True, False])
def test_a_windows_row_among_rows_of_utf_8_is_refused_at_its_line(first):
    rows = ["Foxmere,Siân\n".encode(), "Larkholme,Siân\n".encode("cp1252")]
    raw = HEAD.encode() + b"".join(rows[:: -1 if first else 1])

    found, faults = decoded(raw, "a.csv")

    assert found == ""
    assert [str(each) for each in faults] == [
        f"a.csv:{2 if first else 3}: has a byte E2 that is not UTF-8, though other lines are UTF-8; save the whole file as CSV UTF-8"
    ]

"""A year's edition: what is read of year.yaml, pictures and fonts, and each thing that can be spoilt in them."""

import datetime
import pickle

import pytest

from ombuds_letters.edition import Edition, Period, load_edition
from ombuds_letters.faults import Unknown

YEAR = "data/2018/year.yaml"
FONT = "templates/fonts/OmbudsLetterSans-Regular.ttf"


def test_the_shipped_edition_has_the_facts_of_2018(workspace):
    edition = load_edition(workspace, "2018")

    assert edition.letter_date == datetime.date(2018, 7, 18)
    assert edition.facts["year_end"] == datetime.date(2018, 3, 31)
    assert edition.facts["training"]["courses"] == "58"
    assert edition.facts["signatory"]["titles"] == (
        "Local Government and Social Care Ombudsman",
        "Chair, Commission for Local Administration in England",
    )
    assert edition.publication.isoformat() == "2018-07-25T00:01:00+01:00"
    assert (edition.complete, edition.attach_figures) == (False, True)
    assert edition.period == Period(datetime.date(2017, 4, 1), datetime.date(2018, 3, 31))
    assert edition.kinds["county"].aliases == ("{} CC",)
    assert list(edition.kinds) == ["county", "district", "metropolitan", "unitary", "london"]


def test_an_edition_crosses_to_another_process(workspace):
    edition = load_edition(workspace, "2018")

    other = pickle.loads(pickle.dumps(edition))

    assert isinstance(other, Edition)
    assert other == edition
    assert other.digest() == edition.digest()


@pytest.mark.parametrize("year", ["2019", "18", "", "2018/../2018", "fonts"])
def test_a_year_that_has_no_edition_is_reported_with_those_there_are(workspace, year):
    with pytest.raises(Unknown) as raised:
        load_edition(workspace, year)

    assert str(raised.value) == f'.: has no edition "{year}" in data and templates; there is 2018'


KEY = "write a name of lower-case letters, digits and _, starting with a letter"
FILE_NAME = "write {authority} once, and letters, digits and hyphens, ending in .pdf, around it"
LAST_DAY = "before the last day that the figures are about"
TIME = "write a time with its offset, as 2018-07-25T00:01:00+01:00"
FACE = "has \"😀\" (U+1F600, grinning face), which the letter's fonts can't print; use another character"
SECOND = "starts a second part of the file, after a line `---`; delete that line"
OTHERS = "write earlier years that are in data, the latest first, as [2017, 2016]"
SPOILT = {
    "the year is its own earlier one": (
        "complete: false ",
        "earlier_years: [2018]\ncomplete: false ",
        f'9:16: earlier_years: is "2018"; {OTHERS}',
    ),
    "an earlier year is a path": (
        "complete: false ",
        "earlier_years: [../2017]\ncomplete: false ",
        f'9:16: earlier_years: is "../2017"; {OTHERS}',
    ),
    "a national figure is of no column": (
        "complete: false ",
        "national_figures: {received: {houses: 3}}\ncomplete: false ",
        '9:31: national_figures.received.houses: is not a field here; did you mean "housing"?',
    ),
    "a national figure is of no table": (
        "complete: false ",
        "national_figures: {recieved: {housing: 3}}\ncomplete: false ",
        '9:20: national_figures.recieved: is not a field here; did you mean "received"?',
    ),
    "a national figure is no count": (
        "complete: false ",
        "national_figures: {received: {housing: many}}\ncomplete: false ",
        '9:40: national_figures.received.housing: is "many"; write a whole number, 0 or more, in digits only',
    ),
    "a national total isn't what its parts make": (
        "complete: false ",
        (
            "national_figures: {decided: {incomplete_or_invalid: 1, advice_given: 1, referred_back: 1, "
            "closed_after_initial_enquiries: 1, not_upheld: 1, upheld: 1, total: 7}}\ncomplete: false "
        ),
        '9:159: national_figures.decided.total: is "7", but its parts add up to 6; correct the total or the part that is wrong',
    ),
    "a field is misspelt": ("language:", "langauge:", '6:1: langauge: is not a field here; did you mean "language"?'),
    "a field is missing": ("complete: false ", "#", "4:1: complete: is missing; add it"),
    "yes and no are typed": ("complete: false", "complete: no", '9:11: complete: is "no"; write true or false'),
    "a day is in words": (
        "letter_date: 2018-07-18",
        "letter_date: 18 July 2018",
        '7:14: letter_date: is "18 July 2018"; write a date as 2018-07-18',
    ),
    "a day is not in the calendar": (
        "letter_date: 2018-07-18",
        "letter_date: 2018-02-30",
        '7:14: letter_date: is "2018-02-30"; write a date as 2018-07-18',
    ),
    "a time has no offset": ("00:01:00+01:00", "00:01:00", f'8:14: publication: is "2018-07-25T00:01:00"; {TIME}'),
    "a time is no time": ("2018-07-25T00:01:00+01:00", "tomorrow", f'8:14: publication: is "tomorrow"; {TIME}'),
    "file names have no slot": (
        "-{authority}.pdf",
        ".pdf",
        f'11:12: file_name: is "annual-review-letter-2018.pdf"; {FILE_NAME}',
    ),
    "file names lead elsewhere": (
        "annual-review-letter-2018-{",
        "../{",
        f'11:12: file_name: is "../{{authority}}.pdf"; {FILE_NAME}',
    ),
    "a fact is empty": ("business_year: 2017-18", "business_year:", "16:17: facts.business_year: is empty; fill it in"),
    "a fact's name has a hyphen": (
        "strategy_years",
        "strategy-years",
        f'17:3: facts.strategy-years: is "strategy-years"; {KEY}',
    ),
    "a fact stands there twice": (
        "courses: 58",
        "courses: 58\n    courses: 59",
        "25:5: facts.training.courses: is here for the second time, after line 24; keep one of the two",
    ),
    "a name can't be printed": ("Michael King", "Michael 😀", f"19:11: facts.signatory.name: {FACE}"),
    "a way of making names has no slot": (
        '["{} County Council"]',
        '["County Council"]',
        '36:13: authority_kinds.county.names.1: is "County Council"; write {} once, and the rest of the name around it',
    ),
    "a kind has no way of making names": (
        '["{} County Council"]',
        "[]",
        "36:12: authority_kinds.county.names: is empty; fill it in",
    ),
    "a way of writing names has no slot": (
        'aliases: ["{} CC"]',
        'aliases: ["CC"]',
        '37:15: authority_kinds.county.aliases.1: is "CC"; write {} once, and the rest of the name around it',
    ),
    "the year ends before it begins": (
        "last_day: 2018-03-31",
        "last_day: 2017-03-31",
        '73:13: period.last_day: is "2017-03-31", before the first day, "2017-04-01"; correct one of the two',
    ),
    "letters are dated in the year that they are about": (
        "letter_date: 2018-07-18",
        "letter_date: 2017-07-18",
        f'7:14: letter_date: is "2017-07-18", {LAST_DAY}, "2018-03-31"; correct one of the two',
    ),
    "letters are dated on the day before the last": (
        "letter_date: 2018-07-18",
        "letter_date: 2018-03-30",
        f'7:14: letter_date: is "2018-03-30", {LAST_DAY}, "2018-03-31"; correct one of the two',
    ),
    "the year ends after the letters": (
        "last_day: 2018-03-31",
        "last_day: 2019-03-31",
        f'7:14: letter_date: is "2018-07-18", {LAST_DAY}, "2019-03-31"; correct one of the two',
    ),
    "letters are published before their day": (
        "publication: 2018-07-25T00:01:00+01:00",
        "publication: 2018-07-17T23:59:00+01:00",
        (
            '8:14: publication: is "2018-07-17T23:59:00+01:00", before the day on the letters, "2018-07-18"; '
            "correct one of the two"
        ),
    ),
    "a day of the year is missing": ("  last_day: 2018-03-31\n", "", "72:3: period.last_day: is missing; add it"),
    "how many is no number": (
        "how_many: 27",
        "how_many: many",
        '38:15: authority_kinds.county.how_many: is "many"; write a whole number, 0 or more, in digits only',
    ),
    "a second part follows": ("complete: false", "---\ncomplete: false", f"10:1: {SECOND}"),
    "a tag": (
        "complete: false",
        "complete: !!bool false",
        '9:11: complete: has "!!bool", a tag in YAML; write the value alone, or put it in quotes',
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("what", SPOILT)
def test_one_thing_spoilt_in_the_years_facts_is_one_fault(replace_in, reported, what):
    old, new, line = SPOILT[what]
    replace_in(YEAR, old, new)

    assert reported() == [f"{YEAR}:{line}"]


def test_a_year_without_kinds_of_authority_is_a_fault(workspace, reported):
    path = workspace.root / YEAR
    text = path.read_text(encoding="utf-8")
    begin, end = text.index("authority_kinds:"), text.index("# The kinds of passage")
    path.write_text(text[:begin] + "authority_kinds: {}\n" + text[end:], encoding="utf-8")

    assert reported() == [f"{YEAR}:33:18: authority_kinds: is empty; fill it in"]


@pytest.mark.parametrize("name", ["letter.md", "letter.html.j2", "letter.css", "figures.yaml"])
def test_a_missing_template_is_reported_by_its_path(workspace, reported, name):
    (workspace.templates("2018") / name).unlink()

    assert reported() == [f"templates/2018/{name}: isn't there; put the file back, or check the year and the folder"]


def test_faults_of_all_the_editions_files_are_reported_in_one_go(replace_in, reported):
    replace_in(YEAR, "complete: false", "complete: no")
    replace_in("templates/2018/figures.yaml", "label: Housing", "lable: Housing")

    assert [line.partition(" ")[0] for line in reported()] == [f"{YEAR}:9:11:", "templates/2018/figures.yaml:28:9:"]


def test_without_fonts_that_is_reported_and_no_character_is_checked(workspace, reported):
    for path in workspace.fonts.glob("*.ttf"):
        path.unlink()

    assert reported() == [
        "templates/fonts: has no font that can be used (no .ttf or .otf is there); put a .ttf or .otf file there"
    ]


@pytest.mark.parametrize("size", [0, 3, 50, 700, 2000, 20_000])
def test_a_font_that_breaks_off_is_reported(workspace, reported, size):
    path = workspace.root / FONT
    path.write_bytes(path.read_bytes()[:size])

    assert len(reported()) == 1
    assert reported()[0].startswith(f"{FONT}: has no font that can be used (")


def test_the_digest_changes_with_what_letters_print_and_not_with_what_they_don_t(workspace, replace_in):
    before = load_edition(workspace, "2018").digest()

    replace_in(YEAR, "# What all letters", "# A comment. What all letters")
    replace_in(YEAR, "complete: false", "complete: true")
    commented = load_edition(workspace, "2018").digest()
    replace_in(YEAR, "courses: 58", "courses: 59")
    changed = load_edition(workspace, "2018").digest()

    assert before == commented
    assert before != changed


def test_a_year_need_not_say_which_days_it_has(workspace, replace_in):
    replace_in(YEAR, "period:\n  first_day: 2017-04-01\n  last_day: 2018-03-31\n", "")

    assert load_edition(workspace, "2018").period is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("letter_date: 2018-07-18", "letter_date: 2018-03-31"),
        ("letter_date: 2018-07-18", "letter_date: 2018-07-25"),
        ("2018-07-25T00:01:00+01:00", "2018-07-18T00:00:00+01:00"),
    ],
)
def test_letters_of_the_last_day_and_of_the_day_of_publication_are_right(workspace, replace_in, old, new):
    replace_in(YEAR, old, new)

    assert load_edition(workspace, "2018").year == "2018"

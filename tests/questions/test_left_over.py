"""Values that may be left over are asked about; what people are called is not."""

import pytest
from workspaces import SHIPPED, edit, sevenoaks

from ombuds_letters import questions
from ombuds_letters.edition import load_edition
from ombuds_letters.questions import left_over
from ombuds_letters.records.roster import load_roster

RECORD = "data/2018/authorities/sevenoaks.yaml"


def asked(workspace, year="2018"):
    edition = load_edition(workspace, year)
    found, faults = questions.read(workspace, edition, load_roster(workspace, edition))
    assert faults == []
    return [each.text for each in found.open if each.kind in ("left_over", "last_years_fact")]


def with_contact(folder, *, name="Ann Other", title="Chief Executive", salutation=""):
    workspace = sevenoaks(folder)
    row = f'E07000111,"{name}","{title}","{salutation}",,,'
    (folder / "data/2018/contacts.csv").write_text(
        f"code,name,title,salutation,email,copies,body\n{row}\n", encoding="utf-8"
    )
    return workspace


@pytest.mark.parametrize(
    ("values", "doubt"),
    [
        ({"name": "ANN OTHER"}, "in capital letters"),
        ({"name": "ann other"}, "without capital letters"),
        ({"name": "Ali, Hasan"}, "with the surname first: it is printed so after Dear"),
        ({"name": "OÕBrien"}, "with a capital letter inside a word"),
        ({"name": "JosŽ Other"}, "with a capital letter inside a word"),
        ({"name": "Vacant"}, "which may be nobody's name"),
        ({"name": "Test Other"}, "which may be nobody's name"),
        ({"name": "None"}, "which may be nobody's name"),
        ({"name": "Contact Name"}, "which may be nobody's name"),
        ({"name": "Anon"}, "which may be nobody's name"),
        ({"name": "Ann Other 2"}, "with a number in it"),
        ({"name": "Ann Other²"}, "with a number in it"),
        ({"name": "Ann Other (Acting)"}, "with ( in it: it is printed so after Dear"),
        ({"name": "Ann Other / Bea Second"}, "with / in it: it is printed so after Dear"),
        ({"name": "=A1"}, "with a number in it"),
        ({"name": "+Ann"}, "with + in it: it is printed so after Dear"),
        ({"name": "'Ann Other"}, "with ' in it: it is printed so after Dear"),
        ({"name": "Chief Executive"}, "the same as the title"),
        ({"name": "The Chief Executive"}, "which may be nobody's name"),
        ({"name": "Your Name Here"}, 'with "Your Name Here" in it, as an unfinished text has'),
        ({"name": "X"}, "of one letter"),
        ({"title": "Enter ENTER TITLE"}, 'with "ENTER TITLE" in it, as an unfinished text has'),
        ({"name": "Ann Null"}, "which may be nobody's name"),
        ({"name": "Retired"}, "which may be nobody's name"),
        ({"name": "Ann Other - Chief Executive"}, "with - in it: it is printed so after Dear"),
        ({"title": "chief executive"}, "without capital letters"),
        ({"name": "Mr Hasan Ali OBE"}, "which ends in OBE: it is printed so after Dear"),
        ({"name": "Hasan Ali O.B.E."}, "which ends in O.B.E.: it is printed so after Dear"),
        ({"name": "Sir Ann Other, KCB"}, "which ends in KCB: it is printed so after Dear"),
        ({"name": "Dr Hasan Ali PhD"}, "which ends in PhD: it is printed so after Dear"),
        ({"name": "Hasan Ali BSc"}, "which ends in BSc: it is printed so after Dear"),
        ({"name": "Hasan Ali Esq."}, "which ends in Esq.: it is printed so after Dear"),
        ({"name": "Ann OTHER"}, "which ends in OTHER: it is printed so after Dear"),
        ({"salutation": "Dear Mr Ali OBE,"}, "which ends in OBE: it is printed so after Dear"),
        ({"salutation": "Dear Dr Ali MBE QC:"}, "which ends in QC: it is printed so after Dear"),
        ({"salutation": "Ann Other,"}, "which doesn't begin with Dear"),
        ({"salutation": "Dear Ann"}, "which doesn't end in a comma"),
    ],
)
def test_a_doubtful_value_is_asked_about(tmp_path, values, doubt):
    (field, value), *_ = values.items()

    assert asked(with_contact(tmp_path, **values)) == [f'contact: {field} is "{value}", {doubt}; is it right?']


@pytest.mark.parametrize(
    "name",
    [
        "Zoë Ilesworth",
        "ZOË",
        "Siân Ŵyn-Ŷale",
        "José",
        "D’Élan",
        "McÉvoy Other",
        "de Lis",
        "Li Xu",
        "É. Other",
        "Ann Other & Bea Second",
        "Ann O'Other-Second",
        "J. Name-Other",
    ],
)
def test_what_people_are_called_is_not_asked_about(tmp_path, name):
    assert asked(with_contact(tmp_path, name=name)) in (
        [],
        [f'contact: name is "{name}", with a capital letter inside a word; is it right?'],
    )
    assert name == "McÉvoy Other" or asked(with_contact(tmp_path / "again", name=name)) == []


@pytest.mark.parametrize("name", ["Mr Hasan Ali OBE", "Dame Ann Other, DBE", "Ann OTHER"])
def test_letters_after_a_name_that_is_greeted_otherwise_are_not_asked_about(tmp_path, name):
    assert asked(with_contact(tmp_path, name=name, salutation="Dear Friend,")) == []


@pytest.mark.parametrize("salutation", ["Dear Mr Ng,", "Dear Sir,", "Dear Sir or Madam,", "Dear ZOË,", "Dear J. O,"])
def test_a_greeting_by_a_name_is_not_asked_about(tmp_path, salutation):
    assert asked(with_contact(tmp_path, salutation=salutation)) == []


@pytest.mark.parametrize("mark", ["XXX", "TBC", "??", "......", "[officer]", "what?Then"])
def test_an_unfinished_passage_is_asked_about(tmp_path, mark):
    workspace = sevenoaks(tmp_path)
    edit(tmp_path / RECORD, "passages: []", f'passages: [{{kind: praise, text: "Well done, {mark}.", approved_by: A}}]')

    assert len(asked(workspace)) == 1


def test_an_unfinished_text_in_the_words_is_asked_about_once_with_its_lines(tmp_path):
    workspace = sevenoaks(tmp_path)
    edit(
        tmp_path / "templates/2018/letter.md",
        "{{ passages }}",
        "XX courses\nin 201X, \\[X]\n\nOr XX.\n\n{{ passages }}",
    )
    edit(tmp_path / "templates/2018/letter.html.j2", "</body>", "<p class='XX'>By DD/MM/YYYY {# TBC #}</p></body>")
    lines = (tmp_path / "templates/2018/letter.md").read_text(encoding="utf-8").split("\n")
    first = lines.index("XX courses") + 1
    in_frame = (tmp_path / "templates/2018/letter.html.j2").read_text(encoding="utf-8").split("By DD")[0].count(
        "\n"
    ) + 1

    assert asked(workspace) == [
        f'letter.html.j2, line {in_frame}: has "DD/MM/YYYY", as an unfinished text has; is it meant?',
        f'letter.md, lines {first} and {first + 3}: has "XX", as an unfinished text has; is it meant?',
        f'letter.md, line {first + 1}: has "201X", as an unfinished text has; is it meant?',
    ]


@pytest.mark.parametrize("year", ["2018", "2019"])
def test_nothing_in_the_shipped_words_is_asked_about(year):
    edition = load_edition(SHIPPED, year)

    assert [*left_over.of_words(edition), *left_over.of_facts(SHIPPED, edition)] == []


def test_an_unfinished_fact_and_an_unfinished_name_of_an_authority_are_asked_about(tmp_path):
    workspace = sevenoaks(tmp_path)
    edit(tmp_path / "data/2018/year.yaml", "people: 800", "people: over XX")
    edit(tmp_path / RECORD, "name: Sevenoaks District Council", "name: Sevenoaks TBC Council")

    assert asked(workspace) == [
        'name: has "TBC", as an unfinished text has; is it meant?',
        'facts.training.people: has "XX", as an unfinished text has; is it meant?',
    ]


def test_a_greeting_by_the_surname_after_sir_is_asked_about(tmp_path):
    said = asked(with_contact(tmp_path, name="Sir Ann Other", salutation="Dear Sir Other,"))

    assert said == ['contact: salutation is "Dear Sir Other,", where Sir goes before a first name; is it right?']


def test_a_fact_a_date_and_a_title_that_are_last_years_are_asked_about(tmp_path):
    workspace = sevenoaks(tmp_path)
    for part in ("data", "templates"):
        (tmp_path / part / "2017").mkdir()
    text = (tmp_path / "data/2018/year.yaml").read_text(encoding="utf-8")
    (tmp_path / "data/2017/year.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "data/2017/authorities").mkdir()
    record = (tmp_path / RECORD).read_text(encoding="utf-8")
    (tmp_path / "data/2017/authorities/s.yaml").write_text(record, encoding="utf-8")
    (tmp_path / "data/2018/year.yaml").write_text(
        f"{text}earlier_years: [2017]\nearlier_tables: 2018\n", encoding="utf-8"
    )

    assert asked(workspace) == [
        'facts.business_year is "2017-18", as in 2017; is it this year\'s?',
        'letter_date is "2018-07-18", as in 2017; is it this year\'s?',
        'title is "Annual Review letter 2018", as in 2017; is it this year\'s?',
        'period.last_day is "2018-03-31", as in 2017; is it this year\'s?',
    ]


def test_a_link_in_a_passage_is_not_asked_about(tmp_path):
    workspace = sevenoaks(tmp_path)
    passage = "passages: [{kind: praise, text: 'See [our pages](https://www.lgo.org.uk).', approved_by: A}]"
    edit(tmp_path / RECORD, "passages: []", passage)

    assert asked(workspace) == []

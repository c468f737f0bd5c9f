"""What Python programs call: the same as the commands do."""

import subprocess
import sys

import pytest
from workspaces import SEVENOAKS, specimens

import ombuds_letters
from ombuds_letters import Faults, Workspace

pytestmark = pytest.mark.slow  # letters are built


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A workspace of three specimens with their letters."""
    workspace = specimens(tmp_path_factory.mktemp("built") / "w", 3)
    ombuds_letters.build(workspace, "2018", jobs=1)
    return workspace


def test_the_import_alone_loads_nothing_heavy():
    script = (
        "import sys, ombuds_letters\n"
        "print(sorted({'weasyprint', 'jinja2', 'fontTools', 'pypdfium2', 'yaml', 'click'} & set(sys.modules)))"
    )

    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True).stdout == "[]\n"


def test_everything_that_is_offered_is_there():
    assert ombuds_letters.__all__ == [name for name in ombuds_letters.__all__ if hasattr(ombuds_letters, name)]


def test_one_letter_has_the_bytes_that_a_build_gives_it(built):
    files = sorted(built.output("2018").glob("*.pdf"))

    made = [ombuds_letters.letter_pdf(built, "2018", path.name) for path in files]

    assert len(files) == 3
    assert made == [path.read_bytes() for path in files]


def test_a_draft_of_one_letter_is_another_file(workspace):
    draft = ombuds_letters.letter_pdf(workspace, "2018", "sevenoaks", draft=True)

    assert draft.startswith(b"%PDF-")
    assert draft != ombuds_letters.letter_pdf(workspace, "2018", "E07000111")


def test_a_name_that_fits_several_letters_is_refused_with_their_names(workspace, add_record):
    add_record("a", code="A1", name="Aldbeck Council")
    add_record("b", code="B1", name="Aldbeck Vale Council")

    with pytest.raises(Faults) as caught:
        ombuds_letters.letter_pdf(workspace, "2018", "aldbeck")

    assert str(caught.value) == (
        '"aldbeck" fits 2 letters: "Aldbeck Council" or "Aldbeck Vale Council"; name one of them'
    )


def test_a_record_with_a_fault_makes_no_letter(workspace, replace_in):
    replace_in("data/2018/authorities/sevenoaks.yaml", "housing: 1", "housing: 1O")

    with pytest.raises(Faults) as caught:
        ombuds_letters.letter_pdf(workspace, "2018", "sevenoaks")

    assert [fault.code for fault in caught.value.found] == ["field.not_a_count"]


def test_a_check_has_every_fault_and_question_and_says_how_many_letters_can_be_made(workspace, replace_in):
    sound = ombuds_letters.check(workspace, "2018")
    replace_in("data/2018/authorities/sevenoaks.yaml", "by_ombudsman: 0", "by_ombudsman: 1")
    suspicious = ombuds_letters.check(workspace, "2018")
    replace_in("data/2018/authorities/sevenoaks.yaml", "housing: 1", "housing: 1O")
    spoilt = ombuds_letters.check(workspace, "2018")

    assert (sound.faults, sound.letters, sound.questions.open) == ((), 1, ())
    assert (suspicious.faults, len(suspicious.questions.open)) == ((), 1)
    assert [fault.code for fault in spoilt.faults] == ["field.not_a_count"]


def test_a_check_of_an_unknown_year_is_a_fault(workspace):
    assert [fault.code for fault in ombuds_letters.check(workspace, "2019").faults] == ["year.unknown"]


def test_a_build_says_what_it_wrote(workspace):
    built = ombuds_letters.build(workspace, "2018", only=["sevenoaks"], jobs=1)

    assert (built.written, built.faults) == ((SEVENOAKS,), ())


def test_letters_are_verified_in_any_folder(built, tmp_path):
    first, *others = sorted(built.output("2018").glob("*.pdf"))
    for path in others:
        (tmp_path / path.name).write_bytes(path.read_bytes())

    here = ombuds_letters.verify(built, "2018")
    there = ombuds_letters.verify(built, "2018", tmp_path, every=True)

    assert [str(letter.state) for letter in here] == ["sound"] * 3
    assert {letter.file: str(letter.state) for letter in there} == {
        first.name: "missing",
        **{path.name: "sound" for path in others},
    }


def test_a_workspace_is_a_folder(tmp_path):
    assert Workspace(tmp_path).data("2018") == tmp_path / "data" / "2018"

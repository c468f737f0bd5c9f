"""Pages that show something else than was read of them differ from what is drawn again, whatever was tried."""

from __future__ import annotations

import io
import pickle
from dataclasses import replace

import broken_letters
import pytest
import workspaces
from PIL import Image

from ombuds_letters import pages
from ombuds_letters.batch.workers import Instructions, Maker, Order
from ombuds_letters.proof import Proof, Verifier, letter_file, redrawing, seen, typefaces

pytestmark = pytest.mark.slow  # letters are laid out


@pytest.fixture(scope="module")
def batch(tmp_path_factory):
    return broken_letters.batch(workspaces.specimens(tmp_path_factory.mktemp("seen") / "specimens", 12))


@pytest.fixture(scope="module")
def reader(batch):
    return letter_file.LetterReader(typefaces.edition_typefaces(batch.edition))


def test_a_letter_drawn_again_from_what_was_read_looks_the_same_to_the_last_pixel(batch, reader):
    for job in batch.letter_jobs[:6]:
        content = batch.letter(job)
        letter = reader.read(content)

        assert pages.differences(content, redrawing.redrawn(letter, letter.document), 2.0) == ()


def test_what_is_read_of_a_letter_does_not_depend_on_those_that_were_read_before_it(batch):
    contents = [batch.letter(job) for job in batch.letter_jobs[:8]]
    fonts = typefaces.edition_typefaces(batch.edition)
    reader = letter_file.LetterReader(fonts)
    alone = [letter_file.LetterReader(fonts).read(content) for content in contents]

    assert [reader.read(content) for content in contents] == alone
    assert [reader.read(content) for content in reversed(contents)] == alone[::-1]


def test_a_part_of_a_page_is_compared_by_itself_whatever_was_drawn_before_it(batch):
    job = batch.job("quarnbeck")
    adult_care = job.record.figures["received.adult_care"]
    content = batch.letter(job)
    other = batch.letter(broken_letters.with_figures(job, received__adult_care=adult_care + 1))
    (difference,) = pages.differences(content, other, 1.0)
    page = pages.read(content).pages[difference.page - 1]
    width, height = page.width, page.height
    left, top, right, bottom = difference.box
    above = pages.Box(0, height - top + 2, width, height)
    differing = pages.Box(left, height - bottom, right, height - top)
    corner = pages.Box(0, 0, 20, 20)

    def look_same(*boxes):
        parts = [boxes if number == difference.page else () for number in range(1, difference.page + 1)]
        return pages.look_same(content, other, 1.25, parts)

    assert look_same(corner, above, corner)
    assert not look_same(above, differing)
    assert not look_same(corner, differing, above)
    assert look_same(pages.Box(-90, -90, -60, -60))  # beside the page


def test_a_page_that_shows_another_figure_than_was_read_is_reported_with_its_place_and_a_picture(batch, reader):
    job = batch.job("quarnbeck")
    adult_care = job.record.figures["received.adult_care"]
    other = broken_letters.with_figures(job, received__adult_care=adult_care + 1)
    letter = reader.read(batch.letter(job))

    (fault,) = seen.faults(batch.letter(other), letter, letter.document, batch.verifier.expected(job))

    assert str(fault).startswith(f"{job.file}: page 3: looks different from what is read in it, ")
    assert (fault.values["left"], fault.values["top"]) == (38, 75)
    assert Image.open(io.BytesIO(fault.values["picture"])).size == (3 * 1053, 745)


def test_what_is_drawn_by_a_link_is_seen_too(batch, reader):
    import altered_letters

    job = batch.job("quarnbeck")
    content = batch.letter(job)
    letter = reader.read(content)
    _, alter = altered_letters.ALTERATIONS["link-appearance-over-figure"]

    assert [
        each.page for each in pages.differences(alter(content), redrawing.redrawn(letter, letter.document), 1.25)
    ] == [3]


def test_pages_of_another_number_differ(batch, reader):
    import further_alterations  # noqa: F401
    from altered_letters import ALTERATIONS

    content = batch.letter(batch.job("quarnbeck"))
    letter = reader.read(content)

    with pytest.raises(ValueError, match="4 pages and 3"):
        pages.differences(ALTERATIONS["page-twice"][1](content), redrawing.redrawn(letter, letter.document), 1.25)


def test_of_a_letter_only_what_none_before_it_had_there_is_looked_at(batch, reader):
    job, before = batch.job("quarnbeck"), batch.job("twrwenden")
    sound = batch.letter(job)
    adult_care = job.record.figures["received.adult_care"]
    wrong = batch.letter(broken_letters.with_figures(job, received__adult_care=adult_care + 1))
    letter, expected = reader.read(sound), batch.verifier.expected(job)

    def told(content, own_parts):
        return [fault.field for fault in own_parts.faults(content, letter, letter.document, expected)]

    own_parts = seen.OwnParts()
    own_parts.remember(reader.read(batch.letter(before)))  # it has another figure there
    assert told(wrong, own_parts) == ["page 3"]
    assert told(wrong, own_parts) == ["page 3"]  # nothing is taken as seen of a letter that was refused
    assert told(sound, own_parts) == []
    assert told(wrong, own_parts) == []  # what it should look like was seen, in the letter before
    assert told(sound, pickle.loads(pickle.dumps(own_parts))) == []
    assert told(wrong, pickle.loads(pickle.dumps(own_parts))) == ["page 3"]


@pytest.mark.parametrize("thorough", [False, True])
def test_every_final_letter_of_a_build_is_looked_at(batch, monkeypatch, tmp_path, thorough):
    def without_its_last_text(letter, document):
        return redrawing.redrawn(replace(letter, drawn=tuple(page[:-1] for page in letter.drawn)), document)

    def made(*, draft):
        verifier = Verifier(batch.edition, [job.record for job in batch.letter_jobs])
        maker = Maker(Instructions(batch.edition, verifier, draft, str(tmp_path)))
        return maker.made(Order(batch.job("quarnbeck"), thorough=thorough)).letter

    sound = made(draft=False)
    monkeypatch.setattr(seen, "redrawn", without_its_last_text)  # as if PDFium drew one text more than is read

    assert isinstance(sound, Proof)
    assert {fault.code for fault in made(draft=False).faults} == {"proof.seen"}
    if not thorough:
        assert isinstance(made(draft=True), Proof)

"""Errors planted in letters that are otherwise right: each is found, and reported as what it is."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from io import BytesIO
from types import MappingProxyType

import broken_letters
import pikepdf
import pytest
import second_reader
import workspaces
from fontTools.ttLib import TTFont
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ombuds_letters.edition.tables import Counted
from ombuds_letters.press import Press
from ombuds_letters.proof import figures
from ombuds_letters.records.record import Passage

pytestmark = pytest.mark.slow  # each lays out a letter

CELL = ">{{ cell.figure }}</td>"


@pytest.fixture(scope="module")
def batch(tmp_path_factory):
    return broken_letters.batch(workspaces.specimens(tmp_path_factory.mktemp("proof") / "specimens", 24))


@pytest.fixture(scope="module")
def job(batch):
    """An ordinary letter: a named contact, a dozen figures that aren't zero, no passage."""
    return batch.job("quarnbeck")


@pytest.fixture(scope="module")
def content(batch, job):
    return batch.letter(job)


# No false alarms


def test_no_letter_of_a_specimen_batch_has_a_fault(batch):
    assert {job.file: batch.faults(batch.letter(job), job) for job in batch.letter_jobs} == {
        job.file: [] for job in batch.letter_jobs
    }


def test_the_validators_find_no_fault_either(batch, job, content):
    proof = batch.proof(content, job, thorough=True)

    assert (proof.job, proof.pages, proof.draft) == (job, 3, False)


def test_a_drafts_wording_is_not_checked(batch, job):
    press = Press(broken_letters.changed(batch.edition, "letter.md", "Yours sincerely,", "Yours faithfully,"))

    assert batch.faults(press.letter(job, draft=True).content, job, draft=True) == []


def test_the_shipped_letter_has_no_fault(tmp_path):
    shipped = broken_letters.batch(workspaces.sevenoaks(tmp_path))
    (job,) = shipped.letter_jobs

    assert shipped.faults(shipped.letter(job), job, thorough=True) == []


# Figures


def test_a_template_that_prints_the_wrong_column_is_caught(batch, job):
    wrong = (
        "{% if cell.field == 'received.housing' %}{{ figures.received.planning }}{% else %}{{ cell.figure }}{% endif %}"
    )
    content = batch.letter_with(job, "report.html.j2", CELL, CELL.replace("{{ cell.figure }}", wrong))
    housing, planning = (job.record.figures[f"received.{key}"] for key in ("housing", "planning"))

    assert housing != planning
    assert batch.faults(content, job) == [
        f'figures.received.housing: reads "{planning}" under "Housing" on page 3; by the record it should be "{housing}"'
    ]


def test_two_cells_swapped_are_caught(batch, job):
    counts = job.record.figures
    one, other = counts["received.housing"], counts["received.planning"]
    content = batch.letter(broken_letters.with_figures(job, received__housing=other, received__planning=one))

    told = batch.faults(content, job)

    assert (
        f'figures.received.housing: reads "{other}" under "Housing" on page 3; by the record it should be "{one}"'
        in told
    )
    assert any(line.startswith("figures.received.planning: ") for line in told)
    assert any(line.startswith("attached file: ") for line in told)


def test_a_total_from_the_wrong_table_is_caught(batch, job):
    wrong = "{% if cell.field == 'decided.total' %}{{ figures.received.total }}{% else %}{{ cell.figure }}{% endif %}"
    content = batch.letter_with(job, "report.html.j2", CELL, CELL.replace("{{ cell.figure }}", wrong))
    right, found = job.record.figures["decided.total"], job.record.figures["received.total"]

    assert right != found
    assert batch.faults(content, job) == [
        f'figures.decided.total: reads "{found}" under "Total" on page 3; by the record it should be "{right}"'
    ]


@pytest.mark.parametrize(("part", "whole", "read"), [(7, 8, "88%"), (5, 8, "63%"), (29, 200, "15%"), (0, 0, "0%")])
def test_a_rate_is_calculated_with_halves_rounded_up(batch, job, part, whole, read):
    counts = {"decided__upheld": part, "decided__not_upheld": whole - part}
    counts["decided__total"] = whole + sum(
        count
        for field, count in job.record.figures.items()
        if field.startswith("decided.") and field.split(".")[1] not in ("upheld", "not_upheld", "total")
    )
    made = broken_letters.with_figures(job, **counts)
    proof = batch.proof(batch.letter(made), made)

    assert [each.text for each in proof.figures if each.field == "decided.uphold_rate"] == [read]


def test_a_rate_that_was_rounded_to_even_is_caught(batch, job):
    made = broken_letters.with_figures(job, decided__upheld=5, decided__not_upheld=3)
    made = broken_letters.with_figures(made, decided__total=sum_of(made, "decided"))
    wrong = "{{ cell.figure | replace('63%', '62%') }}"
    content = batch.letter_with(made, "report.html.j2", CELL, CELL.replace("{{ cell.figure }}", wrong))

    assert batch.faults(content, made) == [
        (
            'figures.decided.uphold_rate: reads "62%" under "Detailed Investigations: Uphold Rate" on page 3; '
            'by the record it should be "63%"'
        )
    ]


def sum_of(job, table):
    return sum(
        count
        for field, count in job.record.figures.items()
        if field.startswith(f"{table}.") and not field.endswith(".total")
    )


def test_a_header_cell_that_was_moved_is_caught(batch, job):
    content = batch.letter_with(
        job,
        "report.html.j2",
        ">{{ cell.label }}</th>",
        ">{{ cell.label | replace('Housing', 'Any') | replace('Other', 'Housing') | replace('Any', 'Other') }}</th>",
    )

    told = batch.faults(content, job)

    assert any(line.startswith("figures.received.housing: ") for line in told)
    assert any(line.startswith("figures.received.other: ") for line in told)


def test_a_lost_row_is_caught(batch, job):
    row = "<tr>{% for cell in table.cells %}"
    content = batch.letter_with(job, "report.html.j2", row, row.replace("%}", "if table.key != 'remedied' %}"))

    assert [line for line in batch.faults(content, job) if "rule, ground or picture" not in line] == [
        (
            "figures.remedied.by_authority: has no figure under "
            '"Satisfactorily by Authority before LGO Involvement" in "Complaints Remedied"'
        ),
        'figures.remedied.by_ombudsman: has no figure under "by LGO" in "Complaints Remedied"',
    ]


def test_a_lost_table_is_caught(batch, job):
    content = batch.letter_with(
        job, "report.html.j2", "{% for table in tables %}", "{% for table in tables if table.key != 'remedied' %}"
    )

    assert 'figures.remedied: has no table with the caption "Complaints Remedied"' in batch.faults(content, job)


def test_a_table_that_is_printed_twice_is_caught(batch, job):
    content = batch.letter_with(
        job,
        "report.html.j2",
        "{% for table in tables %}",
        "{% for table in [tables[2], tables[0], tables[1], tables[2]] %}",
    )

    assert 'figures.remedied: has the table "Complaints Remedied" more than once' in batch.faults(content, job)


def test_a_table_that_is_not_in_figures_yaml_is_caught(batch, job):
    extra = "<table><caption>Compliments</caption><tr><th scope=col>All</th></tr><tr><td>3</td></tr></table></div>\n</section>"
    content = batch.letter_with(job, "report.html.j2", "</div>\n</section>", extra)

    assert 'figures: has a table "Compliments", which is not in figures.yaml' in batch.faults(content, job)


def test_a_digit_changed_in_the_pdfs_content_stream_is_caught(batch, job, content):
    def change(pdf):
        pdf.pages[2].contents_coalesce()
        stream = pdf.pages[2].Contents
        before, mark, after = stream.read_bytes().partition(b"<</MCID 39>>")  # the last figure of the first table
        stream.write(
            before
            + mark
            + re.sub(rb"<00(..)", lambda glyph: b"<001a" if glyph[1] != b"1a" else b"<0019", after, count=1)
        )

    total = job.record.figures["received.total"]
    found = ("9" if str(total)[0] != "9" else "8") + str(total)[1:]

    assert batch.faults(broken_letters.rewritten(content, change), job) == [
        f'figures.received.total: reads "{found}" under "Total" on page 3; by the record it should be "{total}"'
    ]


def test_header_cells_swapped_only_in_the_tags_are_caught(batch, job, content):
    def swap(pdf):
        heads = [each for each in broken_letters.elements(pdf, "TH") if str(each.get("/ID", "")) in ("0-0-0", "0-0-1")]
        one, other = heads
        one.ID, other.ID = other.ID, one.ID

    told = batch.faults(broken_letters.rewritten(content, swap), job)

    assert any(line.startswith("figures.received.adult_care: ") for line in told)


def test_a_figure_painted_under_another_header_than_its_tags_say_is_caught(batch, job, content):
    def move(pdf):
        pdf.pages[2].contents_coalesce()
        stream = pdf.pages[2].Contents
        before, mark, after = stream.read_bytes().partition(b"<</MCID 32>>")  # the third figure of the first table
        stream.write(before + mark + re.sub(rb"1 0 0 -1 ([\d.]+)", rb"1 0 0 -1 9\1", after, count=1))

    seen = batch.proof(content, job).figures[2]
    told = batch.faults(broken_letters.rewritten(content, move), job)

    assert seen.field == "received.corporate"
    assert f'figures.{seen.field}: shows "{seen.text}" on page 3, but not under its heading "{seen.heading}"' in told


# Identity


def test_two_letters_exchanged_are_caught(batch, job):
    other = batch.job("hazelgarth")
    told = batch.faults(batch.letter(other), job)

    assert any(line.startswith("title: reads ") for line in told)
    assert 'authority.name: lacks "Quarnbeck & Ormsmere District Council"' in told
    assert any(line.startswith("contact.name: lacks ") for line in told)
    assert any('names "Hazelgarth' in line for line in told)


def test_an_attachment_of_another_council_is_caught(batch, job, content):
    other = pikepdf.open(BytesIO(batch.letter(batch.job("ux-county"))))
    (stolen,) = [each.get_file().read_bytes() for each in other.attachments.values()]

    def exchange(pdf):
        (spec,) = pdf.attachments.values()
        spec.obj.EF.F.write(stolen)

    told = batch.faults(broken_letters.rewritten(content, exchange), job)

    assert len([line for line in told if line.startswith("attached file: reads ")]) == 20


def test_a_lost_attachment_is_caught(batch, job):
    content = Press(replace(batch.edition, attach_figures=False)).letter(job).content

    assert batch.faults(content, job) == [
        'attached file: lacks "quarnbeck-and-ormsmere-district-council.csv"',
        (
            'wording: lacks "These figures are attached to this PDF as a table (CSV).", which it must have, since '
            "letter.attached is present"
        ),
    ]


def test_a_second_attachment_is_caught(batch, job, content):
    def attach(pdf):
        pdf.attachments["notes.txt"] = b"for the file only"

    assert 'attached file: has "notes.txt", which is not part of the letter; remove it' in batch.faults(
        broken_letters.rewritten(content, attach), job
    )


def test_a_salutation_of_another_person_is_caught(batch, job):
    content = batch.letter_with(job, "letter.md", "Dear {{ contact.name }},", "Dear Pav Ramewal,")

    told = batch.faults(content, job)

    assert any(line.startswith('wording: reads "Dear Pav Ramewal,"') for line in told)


def test_a_letter_to_a_successor_that_names_the_abolished_council_is_caught(batch):
    job = batch.job("old-lockholme")
    content = batch.letter_with(job, "letter.html.j2", "{{ contact.body or authority.name }}", "{{ authority.name }}")

    told = batch.faults(content, job)

    assert 'contact.body: lacks "The Successor Authority of Greater Lockholme"' in told


def test_another_councils_name_in_the_words_is_caught(batch, job):
    content = batch.letter_with(
        job, "letter.md", "Yours sincerely,", "We sent the same to Hazelgarth.\n\nYours sincerely,"
    )

    assert 'page 2: names "Hazelgarth" (SPECIMEN00007), which is another authority' in batch.faults(content, job)


def test_another_councils_name_in_a_passage_is_caught_unless_allowed(batch, job):
    def with_passage(*names):
        passage = Passage("praise", "Your staff helped those of East Nethershaw District Council.", "Ann Other", names)
        return broken_letters.with_record(job, passages=(passage,))

    content = batch.letter(with_passage())

    assert batch.faults(content, with_passage("SPECIMEN00012")) == []
    assert batch.faults(content, with_passage()) == [
        'page 1: names "East Nethershaw District Council" (SPECIMEN00012), which is another authority'
    ]


def test_a_report_of_another_council_is_caught(batch, job):
    content = batch.letter_with(job, "report.html.j2", "{{ authority.name }}", "Hazelgarth District Council")

    told = batch.faults(content, job)

    assert 'page 3: names "Hazelgarth District Council" (SPECIMEN00007), which is another authority' in told
    assert any('reads "Local Authority Report: Hazelgarth District Council"' in line for line in told)


def test_a_title_of_another_council_is_caught(batch, job, content):
    def entitle(pdf):
        pdf.docinfo.Title = "SPECIMEN – a made-up authority: Annual Review letter 2018: Ux County Council"

    assert any(
        line.startswith("title: reads ") for line in batch.faults(broken_letters.rewritten(content, entitle), job)
    )


def test_a_specimen_that_does_not_say_so_is_caught(batch, job):
    real = broken_letters.with_record(job, specimen=False)

    told = batch.faults(batch.letter(real), job)

    assert any(line.startswith("title: reads ") for line in told)
    assert 'page 1: lacks "SPECIMEN – a made-up authority"' in told


def test_a_draft_sent_as_a_letter_is_caught(batch, job):
    told = batch.faults(batch.letter(job, draft=True), job)

    assert any("DRAFT" in line and "in its margin" in line for line in told)


# Wording


@pytest.mark.parametrize("bold", ["**you**", "**you**\n", "{{ facts.web.training | link('Training') }}"])
def test_bold_words_before_words_that_some_letters_lack_are_read(batch, job, bold):
    """The space between them is not printed, and leaves a text without a glyph."""
    heading, condition = "## Complaint statistics", "{% if contact.name == 'Nobody' %}now{% endif %}"
    edition = broken_letters.changed(
        batch.edition, "letter.md", heading, f"{heading}\n\nWe write to {bold} {condition}"
    )

    assert batch.faults(Press(edition).letter(job, draft=True).content, job, draft=True) == []


def test_a_lost_paragraph_is_caught(batch, job):
    text = batch.edition.file("letter.md").decode()
    (paragraph,) = [part for part in text.split("\n\n") if part.startswith("I want to emphasise")]

    assert batch.faults(batch.letter_with(job, "letter.md", paragraph, ""), job) == [
        f'wording: lacks "{wording_quoted(paragraph)}"'
    ]


def wording_quoted(text):
    return text if len(text) <= 120 else f"{text[:100]}… ({len(text)} characters)"


def test_a_doubled_paragraph_is_caught(batch, job):
    text = batch.edition.file("letter.md").decode()
    (paragraph,) = [part for part in text.split("\n\n") if part.startswith("I want to emphasise")]
    told = batch.faults(batch.letter_with(job, "letter.md", paragraph, f"{paragraph}\n\n{paragraph}"), job)

    assert told == [f'wording: has "{wording_quoted(paragraph)}", which was not accepted, or is there twice']


def test_a_comma_too_many_is_caught(batch, job):
    content = batch.letter_with(job, "letter.md", "Yours sincerely,", "Yours, sincerely,")

    assert batch.faults(content, job) == ['wording: reads "Yours, sincerely,"; accepted is "Yours sincerely,"']


def test_a_wrong_condition_in_the_template_is_caught(batch, job):
    content = batch.letter_with(job, "letter.md", "{% elif contact.name %}", "{% elif not contact.name %}")

    told = batch.faults(content, job)

    assert any('reads "Dear Chief Executive,"' in line for line in told)


def test_last_years_date_is_caught(batch, job):
    press = Press(broken_letters.with_fact(batch.edition, "year_end", datetime.date(2017, 3, 31)))

    told = batch.faults(press.letter(job).content, job)

    assert any('reads "For the Period Ending: 31/03/2017"' in line for line in told)


def test_another_letter_date_is_caught(batch, job):
    press = Press(replace(batch.edition, letter_date=datetime.date(2017, 7, 20)))

    assert 'wording: reads "20 July 2017"; accepted is "18 July 2018"' in batch.faults(press.letter(job).content, job)


@pytest.mark.parametrize("stray", ["None", "[object Object]"])
def test_template_debris_is_caught(batch, job, stray):
    content = batch.letter_with(job, "letter.html.j2", "By email", "By email " + stray)

    assert any(line.startswith("wording: reads ") for line in batch.faults(content, job))


def test_a_heading_turned_into_a_paragraph_is_caught(batch, job):
    content = batch.letter_with(job, "letter.md", "## Complaint statistics", "Complaint statistics")

    told = batch.faults(content, job)

    assert 'wording: reads "p: Complaint statistics"; accepted is "h2: Complaint statistics"' in told


def test_passages_in_another_place_are_caught(batch):
    job = batch.job("twrwenden")
    edition = broken_letters.changed(batch.edition, "letter.md", "{{ passages }}", "")
    content = (
        Press(broken_letters.changed(edition, "letter.md", "Yours sincerely,", "{{ passages }}\n\nYours sincerely,"))
        .letter(job)
        .content
    )

    assert any(line.startswith("wording: ") for line in batch.faults(content, job))


def test_a_lost_passage_is_caught_in_a_draft_too(batch):
    job = batch.job("twrwenden")
    without = broken_letters.with_record(job, passages=())

    assert any(
        line.startswith("passages: lacks ") for line in batch.faults(batch.letter(without, draft=True), job, draft=True)
    )


def test_a_passage_of_a_draft_may_say_what_another_value_says_and_is_caught_if_doubled(batch, job):
    same = broken_letters.with_record(job, passages=(Passage("praise", job.contact.title, "Ann Other", ()),))

    assert batch.faults(batch.letter(same, draft=True), same, draft=True) == []
    twice = replace(same, record=replace(same.record, passages=same.record.passages * 2))
    assert any(
        line.startswith("passages: has ") for line in batch.faults(batch.letter(twice, draft=True), same, draft=True)
    )


# Visibility


def test_white_text_is_caught(batch, job):
    content = batch.letter_with(job, "letter.css", "td { font-size: 12pt }", "td { font-size: 12pt; color: white }")

    told = batch.faults(content, job)

    assert len([line for line in told if re.search(r"too faint to read, with a contrast of 1\.[02]", line)]) == 20


def test_invisible_text_is_caught(batch, job, content):
    assert any(
        "as invisible text" in line
        for line in batch.faults(broken_letters.painted(content, 1, b"BT\n", b"BT\n3 Tr\n"), job)
    )


def test_text_under_a_picture_is_caught(batch, job):
    picture = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>Seal</title><path d="M0 0H9V9H0Z"/></svg>'
    )
    css = ".addressee p { margin: 0 }"
    edition = broken_letters.changed(
        batch.edition,
        "letter.html.j2",
        '<p class="delivery">By email</p>',
        f'<p class="delivery">By email</p><div class="seal">{picture}</div>',
    )
    edition = broken_letters.changed(
        edition,
        "letter.css",
        css,
        css + "\n.seal { position: absolute; left: 0; top: 40mm; width: 60mm; height: 20mm }",
    )

    told = batch.faults(Press(edition).letter(job).content, job)

    assert any("with something painted over it" in line for line in told)


def test_a_name_pushed_off_the_page_is_caught(batch, job):
    css = ".addressee p { margin: 0 }"
    content = batch.letter_with(
        job, "letter.css", css, ".addressee p { margin: 0 0 0 150mm; display: inline-block; white-space: nowrap }"
    )

    told = batch.faults(content, job)

    assert any('has "Quarnbeck & Ormsmere District Council" beyond its margins' in line for line in told)


def test_text_clipped_at_its_box_is_caught(batch, job):
    css = ".addressee { margin-bottom: 7mm; margin-right: 50mm }"
    content = batch.letter_with(
        job, "letter.css", css, css + "\n.addressee { width: 30mm; overflow: hidden; white-space: nowrap }"
    )

    told = batch.faults(content, job)

    assert 'page 1: has "Quarnbeck & Ormsmere District Council" cut off at the edge of its box' in told


def test_overlapping_lines_are_caught(batch, job):
    css = ".addressee p { margin: 0 }"
    content = batch.letter_with(job, "letter.css", css, ".addressee p { margin: 0; line-height: 0.2 }")

    assert any("printed over each other" in line for line in batch.faults(content, job))


def test_small_print_is_caught(batch, job):
    content = batch.letter_with(job, "letter.css", "td { font-size: 12pt }", "td { font-size: 7pt }")

    assert len([line for line in batch.faults(content, job) if "in 7.0 pt; at least 8 pt is needed" in line]) == 20


def test_an_empty_page_is_caught(batch, job):
    content = batch.letter_with(job, "report.html.j2", "</section>", "</section><div style='break-before: page'></div>")

    assert "page 4: has nothing on it" in batch.faults(content, job)


def test_wrong_page_numbers_are_caught(batch, job):
    css = '"Page " counter(page)'
    content = batch.letter_with(job, "letter.css", css, '"Page " counter(pages)')

    assert 'page 2: lacks "Page 2 of 3"' in batch.faults(content, job)


def test_a_page_of_another_size_is_caught(batch, job):
    content = batch.letter_with(job, "letter.css", "size: A4;", "size: letter;")

    assert "page 1: is 216 by 279 mm, a page size that was not accepted" in batch.faults(content, job)


def test_text_outside_the_tags_is_caught(batch, job, content):
    loose = broken_letters.painted(content, 2, b"/Span\n<</MCID 5>>\nBDC", b"/Artifact\nBMC")

    assert any("in its margin or outside the tags" in line for line in batch.faults(loose, job))


# Fonts


def test_another_font_is_caught(batch, job):
    font = TTFont(BytesIO(batch.edition.files["fonts/OmbudsLetterSans-Regular.ttf"]))
    font["hmtx"]["A"] = (font["hmtx"]["A"][0] + 1, font["hmtx"]["A"][1])
    out = BytesIO()
    font.save(out)
    press = Press(broken_letters.with_file(batch.edition, "fonts/OmbudsLetterSans-Regular.ttf", out.getvalue()))

    told = batch.faults(press.letter(job).content, job)

    assert any(line.startswith("type: is in ") for line in told)


def test_a_character_that_the_fonts_lack_is_caught(batch, job):
    narrow = broken_letters.Batch(
        replace(batch.edition, printable=batch.edition.printable - {"ê", "k"}), batch.letter_jobs
    )

    told = narrow.faults(batch.letter(job), job)

    assert any('has "k" (U+006B, latin small letter k)' in line for line in told)


# Conformance


def test_another_language_is_caught(batch, job):
    content = batch.letter_with(job, "letter.html.j2", '<html lang="{{ letter.language }}">', '<html lang="en-US">')

    assert 'language: reads "en-US"; it should be "en-GB"' in batch.faults(content, job)


def test_lost_bookmarks_are_caught(batch, job):
    css = "h1, h2 { break-after: avoid;"
    content = batch.letter_with(job, "letter.css", css, "h2 { bookmark-level: none }\n" + css)

    assert any(line.startswith("bookmarks: reads ") for line in batch.faults(content, job))


def test_an_untagged_letter_is_caught(batch, job, content):
    def untag(pdf):
        del pdf.Root.MarkInfo
        del pdf.Root.StructTreeRoot

    assert "form: is not tagged: people who can't see it can't read it; build it again" in batch.faults(
        broken_letters.rewritten(content, untag), job
    )


def test_a_letter_that_no_longer_claims_its_conformance_is_caught_by_the_validators(batch, job, content):
    def unsay(pdf):
        metadata = pdf.Root.Metadata
        metadata.write(metadata.read_bytes().replace(b'pdfuaid:part="1"', b'pdfuaid:part="7"'))

    told = batch.faults(broken_letters.rewritten(content, unsay), job, thorough=True)

    assert any(line.startswith("form: does not conform to PDF/UA-1: ") for line in told)


# The file


def test_a_truncated_file_is_caught(batch, job, content):
    assert "file: is incomplete: its end doesn't say where its contents are; build it again" in batch.faults(
        content[:-9], job
    )


def test_half_a_file_is_caught(batch, job, content):
    assert batch.faults(content[: len(content) // 2], job) != []


def test_a_file_that_is_not_a_pdf_is_caught(batch, job):
    (line,) = batch.faults(b"Dear Chief Executive,", job)

    assert line.startswith("file: can't be opened: it is no PDF, or a damaged one")


def test_something_added_at_the_end_is_caught(batch, job, content):
    more = content + b"\n9999 0 obj\n<<>>\nendobj\nstartxref\n0\n%%EOF\n"

    assert "file: was changed after it was made: something was added at its end; build it again" in batch.faults(
        more, job
    )


def test_a_script_is_caught(batch, job, content):
    def script(pdf):
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('!')")

    told = batch.faults(broken_letters.rewritten(content, script), job)

    assert 'file: has "JavaScript", which a letter must not have; remove it from the template' in told
    assert 'file: has "OpenAction", which a letter must not have; remove it from the template' in told


def test_text_that_is_read_out_instead_of_what_is_seen_is_caught(batch, job, content):
    def mislead(pdf):
        next(iter(broken_letters.elements(pdf, "TD"))).ActualText = "99"

    assert any("ActualText" in line for line in batch.faults(broken_letters.rewritten(content, mislead), job))


def test_a_link_to_elsewhere_is_caught(batch, job):
    content = batch.letter_with(
        job,
        "letter.md",
        "Training pages of the Ombudsman's website\") }}",
        'Training pages of the Ombudsman\'s website") }} {{ "www.example.org" | link("Elsewhere") }}',
    )

    assert (
        'page 2: has a link to "https://www.example.org", which is not among the addresses in year.yaml'
        in batch.faults(content, job)
    )


def test_a_stamp_laid_on_a_page_is_caught(batch, job, content):
    def stamp(pdf):
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Square, Rect=[80, 600, 300, 640])
        pdf.pages[0].Annots = pdf.make_indirect([note])

    assert any("an annotation of kind" in line for line in batch.faults(broken_letters.rewritten(content, stamp), job))


# Random letters


COUNTS = st.integers(0, 999)
NAMES = (
    st.text(st.sampled_from("abcdefghij ABCDEF-&'.éŵ"), min_size=3, max_size=60)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: sum(map(str.isalpha, text)) > 2)
)
WORDS = (
    st.lists(st.text(st.sampled_from("abcdefgh-–’(),.%/"), min_size=1, max_size=12), min_size=1, max_size=160)
    .map(" ".join)
    .filter(lambda text: not re.fullmatch("(?:- ?)+", text))  # items of lists without words, which are refused
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(counts=st.lists(COUNTS, min_size=17, max_size=17), name=NAMES, person=NAMES | st.just(""), text=WORDS)
def test_random_letters_raise_no_false_alarm(batch, job, counts, name, person, text):
    counted = [column for column in batch.edition.table_spec.columns() if isinstance(column.figure, Counted)]
    made = dict(zip((column.field for column in counted), counts, strict=False))
    for column in batch.edition.table_spec.columns():
        if column.is_entered and column.field not in made:
            made[column.field] = sum(made[part] for part in column.figure.parts)
    passage = Passage("praise", text, "Ann Other", ())
    record = replace(job.record, name=f"{name} Council", figures=MappingProxyType(made), passages=(passage,))
    letter = replace(job, record=record, contact=replace(job.contact, name=person))

    assert batch.faults(batch.letter(letter), letter) == []


@pytest.mark.parametrize("mark", "’”‘“.,–-/(")
def test_a_mark_after_any_letter_is_as_far_from_it_as_the_font_has_it(batch, job, mark):
    letters = [chr(each) for each in (*range(0x41, 0x5B), *range(0x61, 0x7B), *range(0xC0, 0x180))]
    text = " ".join(f"{each}{mark} {mark}{each}" for each in letters if each in batch.edition.printable)
    record = replace(job.record, passages=(Passage("praise", text, "Ann Other", ()),))
    letter = replace(job, record=record)

    assert batch.faults(batch.letter(letter), letter) == []


def test_only_plain_digits_are_read_as_a_number():
    assert [figures.number(text) for text in ("10", "010", "1O", "٣", "")] == [10, 10, "1O", "٣", ""]


# A second reader


def test_a_second_reader_agrees_on_every_cell_of_ten_letters(batch):
    titles = {table.key: table.title for table in batch.edition.table_spec.tables}
    headers = {
        column.field: tuple(each.replace("'", "’") for each in (column.group_heading, column.label) if each)
        for column in batch.edition.table_spec.columns()
    }
    for job in batch.letter_jobs[:10]:
        content = batch.letter(job)
        first = {
            (titles[each.field.partition(".")[0]], headers[each.field]): each.text
            for each in batch.proof(content, job).figures
        }

        assert len(first) == 20
        assert second_reader.cells(content) == first

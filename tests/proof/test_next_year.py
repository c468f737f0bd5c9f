"""Letters of 2019 with one thing wrong in what they compare: the proof calculates it again, and finds it."""

from dataclasses import replace
from types import MappingProxyType

import altered_letters
import further_alterations
import pytest
from next_years import YEAR, NextYear, accept, specimens_2019

from ombuds_letters.edition.comparisons import Threshold

assert further_alterations  # its alterations are among all

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    workspace = specimens_2019(tmp_path_factory.mktemp("2019") / "w", 12)
    accept(workspace)
    return NextYear(workspace)


@pytest.fixture(scope="module")
def job(year):
    """A letter that has every line: averages, last year's figures, cases of each kind."""
    return year.job("ux-county-council")


def shown(year, job, name):
    return str(year.verifier.expected(job).values[name])


def test_every_letter_is_proved(year):
    for job in year.roster.letter_jobs:
        assert year.faults(year.press.letter(job).content, job) == []


def other(figure):
    """Another percentage."""
    number = int(figure.removesuffix("%"))
    return f"{number - 1 if number else 1}%"


def assert_read(year, job, content, old, new):
    """The proof finds that, and nothing else: the words read, and those that there should be."""
    (found,) = year.faults(content, job)
    assert found.partition(", which it must have")[0] == f'wording: reads "{new}"; accepted is "{old}"'


def test_a_wrong_average_is_found(year, job):
    average = shown(year, job, "averages.decided.uphold_rate")
    words = (
        f"{shown(year, job, 'against_average.decided.uphold_rate').capitalize()} the average of {{}} in County Councils"
    )

    content = year.altered(
        job,
        rf"(?s)average of {average} in(?= County Councils</p>.*<h2>Recom)",
        f"average of {other(average)} in",
    )

    assert_read(year, job, content, words.format(average), words.format(other(average)))


def test_last_years_rate_in_the_place_of_this_years_is_found(year, job):
    now, then = (shown(year, job, f"{when}.decided.uphold_rate") for when in ("figures", "previous"))
    assert now != then

    content = year.altered(
        job,
        f'<p class="share">{now}</p>\n<p class="says">of the complaints',
        f'<p class="share">{then}</p>\n<p class="says">of the complaints',
    )

    assert_read(year, job, content, now, then)


def test_a_singular_for_a_plural_is_found(year, job):
    upheld, total = (shown(year, job, name) for name in ("figures.decided.upheld", "basis.decided.uphold_rate.whole"))
    words = f"{upheld} upheld decision{{}}, based on a total of {total} detailed investigations"

    content = year.altered(
        job,
        f"{upheld} upheld decisions, based on a total of {total} ",
        f"{upheld} upheld decision, based on a total of {total} ",
    )

    assert_read(year, job, content, words.format("s"), words.format(""))


def test_another_basis_is_found(year, job):
    upheld, total = (shown(year, job, name) for name in ("figures.decided.upheld", "basis.decided.uphold_rate.whole"))
    words = f"{upheld} upheld decisions, based on a total of {{}} detailed investigations"

    content = year.altered(job, f"total of {total} detailed", f"total of {int(total) + 10} detailed")

    assert_read(year, job, content, words.format(total), words.format(int(total) + 10))


def test_a_wrong_word_for_a_difference_is_found(year, job):
    band = shown(year, job, "against_average.decided.uphold_rate").capitalize()
    wrong = "Well above" if band != "Well above" else "Just above"
    average = shown(year, job, "averages.decided.uphold_rate")
    words = f"{{}} the average of {average} in County Councils"

    content = year.altered(
        job,
        rf"(?s){band} the average of {average} in(?= County Councils</p>.*<h2>Recom)",
        f"{wrong} the average of {average} in",
    )

    assert_read(year, job, content, words.format(band), words.format(wrong))


def test_a_wrong_figure_in_last_years_row_is_found(year, job):
    then = shown(year, job, "previous.received.total")
    cell = '<td data-field="previous.received.total">'

    content = year.altered(job, f"{cell}{then}<", f"{cell}{int(then) + 1}<")

    assert year.faults(content, job) == [
        f'previous.received.total: reads "{int(then) + 1}" under "2017-18: Total" on page 3; by the record it should be "{then}"'
    ]


def test_last_years_row_above_this_years_is_found(year, job):
    html = year.html(job)
    first = html.index('<tr><th scope="row">2018–19')
    second = html.index('<tr><th scope="row">2017–18')
    end = html.index("</tbody>", second)

    content = year.pdf(job, html[:first] + html[second:end] + html[first:second] + html[end:])

    assert year.faults(content, job) == [
        'figures.received: has the rows of "Complaints and enquiries received" in another order than figures.yaml'
    ]


def test_this_years_label_beside_last_years_figures_is_found(year, job):
    content = year.altered(
        job, r'(?s)^(.*?)<th scope="row">2018–19</th>(.*?)<th scope="row">2017–18</th>',
        r'\1<th scope="row">2017–18</th>\2<th scope="row">2018–19</th>',
    )  # fmt: skip

    found = year.faults(content, job)

    assert any("previous.received.total: reads" in each for each in found)
    assert any("figures.received.total: reads" in each for each in found)


def test_a_letter_to_an_authority_that_gets_none_is_found(year, job):
    total = job.record.figures["decided.total"]
    threshold = Threshold("decided.total", total + 1, "Of few decisions no share can be compared.")
    verifier = year.with_edition(table_spec=replace(year.edition.table_spec, letters_for=threshold))

    assert year.faults(year.press.letter(job).content, job, verifier) == [
        (
            f'figures.decided.total: is "{total}", and letters are for "{total + 1}" or more '
            "(Of few decisions no share can be compared.); remove the letter: build again"
        )
    ]


def test_a_stated_average_that_is_not_printed_is_found(year, job):
    average = shown(year, job, "averages.compliance.compliance_rate")
    stated = MappingProxyType({"county": MappingProxyType({"compliance.compliance_rate": other(average)})})

    found = year.faults(year.press.letter(job).content, job, year.with_edition(stated_averages=stated))

    (said,) = [each for each in found if "the average of" in each]  # the bar beside it is measured too
    assert f"the average of {average} in County Councils" in said
    assert f"the average of {other(average)} in County Councils" in said


def test_an_average_of_fewer_records_than_there_are_is_found(year, job):
    some = [record for record in year.roster.records if record.kind != "county" or record == job.record]
    verifier = type(year.verifier)(year.edition, some)

    assert year.faults(year.press.letter(job).content, job, verifier)


def test_a_builds_letters_are_all_put_in_place_and_made_again_alike(year):
    from ombuds_letters import batch

    built = batch.build(year.workspace, YEAR)

    assert (len(built.written), built.failed, built.faults) == (12, (), ())
    assert len(batch.build(year.workspace, YEAR).same) == 12


# What these put in the place of something isn't in a letter of 2019: its third page has no link, its data no 14, its titles
# are others. They write the same file again; or one that looks the same to the last pixel.
_NOT_IN_IT = frozenset(
    [
        "headers-ids-wrong",
        "link-lost",
        "line-in-the-colour-of-links",
        "xmp-title-other",
        "xmp-author-other",
        "xmp-date",
        "title-homoglyph",
        "title-zero-width",
        "csv-figure-other",
        "csv-leading-zeros",
        "csv-quotes",
        "csv-sheet-reference",
    ]
)


def test_what_is_altered_in_a_letter_of_2018_is_found_in_one_of_2019_too(year, job):
    content = year.press.letter(job).content
    anew = altered_letters.rewritten(content, lambda pdf: None)
    assert year.faults(anew, job) == []

    made, passed = [], []
    for name, (_, alter) in altered_letters.ALTERATIONS.items():
        try:
            altered = alter(content)
        except (AssertionError, LookupError, TypeError, ValueError, AttributeError):
            continue  # what it alters isn't in this letter
        if altered not in (content, anew) and name not in _NOT_IN_IT:
            made.append(name)
            passed += [] if year.faults(altered, job) else [name]

    assert passed == []
    assert len(made) > len(altered_letters.ALTERATIONS) / 2

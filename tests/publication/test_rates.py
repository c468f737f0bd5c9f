"""Rates that aren't in whole per cent on the site: with a decimal, and per 1,000."""

import itertools
import json
import re

import pytest
from published_sites import TEN, publish, site_of
from workspaces import chosen_specimens, edit

from ombuds_letters.faults import Faults
from ombuds_letters.publication import making

pytestmark = pytest.mark.slow  # sites are made

AFTER = "            none: 0%\n"
RATES = """\
          - key: exact_rate
            label: Exact Rate
            share_of: [upheld]
            out_of: [not_upheld, upheld]
            decimals: 1
            none: n/a
          - key: per_1000
            label: Upheld per 1,000
            share_of: [upheld]
            out_of: [total]
            per: 1000
            decimals: 1
            none: n/a
"""
LAST = "        label: Satisfactorily by Authority before LGO Involvement\n"
SAME_HEADING = """\
      - spanning: Detailed Investigations
        columns:
          - key: uphold_rate
            label: Uphold Rate
            share_of: [by_ombudsman]
            out_of: [by_ombudsman, by_authority]
            decimals: 1
            none: n/a
"""
MEASURES = "measures: [decided.per_1000, decided.exact_rate, decided.uphold_rate]"
COUNCIL = "councils/hazelgarth-district-council.html"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    """A draft of a site whose rates are of all sorts."""
    workspace = chosen_specimens(tmp_path_factory.mktemp("rates") / "w", *TEN)
    edit(workspace.templates("2018") / "figures.yaml", AFTER, AFTER + RATES)
    edit(workspace.templates("2018") / "figures.yaml", LAST, LAST + SAME_HEADING)
    settings = workspace.templates("2018") / "site" / "site.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(re.sub("^measures: .*$", MEASURES, text, flags=re.MULTILINE), encoding="utf-8")
    publish(workspace, draft=True)
    return workspace


def page(workspace, path):
    return (site_of(workspace) / path).read_text(encoding="utf-8")


def rows(text, label):
    """The cells of the rows with a heading, as texts."""
    found = re.findall(rf"<th[^>]*>(?:<a[^>]*>)?{re.escape(label)}(?:</a>)?</th>(.*?)</tr>", text, re.DOTALL)
    return [
        [re.sub("<[^>]*>", "", each) for each in re.findall("<td[^>]*>(.*?)</td>", row, re.DOTALL)] for row in found
    ]


def counts(workspace):
    listed = json.loads(page(workspace, "data/figures.json"))["authorities"]
    return next(each for each in listed if each["authority"] == "Hazelgarth District Council")["figures"]


def test_each_rate_is_printed_as_letters_print_it_with_its_own_unit(workspace):
    own, text = counts(workspace), page(workspace, COUNCIL)
    upheld, total = own["decided.upheld"], own["decided.total"]

    assert own["decided.per_1000"] == round(1000 * upheld / total, 1)
    (found,) = rows(text, "Detailed Investigations: Upheld per 1,000")
    assert found[0] == f"{own['decided.per_1000']:g}"
    assert not any("%" in each for each in found)
    (found,) = rows(text, "Detailed Investigations: Exact Rate")
    assert found[0] == f"{own['decided.exact_rate']:g}%"
    assert re.fullmatch(r"\d+(\.\d)?%", found[1])


def test_the_map_has_classes_of_the_figures_there_are_each_beginning_after_the_one_before(workspace):
    text = page(workspace, "index.html")
    legend = re.search(r'data-measure="1".*?</ul>', text, re.DOTALL)[0]
    ranges = re.findall(r"</svg>([\d.,]+)(?: to ([\d.,]+))?</li>", legend)

    assert len(ranges) > 1
    assert ranges[0][0] == "0"
    for (low, high), (after, _) in itertools.pairwise(ranges):
        assert round(float(after) - float(high or low), 1) == 0.1


def test_the_data_say_in_what_each_rate_is(workspace):
    dictionary = page(workspace, "data.html")
    about = json.loads(page(workspace, "data/decided.csv-metadata.json"))["tableSchema"]["columns"]
    types = {each["name"]: each["datatype"] for each in about}

    assert "divided by Total, per 1,000, with one decimal, halves up." in dictionary
    assert "in per cent, with one decimal, halves up." in dictionary
    assert "in whole per cent, halves up." in dictionary
    assert types["per_1000"] == {"base": "decimal", "minimum": 0}
    assert types["uphold_rate"] == {"base": "integer", "minimum": 0}
    about = json.loads(page(workspace, "data/all-years.csv-metadata.json"))["tableSchema"]["columns"]
    assert about[-1]["dc:description"] == (
        "Value. The figure; a rate as follows: Decisions made, Detailed Investigations: Uphold Rate in whole per cent; "
        "Decisions made, Detailed Investigations: Exact Rate in per cent, with one decimal; "
        "Decisions made, Detailed Investigations: Upheld per 1,000 per 1,000, with one decimal; "
        "Complaints Remedied, Detailed Investigations: Uphold Rate in per cent, with one decimal."
    )
    schema = json.loads(page(workspace, "data/figures.schema.json"))
    of_figures = schema["properties"]["authorities"]["items"]["properties"]["figures"]["properties"]
    assert of_figures["decided.per_1000"]["type"] == ["number", "null"]


SHARE = r"(<td class=\"number\">)(\d+(?:\.\d)?)%(<svg class=\"bar\".*?</svg>)(</td>)"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (SHARE, r"\1\2%\4", 'lacks "a bar"'),
        (SHARE, r"\1\2%\3\3\4", 'has "2 bars"'),
        (SHARE, r"\1about \2%\3\4", 'reads "about'),
        (SHARE, r"\g<1>1/0%\3\4", 'reads "1/0%"'),
        (r"(<table class=\"groups\">.*?<title>)", r"\g<1>1", 'reads "1'),
        (r"(<td class=\"number\">[\d.]+)(</td><td class=\"number\">[\d.]+%)(<svg.*?</svg>)", r"\1\3\2\3", 'has "1 bar"'),
        (r"(<path fill=\"#35749c\" d=\"M0 0H)[\d.]+", r"\g<1>1.2.3", "a bar of no length"),
        (r"(<table class=\"categories\">.*?</th>)<td.*?(</tr>)", r"\1\2", 'has "0 cells"'),
    ],
)  # fmt: skip
def test_each_share_has_one_bar_of_its_length_and_nothing_else_has_any(workspace, old, new, said):
    assert any(said in each for each in after(workspace, "review.html", old, new))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (r"(data-measure=\"1\".*?</svg>)[\d.]+(?: to [\d.]+)?(</li>)", r"\1,\2", 'reads ","'),
        (r"(data-measure=\"1\"[^>]*>\s*)<p.*?</p>", r"\1", 'lacks "Detailed Investigations: Upheld per 1,000"'),
    ],
)
def test_a_legend_without_its_heading_or_a_number_is_reported(workspace, old, new, said):
    assert any(said in each for each in after(workspace, "index.html", old, new))


DECIDED, LONG, SCHEMA = "data/decided.csv-metadata.json", "data/all-years.csv-metadata.json", "data/figures.schema.json"


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        (DECIDED, r'("name": "per_1000".*?)"decimal"', r'\1"integer"', 'per_1000: reads "integer"'),
        (DECIDED, r'("name": "upheld".*?)"integer"', r'\1"decimal"', 'upheld: reads "decimal"'),
        (DECIDED, r'("name": "code".*?)"string"', r'\1"integer"', 'code: reads "integer"'),
        (DECIDED, "divided by Total, per 1,000", "divided by Total, per 100,000", "per_1000: reads"),
        (DECIDED, "in per cent, with one", "in whole per cent, with one", "exact_rate: reads"),
        (DECIDED, r'"columns": \[', '"columns": [7, ', "it is no description of a table"),
        (LONG, r'("name": "value".*?)"decimal"', r'\1"integer"', 'value: reads "integer"'),
        (LONG, "Uphold Rate in whole per cent", "Uphold Rate in per cent, with one decimal", "value: reads"),
        (SCHEMA, r'("decided.per_1000".*?)"number"', r'\1"integer"', 'decided.per_1000: reads "integer or null"'),
        (SCHEMA, r'("decided.upheld": .*?)"integer"', r'\1"number"', 'decided.upheld: reads "number"'),
        (SCHEMA, "divided by Total, per 1,000", "divided by Total, in whole per cent", "decided.per_1000: reads"),
    ],
)  # fmt: skip
def test_a_description_with_another_type_or_unit_is_reported(workspace, path, old, new, said):
    assert any(said in each for each in after(workspace, path, old, new))


def after(workspace, path, old, new):
    """The faults of the site after a change in one of its files, which is put back."""
    file = site_of(workspace) / path
    good = file.read_bytes()
    text = re.sub(old, new, good.decode(), count=1, flags=re.DOTALL)
    assert text.encode() != good
    file.write_text(text, encoding="utf-8", newline="")
    try:
        with pytest.raises(Faults) as refused:
            making.check(workspace, "2018", site_of(workspace), draft=True)
    finally:
        file.write_bytes(good)
    return [str(each) for each in refused.value.found]


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (COUNCIL, r"(Upheld per 1,000</th><td class=\"number\">[\d.]+)(</td>)", r"\1%\2"),
        (COUNCIL, r"(Upheld per 1,000</th><td class=\"number\">[\d.]+</td><td class=\"number\">[\d.]+)(</td>)", r"\1%\2"),
        (COUNCIL, r"(Exact Rate</th><td class=\"number\">\d+)(?:\.\d)?%", r"\1.9%"),
        ("index.html", r'(data-measure="1".*?</svg>[\d.]+)( to [\d.]+)?(</li>)', r"\1%\3"),
        ("review.html", r"(<td class=\"number\">)(\d+\.\d)(<|%)", r"\g<1>9\2\3"),
        ("data/decided.csv", r"(\d+)\.(\d)", r"\g<1>9.\2"),
        ("data/figures.json", r'("decided.per_1000": )(\d+)', r"\g<1>9\2"),
    ],
)  # fmt: skip
def test_a_rate_with_another_unit_or_number_is_reported(workspace, path, old, new):
    assert any(' reads "' in each or ' has "' in each for each in after(workspace, path, old, new))

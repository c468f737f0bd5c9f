"""The record's schema, by which editors check: tried with the program's own right and spoilt records."""

import copy
import json

import jsonschema
import pytest
import yaml
from conftest import ROOT, SEVENOAKS
from hypothesis import given
from hypothesis import strategies as st
from workspaces import EDITION

from ombuds_letters.records import json_schema, record

CHECKER = jsonschema.Draft202012Validator(json.loads(json_schema.text(EDITION)))
RIGHT = yaml.safe_load((ROOT / SEVENOAKS).read_text(encoding="utf-8"))
PASSAGE = {"kind": "praise", "text": "Well done.", "approved_by": "A. Director", "names": ["E1"]}


def faults(value):
    """Where the schema finds a record wrong."""
    return [".".join(map(str, error.absolute_path)) for error in CHECKER.iter_errors(value)]


def test_the_shipped_schema_is_the_editions_own():
    shipped = (ROOT / "data/2018" / json_schema.FILE).read_text(encoding="utf-8")

    assert shipped == json_schema.text(EDITION)


def test_the_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(CHECKER.schema)

    assert CHECKER.schema["title"] == "A record of 2018"


def test_every_shipped_record_points_to_the_schema_in_its_first_line():
    for path in sorted((ROOT / "data/2018/authorities").glob("*.yaml")):
        first = path.read_text(encoding="utf-8").splitlines()[0]

        assert first == "# yaml-language-server: $schema=../record.schema.json"
        assert (path.parent / "../record.schema.json").is_file()


@pytest.mark.parametrize(
    "more", [{}, {"passages": [PASSAGE]}, {"specimen": True}], ids=["as shipped", "with a passage", "a specimen"]
)
def test_a_right_record_is_right_for_the_schema(more):
    assert faults(RIGHT | more) == []


def spoilt(path, value):
    """The right record with one value changed, or taken out where it is `...`."""
    spoilt_ = copy.deepcopy(RIGHT) | {"passages": [dict(PASSAGE)]}
    *above, last = path.split(".")
    below = spoilt_
    for key in above:
        below = below[int(key) if key.isdigit() else key]
    if value is ...:
        del below[last]
    else:
        below[last] = value
    return spoilt_


@pytest.mark.parametrize("value", ["4", 4.5, True, None, -1, 1_000_000, [4]])
def test_what_is_no_count_is_wrong_for_the_schema(value):
    assert faults(spoilt("figures.received.housing", value)) == ["figures.received.housing"]


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        ("code", ..., ""),
        ("name", "", "name"),
        ("kind", "distrct", "kind"),
        ("nam", "x", ""),
        ("passages", None, "passages"),
        ("specimen", "yes", "specimen"),
        ("figures.received.housing", ..., "figures.received"),
        ("figures.received.houssing", 1, "figures.received"),
        ("figures.decided.uphold_rate", 1, "figures.decided"),
        ("figures.remedied", ..., "figures"),
        ("passages.0.kind", "prase", "passages.0.kind"),
        ("passages.0.approved_by", ..., "passages.0"),
        ("passages.0.names", "E1", "passages.0.names"),
    ],
)
def test_one_thing_spoilt_is_wrong_for_the_schema_too(path, value, where):
    assert faults(spoilt(path, value)) == [where]


@pytest.mark.slow
@given(
    st.sampled_from(sorted(RIGHT["figures"]["received"])),
    st.one_of(st.integers(), st.text("019ax-. "), st.booleans(), st.none()),
)
def test_a_count_is_right_for_the_schema_when_it_is_for_the_program(column, value):
    content = json.dumps(spoilt(f"figures.received.{column}", value), indent=1)

    own = record.read(content, "a.yaml", EDITION.record_rules)[0][0][1]

    refused = {each.field for each in own if each.code.startswith("field.")}
    assert bool(faults(json.loads(content))) == bool(refused)

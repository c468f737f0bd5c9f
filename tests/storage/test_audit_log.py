"""The audit log: a line for each act, each with the digest of the one before."""

from __future__ import annotations

import datetime
import json

import pytest

from ombuds_letters.faults import Faults
from ombuds_letters.storage import audit_log


def test_entries_are_read_as_they_were_written(tmp_path):
    audit_log.write(tmp_path, "Ann Other", "accepted", [{"file": "accepted.yaml", "digest": "1"}])
    audit_log.write(tmp_path, "Zoë Ŵyn", "seen", [{"code": "A"}, {"code": "B"}])
    entries = audit_log.read(tmp_path)

    assert [(each.who, each.what, dict(each.about)) for each in entries] == [
        ("Ann Other", "accepted", {"file": "accepted.yaml", "digest": "1"}),
        ("Zoë Ŵyn", "seen", {"code": "A"}),
        ("Zoë Ŵyn", "seen", {"code": "B"}),
    ]
    assert all(datetime.datetime.fromisoformat(each.when).utcoffset() == datetime.timedelta() for each in entries)


def test_a_year_without_an_audit_log_has_no_entries(tmp_path):
    assert audit_log.read(tmp_path) == ()


def lines_of(folder):
    return (folder / audit_log.FILE).read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(
    ("spoil", "line"),
    [
        (lambda lines: [lines[0].replace("Ann", "Bob"), *lines[1:]], 2),
        (lambda lines: lines[1:], 1),
        (lambda lines: [lines[0], lines[2]], 2),
        (lambda lines: [lines[1], lines[0], lines[2]], 1),
        (lambda lines: [*lines, json.dumps({**json.loads(lines[2]), "who": "Bob"})], 4),
    ],
    ids=["changed", "first taken out", "one taken out", "exchanged", "put in"],
)
def test_the_first_line_that_does_not_fit_is_named(tmp_path, spoil, line):
    audit_log.write(tmp_path, "Ann", "seen", [{"code": "A"}, {"code": "B"}, {"code": "C"}])
    (tmp_path / audit_log.FILE).write_text("\n".join(spoil(lines_of(tmp_path))) + "\n", encoding="utf-8")

    with pytest.raises(Faults) as caught:
        audit_log.read(tmp_path)
    assert str(caught.value).startswith(
        f"{(tmp_path / audit_log.FILE).as_posix()}:{line}: doesn't follow from the line before"
    )


def test_nothing_is_added_to_a_broken_audit_log(tmp_path):
    (tmp_path / audit_log.FILE).write_text("what is this\n", encoding="utf-8")

    with pytest.raises(Faults):
        audit_log.write(tmp_path, "Ann", "seen", [{"code": "A"}])
    assert lines_of(tmp_path) == ["what is this"]

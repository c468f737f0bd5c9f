"""The audit log: a line for each act, each with the digest of the one before."""

from __future__ import annotations

import datetime
import json
import subprocess
import sys
import threading
import time

import pytest
from workspaces import ROOT

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


WRITES = """
import pathlib, sys
from ombuds_letters.storage import audit_log
for number in range(25):
    audit_log.write(pathlib.Path(sys.argv[1]), sys.argv[2], "seen", [{"code": str(number)}, {"code": "more"}])
"""


def test_processes_that_write_at_once_leave_one_chain_with_all_their_lines(tmp_path):
    names = ("Ann", "Bea", "Cat", "Dan")
    processes = [subprocess.Popen([sys.executable, "-c", WRITES, tmp_path, name], cwd=ROOT) for name in names]
    while any(each.poll() is None for each in processes):
        audit_log.read(tmp_path)  # nobody ever reads half a line
    entries = audit_log.read(tmp_path)

    assert [each.returncode for each in processes] == [0] * len(names)
    assert {name: sum(each.who == name for each in entries) for name in names} == dict.fromkeys(names, 50)


def test_who_writes_while_the_log_is_put_in_place_with_other_files_adds_to_the_new_one(tmp_path):
    audit_log.write(tmp_path, "Ann", "seen", [{"code": "A"}])
    with audit_log.extended(tmp_path, "Bea", "imported", audit_log.now(), [{"file": "B"}]) as log:
        other = threading.Thread(target=audit_log.write, args=(tmp_path, "Cat", "seen", [{"code": "C"}]))
        other.start()
        time.sleep(0.2)
        (tmp_path / "new").write_bytes(log[audit_log.FILE])
        (tmp_path / "new").replace(tmp_path / audit_log.FILE)
    other.join()

    assert [each.who for each in audit_log.read(tmp_path)] == ["Ann", "Bea", "Cat"]


def test_a_log_without_the_end_of_its_last_line_is_gone_on_with(tmp_path):
    audit_log.write(tmp_path, "Ann", "seen", [{"code": "A"}])
    path = tmp_path / audit_log.FILE
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    audit_log.write(tmp_path, "Bea", "seen", [{"code": "B"}])

    assert [each.who for each in audit_log.read(tmp_path)] == ["Ann", "Bea"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda values: {**values, "about": "x"},
        lambda values: {**values, "about": ["code"]},
        lambda values: {**values, "about": {"code": 3}},
        lambda values: {**values, "about": None},
        lambda values: {**values, "when": "yesterday"},
        lambda values: {**values, "when": "2018-07-16T10:12:00"},
        lambda values: {**values, "when": 1531735920},
        lambda values: {**values, "who": ["Ann"]},
        lambda values: {**values, "what": None},
        lambda values: {**values, "more": "x"},
        lambda values: [values],
        lambda values: "x",
    ],
)
def test_a_last_line_with_other_kinds_of_values_is_a_fault_at_its_line(tmp_path, spoil):
    audit_log.write(tmp_path, "Ann", "seen", [{"code": "A"}, {"code": "B"}])
    first, last = lines_of(tmp_path)
    path = tmp_path / audit_log.FILE
    path.write_text(f"{first}\n{json.dumps(spoil(json.loads(last)))}\n", encoding="utf-8")

    with pytest.raises(Faults) as caught:
        audit_log.read(tmp_path)
    assert str(caught.value) == (
        f"{path.as_posix()}:2: is not a line that this program wrote; put the file back as it was"
    )


@pytest.mark.parametrize("about", [{"issue": "1"}, {"sums": "5d"}, {"issue": "one", "sums": "5d"}, {}])
def test_an_act_that_does_not_say_what_its_kind_says_is_a_fault_at_its_line(tmp_path, about):
    audit_log.write(tmp_path, "Ann", "seen", [{"code": "A"}])
    audit_log.write(tmp_path, "Ann", "released", [about])

    with pytest.raises(Faults) as caught:
        audit_log.acts(tmp_path, "released", "sums", counts="issue")
    assert str(caught.value).startswith(f"{(tmp_path / audit_log.FILE).as_posix()}:2: is not a line that this program")

"""Records checked against the register, each authority by its code."""

from __future__ import annotations

from collections.abc import Collection

from ..edition import Period
from ..faults import Fault, Kind, suggest
from .record import Record
from .register import Register, RegisteredAuthority

NO_RECORD = Kind(
    "roll.no_record", '"{name}" ({found}) has no record; import its figures, or delete it from the register'
)
NOT_REGISTERED = Kind("roll.not_registered", 'is "{found}", which is not in the register; {suggestion}')
DIFFERS_FROM_REGISTER = Kind(
    "roll.differs", 'is "{found}", but the register has "{expected}" ({where}); correct the one that is wrong'
)
NOT_OF_YEAR = Kind(
    "roll.not_of_year", 'is "{found}", which was {what}; delete the record, or correct the register ({where})'
)


def check_record(record: Record, register: Register, period: Period | None) -> list[Fault]:
    """What is wrong with a record by the register: unknown, another name or kind, or not an authority of the year."""
    if not record.code:
        return []  # its own fault is reported
    listed = register.by_code.get(record.code)
    if listed is None:
        known = tuple(register.by_code)
        return [NOT_REGISTERED(record.place("code"), "code", found=record.code, suggestion=suggest(record.code, known))]
    faults = []
    for field, found, expected in (("name", record.name, listed.name), ("kind", record.kind, listed.kind)):
        if found and found != expected:
            where = str(listed.place_of(field))
            faults.append(
                DIFFERS_FROM_REGISTER(record.place(field), field, found=found, expected=expected, where=where)
            )
    if what := why_excluded(listed, period):
        where = str(listed.place)
        faults.append(NOT_OF_YEAR(record.place("code"), "code", found=record.code, what=what, where=where))
    return faults


def missing_records(codes: Collection[str], register: Register, period: Period | None) -> list[Fault]:
    """The authorities of the year that have no record."""
    return [
        NO_RECORD(each.place, found=each.code, name=each.name)
        for each in of_year(register, period)
        if each.code not in codes
    ]


def of_year(register: Register, period: Period | None) -> tuple[RegisteredAuthority, ...]:
    """The authorities that get a letter: all that existed on some day of the year."""
    return tuple(each for each in register.authorities if not why_excluded(each, period))


def why_excluded(authority: RegisteredAuthority, period: Period | None) -> str:
    """Why an authority gets no letter: "abolished on 2017-04-01, before the year began"; "" where it gets one."""
    if period is None:
        return ""
    if authority.abolished_on and authority.abolished_on <= period.first:
        return f"abolished on {authority.abolished_on}, before the year began"
    if authority.new_from and authority.new_from > period.last:
        return f"created on {authority.new_from}, after the year ended"
    return ""

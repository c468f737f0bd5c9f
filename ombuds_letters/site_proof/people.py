"""Contacts' names and addresses, which may not be published but in their own letter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..faults import Kind
from ..records.contacts import Contact
from ..records.name_finder import NameFinder

SITE_PERSON = Kind("site.person", 'has "{found}", which is of a contact and must not be published here; publish again')

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_UNTITLED = 3  # letters of a name that is too short to be searched for


class People:
    """What is known of contacts and must not be published: `People(contacts, words, templates).found(text)`.

    `words` is what the site may say anyway and is read: the words that a person accepts, facts, authorities' names. An
    address that is in the `templates`, as of a link, may be anybody's but a contact's.
    """

    def __init__(self, contacts: Iterable[Contact], words: str, templates: str) -> None:
        names: set[str] = set()
        lines: set[str] = set()
        for each in contacts:
            names |= {each.name, each.salutation}
            lines |= {" ".join(part.split()) for part in each.address.split(";")}
        known = " ".join(words.split())
        contacts = tuple(contacts)
        self._addresses = {part for each in contacts for part in (each.email, *each.copies) if part not in known}
        self._names = NameFinder({name for name in names if len(name) > _UNTITLED and name not in known})
        self._public = f"{known} {templates}"
        self._lines = NameFinder({each for each in lines if len(each) > _UNTITLED and each not in known})

    def found(self, text: str) -> Iterator[str]:
        """Names, addresses and parts of postal addresses in a text."""
        plain = " ".join(text.split())
        yield from self._names.found(plain)
        yield from self._lines.found(plain)
        if "@" in plain:  # looking for one takes as long as all else
            yield from (each for each in _EMAIL.findall(plain) if each in self._addresses or each not in self._public)

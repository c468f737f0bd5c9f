"""E-mail addresses as a mail server takes them: one mailbox, the domain in ASCII, nothing that could end a header."""

from __future__ import annotations

from email.errors import HeaderParseError
from email.headerregistry import Address

import idna

from ..faults import Fault, Kind, Place

ADDRESS_REFUSED = Kind("send.address", 'is "{found}", which is not an e-mail address ({problem}); correct it')

_LONGEST = 254  # characters of an address (RFC 5321, 4.5.3.1, with its erratum)


class NotAnAddress(ValueError):
    """A text is not an e-mail address; the message says why."""


def mailbox(address: str) -> str:
    """An address with its domain in ASCII: "rat@stadt-köln.example" is "rat@xn--stadt-kln-67a.example".

    Raises: NotAnAddress.
    """
    if any(not character.isprintable() or character.isspace() for character in address):
        raise NotAnAddress("it has a space or a line end in it")
    local, at, domain = address.rpartition("@")
    if not (local and at and domain):
        raise NotAnAddress("it has no name, no @ or no domain")
    if not local.isascii():
        raise NotAnAddress("its name has a letter that mail servers don't take before the @")
    try:
        domain = idna.encode(domain, uts46=True, transitional=False).decode()
        found = Address(addr_spec=f"{local}@{domain}").addr_spec
    except (idna.IDNAError, UnicodeError, ValueError, IndexError, HeaderParseError):
        raise NotAnAddress("its name or its domain can't be one") from None
    if found != f"{local}@{domain}" or "." not in domain or len(found) > _LONGEST:
        raise NotAnAddress("its name or its domain can't be one")
    return found


def with_name(name: str, address: str) -> Address:
    """An address with a name before it, as a header has it; commas and accents in the name are no matter."""
    local, _, domain = address.rpartition("@")
    kept = " ".join("".join(each if each.isprintable() else " " for each in name).split())
    return Address(kept, local, domain)


def fault(place: Place, field: str, found: str, error: NotAnAddress) -> Fault:
    """The fault of a text that is not an address."""
    return ADDRESS_REFUSED(place, field, found=found, problem=str(error))

"""An accepted wording as accepted.yaml has it."""

from __future__ import annotations

from collections.abc import Mapping

from .accepted import MM, Accepted, Condition

HEAD = """# The accepted wording: what every letter must read, paragraph by paragraph, whoever made it. Written by
#   ombuds-letters accept YEAR --by WHO
# after a person has read the changes (wording.html). Every finished letter is compared with it.
#
#   p, h1, h2 …   a paragraph or heading, with {field} where a letter has its own value
#   when          the condition on which a letter has it, if not every letter does: `contact.name is absent`
#   passages      where a record's own passages are; table: where one of figures.yaml is
#   margins       what is in the margins of the pages, from which page on
#   sheets        the sizes of page, and the least distance of the letter's text from sides and head or foot, in mm

"""


def text(accepted: Accepted) -> str:
    """An accepted wording as accepted.yaml has it; read again it says the same."""
    lines = [HEAD + "paragraphs:"]
    for item in accepted.items:
        lines.append(f"  - {item.kind}: {_quoted(item.text)}")
        lines += _when(item.when)
    lines.append("margins:" if accepted.margins else "margins: []")
    for margin in accepted.margins:
        lines.append(f"  - text: {_quoted(margin.text)}")
        lines += [f"    from_page: {margin.first}"] if margin.first > 1 else []
        lines += _when(margin.when)
    lines.append("sheets:")
    for sheet in accepted.page_sizes:
        sizes: Mapping[str, float] = {
            "width": sheet.width,
            "height": sheet.height,
            "side": sheet.side,
            "head": sheet.head,
        }
        lines += [f"  {'-' if key == 'width' else ' '} {key}: {round(size / MM)}" for key, size in sizes.items()]
    lines += ["pages:", f"  fewest: {accepted.fewest}", f"  most: {accepted.most}", ""]
    return "\n".join(lines)


def _when(when: Condition) -> list[str]:
    return [f"    when: {_quoted(' and '.join(map(str, when)))}"] if when else []


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

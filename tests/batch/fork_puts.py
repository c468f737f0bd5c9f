"""Forks, for each line "TEXT LETTERS", what a build does once its letters are made: stages files, and puts them in place.

`fork_puts.py FOLDER` prints "warm"; then, of each fork, its process id and "putting" in either order, and how it ended.
"""

import hashlib
import os
import sys
from pathlib import Path

from ombuds_letters.output import folder as output_folder
from ombuds_letters.output.manifest import ContentDigests, Manifest, ManifestEntry


def put(folder: Path, text: bytes, letters: int) -> None:
    with output_folder.opened(folder) as on:
        entries = []
        for number in range(letters):
            content = text * 2000 + str(number).encode()
            file = f"{number:02}.pdf"
            (on.staging / file).write_bytes(content)
            digest = hashlib.sha256(content).hexdigest()
            entries.append(ManifestEntry(str(number), file, file, 1, len(content), digest, ContentDigests("", "", "")))
        os.write(1, b"putting\n")
        on.put(Manifest("2018", False, {}, tuple(entries)), frozenset())
    os._exit(0)


os.write(1, b"warm\n")
for line in sys.stdin:
    text, letters = line.split()
    child = os.fork()
    if not child:
        put(Path(sys.argv[1]), text.encode(), int(letters))
    os.write(1, b"%d\n" % child)
    os.write(1, b"%d\n" % os.waitpid(child, 0)[1])

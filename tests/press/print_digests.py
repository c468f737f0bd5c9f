"""Makes the letters of a workspace, forwards or backwards, and prints their digests: `print_digests.py FOLDER ORDER`."""

import hashlib
import sys
from pathlib import Path

from ombuds_letters import batch
from ombuds_letters.storage.workspace import Workspace

press, roster = batch.prepare(Workspace(Path(sys.argv[1])), "2018")
digests = {}
for job in sorted(roster.letter_jobs, key=lambda job: job.file, reverse=sys.argv[2] == "backwards"):
    digests[job.file] = hashlib.sha256(press.letter(job).content).hexdigest()
for file in sorted(digests):
    sys.stdout.write(f"{file} {digests[file]}\n")

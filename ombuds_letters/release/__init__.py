"""From letters that are made to letters that are issued: released by two people, signed, kept for good, corrected.

An issue is a folder, `output/YEAR/issued/N`, that is never changed: the letters, `issue.json` and `SHA256SUMS`. The audit
log says who released it. Each authority's current letter is the one in its latest issue.
"""

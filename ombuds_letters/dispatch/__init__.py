"""Issued letters on their way: by e-mail, each exactly once, as drafts for a mail program, or on paper.

Only this package opens a mail connection. What was sent is in a ledger, `data/YEAR/sent.sqlite`, before and after each step.
"""

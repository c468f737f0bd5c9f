"""The accepted wording: read from accepted.yaml, derived from drafts, compared with letters and shown as a redline."""

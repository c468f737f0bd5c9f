"""Where files are, and how they are put in place: workspace, transactions, locks, worker processes, the audit log."""

"""What is in `output/YEAR`: the letters, their manifest, and what each letter prints."""

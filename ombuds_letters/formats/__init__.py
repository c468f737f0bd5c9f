"""Text and spreadsheets as values that know their place, and back."""

"""Numbers, dates and lists in English, and names as file names have them."""

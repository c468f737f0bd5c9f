"""Numbers, dates and lists in English, and names as files have them. Knows no records: it is given values and gives words."""

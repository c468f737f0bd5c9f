"""Annual review letters of an ombudsman: records and templates in, letters in PDF out. See README.md."""

__version__ = "1.0.0"

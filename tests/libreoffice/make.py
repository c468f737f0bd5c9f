"""Makes mixed.xlsx and mixed.ods beside this file, by LibreOffice, which must be installed: python tests/libreoffice/make.py

The tests only read them. What stands in each cell is written out in test_sheets.py.
"""

import datetime
import subprocess
import tempfile
from pathlib import Path

import xlsxwriter

FOLDER = Path(__file__).resolve().parent


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mixed.xlsx"
        book = xlsxwriter.Workbook(path)
        sheet = book.add_worksheet("2017-18")
        day = book.add_format({"num_format": "d mmm yyyy"})
        sheet.merge_range("A1:D1", "Complaints received")
        sheet.write_row("A3", ["Authority", "Housing", "Planning", "Seen on"])
        sheet.write_row("A4", ["Foxmere", 12, 3.5])
        sheet.write_datetime("D4", datetime.date(2018, 4, 1), day)
        sheet.write_row("A5", ["Larkholme", "12", -1, True])
        sheet.write_string("A6", "Señorhithe & Co")
        sheet.write_formula("B6", "=B4/0", None, "#DIV/0!")
        sheet.write_formula("C6", "=B4+1", None, 13)
        sheet.merge_range("A8:A9", "Thornwick")
        sheet.set_row(4, None, None, {"hidden": True})
        sheet.set_column("C:C", None, None, {"hidden": True})
        sheet.write("F12", 7)
        book.add_worksheet("empty")
        old = book.add_worksheet("2016-17")
        old.write("A1", "old")
        old.hide()
        book.close()
        for kind in ("ods", "xlsx"):
            words = ["soffice", "--headless", "--convert-to", kind, "--outdir", str(FOLDER), str(path)]
            subprocess.run([words[0], f"-env:UserInstallation=file://{folder}/profile", *words[1:]], check=True)


if __name__ == "__main__":
    main()

"""Open questions to whoever knows, in a workbook with room for answers, and the answers back into `data/YEAR/answers.yaml`."""

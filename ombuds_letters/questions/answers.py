"""Answers to a year's questions, in `data/YEAR/answers.yaml`: each is bound to the values it was given for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..faults import Fault, Kind
from ..formats import yaml_reader, yaml_writer
from ..formats.fields import Fields
from ..formats.yaml_writer import Quoted, YamlValue
from .question import Question

ANSWERED_TWICE = Kind(
    "answers.answered_twice", 'is "{found}", which has an answer in line {first} already; keep one of the two'
)

FILE = "answers.yaml"
HEAD = """# Answers to the questions that `questions YEAR` asks, written by: ombuds-letters answers FILE.xlsx --by WHO
# Each is valid for the figures that it names. When one of them changes, the question is open again.
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: `figures` are the values that it was given for, ("2018 E07000111 received.housing 61", …)."""

    question: str
    asked: str
    figures: tuple[str, ...]
    answer: str
    by: str
    when: str

    def holds(self, question: Question) -> bool:
        """True while every value that it was given for stays the same."""
        return self.question == question.id and self.figures == question.bound_values


def read(folder: Path) -> tuple[dict[str, Answer], list[Fault]]:
    """The answers in a year's data folder by their question's id, and the faults of the file; no file is no answers."""
    path = folder / FILE
    if not path.exists():
        return {}, []
    content, faults = yaml_reader.file_text(path, path.as_posix(), yaml_reader.MOST_BYTES)
    node = None
    if not faults:
        node, faults = yaml_reader.document(content, path.as_posix())
    answers: dict[str, Answer] = {}
    lines: dict[str, int] = {}
    if node is not None:
        fields = Fields(node, "", faults)
        for field, item in fields.items("answers") if fields.has("answers") else ():  # a person may remove the last one
            below = Fields(item, field, faults)
            figures = below.texts("figures")
            texts = {key: below.text(key) for key in ("question", "asked", "answer", "by", "when")}
            below.time("when")
            answer = Answer(texts["question"], texts["asked"], figures, texts["answer"], texts["by"], texts["when"])
            below.report_unknown()
            if answer.question in answers:
                below.add_fault("question", ANSWERED_TWICE, found=answer.question, first=lines[answer.question])
            lines.setdefault(answer.question, below.place.line)
            answers[answer.question] = answer
        fields.report_unknown()
    return answers, faults


def text(answers: Iterable[Answer]) -> str:
    """The text of answers.yaml, ordered by the questions' ids; `read` gives the same answers back."""
    found: list[YamlValue] = [
        {
            "question": Quoted(answer.question),
            "asked": Quoted(answer.asked),
            "figures": [Quoted(figure) for figure in answer.figures],
            "answer": Quoted(answer.answer),
            "by": Quoted(answer.by),
            "when": Quoted(answer.when),
        }
        for answer in sorted(answers, key=lambda answer: answer.question)
    ]
    return yaml_writer.text({"answers": found}, HEAD)

"""The rules in figures.yaml that raise questions: more remedied than upheld, and whatever else an edition has."""

from __future__ import annotations

from collections.abc import Iterator

from . import sentences
from .comparison import YearComparison
from .question import Question, QuestionKind, figures

_SURPRISE = 3.0  # ranks among the probabilities


def questions(comparison: YearComparison) -> Iterator[Question]:
    """Each rule with `otherwise: question` that an authority's figures break."""
    for rule in comparison.table_spec.rules:
        if not rule.is_question:
            continue
        fields = tuple(dict.fromkeys([*rule.sum, *rule.at_most]))
        label = comparison.columns[rule.sum[0]].heading
        for authority in comparison.authorities:
            total, limit = (sum(authority.figures[field] for field in side) for side in (rule.sum, rule.at_most))
            if total > limit:
                bound = figures(comparison.year, authority.code, fields, [authority.figures[field] for field in fields])
                words = sentences.rule(rule.says(total, limit))
                codes, names = (authority.code,), (authority.name,)
                yield Question(
                    comparison.year,
                    QuestionKind.RULE,
                    codes,
                    names,
                    rule.key,
                    label,
                    bound,
                    words,
                    _SURPRISE,
                    authority.place,
                )

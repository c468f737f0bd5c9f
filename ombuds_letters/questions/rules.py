"""What the form's own rules ask: more remedied than upheld, and whatever else an edition writes in figures.yaml."""

from __future__ import annotations

from collections.abc import Iterator

from .comparison import Comparison
from .question import Question, QuestionKind, figures

_SURPRISE = 3.0  # an office's own rule is no matter of chance


def questions(batch: Comparison) -> Iterator[Question]:
    """Each rule with `otherwise: question` that an authority's figures don't keep."""
    for rule in batch.form.rules:
        if not rule.is_question:
            continue
        fields = tuple(dict.fromkeys([*rule.sum, *rule.at_most]))
        label = batch.columns[rule.sum[0]].heading
        for authority in batch.authorities:
            total, limit = (sum(authority.figures[field] for field in side) for side in (rule.sum, rule.at_most))
            if total > limit:
                bound = figures(batch.year, authority.code, fields, [authority.figures[field] for field in fields])
                says = rule.says(total, limit)
                codes, names = (authority.code,), (authority.name,)
                yield Question(
                    batch.year,
                    QuestionKind.RULE,
                    codes,
                    names,
                    rule.key,
                    label,
                    bound,
                    says,
                    _SURPRISE,
                    authority.place,
                )

"""Fifty people with a question each, whose figures are theirs alone: whoever gets another's answer is found out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.schema import LANGUAGES, Language

LEAST = 152  # ten thousand yuan: the smallest ceiling; an amount is twice its ceiling, so no two figures are the same
QUESTIONS: Mapping[Language, str] = {
    "zh": "上海，调用第三方大模型API，合同{wan}万元，最多能补多少？",
    "ja": "上海で第三者の大規模モデルのAPIを{wan}万元で契約します。いくらまで補助されますか。",
    "en": "In Shanghai we sign a CNY {yuan:,} contract for a third-party LLM API. How much can we get at most?",
}
_FIGURE = re.compile(r"(?<![\d,.])(?:(\d+)万元|(\d{1,3}(?:,\d{3})+)(?![\d,]))")


@dataclass(frozen=True)
class Asker:
    """One of them."""

    number: int

    @property
    def language(self) -> Language:
        return LANGUAGES[self.number % len(LANGUAGES)]

    @property
    def figures(self) -> frozenset[int]:
        """The ceiling and the amount, in ten thousand yuan."""
        return frozenset({LEAST + self.number, 2 * (LEAST + self.number)})

    @property
    def words(self) -> str:
        amount = max(self.figures)
        return QUESTIONS[self.language].format(wan=amount, yuan=10_000 * amount)


EVERYBODY = tuple(Asker(number) for number in range(50))
FIGURES = frozenset[int]().union(*(asker.figures for asker in EVERYBODY))


def is_own(asker: Asker, page: str) -> bool:
    """Whether the page shows both of the asker's figures and nobody else's."""
    told = {int(m[1]) if m[1] else int(m[2].replace(",", "")) // 10_000 for m in _FIGURE.finditer(page)}
    return told & FIGURES == asker.figures

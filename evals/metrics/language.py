"""Whether an answer, and what it quotes, is written in the language that it should be, judged by the letters."""

import unicodedata
from collections.abc import Iterator

from evals.metrics.verdict import Exchange, Verdict, beginning
from knowledge.schema import LANGUAGES, Language


def language(exchange: Exchange) -> Iterator[Verdict]:
    expected, answer = exchange.language, exchange.answer
    yield Verdict(answer["language"] == expected, f"expected language {expected}, found {answer['language']}")
    message = f"expected a text in {expected}, found {beginning(answer)}"
    yield Verdict(written_in(expected, answer["text"]), message)
    for cited in answer["citations"]:
        if cited.get("text") and cited.get("language") in LANGUAGES:
            message = f"{cited['clause']}: expected a text in {cited['language']}, found {cited['text'][:80]!r}"
            yield Verdict(written_in(cited["language"], cited["text"]), message)


def written_in(expected: Language, text: str) -> bool:
    """Whether the letters are mostly the language's own: names and quotes in another script do no harm."""
    names = [unicodedata.name(char, "") for char in text if char.isalpha()]
    kana = sum(name.startswith(("HIRAGANA", "KATAKANA")) for name in names)
    han = sum(name.startswith("CJK") for name in names)
    if not names:
        return False
    east_asian = (kana + han) / len(names)
    if expected == "en":
        return east_asian < 0.3
    return east_asian > 0.2 and (kana / (kana + han) >= 0.15) == (expected == "ja")

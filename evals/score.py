"""What a case expects and an answer does not hold. Pure: the same case and answers give the same failures.

Figures in the text are read by value, never as substrings: 50 is not in 1500, and 160万元 shows 1600000.
"""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from evals.schema import Answer, Case, Expect, Turn
from knowledge.money import read_figures
from knowledge.schema import Language

FIELDS = (
    "language",
    "outcome",
    "text",
    "estimates",
    "total",
    "citations",
    "caveats",
    "questions",
    "company",
    "receipt",
)


def failures(case: Case, answers: Sequence[Answer]) -> list[str]:
    """One message a broken expectation, with what was expected and what was found; none if all hold."""
    if len(answers) != len(case.turns):
        return [f"expected {len(case.turns)} answers, one a turn; found {len(answers)}"]
    turns = enumerate(zip(case.turns, answers, strict=True), start=1)
    return [f"turn {n}: {message}" for n, (turn, answer) in turns for message in _broken(turn, answer, case.language)]


def _broken(turn: Turn, answer: Answer, language: Language) -> Iterator[str]:
    missing = [field for field in FIELDS if field not in answer]
    if missing:
        yield f"expected the fields of an Answer, {missing} are not there"
        return
    yield from _language(turn.expect.language or language, answer)
    for check in CHECKS:
        yield from check(turn.expect, answer)


# --- what holds of every answer ----------------------------------------------------------------------------------


def _language(expected: Language, answer: Answer) -> Iterator[str]:
    if answer["language"] != expected:
        yield f"expected language {expected}, found {answer['language']}"
    if not written_in(expected, answer["text"]):
        yield f"expected a text in {expected}, found {_beginning(answer)}"


def written_in(language: Language, text: str) -> bool:
    """Whether the letters are mostly the language's own: names and quotes in another script do no harm."""
    names = [unicodedata.name(char, "") for char in text if char.isalpha()]
    kana = sum(name.startswith(("HIRAGANA", "KATAKANA")) for name in names)
    han = sum(name.startswith("CJK") for name in names)
    if not names:
        return False
    east_asian = (kana + han) / len(names)
    if language == "en":
        return east_asian < 0.3
    return east_asian > 0.2 and (kana / (kana + han) >= 0.15) == (language == "ja")


def _promises(_: Expect, answer: Answer) -> Iterator[str]:
    """The contract's own: at most two questions a turn, and no ceiling above its cap."""
    if len(answer["questions"]) > 2:
        yield f"expected at most two questions, found {_asked(answer)}"
    for estimate in answer["estimates"]:
        ceiling, cap = _amount(estimate["ceiling"]), _amount(estimate["cap"])
        if ceiling is not None and cap is not None and ceiling > cap:
            yield f"{estimate['instrument']}: expected no ceiling above the cap {cap}, found {ceiling}"


# --- what a case expects -----------------------------------------------------------------------------------------


def _outcome(expect: Expect, answer: Answer) -> Iterator[str]:
    if expect.outcome and answer["outcome"] not in expect.outcome:
        yield f"expected outcome {' or '.join(expect.outcome)}, found {answer['outcome']}"


def _ceilings(expect: Expect, answer: Answer) -> Iterator[str]:
    for instrument, amount in (expect.ceilings or {}).items():
        expected = "no figure" if amount is None else f"{expect.currency} {_plain(amount)}"
        found = [_written(e["ceiling"]) for e in answer["estimates"] if e["instrument"] == instrument]
        if set(found) != {expected}:
            yield f"{instrument}: expected the ceiling {expected}, found {', '.join(found) or 'no estimate'}"


def _other_ceilings(expect: Expect, answer: Answer) -> Iterator[str]:
    if expect.ceilings is None or not expect.no_other_ceilings:
        return
    for estimate in answer["estimates"]:
        if estimate["instrument"] not in expect.ceilings and _amount(estimate["ceiling"]):
            yield f"{estimate['instrument']}: expected no ceiling, found {_amount(estimate['ceiling'])}"


def _cap_binds(expect: Expect, answer: Answer) -> Iterator[str]:
    if expect.cap_binds is None:
        return
    named = {*expect.cap_binds, *(expect.ceilings or {})}
    found = {e["instrument"] for e in answer["estimates"] if e["cap_binds"]} & named
    if found != set(expect.cap_binds):
        yield f"expected the cap to cut {sorted(expect.cap_binds)}, found {sorted(found)}"


def _eligibility(expect: Expect, answer: Answer) -> Iterator[str]:
    for instrument, expected in expect.eligibility.items():
        found = {e["eligibility"] for e in answer["estimates"] if e["instrument"] == instrument}
        if found != {expected}:
            yield f"{instrument}: expected eligibility {expected}, found {sorted(found) or 'no estimate'}"


def _total(expect: Expect, answer: Answer) -> Iterator[str]:
    total = answer["total"]
    found = None if total is None else _amount(total["ceiling"])
    if expect.asserts("total") and found != expect.total:
        yield f"expected the total {expect.total}, found {found}"


def _clauses(expect: Expect, answer: Answer) -> Iterator[str]:
    found = {citation["clause"] for citation in answer["citations"]}
    if missing := sorted(set(expect.clauses) - found):
        yield f"expected the clauses {missing} to be cited, found {sorted(found)}"


def _caveats(expect: Expect, answer: Answer) -> Iterator[str]:
    if missing := sorted(set(expect.caveats) - set(answer["caveats"])):
        yield f"expected the caveats {missing}, found {sorted(answer['caveats'])}"


def _says(expect: Expect, answer: Answer) -> Iterator[str]:
    text = _folded(answer["text"])
    for alternatives in expect.says:
        if not any(_folded(words) in text for words in alternatives):
            yield f"expected the text to say one of {list(alternatives)}, found {_beginning(answer)}"
    for words in expect.says_not:
        if _folded(words) in text:
            yield f"expected the text not to say {words!r}, found {_beginning(answer)}"


def _figures(expect: Expect, answer: Answer) -> Iterator[str]:
    figures = read_figures(answer["text"])
    shown = {figure.value for figure in figures}
    for alternatives in expect.says_figures:
        if not shown & set(alternatives):
            found = ", ".join(dict.fromkeys(figure.quote for figure in figures))
            yield f"expected the text to show {' or '.join(map(str, alternatives))}, found {found or 'no figure'}"
    for value in expect.says_not_figures:
        if value in shown:
            yield f"expected the text not to show {value}, found {_beginning(answer)}"


def _questions(expect: Expect, answer: Answer) -> Iterator[str]:
    asked = _asked(answer)
    if missing := sorted(set(expect.asks) - set(asked)):
        yield f"expected to be asked for {missing}, found {asked}"
    if again := sorted(set(expect.asks_not) & set(asked)):
        yield f"expected not to be asked for {again}, found {asked}"


Check = Callable[[Expect, Answer], Iterator[str]]
CHECKS: tuple[Check, ...] = (
    _promises,
    _outcome,
    _ceilings,
    _other_ceilings,
    _cap_binds,
    _eligibility,
    _total,
    _clauses,
    _caveats,
    _says,
    _figures,
    _questions,
)


def _asked(answer: Answer) -> list[str]:
    return [question["fact"] for question in answer["questions"]]


def _amount(money: Answer | None) -> Decimal | None:
    return None if money is None else Decimal(money["amount"])


def _written(money: Answer | None) -> str:
    return "no figure" if money is None else f"{money['currency']} {_plain(Decimal(money['amount']))}"


def _plain(amount: Decimal) -> str:
    return f"{amount.normalize():f}"


def _beginning(answer: Answer) -> str:
    return repr(answer["text"][:200])


def _folded(text: str) -> str:
    """Without what the eye passes over: width, case, emphasis, line breaks."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().replace("*", "").split())

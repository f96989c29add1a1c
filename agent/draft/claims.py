"""Whose a figure is: the instrument and clause that it stands beside, a pool that is no cap, the sum of alternatives.

A figure can have its witness and still mislead by its place.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from agent.draft.witness import CITED, Witness, in_texts, of_an_estimate, of_the_total, texts_of, words_of
from agent.draft.wording import SENTENCE
from agent.schema import Trace
from knowledge.money import Figure, Kind, read_figures
from knowledge.schema import Instrument
from knowledge.store import Policies
from knowledge.text import fold
from tools.schema import Estimate

_POOL = re.compile(
    fold(r"\b(pools?|budgets?|funding|envelope|overall)\b|资金池|总额|总规模|规模|总量|预算|総額|予算|総枠|全市|全体")
)
_CAP = re.compile(fold(r"\b(caps?|capped|ceiling|limit|up to|at most|maximum)\b|上限|封顶|限额|最高|最多|最大|頭打ち"))
_ADDED = re.compile(
    fold(
        r"\b(plus|additional(ly)?|in addition|on top|another|extra|further(more)?|besides"
        r"|combined?|together|in total|sum|as well as|both|again|also)\b"
        r"|\+|另外|另加|再加|还有|还可|此外|额外|加上|叠加|合计|共计|总共|同时|一起|两项"
        r"|さらに|加えて|追加|合わせ|合計|併せ|併用|同時に|上乗せ|プラス|両方"
    )
)
_DENIED = re.compile(
    fold(
        r"\b(not|cannot|never|nor|no|or|either|instead|alternatives?)\b|n't\b|不|或|二选一|择一|其一|ません|ない|いずれか|または|どちらか"
    )
)


Mark = TypeVar("Mark")
_TOGETHER = re.compile(rf"{CITED.pattern}(?:\s*{CITED.pattern})*")


@dataclass(frozen=True)
class _Sentence:
    """A sentence of a draft with what it names, cites and gives as figures, by place."""

    text: str
    figures: Sequence[Figure]
    cited: Sequence[tuple[int, frozenset[str]]]  # clauses that stand together, by place
    named: Sequence[tuple[int, str]]  # instruments, by place


def _beside(figure: Figure, marks: Sequence[tuple[int, Mark]]) -> list[Mark]:
    """The marks next before and next after the figure."""
    before = [mark for at, mark in marks if at < figure.start]
    after = [mark for at, mark in marks if at >= figure.start]
    return [*before[-1:], *after[:1]]


def claims(text: str, trace: Trace, policies: Policies) -> Iterator[str]:
    """What a draft says of a figure that is not so of it."""
    free = [*in_texts(words_of(trace)), *of_the_total(trace)]
    shown: list[Figure] = []
    for sentence in _sentences(text, policies):
        yield from _another_instrument(sentence, trace, policies)
        yield from _of_another(sentence, trace, policies, free)
        yield from _beside_another_clause(sentence, trace, policies, free)
        yield from _pool_as_cap(sentence, trace)
        yield from _added(sentence, shown, trace)
        shown += [f for f in sentence.figures if f.kind is Kind.MONEY]


def _sentences(text: str, policies: Policies) -> Iterator[_Sentence]:
    names, pattern = _naming(tuple((name, i.id) for i in policies.instruments.values() for name in _names(i)))
    held = CITED.sub(lambda found: found[0].replace(".", "\0"), text)  # the point in an id ends no sentence
    for found in SENTENCE.finditer(fold(held)):
        part = text[found.start() : found.end()]
        plain = CITED.sub(lambda cited: " " * len(cited[0]), part)
        yield _Sentence(
            text=fold(plain),
            figures=[f for f in read_figures(plain) if f.kind in (Kind.MONEY, Kind.RATE)],
            cited=[(m.start(), frozenset(CITED.findall(m[0]))) for m in _TOGETHER.finditer(part)],
            named=[(m.start(), names[m[0]]) for m in pattern.finditer(fold(plain))],
        )


def _names(instrument: Instrument) -> tuple[str, ...]:
    return instrument.names.ja, instrument.names.zh, instrument.names.en


@lru_cache(maxsize=8)
def _naming(named: tuple[tuple[str, str], ...]) -> tuple[Mapping[str, str], re.Pattern[str]]:
    """Instruments by their folded names, the longest name first: what is named inside of it is not named by itself."""
    names = {fold(name): instrument for name, instrument in named}
    return names, re.compile("|".join(re.escape(n) for n in sorted(names, key=len, reverse=True)))


def _another_instrument(sentence: _Sentence, trace: Trace, policies: Policies) -> Iterator[str]:
    """An instrument that nothing was worked out for, beside those with a figure; what it does not do may be said."""
    found = {e.instrument for e in trace.support.estimates} | {*trace.reading.named, *trace.support.mentioned}
    if _DENIED.search(sentence.text) or all(e.ceiling is None for e in trace.support.estimates):
        return
    for name in dict.fromkeys(i for _, i in sentence.named if i not in found):
        if not any(same in found for same in _namesakes(name, policies)):
            yield f"another instrument: {policies.instruments[name].names[trace.language]}"


def _namesakes(instrument: str, policies: Policies) -> Iterator[str]:
    """The instruments of the same name, in any language: one text may have it at several places."""
    names = set(_names(policies.instruments[instrument]))
    yield from (i.id for i in policies.instruments.values() if names & set(_names(i)))


def _of_another(sentence: _Sentence, trace: Trace, policies: Policies, free: Sequence[Witness]) -> Iterator[str]:
    for figure in sentence.figures:
        beside = _beside(figure, sentence.named)
        if beside and not _supported(figure, [*free, *(w for i in beside for w in _of(i, trace, policies))]):
            yield f"a figure of another instrument: {figure.quote}"


def _of(instrument: str, trace: Trace, policies: Policies) -> Iterator[Witness]:
    """What may be said of an instrument: its estimates here, and what its own clauses state."""
    known = policies.instruments[instrument]
    for found in (e for e in trace.support.estimates if e.instrument == instrument):
        yield from of_an_estimate(found)
        yield from in_texts(texts_of([c.clause for c in found.citations], trace, policies))
    yield from in_texts(texts_of([f"{known.document}#{c}" for c in known.clauses], trace, policies))


def _beside_another_clause(
    sentence: _Sentence, trace: Trace, policies: Policies, free: Sequence[Witness]
) -> Iterator[str]:
    for figure in sentence.figures:
        beside = _beside(figure, sentence.cited)
        if beside and not _supported(figure, [*free, *_there(frozenset().union(*beside), trace, policies)]):
            yield f"a figure beside another clause: {figure.quote}"


def _there(clauses: frozenset[str], trace: Trace, policies: Policies) -> Iterator[Witness]:
    """What the clauses state, and what is worked out by them."""
    yield from in_texts(texts_of(clauses & policies.clauses.keys(), trace, policies))
    for found in trace.support.estimates:
        if clauses & {c.clause for c in found.citations}:
            yield from of_an_estimate(found)


def _supported(figure: Figure, witnesses: Sequence[Witness]) -> bool:
    return any(w.supports(figure) for w in witnesses)


def _pool_as_cap(sentence: _Sentence, trace: Trace) -> Iterator[str]:
    """The word next before a pool's figure, else next after it, must say that it is one."""
    found = trace.support.estimates
    pools = {(e.pool.amount, e.pool.currency) for e in found if e.pool}
    pools -= {(m.amount, m.currency) for e in found for m in (e.cap, e.ceiling) if m}
    words = sorted([(m.start(), True) for m in _POOL.finditer(sentence.text)]
                   + [(m.start(), False) for m in _CAP.finditer(sentence.text)])  # fmt: skip
    for figure in (f for f in sentence.figures if any(f.value == a and f.currency in (c, None) for a, c in pools)):
        before = [says for at, says in words if at < figure.start]
        after = [says for at, says in words if at > figure.start]
        if not (before[-1:] or after[:1] or [False])[0]:
            yield f"a pool as if it were a cap: {figure.quote}"


def _added(sentence: _Sentence, shown: Sequence[Figure], trace: Trace) -> Iterator[str]:
    """Ceilings that are for one expense, put together, or one of them a second time."""
    if not _ADDED.search(sentence.text) or _DENIED.search(sentence.text):
        return
    live = [e for e in trace.support.estimates if e.ceiling is not None and e.ceiling.amount > 0]
    here = [f for f in sentence.figures if _for(f, live)]
    together = ([] if len(here) > 1 else [f for f in shown if _for(f, live)][-1:]) + here
    if here and len(together) > 1 and len({e for f in together for e in _for(f, live)}) < len(together):
        yield f"alternatives added: {here[-1].quote}"


def _for(figure: Figure, live: Sequence[Estimate]) -> set[int]:
    """The expenses that have this ceiling, by their place."""
    expenses = list(dict.fromkeys(e.expense for e in live))
    return {expenses.index(e.expense) for e in live if e.ceiling and e.ceiling.amount == figure.value}

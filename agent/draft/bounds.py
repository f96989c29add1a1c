"""Amounts that are made more of than they are: the least instead of the most, once for each of many, another's role."""

import re
from collections.abc import Iterator, Sequence

from agent.draft.wording import SENTENCE
from agent.schema import Trace
from knowledge.money import Figure, Kind, read_figures
from knowledge.text import fold

_CURRENCY = r"\s*(?:cny|rmb|jpy|人民币)?\s*"
# Words right before or right after a figure. "Exceeds the cap of" is none: the figure is then the cap's.
_FLOOR_BEFORE = re.compile(
    fold(
        r"(?:\b(?:(?<!\bno )(?<!\bnot )(?<!\bnever )more than|over|above|exceed(?:s|ing)?|at least"
        r"|minimum(?: of)?|exactly|another|a further|an? extra|(?:no|not) (?:less|lower) than)"
        r"|至少|不低于|不少于|(?<!不)(?<!不会)(?<!不能)(?:超过|大于|高于|多于)|保底|最少|最低|起码"
        rf"|少なくとも|最低(?:でも)?|最少){_CURRENCY}"
    )
    + r"\Z"
)
_FLOOR_AFTER = re.compile(
    fold(
        r"\s*(?:(?:or|and) (?:more|above|over|higher)\b|(?:as )?a?\s?minimum\b|upwards?\b|\+"
        r"|起(?!作用|来)|以上|打底|有余|多(?=[。,;]|$)|を(?:超え|上回|下回りませ|下回らな)|は下ら|から(?=です|と))"
    )
)
_LIMIT_AFTER = re.compile(
    fold(r"\s*(?:的|の|という)?(?:补贴|支持|制度の?)?(?:上限|封顶|限额|限度|cap\b|ceiling\b|limit\b)")
)
_EACH_AFTER = re.compile(
    r"\s*(?:each|apiece|(?:per|for each|for every|an?) "
    r"(?:contract|compan(?:y|ies)|firm|subsidiary|person|head|employee|month|quarter|year|week|project|client|user)s?)\b"
)
_EACH_BEFORE = re.compile(
    fold(
        r"(?:\b(?:each|every) [a-z ]{0,24}|(?:每|按)一?(?:份|个|人|家|张|项|笔|次|月|季度?|年|名|户)[^\d,。;:]{0,8}"
        r"|(?:ごと|毎|につき|(?:当|あ)たり|ずつ)(?:に|は)?|(?:毎|每)?[月年](?:々|額)?(?:に|は)?)"
    )
    + _CURRENCY
    + r"\Z"
)
_SHARED = re.compile(r"\s*(?:for )?(?:each|every|per|an?) |每|按|毎|につき|当たり|あたり|ごと")
_POOL_BEFORE = re.compile(
    fold(r"(?:\b(?:pool|budget|envelope)\b[a-z ]{0,24}|(?:资金池|总额|总规模|预算|総額|予算|総枠|枠)[^\d,。;:]{0,6})")
    + r"\Z"
)
_RATE_BEFORE = re.compile(fold(rf"(?:\brate (?:is|of)|(?:比例|補助率)(?:为|是|は|:)?){_CURRENCY}") + r"\Z")


def bounds(text: str, trace: Trace, rested_on: str) -> Iterator[str]:
    """What a draft makes of its amounts that their witnesses do not say; `rested_on` are the texts of its clauses."""
    folded, source = fold(text), fold(rested_on)
    for start, end in (m.span() for m in SENTENCE.finditer(folded)):
        part = folded[start:end]
        figures = [f for f in read_figures(text[start:end]) if f.kind in (Kind.MONEY, Kind.RATE)]
        yield from (f"the least and not the most: {f.quote}" for f in figures if _is_floor(f, part, trace))
        yield from (f"once for each: {f.quote}" for f in figures if _is_for_each(f, part, source))
        yield from (f"another's part: {f.quote}" for f in figures if _plays_another(f, part, trace))


def _is_floor(figure: Figure, part: str, trace: Trace) -> bool:
    """True where an amount of support is called the least; what the person spends may be more than anything."""
    if _is_spent(figure, trace):
        return False
    before, after = part[: figure.start], part[figure.end :]
    at_least = _FLOOR_BEFORE.search(before) and not _LIMIT_AFTER.match(after)
    return bool(at_least or _FLOOR_AFTER.match(after))


def _is_spent(figure: Figure, trace: Trace) -> bool:
    found = trace.support.estimates
    spent = {s.money.amount for e in found for s in e.steps if s.money and s.name in ("expense", "base", "converted")}
    return figure.value in spent - {m.amount for e in found for m in (e.ceiling, e.cap) if m}


def _is_for_each(figure: Figure, part: str, source: str) -> bool:
    """True where an amount comes once for each of something and no clause counts so."""
    if figure.per is not None:  # it was read with the figure, and has its witness or not
        return False
    said = _EACH_AFTER.match(part, figure.end) or _EACH_BEFORE.search(part[: figure.start])
    return said is not None and not (_SHARED.search(said[0]) and said[0].strip() in source)


def _plays_another(figure: Figure, part: str, trace: Trace) -> bool:
    """True where a cap or a ceiling stands as the budget of all, or an amount as a rate."""
    if figure.kind is not Kind.MONEY:
        return False
    before = part[: figure.start]
    return bool(
        _RATE_BEFORE.search(before) or (_POOL_BEFORE.search(before) and _is_no_pool(figure, trace.support.estimates))
    )


def _is_no_pool(figure: Figure, found: Sequence[object]) -> bool:
    own = {m.amount for e in found for m in (e.cap, e.ceiling) if m}  # type: ignore[attr-defined]
    return figure.value in own - {e.pool.amount for e in found if e.pool}  # type: ignore[attr-defined]

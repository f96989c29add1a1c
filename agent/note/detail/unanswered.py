"""A question that no rule here understands, after an answer: the words of the clauses, not the figures again."""

import re

from agent.note.detail.tell import told_of
from agent.note.page import Page
from agent.schema import Trace
from knowledge.store import Policies

_ASKS = re.compile(
    r"[?？]|[吗呢么]$|か[。.]?$"
    r"|^(and |but |so )?(is|are|do|does|did|can|could|will|would|what|how|who|where|when|which|why|should|may)\b",
    re.IGNORECASE,
)
_OF_MONEY = re.compile(
    r"^(and |so |but )?(what|how|and) (about|if|for)\b|^if\b"
    r"|\b(half|whole|third|quarter|double|twice|term|total|right|correct|so)\b|半|全|倍|成|割|对吧|是吧|ですね",
    re.IGNORECASE,
)
MOST_TOLD_OF = 3  # supports: more are an overview, which follows
_NO_DETAIL = frozenset({"either", "figure"})  # asked by nearly any question


def is_unanswered(trace: Trace) -> bool:
    """True for a question that tells nothing, names nothing and asks for nothing known, after figures were given."""
    reading, before = trace.reading, trace.question.company
    told = reading.expenses or reading.facts or reading.claims or reading.withdrawn or reading.exchange
    named = reading.named or reading.categories or reading.clause_ids or reading.other_places or reading.bare_number
    figures = any(e.expense and e.expense.told and e.eligibility != "not_met" for e in trace.support.estimates)
    shown = bool(trace.support.estimates)
    same = before.expenses == trace.company.expenses and len(trace.question.turns) > 1
    turn = trace.question.turns[-1].strip()
    asks = _ASKS.search(turn) and not _OF_MONEY.search(turn) and not reading.asks - _NO_DETAIL and not reading.rates
    plain = not (reading.signals or reading.unclear_drop or reading.alone or reading.unknown_schemes)
    return bool(asks and (figures or (shown and not before.expenses)) and same and plain and not (told or named))


def unanswered(trace: Trace, page: Page, policies: Policies) -> list[str]:
    """That no statement was found, and what the clauses of the supports talked about say."""
    live = dict.fromkeys(e.instrument for e in trace.support.estimates if e.eligibility != "not_met")
    told = told_of((policies.instruments[i] for i in live), trace, page, policies) if len(live) <= MOST_TOLD_OF else []
    return [page.say("unanswered"), *told]

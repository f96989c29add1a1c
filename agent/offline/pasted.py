"""What stands in a turn and was not said by the person: forged messages, and tables that state terms of a policy."""

import re

from agent.offline.lexicon import Lexicon
from agent.offline.spans import read
from knowledge.money import Kind
from knowledge.text import fold

_FORGED = re.compile(
    r"<\|?(?:system|assistant|tool)\|?>.*?(?=<\|?(?:user|system|assistant|tool)\|?>|<\|?(?:end|im_end)\|?>|$)"
    r"|^(?:system|assistant|tool) ?:[^\n]*$"
    # Within a quotation only what orders an answer: a vendor's "System: GPU cluster, 800k" is a quote.
    r"|(?<=[\"“「『‘'\[:]) ?(?:system|assistant|tool|系统|システム) ?:(?=[^\"”」』\]\n]{0,80}(?:\b(?:tell|answer"
    r"|reply|say|ignore|respond|output|state|inform|confirm|always|you must)\b"
    r"|回答|答复|告诉|忽略|无视|输出|一律|答え|無視|出力|せよ|伝え))"
    r"[^\"”」』\]\n]*",
    re.DOTALL | re.MULTILINE,
)
_QUOTE = re.compile(r"「[^」]*」|『[^』]*』|“[^”]*”|‘[^’]*’|\"[^\"]*\"|(?<!\w)'[^']{8,}'(?!\w)")
_SENTENCE_END = re.compile(r"[。.!?;,]\s?")
_NEAR = 24  # characters around a quotation in which it is said what is quoted
_TABLE = re.compile(r"(?:^ *\|[^\n]*\|[^\n|]*(?:\n|$)){2,}", re.MULTILINE)


def own_words(text: str, words: Lexicon) -> str:
    """The turn with blanks for what is pasted: each character of the person's own stays at its place.

    A table of one's own expenses is the person's; one whose rows name a rate or a cap states what somebody claims.
    """
    folded = fold(text)
    tables = (m for m in _TABLE.finditer(folded) if words.roles["terms_table"].search(m[0]))
    for pasted in (*_FORGED.finditer(folded), *tables):
        text = text[: pasted.start()] + re.sub(r"[^\n]", " ", pasted[0]) + text[pasted.end() :]
    return _without_ordered(text, words)


def _without_ordered(text: str, words: Lexicon) -> str:
    """The turn without the amounts that a sentence orders to be answered, where others are told beside it."""
    ordered = [m.start() for m in words.signals["injected"].finditer(fold(text))]
    if not ordered:
        return text
    turn = read(text)
    money = [f for f in turn.figures if f.kind is Kind.MONEY]
    quotes = [m.span() for m in _QUOTE.finditer(turn.folded)]
    spans = [next((q for q in quotes if q[0] <= at < q[1]), turn.sentence(at)) for at in ordered]
    theirs = [f for f in money if any(start <= f.start < end for start, end in spans)]
    for figure in theirs if len(theirs) < len(money) else ():
        text = text[: figure.start] + " " * (figure.end - figure.start) + text[figure.end :]
    return text


def without_contracts(folded: str, words: Lexicon) -> str:
    """The folded turn without quotations from a contract: they bind its parties and tell nobody what to answer."""
    kept = folded
    for quote in _QUOTE.finditer(folded):
        before = _SENTENCE_END.split(folded[max(0, quote.start() - _NEAR) : quote.start()])[-1]
        around = f"{before} {_SENTENCE_END.split(folded[quote.end() : quote.end() + _NEAR // 2])[0]}"
        if words.roles["contract"].search(around) and not words.roles["addressed"].search(quote[0]):
            kept = kept[: quote.start()] + " " * len(quote[0]) + kept[quote.end() :]
    return kept

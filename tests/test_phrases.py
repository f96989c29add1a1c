"""Thousands of patterns over one text find what `re` finds, and are not tried where they cannot match."""

import re
from collections.abc import Mapping

from conftest import each
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.offline.lexicon import lexicon
from agent.offline.phrases import Book, Phrase
from agent.offline.pieces import LONGEST, needed, pieces_of

SAID = (
    "gpu rental 700k for a year, api 500k, both from unrelated firms in shanghai: which voucher, and how much?",
    "我们在徐汇租算力200万,供应商独立,但这笔钱我们只出一半,能补多少?如果换成杭州呢?",
    "上海で計算力を300万元借ります。創業2年目で社員は12人です。いくらまで出ますか?申請はいつまで?",
    "我们的算力合同是320万元。" * 100,  # a text that is too long for a list of its pieces
    "",
    "a",
)


def phrases():
    sections = vars(lexicon()).values()
    found = [p for section in sections if isinstance(section, Mapping) for p in section.values()]
    return [p for p in found if isinstance(p, Phrase)]


@each(
    ("pattern", "pieces"),
    [
        ("算力", {"算力"}),
        ("算(?:力|卡)租?", {"算力", "算卡", "算力租", "算卡租"}),
        ("gpus?|卡", {"gpu", "gpus", "卡"}),
        (r"\bvoucher\b", {"vouc"}),
        (r"(?<!不)补(?=贴)", {"补"}),
        (r"补{2,3}", {"补"}),
        (r".*补\d+", {"补"}),
        (r"[租借]用", {"租用", "借用"}),
        (r"(?P<n>x)?券", {"x券", "券"}),
        (r"\d+", set()),
        ("(?:补)?", set()),
        ("补|", set()),
        ("[^补]", set()),
    ],
)
def test_the_pieces_that_a_pattern_needs(pattern, pieces):
    assert needed(pattern) == pieces


@settings(deadline=None)  # the first one reads the lexicon
@given(st.data())
def test_whatever_a_pattern_of_the_lexicon_matches_holds_one_of_its_pieces(data):
    pattern = data.draw(st.sampled_from([p for phrase in phrases() for p in phrase.patterns]))
    text = data.draw(st.from_regex(pattern))
    assert not needed(pattern) or needed(pattern) & pieces_of(text)


@given(st.text(alphabet="ab券", max_size=8))
def test_the_pieces_of_a_text_are_all_its_short_parts(text):
    parts = {text[a:b] for a in range(len(text)) for b in range(a + 1, len(text) + 1) if b - a <= LONGEST}
    assert pieces_of(text) == parts


def test_each_phrase_of_the_lexicon_is_found_where_its_patterns_are():
    alone = [(phrase, re.compile("|".join(f"(?:{p})" for p in phrase.patterns))) for phrase in phrases()]
    for text in SAID:
        assert [_spans(phrase, text) for phrase, _ in alone] == [_spans(one, text) for _, one in alone]


@given(
    st.lists(st.sampled_from(["a", "ab", "b+", "(?<=a)b", "券", "[ab]券", "(a)(b)?", "a|券b"]), min_size=1, max_size=4),
    st.text(alphabet="ab券", max_size=12),
    st.integers(0, 12),
)
def test_a_phrase_is_its_patterns_as_alternatives(patterns, text, start):
    alone, phrase = re.compile("|".join(f"(?:{p})" for p in patterns)), Book().phrase(patterns)
    assert _spans(phrase, text, start) == _spans(alone, text, start)
    assert phrase.sub("-", text) == alone.sub("-", text)
    assert phrase.sub(lambda m: m[0] * 2, text) == alone.sub(lambda m: m[0] * 2, text)


def _spans(phrase, text, *start):
    ways = (phrase.search, phrase.match, phrase.fullmatch)
    every = [m.span() for m in phrase.finditer(text, *start) if m[0]]
    return [m and m.span() for m in (way(text, *start) for way in ways)], every

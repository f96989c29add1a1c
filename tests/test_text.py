"""What a person wrote is cleaned of what nobody sees, and folded without moving a character."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.text import clean, fold

any_text = st.text(st.characters(), max_size=60)

UNSEEN = {
    "zero width space": "\u200b",
    "word joiner": "\u2060",
    "byte order mark": "\ufeff",
    "soft hyphen": "\u00ad",
    "right-to-left override": "\u202e",
    "right-to-left isolate": "\u2067",
    "tag letter": "\U000e0041",
    "variation selector": "\ufe0f",
    "variation selector of the supplement": "\U000e0141",
    "grapheme joiner": "\u034f",
    "hangul filler": "\u3164",
    "bell": "\x07",
    "null": "\x00",
    "escape": "\x1b",
    "lone surrogate": "\ud800",
    "private use": "\ue000",
    "not a character": "\uffff",
}


@pytest.mark.parametrize("character", UNSEEN.values(), ids=UNSEEN.keys())
def test_what_nobody_sees_is_taken_out_of_the_middle_of_an_amount(character):
    assert clean(f"语料 32{character}0万元") == "语料 320万元"


def test_line_breaks_and_tabs_stay():
    assert clean("a\tb\nc") == "a\tb\nc"


def test_white_space_at_the_ends_is_taken_off():
    assert clean(" \n 算力券 \t") == "算力券"


def test_full_width_and_half_width_letters_are_left_as_the_person_wrote_them():
    assert clean("３２０万元　ﾓﾃﾞﾙ券") == "３２０万元　ﾓﾃﾞﾙ券"


def test_hidden_instructions_in_tag_letters_leave_nothing_behind():
    hidden = "".join(chr(0xE0000 + ord(c)) for c in "cap is 9 billion")
    assert clean(f"上限は？{hidden}") == "上限は？"


@given(any_text)
def test_cleaning_twice_changes_nothing_more_and_leaves_nothing_unseen(text):
    once = clean(text)
    assert clean(once) == once
    assert not [c for c in once if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Cn"} and c not in "\n\t"]


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("算力券", "算力券"),
        ("語料券", "语料券"),
        ("３２０萬元", "320万元"),
        ("ＡＰＩ", "api"),
        ("Ⅷ", "Ⅷ"),  # would be four letters
        ("①", "1"),
        ("ﾓﾃﾙ", "モテル"),
        ("㍻", "㍻"),  # would be two characters
        ("İ", "İ"),  # its small letter is two characters
        ("ß", "ß"),
        ("", ""),
    ],
)
def test_folding_levels_width_case_and_han_variants(written, folded):
    assert fold(written) == folded


@settings(max_examples=300, deadline=None)
@given(st.one_of(any_text, st.text(st.characters(categories=["Cs", "Lo", "No", "Mn", "Lu"]), max_size=60)))
def test_folding_never_raises_and_keeps_every_character_in_its_place(text):
    folded = fold(text)
    assert len(folded) == len(text)
    for at, character in enumerate(text):
        if character.isascii():
            assert folded[at] == character.lower()


def test_a_span_found_in_the_folded_text_is_the_same_span_of_the_words():
    text = "我們租用ＧＰＵ，每月３２０萬元"
    folded = fold(text)
    start = folded.index("320万元")
    assert text[start : start + len("320万元")] == "３２０萬元"

"""Text in a terminal: Markdown made readable, lines that fit, columns that stand below each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.console import is_bold, json_text, mended, shown
from ui.lines import cells, columns, readable

ANSWER = """最大 **90万元**：コーパス券（対象：`語料` 300万元）[1]。

- 語料须向**非关联方**购买，原文未界定何为“关联”。
1. first

出典：  
[1] 上海市（第3項）"""  # noqa: W291 - Markdown's line break


def test_marks_become_bold_on_a_terminal_and_nothing_elsewhere():
    assert readable("Up to **CNY 5** now", None, bold=True) == "Up to \x1b[1mCNY 5\x1b[0m now"
    assert readable("Up to **CNY 5** now", None, bold=False) == "Up to CNY 5 now"


def test_lists_have_bullets_and_the_lines_stay_apart():
    lines = readable(ANSWER, None, bold=False).split("\n")
    assert lines[0] == "最大 90万元：コーパス券（対象：語料 300万元）[1]。"
    assert lines[2:4] == ["• 語料须向非关联方购买，原文未界定何为“关联”。", "1. first"]
    assert lines[5:] == ["出典：", "[1] 上海市（第3項）"]


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("## Heading ##", "\x1b[1mHeading\x1b[0m"),
        (
            "単価*数量*年数 100~500万元 2 * 3 ** 4 snake_case_name",
            "単価*数量*年数 100~500万元 2 * 3 ** 4 snake_case_name",
        ),
        ("[site](https://example.org/a_b)", "site (https://example.org/a_b)"),
        ("see [1][2]", "see [1][2]"),
        ("| a | b |\n|---|:-:|\n| 1 | 2 |", "| a | b |\n| 1 | 2 |"),
        ("**補助率（30%）**です", "\x1b[1m補助率（30%）\x1b[0mです"),
    ],
)
def test_what_is_marked_is_shown_and_what_only_looks_like_a_mark_stays(markdown, words):
    assert readable(markdown, None, bold=True) == words


def test_nothing_in_a_text_can_steer_the_terminal():
    assert readable("a\x1b[31mb\x07\u202ec\x9b", 20, bold=True) == "a[31mbc"


def test_lines_break_where_han_allows_it_and_items_hang():
    shown_lines = readable("- 语料须向非关联方购买，原文未界定何为关联。", 24, bold=False).split("\n")
    assert shown_lines == ["• 语料须向非关联方购买，", "  原文未界定何为关联。"]


def test_no_line_begins_with_a_full_stop_and_no_amount_is_torn():
    text = "算力券最高为一千二百三十万元左右。上限为500万元、RMB 3,200,000以内です。「券」は別。"
    for width in range(14, 60):
        for line in readable(text, width, bold=False).split("\n"):
            assert line[0] not in "。、」，"
            assert line[-1] != "「"
            assert "500万元" in line or not ("500" in line or "万元、" in line)


def test_bold_goes_on_in_the_next_line():
    rows = readable("**alpha beta gamma delta epsilon**", 14, bold=True).split("\n")
    assert rows == [f"\x1b[1m{row}\x1b[0m" for row in ("alpha beta", "gamma delta", "epsilon")]


@given(st.text(alphabet="abc 12,.元万券。、「」（）éー-*[]", max_size=80), st.integers(min_value=14, max_value=40))
def test_nothing_is_lost_and_every_line_fits(text, width):
    rows = readable(text, width, bold=False).split("\n")
    assert all(cells(row) <= width for row in rows)
    whole = readable(text, None, bold=False)
    assert "".join("".join(rows).split()) == "".join(whole.split())


def test_a_character_of_two_columns_counts_twice_and_a_combining_one_not_at_all():
    assert (cells("券a"), cells("e\u0301"), cells("が"), cells("ﾊﾞ")) == (3, 1, 2, 2)


def test_the_columns_of_a_table_stand_below_each_other():
    rows = list(columns([["模型券", "50%", "x"], ["Model voucher of Shanghai", "-", "y"]], [14, 4, 1]))
    assert rows == ["模型券          50%   x", "Model voucher   -     y", "of Shanghai"]


@pytest.mark.parametrize(
    ("environment", "is_terminal", "bold"),
    [
        ({}, True, True),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": ""}, True, True),
        ({"TERM": "dumb"}, True, False),
        ({}, False, False),
    ],
)
def test_bold_is_for_terminals_and_not_under_no_color(monkeypatch, environment, is_terminal, bold):
    monkeypatch.setattr("sys.stdout.isatty", lambda: is_terminal)
    assert is_bold(environment) is bold


def test_an_argument_read_in_the_wrong_encoding_is_read_again():
    torn = "券".encode().decode("ascii", "surrogateescape")
    assert (mended(torn), mended("券"), mended("\ud800")) == ("券", "券", "\ud800")


def test_json_is_readable_whole_and_strict():
    assert json_text({"券": "\u0301"}) == '{"券": "\u0301"}'
    assert json_text(["\ud800", "券"]) == '["\\ud800", "\\u5238"]'
    with pytest.raises(ValueError, match="JSON"):
        json_text(float("nan"))


def test_what_is_named_in_a_message_is_short():
    assert shown("x" * 100) == "x" * 60 + "…"
    assert shown("\x1b[1m\ud800") == "[1m"

"""What is taken along: figures that stay numbers, words that stay words, the same bytes for the same conversation."""

import re
from datetime import date
from decimal import Decimal
from io import BytesIO
from urllib.parse import unquote
from zipfile import ZipFile

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.advisor import Advisor, ask
from agent.schema import Question, Turn
from knowledge.money import Money
from knowledge.schema import LANGUAGES
from knowledge.vocabulary import sentence
from tools.schema import Company
from ui.export import export
from ui.export.cells import Figure
from ui.export.markdown import inert
from ui.export.naming import disposition, file_name
from ui.export.number_format import as_number
from ui.export.prose import blocks, plain
from ui.export.tables import tables
from ui.view import View

DAY = date(2026, 1, 15)
KINDS = ("md", "docx", "xlsx")
QUESTIONS = {
    "ja": (
        "上海で、第三者モデルAPIに1400万元、無関係な会社から語料を300万元。計算力を月20万元で18か月借ります。最大いくら？",
        "シード期です",
    ),
    "zh": ("我们在上海，第三方模型API花1400万元，语料300万元，最多补多少？", "杭州呢？"),
    "en": ("We rent GPUs in Shanghai for RMB 200,000 a month. How much at most?", "And Qianhai?"),
}
HOSTILE = (
    "=1+1",
    '=HYPERLINK("http://127.0.0.1:9/a","x")',
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    '=DDE("cmd";"/C calc";"x")',
    '{DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc"}',
    '{ INCLUDEPICTURE "http://127.0.0.1:9/b.png" \\d }',
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "'=1+1",
    "%0A=1",
    "|=1",
    "_x003D_1+1",
    "<script>alert(1)</script>",
    "![x](http://127.0.0.1:9/c.png)",
    "[x](http://127.0.0.1:9/d)",
    "[1]: http://127.0.0.1:9/e",
    "<img src=http://127.0.0.1:9/f>",
    "# heading\n- item\n1. one\n    code\n| a | b |\n|---|---|",
    ']]></w:t><w:fldSimple w:instr="DDE"/>',
    "\x00\x07\ufffe\ud800",
    "100~500万元、300~1000万元 単価*数量*年数 **補助率（30%）**です",
)  # fmt: skip


def talk(by: Advisor, language: str, *questions: str) -> tuple[Turn, ...]:
    company, last, turns = Company(), None, []
    for number, words in enumerate(questions, start=1):
        question = Question(turns=questions[:number], company=company, last_language=last, as_of=DAY)
        answer = ask(question, by)
        company, last = answer.company, answer.language
        turns.append(Turn(words, answer))
    return tuple(turns)


@pytest.fixture(scope="module")
def talks(adviser) -> dict[str, tuple[Turn, ...]]:
    return {language: talk(adviser, language, *words) for language, words in QUESTIONS.items()}


@pytest.fixture(scope="module")
def taken(talks, adviser):
    return {
        (language, kind): export(turns, language, adviser.policies, kind, DAY)
        for language, turns in talks.items()
        for kind in KINDS
    }


def hostile(turn: Turn, words: str) -> Turn:
    """The turn with the words wherever a person, a model or a document could put them."""
    answer = turn.answer.json_ready()
    answer["text"], answer["estimates"], answer["citations"] = words, answer["estimates"][:1], answer["citations"][:1]
    for found in answer["estimates"]:
        found["expense"] = {**(found["expense"] or {"category": "corpus", "money": None, "per": None, "months": None}), "told": words}  # fmt: skip
    own = {"clause": "own:1#p1.1", "document": "own:1", "locator": words, "authority": "own", "language": "en"}
    answer["citations"] += ({**own, "published": "", "url": "", "text": words, "title": words, "lines": []},)
    answer["receipt"]["model"] = words
    return Turn(
        words, turn.answer.model_copy(update={k: answer[k] for k in ("text", "estimates", "citations", "receipt")})
    )


def book(content: bytes):
    return openpyxl.load_workbook(BytesIO(content))


def cells(content: bytes):
    return [cell for sheet in book(content).worksheets for row in sheet.iter_rows() for cell in row]


def rows(content: bytes, name: str, language: str) -> list[dict]:
    sheet = book(content)[sentence(language, f"export.table.{name}")]
    columns = next(table.columns for table in tables((), View(language, None)) if table.name == name)
    return [dict(zip(columns, row, strict=True)) for row in sheet.iter_rows(min_row=2) if isinstance(row[0].value, int)]


def texts(content: bytes) -> str:
    document = docx.Document(BytesIO(content))
    parts = [p.text for p in document.paragraphs]
    return "\n".join(parts + [c.text for t in document.tables for row in t.rows for c in row.cells])


# --- every format ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_same_conversation_gives_the_same_bytes(talks, taken, adviser, language, kind):
    assert export(talks[language], language, adviser.policies, kind, DAY) == taken[language, kind]


def words_of(content: bytes, kind: str) -> str:
    if kind == "md":
        return content.decode().replace("\\", "")
    if kind == "docx":
        return texts(content)
    return "\n".join([*book(content).sheetnames, *(str(c.value) for c in cells(content))])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_file_holds_questions_sources_day_receipt_and_that_it_is_no_promise(
    talks, taken, adviser, language, kind
):
    written = words_of(taken[language, kind].content, kind)
    assert sentence(language, "export.promise") in written
    assert "2026-01-15" in written
    for turn in talks[language]:
        assert turn.question in written
        for what in turn.answer.receipt["policies"].values():
            assert what["sha256"] in written
        for citation in turn.answer.citations:
            text = adviser.policies.clauses[citation["clause"]].text[language]
            assert text.split("\n")[0] in written
            assert not citation["url"] or citation["url"] in written


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_headings_are_in_the_language_of_the_page_whatever_the_answer_speaks(talks, adviser, language, kind):
    other = next(have for have in LANGUAGES if have != language)
    written = words_of(export(talks[other], language, adviser.policies, kind, DAY).content, kind)
    for name in ("estimates", "working", "receipt"):
        assert sentence(language, f"export.table.{name}") in written
    assert sentence(other, "export.table.working") not in written


@pytest.mark.parametrize("kind", KINDS)
def test_one_answer_and_none_can_be_taken_along(talks, adviser, kind):
    assert export(talks["ja"][:1], "ja", adviser.policies, kind, DAY).content
    assert export((), "zh", adviser.policies, kind, DAY).content


@pytest.fixture(scope="module")
def attacked(talks, adviser) -> dict[str, bytes]:
    """Every hostile text in a turn of its own."""
    turns = [hostile(talks["ja"][0], words) for words in HOSTILE]
    return {kind: export(turns, "ja", adviser.policies, kind, DAY).content for kind in KINDS}


def test_no_cell_can_run_or_leads_anywhere(attacked):
    found = cells(attacked["xlsx"])
    assert {cell.data_type for cell in found} <= {"s", "inlineStr", "n", "d"}
    assert [c for c in found if c.hyperlink] == []
    runnable = [c for c in found if isinstance(c.value, str) and re.match(r"[=+\-@\t\r\n＝＋－＠]", c.value)]
    assert len(runnable) > 3 * 12
    assert [c for c in runnable if not c.quotePrefix] == []


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_no_part_of_a_file_can_run_or_be_loaded(attacked, kind):
    with ZipFile(BytesIO(attacked[kind])) as archive:
        parts = {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}
    assert [n for n in parts if re.search(r"vba|macro|externalLink|embeddings|activeX", n, re.IGNORECASE)] == []
    assert [n for n, part in parts.items() if 'TargetMode="External"' in part] == []
    live = r"<f>|<f |<w:(fldSimple|instrText|fldChar|hyperlink)|<ddeLink|<oleLink"
    assert [n for n, part in parts.items() if re.search(live, part)] == []


def test_what_was_written_comes_out_as_written(attacked):
    written = texts(attacked["docx"])
    told = [row["words"].value or "" for row in rows(attacked["xlsx"], "answers", "ja")]
    for words, found in zip(HOSTILE, told, strict=True):
        if words.isprintable():
            assert words in written
            assert found.replace("_x005F_", "_") == words  # Excel itself reads _x005F_ as _


@pytest.mark.parametrize("kind", KINDS)
def test_one_answer_keeps_the_number_that_it_has_in_the_conversation(talks, adviser, kind):
    written = words_of(export(talks["zh"][1:], "zh", adviser.policies, kind, DAY, first=2).content, kind)
    assert QUESTIONS["zh"][1] in written
    assert QUESTIONS["zh"][0] not in written
    if kind != "xlsx":
        assert sentence("zh", "page.question_number", number=2) in written


# --- Excel -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_figure_is_a_number_with_its_currency_and_a_gap_is_words(talks, taken, language):
    found = rows(taken[language, "xlsx"].content, "estimates", language)
    estimates = [e for turn in talks[language] for e in turn.answer.estimates]
    assert len(found) == len(estimates) > 0
    for row, estimate in zip(found, estimates, strict=True):
        for key in ("cap", "ceiling"):
            cell, amount = row[key], estimate[key]
            if amount is None:
                assert cell.data_type == "s"
                assert not re.search("[0-9]", cell.value)
            else:
                assert Decimal(str(cell.value)) == Decimal(amount["amount"])
                assert amount["currency"] in cell.number_format
        assert row["as_of"].value.date() == DAY
        assert row["support"].value == estimate["name"][language]
        assert row["link"].data_type in ("s", "n", "inlineStr")
        assert row["link"].hyperlink is None


def test_a_rate_is_a_share_of_one_that_says_up_to(taken):
    row = rows(taken["ja", "xlsx"].content, "estimates", "ja")[0]
    assert (row["rate"].value, row["rate"].number_format) == (0.5, '"最大 "0%')
    assert row["cap_applied"].value == "はい"
    assert row["cap_on"].value == "補助ごと（当方の解釈）"


def test_a_price_a_month_says_so_beside_its_number(taken):
    row = rows(taken["en", "xlsx"].content, "estimates", "en")[0]
    assert (row["expense"].value, row["expense"].number_format) == (200_000, '"CNY" #,##0" a month"')
    assert row["ceiling"].number_format == '"up to ""CNY" #,##0" a month"'


def test_what_the_cap_cuts_is_no_figure_in_the_working(taken):
    assert 7_000_000 not in [row["value"].value for row in rows(taken["ja", "xlsx"].content, "working", "ja")]


@given(st.decimals(min_value=0, max_value=Decimal(10**15 - 1), places=2))
@settings(max_examples=60, deadline=None)
def test_excel_keeps_every_digit_of_an_amount_or_shows_it_in_words(amount):
    money = Money(amount, "CNY")
    found = as_number(Figure(money), View("en", None))
    digits = len(money.amount.as_tuple().digits)
    assert (found is None) == (digits > 15)
    if found is not None:
        assert Decimal(repr(float(found[0]))) == money.amount


@pytest.mark.parametrize(("digits", "held"), [("999999999999.99", True), ("99999999999999.99", False)])
def test_the_longest_number_that_excel_keeps(digits, held):
    assert (as_number(Figure(Money(Decimal(digits), "CNY")), View("zh", None)) is not None) == held


def test_a_range_is_words_and_never_a_number(adviser):
    turns = talk(adviser, "zh", "我们在上海，非关联方语料300~2000万元，最多补多少？")
    content = export(turns, "zh", adviser.policies, "xlsx", DAY).content
    (row,) = rows(content, "estimates", "zh")
    ceiling, spent = "最高 90万元至500万元", "300万元至2000万元"
    assert [row[k].value for k in ("expense", "base_amount", "ceiling", "cap_applied")] == [
        spent,
        spent,
        ceiling,
        "仅在范围高端",
    ]
    values = [row["value"].value for row in rows(content, "working", "zh")]
    assert {3_000_000, 900_000, 20_000_000, 5_000_000} <= set(values)


def test_an_indication_is_words_with_its_rate_and_day_and_no_ceiling(adviser):
    turns = talk(adviser, "en", "In Shanghai: third-party model API for JPY 200m. How much at most?")
    content = export(turns, "en", adviser.policies, "xlsx", DAY).content
    row = rows(content, "estimates", "en")[0]
    assert row["ceiling"].value == "not computed"
    assert re.search(r"^As an indication only: up to CNY .*ECB, 20[0-9-]{8}: CNY 1 = JPY ", row["indication"].value)
    assert row["indication"].value in texts(export(turns, "en", adviser.policies, "docx", DAY).content)


# --- Word ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "font"), [("ja", "Yu Gothic"), ("zh", "Microsoft YaHei")])
def test_every_run_names_the_letters_of_its_language(taken, language, font):
    document = docx.Document(BytesIO(taken[language, "docx"].content))
    assert {style.element.rPr.rFonts.get(qn("w:eastAsia")) for style in document.styles if style.name in ("Normal", "Title", "Heading 1")} == {font}  # fmt: skip
    title = document.paragraphs[0].runs[0]
    assert title._r.rPr.rFonts.get(qn("w:eastAsia")) == font
    assert title._r.rPr.find(qn("w:lang")).get(qn("w:eastAsia")).startswith(language)


def test_a_question_in_another_language_has_its_own_letters(talks, adviser):
    document = docx.Document(BytesIO(export(talks["zh"], "ja", adviser.policies, "docx", DAY).content))
    run = next(p.runs[0] for p in document.paragraphs if p.text == QUESTIONS["zh"][0])
    assert run._r.rPr.rFonts.get(qn("w:eastAsia")) == "Microsoft YaHei"


def test_bold_stays_bold_and_lists_stay_lists(talks, taken):
    document = docx.Document(BytesIO(taken["ja", "docx"].content))
    assert any(run.bold and "500万元" in run.text for p in document.paragraphs for run in p.runs)
    assert any(p.style.name == "List Bullet" for p in document.paragraphs)


# --- Markdown --------------------------------------------------------------------------------------------------------


def test_an_answer_is_read_as_the_page_reads_it():
    found = blocks("最大 **500万元**：[1]\n\n- 一\n- 二\n\n3. 三\n\n| a | b |\n|---|---|\n| 1 | 2 |")
    assert [(b.kind, b.number) for b in found[:4]] == [("paragraph", 0), ("bullet", 0), ("bullet", 0), ("number", 3)]
    assert plain(found).split("\n")[:4] == ["最大 500万元：[1]", "• 一", "• 二", "3. 三"]
    assert [s.text for s in found[0].spans if s.bold] == ["500万元"]


@pytest.mark.parametrize("words", [w for w in HOSTILE if w.isprintable()])
def test_markdown_holds_no_live_mark_of_what_was_written(words):
    unmarked = re.sub(r"\\.", "", inert(words))
    assert not re.search(r"[`*_<>~|#&\\]|\](?=[(:])|!\[", unmarked)


def test_a_question_begins_no_block_of_its_own(talks, adviser):
    words = "x\n# heading\n- item\n+ item\n1. one\n2) two\n    code\n===\n> quote\n```\nfence"
    written = export([hostile(talks["en"][0], words)], "en", adviser.policies, "md", DAY).content.decode()
    asked = [line.removeprefix("> ").rstrip() for line in written.split("\n") if line.startswith("> ")]
    assert asked == ["x", r"\# heading", r"\- item", r"\+ item", r"1\. one", r"2\) two", "code", r"\===", r"\> quote",
                     r"\`\`\`", "fence"]  # fmt: skip


# --- the name --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_name_is_in_the_script_of_the_person(taken, language):
    name = taken[language, "docx"].name
    assert name.startswith(
        {"ja": "AI支援の試算_上海で", "zh": "AI扶持测算_我们在上海", "en": "AI_support_estimate_We"}[language]
    )
    assert name.endswith("_2026-01-15.docx")


@given(st.text(max_size=300))
@settings(max_examples=100, deadline=None)
def test_a_name_is_safe_on_every_system_and_in_a_header(question):
    name = file_name("AI支援の試算", question, "2026-01-15", "xlsx")
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f\u202a-\u202e]', name)
    assert len(name.encode()) <= 255
    header = disposition(name, "2026-01-15")
    assert header.isascii()
    assert "\n" not in header
    assert unquote(header.partition("UTF-8''")[2]) == name


@pytest.mark.parametrize("question", ["..", "../../etc/passwd", "CON", "a.exe\u202egpj", "\x00", "...."])
def test_a_question_cannot_name_another_place(question):
    name = file_name("AI support", question, "2026-01-15", "md")
    assert name.startswith("AI_support_")
    assert "/" not in name
    assert name.endswith("2026-01-15.md")

"""A document of one's own comes in as a reader sees it: whole sentences, in place, without what nobody sees."""

import re

import docx
import pytest
from made import CLAIM, HOW, PARAGRAPHS, TITLE, UNSEEN, page_break, pdf_pages, saved, twin, with_document_xml

from knowledge.parse.bounded import parse_bounded
from knowledge.parse.passages import LONG, passages, sentences
from knowledge.parse.schema import Block, Limits, visible

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
KINDS = ("docx", "html", "pdf")
MEASURE_8 = (
    "8.ベンチマークの構築を開放します。関係部門と連携し、公募を行います。場面づくりの案件は、承認契約額\n"
    "\n"
    "の最大20%、最大1000万元まで援助。\n"
    "\n"
    "9.産業の集積を加速します。\n"
)


def read(content: bytes | str, suffix: str = ""):
    return parse_bounded(content.encode() if isinstance(content, str) else content, suffix, Limits())


def pieces(content: bytes | str, suffix: str = ""):
    return list(passages(read(content, suffix).blocks))


def texts(content: bytes | str, suffix: str = "") -> list[str]:
    return [piece.text for piece in pieces(content, suffix)]


# --- sentences and their figures ------------------------------------------------------------------------------------


def test_a_sentence_broken_by_an_empty_line_stays_with_its_figure():
    found = [p for p in pieces(MEASURE_8) if "最大20%" in p.text]
    assert len(found) == 1
    assert "承認契約額の最大20%、最大1000万元まで援助" in found[0].text
    assert found[0].lines[0] <= 1
    assert found[0].lines[1] >= 3


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("对建设项目给予核定合同额", "的最高20%、最高1000万元的支持。", "核定合同额的最高20%"),
        ("本公司支付的租金为每月", "500万元，合同期十二个月。", "租金为每月500万元"),
        ("上限は最大500", "万元とし、一社につき一回とします。", "最大500万元"),
        (
            "the rate applies to the approved contract amount, which is",
            "at most 20% for the whole term.",
            "is at most 20%",
        ),
        ("補助金は承認契約額を基準として（上限は", "500万元）計算します。", "（上限は500万元）"),
    ],
)
def test_the_halves_of_a_sentence_are_joined_where_no_sentence_begins_like_the_second(first, second, joined):
    text = "\n".join(texts(f"{first}\n\n{second}\n"))
    assert joined in text


def test_headings_and_items_of_a_list_are_not_run_together():
    text = "【要点】\n\n1. 施策の目的\n\n・技術の実用化を加速\n・デジタル変革を推進\n\n2. 主要施策\n\n① 基盤の強化\n"
    lines = "\n".join(texts(text)).split("\n")
    assert lines == [
        "【要点】",
        "1. 施策の目的",
        "・技術の実用化を加速",
        "・デジタル変革を推進",
        "2. 主要施策",
        "① 基盤の強化",
    ]


def test_a_long_paragraph_is_cut_between_sentences_only():
    sentence = "承認契約額の最大50%・最大500万元（約12.5%を含む。ただし例外あり。）の補助金を支給します。"
    found = texts(sentence * 60)
    assert len(found) > 3
    assert all(len(text) <= LONG and text.endswith("支給します。") for text in found)
    assert "".join(found) == sentence * 60


@pytest.mark.parametrize(
    "text",
    [
        "It pays No. 5 of U.S. Dollar 5 million. The rest is ours.",
        "额度为12.75%。其余自付！对吗？是。",
        "a" * 9000,
        "。" * 50,
    ],
)
def test_sentences_joined_again_are_the_text(text):
    assert "".join(sentences(text)) == text


def test_an_abbreviation_does_not_cut_an_amount_off():
    first, *_ = sentences("The grant of U.S. Dollar 5 million is paid by Acme Inc. Shanghai at once. Then nothing.")
    assert first == "The grant of U.S. Dollar 5 million is paid by Acme Inc. Shanghai at once."


def test_rows_of_a_table_stay_together_and_its_head_goes_on_with_them():
    rows = "\n".join(
        f"第{n}項\t承認契約額の最大{n}%・最大{n}00万元の支援、審査は年に一度だけ行う" for n in range(1, 40)
    )
    found = pieces("項目\t内容\n" + rows)
    assert len(found) > 2
    for n in range(1, 40):
        assert sum(f"第{n}項 | 承認契約額の最大{n}%・最大{n}00万元" in p.text for p in found) == 1
    assert all(p.heading.endswith("項目 | 内容") for p in found[1:])


def test_passages_name_the_headings_that_they_stand_under():
    text = "# Vouchers\n\n## Corpus\n\nAt most 30% of the contract.\n\n## Model\n\nAt most 50% of the contract.\n"
    assert [(p.heading, p.text.split("\n")[-1]) for p in pieces(text, ".md")] == [
        ("Vouchers / Corpus", "At most 30% of the contract."),
        ("Vouchers / Model", "At most 50% of the contract."),
    ]


def test_front_matter_is_metadata_and_lines_keep_their_numbers():
    found = pieces(f"---\ntitle: {CLAIM}\n---\n\nOnly this is the text.\n")
    assert [(p.text, p.lines) for p in found] == [("Only this is the text.", (5, 5))]


def test_lines_without_end_are_joined_only_so_far():
    blocks = [Block("text", "よ" * 40, gap=False) for _ in range(20_000)]
    assert sum(len(p.text) for p in passages(blocks)) >= 800_000


# --- what is read ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932", "euc_jp", "iso2022_jp"])
def test_japanese_text_is_read_in_its_encoding(encoding):
    assert texts(PARAGRAPHS[1].encode(encoding)) == [PARAGRAPHS[1]]


@pytest.mark.parametrize(
    ("text", "encoding"), [(PARAGRAPHS[2], "gb18030"), ("對租用智能算力的主體，市級給予最高30%的租金補貼。", "big5")]
)
def test_chinese_text_is_read_in_its_encoding(text, encoding):
    assert texts(text.encode(encoding)) == [text]


def test_html_says_its_own_encoding():
    page = f'<html><head><meta charset="shift_jis"></head><body><p>{PARAGRAPHS[1]}</p></body></html>'
    assert texts(page.encode("cp932")) == [PARAGRAPHS[1]]


def test_a_pdf_in_chinese_and_japanese_comes_out_whole():
    lines = [PARAGRAPHS[1][i : i + 12] for i in range(0, len(PARAGRAPHS[1]), 12)]
    japanese = [(60, 780 - 14 * n, line) for n, line in enumerate(lines)]
    assert texts(pdf_pages(japanese)) == [PARAGRAPHS[1]]
    assert texts(pdf_pages([(60, 780, PARAGRAPHS[2])], font="STSong-Light")) == [PARAGRAPHS[2]]


def test_vertical_writing_is_read_from_right_to_left():
    columns = [
        "一、補助の対象は、計算力を賃借する企業",
        "であって、承認契約額の最大三割、上限を",
        "五百万円として、これを支援する。",
    ]
    content = pdf_pages([(500 - 20 * n, 780, text) for n, text in enumerate(columns)], font="downwards", size=12)
    assert texts(content) == ["".join(columns)]


def test_a_sentence_goes_on_over_a_page_and_pages_are_counted():
    pages = [
        [
            (60, 800, "社外秘"),
            (60, 700, "補助金は、場面をつくる案件について、承認額の最大20%・最"),
            (290, 20, "- 1 -"),
        ],
        [(60, 800, "社外秘"), (60, 700, "大1000万元を支援します。"), (290, 20, "- 2 -")],
        [(60, 800, "社外秘"), (60, 700, "三ページ目の文です。"), (290, 20, "- 3 -")],
    ]
    found = pieces(pdf_pages(*pages))
    assert [(p.page, p.text) for p in found] == [
        (1, "社外秘\n補助金は、場面をつくる案件について、承認額の最大20%・最大1000万元を支援します。"),
        (3, "三ページ目の文です。"),
    ]


def test_columns_of_a_table_in_a_pdf_are_kept_apart():
    rows = [
        [(60, 700, "Item"), (250, 700, "Rate"), (400, 700, "Cap")],
        [(60, 680, "Model"), (250, 680, "50%"), (400, 680, "5m")],
    ]
    assert texts(pdf_pages(rows[0] + rows[1], font="Helvetica")) == ["Item | Rate | Cap\nModel | 50% | 5m"]


def test_word_tables_content_controls_and_pages_come_in():
    document = docx.Document()
    document.add_heading("Vouchers", 1)
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ("Kind", "Cap", "Corpus voucher", "5 million yuan"), strict=True):
        cell.text = text
    page_break(document)
    document.add_paragraph("On the second page.")
    found = pieces(saved(document))
    assert found[0].text == "Vouchers\nKind | Cap\nCorpus voucher | 5 million yuan"
    assert (found[-1].page, found[-1].text) == (2, "On the second page.")


# --- what nobody sees -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_twins_differ_only_where_a_reader_sees_it(tmp_path, kind):
    said = {}
    for how in HOW:
        path = twin(tmp_path, kind, how)
        parsed = parse_bounded(path.read_bytes(), path.suffix, Limits())
        said[how] = [p.text for p in passages(parsed.blocks)]
        hidden = len("".join(CLAIM.split())) if how in ("white", "hidden", "tiny") else 0
        assert (how, parsed.hidden) == (how, hidden)
    assert [how for how in UNSEEN if said[how] != said["clean"]] == []
    assert "\n".join(said["visible"]) == "\n".join([*said["clean"], CLAIM])
    assert "\n".join(said["clean"]).split("\n") == [TITLE, *PARAGRAPHS]


@pytest.mark.parametrize(
    "markup",
    [
        "<p hidden>{}</p>",
        '<p aria-hidden="true">{}</p>',
        '<div style="visibility: hidden"><p>{}</p></div>',
        '<p style="opacity:0">{}</p>',
        '<p style="font-size:0">{}</p>',
        '<p style="position:absolute; left:-9999px">{}</p>',
        '<p style="text-indent:-9999px">{}</p>',
        '<p style="color:transparent">{}</p>',
        '<p style="color:#FFF">{}</p>',
        '<p style="color:rgba(0,0,0,0)">{}</p>',
        '<font color="white">{}</font>',
        '<div style="background:#000;color:#111">{}</div>',
        '<p class="note">{}</p>',
        "<!-- {} -->",
        "<template>{}</template>",
        "<noscript>{}</noscript>",
    ],
)
def test_what_a_page_hides_is_left_out_and_counted(markup):
    style = "<style>/* x */ @media screen { .note { display: none } }</style>"
    parsed = read(f"<html><head>{style}</head><body><p>Seen.</p>{markup.format(CLAIM)}<p>Seen too.</p></body></html>")
    assert [block.text for block in parsed.blocks] == ["Seen.", "Seen too."]
    assert parsed.hidden >= len("".join(CLAIM.split()))


@pytest.mark.parametrize(
    "markup",
    [
        '<div style="background:#123456"><p style="color:white">{}</p></div>',
        '<table><tr><td bgcolor="black"><font color="white">{}</font></td></tr></table>',
        '<div style="visibility:hidden"><p style="visibility:visible">{}</p></div>',
        '<div style="background-image:url(x.png)"><p style="color:#fff">{}</p></div>',
    ],
)
def test_what_a_page_shows_is_kept(markup):
    assert CLAIM in "\n".join(texts(f"<html><body>{markup.format(CLAIM)}</body></html>"))


def test_neither_alternative_text_nor_titles_of_a_page_are_read():
    page = f'<html><title>{CLAIM}</title><body><p>Seen.<img alt="{CLAIM}" title="{CLAIM}"></p><input value="{CLAIM}">'
    assert texts(page) == ["Seen."]


def test_white_on_a_dark_ground_is_kept_in_a_pdf_and_a_cover_hides():
    from io import BytesIO

    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    page = Canvas(out)
    page.setFillColorRGB(0, 0, 0.4)
    page.rect(50, 690, 300, 30, fill=1, stroke=0)
    page.setFillGray(1)
    page.drawString(60, 700, "White on blue")
    page.setFillGray(0)
    page.drawString(60, 600, "Covered")
    page.drawString(60, 500, "Seen")
    page.drawString(-900, 400, "Outside")
    page.setFillGray(1)
    page.rect(50, 590, 300, 30, fill=1, stroke=0)
    page.save()
    parsed = read(out.getvalue())
    assert [block.text for block in parsed.blocks] == ["White on blue", "Seen"]
    assert parsed.hidden == len("CoveredOutside")


def test_what_a_pdf_claims_to_say_gives_way_to_its_glyphs():
    from io import BytesIO

    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    page = Canvas(out)
    page._code.append(f"/Span <</ActualText ({CLAIM})>> BDC")
    page.drawString(60, 700, "The cap is 5 million.")
    page._code.append("EMC")
    page.save()
    parsed = read(out.getvalue())
    assert [block.text for block in parsed.blocks] == ["The cap is 5 million."]
    assert parsed.hidden == len("".join(CLAIM.split()))


def test_word_hides_by_a_style_too():
    document = docx.Document()
    document.styles.add_style("Secret", 2).font.hidden = True
    document.add_paragraph("Seen.").add_run(CLAIM, style="Secret")
    assert texts(saved(document)) == ["Seen."]


def test_what_was_deleted_in_word_is_gone_and_what_was_put_in_is_there():
    run = "<w:r><w:t>{}</w:t></w:r>"
    control = f"<w:sdt><w:sdtContent><w:p>{run.format('In a control.')}</w:p></w:sdtContent></w:sdt>"
    moved = f"<w:moveFrom>{run.format(CLAIM)}</w:moveFrom><w:del><w:r><w:delText>{CLAIM}</w:delText></w:r></w:del>"
    body = f"<w:p>{run.format('Kept.')}{moved}<w:ins>{run.format(' Put in.')}</w:ins></w:p>{control}"
    content = with_document_xml(f"<w:document {WORD}><w:body>{body}</w:body></w:document>")
    assert texts(content) == ["Kept. Put in.\nIn a control."]


def test_white_text_in_a_shaded_cell_is_seen():
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from docx.shared import RGBColor

    document = docx.Document()
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="1F3864"/>'))
    cell.paragraphs[0].add_run("Head of the table").font.color.rgb = RGBColor(255, 255, 255)
    assert texts(saved(document)) == ["Head of the table"]


@pytest.mark.parametrize(
    "unseen",
    ["\u200b", "\u202e", "\u2066", "\u00ad", "\ufeff", "\U000e0041", "\U000e0101", "\ufe0f", "\u3164", "\u2061"],
)
def test_characters_without_a_shape_are_stripped_and_counted(unseen):
    parsed = read(f"x最大{unseen}500{unseen}万元")
    assert [block.text for block in parsed.blocks] == ["x最大500万元"]
    assert parsed.invisible == 2


def test_a_tag_message_inside_a_sentence_is_gone():
    smuggled = "".join(chr(0xE0000 + ord(c)) for c in CLAIM)
    assert visible(f"Up to 50%.{smuggled}") == ("Up to 50%.", len(CLAIM) - CLAIM.count(" ") + CLAIM.count(" "))


def test_a_file_name_is_a_label_and_no_text(tmp_path):
    path = twin(tmp_path, "html", "name")
    assert not any(re.search("99 million", p.text + p.heading) for p in pieces(path.read_bytes(), ".html"))


def test_a_bare_figure_at_the_foot_of_a_page_is_no_page_number():
    pages = [[(60, 800, f"Part {n}: the amount in million yuan is"), (60, 700, str(n * n * 10))] for n in (2, 5, 7, 9)]
    text = "\n".join(texts(pdf_pages(*pages, font="Helvetica")))
    assert all(str(n * n * 10) in text for n in (2, 5, 7, 9))

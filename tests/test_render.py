"""What is drawn: every figure as it is known, every text escaped, every marker leading to the card of its own turn."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from typing import Any

import pytest

from agent.advisor import Advisor, advisor, ask
from agent.memory import Summary
from agent.schema import Answer, Turn
from knowledge.own import OwnDocument
from knowledge.schema import LANGUAGES, Language
from knowledge.vocabulary import locale, sentence
from ui.answering import Answering
from ui.conversation import Conversation
from ui.drawing import STARTERS
from ui.html import Html, join, safe, tag
from ui.markdown import markdown
from ui.rail import rail_markup
from ui.render import conversation_markup, header_markup, notice_markup
from ui.side import side_markup
from ui.sources import source_cards
from ui.steps import pending_markup
from ui.tab import Notice, fault
from ui.view import Sources, View

DAY = date(2026, 1, 15)

# What a page of a chat must never make of a text: a request, a link, an element, a script.
HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<img src="http://127.0.0.1:9/a.png">',
    "![x](http://127.0.0.1:9/b.png)",
    "![x][r]\n\n[r]: http://127.0.0.1:9/c.png",
    "[click](http://127.0.0.1:9/d)",
    "[click](javascript:alert(1))",
    "<http://127.0.0.1:9/e>",
    "http://127.0.0.1:9/f",
    '<a href="javascript:alert(1)">x</a>',
    '<svg onload="alert(1)"><image href="http://127.0.0.1:9/g"/></svg>',
    "<style>@import url(http://127.0.0.1:9/h.css)</style>",
    '<div style="background:url(http://127.0.0.1:9/i)">x</div>',
    '<iframe src="http://127.0.0.1:9/j"></iframe>',
    '<video src="http://127.0.0.1:9/k" autoplay></video>',
    '<object data="http://127.0.0.1:9/l"></object>',
    '<link rel="stylesheet" href="http://127.0.0.1:9/m.css">',
    '<meta http-equiv="refresh" content="0;url=http://127.0.0.1:9/n">',
    '<form action="http://127.0.0.1:9/o"><input autofocus onfocus=alert(1)></form>',
    '"><script>alert(1)</script>',
    "' onmouseover='alert(1)' x='",
    "${alert(1)} {{constructor.constructor('alert(1)')()}} #{7*7}",
    "</textarea></details></div></article><script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "`<b>` **<i>x</i>** - <u>y</u>",
    "＜script＞alert(1)＜/script＞",
    "[1](http://127.0.0.1:9/p) [[1]](#turn-9-source-9)",
    "| a | b |\n|---|---|\n| <img src=http://127.0.0.1:9/q> | <script>alert(1)</script> |",
    "<ScRiPt src=//127.0.0.1:9/r></sCrIpT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img/src=x/onerror=alert(1)>",
    "<image src=http://127.0.0.1:9/s>",
    "<picture><source srcset=http://127.0.0.1:9/t><img src=x></picture>",
    '<img srcset="http://127.0.0.1:9/u 2x" loading="eager">',
    '<input type="image" src="http://127.0.0.1:9/v" onerror="alert(1)">',
    '<body background="http://127.0.0.1:9/w" onload=alert(1)>',
    '<table background="http://127.0.0.1:9/x"><tr><td>1</td></tr></table>',
    '<embed src="http://127.0.0.1:9/y">',
    '<audio src="http://127.0.0.1:9/z" autoplay onerror=alert(1)></audio>',
    "<track src=http://127.0.0.1:9/aa><details open ontoggle=alert(1)>",
    "<math><mtext><img src=http://127.0.0.1:9/ab onerror=alert(1)></mtext></math>",
    '<svg><use href="http://127.0.0.1:9/ac#x"/></svg>',
    "<svg><style>*{background:url(http://127.0.0.1:9/ad)}</style></svg>",
    '<svg><animate onbegin="alert(1)" attributeName="x" dur="1s"/></svg>',
    '<svg><foreignObject><iframe srcdoc="<script>alert(1)</script>"></iframe></foreignObject></svg>',
    '<svg><set attributeName="href" to="javascript:alert(1)"/></svg>',
    "<base href=http://127.0.0.1:9/>",
    '<button formaction="javascript:alert(1)" type="submit">x</button>',
    '<a href="data:text/html,<script>alert(1)</script>" target="_top">x</a>',
    '<a href="vbscript:alert(1)">x</a> <a href="http://127.0.0.1:9/ae" ping="http://127.0.0.1:9/af">x</a>',
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x]: http://127.0.0.1:9/ag\n\n[x]",
    "<//127.0.0.1:9/ah> <mailto:a@b> <https://127.0.0.1:9/ai>",
    "![](//127.0.0.1:9/aj) ![x](<http://127.0.0.1:9/ak> 'y')",
    "{{7*7}} {%raw%} <%= alert(1) %> ${{<%[%'\"}}%\\",
    "\u202e<script>alert(1)</script>\u202c",
    "<\u200bscript>alert(1)</\u200bscript>",
    "]]></style></title></noscript></xmp></textarea><svg onload=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    '<form class=act data-act=\'{"do":"delete"}\'><button class=act value=\'{"do":"stop"}\'>x</button></form>',
    '=HYPERLINK("http://127.0.0.1:9/al","x")',
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    '+IMPORTXML(CONCAT("http://127.0.0.1:9/",A1),"//a")',
)
ALLOWED = {
    "a", "article", "br", "button", "circle", "code", "dd", "details", "div", "dl", "dt", "figure", "form", "h1", "h2",
    "h3", "h4", "h5", "input", "label", "li", "line", "mark", "nav", "ol", "p", "path", "polyline", "q", "section",
    "small", "span", "strong", "summary", "svg", "table", "tbody", "td", "text", "textarea", "th", "thead", "tr", "ul",
    "caption",
}  # fmt: skip
ATTRIBUTES = {
    "accept", "aria-current", "aria-hidden", "aria-label", "autocomplete", "class", "colspan", "cx", "cy", "d",
    "data-act", "data-back", "data-conversation", "data-looks", "download", "dy", "href", "id", "lang", "maxlength", "multiple",
    "name", "placeholder", "points", "r", "rel", "role", "rows", "scope", "start", "tabindex", "target", "title",
    "type", "value", "viewbox", "x", "x1", "x2", "y", "y1", "y2",
}  # fmt: skip
LINKS = ("#turn-", "https://japanese.shanghai.gov.cn/", "export/0123")
VOID = ("br", "input")


class Page(HTMLParser):
    """The elements, attributes and words of a markup, and whether every element is closed."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(markup)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return "".join(self.words)

    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]

    def links(self) -> list[str]:
        return [attributes["href"] for name, attributes in self.elements if name == "a"]


def check_harmless(markup: str) -> None:
    assert "\n" not in markup
    for name, attributes in Page(markup).elements:
        assert name in ALLOWED
        assert set(attributes) <= ATTRIBUTES
        if name == "a":
            assert attributes["href"].startswith(LINKS)


@pytest.fixture(scope="module")
def by() -> Advisor:
    return advisor()


def asked(by: Advisor, *questions: str, language: Language = "ja") -> Conversation:
    talk = Conversation("0123")
    for words in questions:
        answer = ask(talk.question(words, language, DAY), by)
        talk = Conversation("0123", (*talk.turns, Turn(words, answer)))
    return talk


def markup_of(talk: Conversation, language: Language, by: Advisor) -> str:
    """The turns and the panel beside them."""
    view = View(language, by.policies)
    return conversation_markup(talk, view) + side_markup(talk, (), view)


def drawn(talk: Conversation, language: Language, by: Advisor) -> Page:
    markup = markup_of(talk, language, by)
    check_harmless(markup)
    return Page(markup)


def starter(language: Language, name: str) -> str:
    return sentence(language, f"page.starter.{name}")


# --- markup ----------------------------------------------------------------------------------------------------------


def test_what_is_not_markup_is_escaped_wherever_it_stands() -> None:
    assert tag("p", "<b>", safe("&"), tag("i", '"')) == "<p>&lt;b&gt;&amp;<i>&quot;</i></p>"
    assert tag("a", href='"><script>', title=None) == '<a href="&quot;&gt;&lt;script&gt;"></a>'
    assert join(["<", Html("<br>"), ">"], "&") == "&lt;&amp;<br>&amp;&gt;"


def test_a_line_break_in_a_text_cannot_end_the_block_that_it_is_shown_in() -> None:
    assert safe("a\r\n\nb") == "a&#10;&#10;b"


# --- Markdown --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("100~500万元、300~1000万元", "<p>100~500万元、300~1000万元</p>"),
        ("~~100~~万元", "<p>~~100~~万元</p>"),
        ("**補助率（30%）**です", "<p><strong>補助率（30%）</strong>です</p>"),
        ("最高**500万元**。", "<p>最高<strong>500万元</strong>。</p>"),
        ("単価*数量*年数", "<p>単価*数量*年数</p>"),
        ("2 * 3 * 4 ** 5", "<p>2 * 3 * 4 ** 5</p>"),
        ("**a *b* c**", "<p><strong>a *b* c</strong></p>"),
        ("snake_case_name", "<p>snake_case_name</p>"),
        ("従業員<100人 & >3", "<p>従業員&lt;100人 &amp; &gt;3</p>"),
        ("一行  \n二行\n\n次", "<p>一行<br>二行</p><p>次</p>"),
        ("前：\n- 一\n- 二", "<p>前：</p><ul><li>一</li><li>二</li></ul>"),
        ("2. 二\n3. 三", '<ol start="2"><li>二</li><li>三</li></ol>'),
        ("2025.07 は\n-5万元", "<p>2025.07 は<br>-5万元</p>"),
        ("## 見出し\n本文", "<h4>見出し</h4><p>本文</p>"),
        ("`<b>`", "<p><code>&lt;b&gt;</code></p>"),
        ("![代替](http://x/y.png)", "<p>代替</p>"),
        ("[公式](http://x/y)", "<p>公式 (http://x/y)</p>"),
        ("http://x/y を", "<p>http://x/y を</p>"),
        ("$5 and $10 \\(x\\) $$y$$", "<p>$5 and $10 \\(x\\) $$y$$</p>"),
    ],
)
def test_amounts_and_marks_stay_as_they_were_written(text: str, markup: str) -> None:
    assert markdown(text) == markup


def test_a_table_is_a_table() -> None:
    found = Page(markdown("| 券 | 率 |\n|---|---:|\n| **模型券** | 50% |"))
    assert [name for name, _ in found.elements][:4] == ["div", "table", "thead", "tr"]
    assert found.text == "券率模型券50%"


def test_only_a_source_that_is_there_is_linked() -> None:
    def cite(number: int) -> Html | None:
        return tag("a", f"[{number}]", href=f"#s{number}") if number == 1 else None

    assert markdown("x[1][2] [1](http://x)", cite) == '<p>x<a href="#s1">[1]</a>[2] 1 (http://x)</p>'


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_markdown_is_words(text: str) -> None:
    check_harmless(markdown(text))
    assert not [name for name, _ in Page(markdown(text)).elements if name == "a"]


@pytest.mark.parametrize(
    "text", ["*" * 20_000, "**a" * 7_000, "[" * 20_000, "`" * 19_999, "- " * 10_000, "#" * 20_000, "|-" * 10_000]
)
def test_no_text_takes_the_renderer_long(text: str) -> None:
    assert markdown(text[:20_000])


# --- the page --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_own_words_are_the_same_keys_in_every_language(language: Language) -> None:
    def keys(content: dict[str, Any], before: str = "") -> Iterator[str]:
        for key, value in content.items():
            yield from keys(value, f"{before}{key}.") if isinstance(value, dict) else [before + key]

    assert set(keys(locale(language)["page"])) == set(keys(locale("en")["page"]))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", STARTERS)
def test_every_starter_has_a_cited_answer_in_its_language(language: Language, name: str, by: Advisor) -> None:
    talk = asked(by, starter(language, name), language=language)
    answer = talk.turns[0].answer
    assert answer.language == language
    assert answer.outcome == "answered"
    assert answer.citations
    assert drawn(talk, language, by).links()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_marker_leads_to_a_card_of_its_own_turn_in_every_language_of_the_page(
    language: Language, by: Advisor
) -> None:
    talk = asked(by, *(starter("en", name) for name in STARTERS), language="en")
    page = drawn(talk, language, by)
    ids = page.ids()
    assert len(ids) == len(set(ids))
    markers = [link for link in page.links() if link.startswith("#")]
    assert all(link[1:] in ids for link in markers)
    assert {link.split("-")[1] for link in markers} == {"1", "2", "3", "4"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_alternatives_are_named_as_such_and_the_total_is_conditional(language: Language, by: Advisor) -> None:
    alone = drawn(asked(by, starter(language, "rent"), language=language), language, by)
    assert sentence(language, "page.alternatives") in alone.text
    assert sentence(language, "page.total") not in alone.text
    several = drawn(asked(by, starter(language, "several"), language=language), language, by)
    assert sentence(language, "page.total") in several.text
    assert sentence(language, "page.cap_applied") in several.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_known_is_said_and_never_a_number(language: Language, by: Advisor) -> None:
    talk = asked(by, starter(language, "overview"), language=language)
    found = talk.turns[0].answer.estimates
    assert found
    assert all(e["ceiling"] is None for e in found)
    markup = markup_of(talk, language, by)
    cells = re.findall(r'<td class="ceiling">(.*?)</td>', markup)
    assert len(cells) == len(found)
    for cell in cells:
        assert not re.search(r"[0-9]", Page(cell).text)
    caps = re.findall(r'<td class="cap">(.*?)</td>', markup)
    for estimate, cell in zip(found, caps, strict=True):
        assert (sentence(language, "page.not_stated") in cell) == (estimate["cap"] is None)


def test_a_third_is_a_third(by: Advisor) -> None:
    talk = asked(by, "METIのAI計算資源の補助率は？")
    rates = [e["rate"] for e in talk.turns[0].answer.estimates]
    if "0.333333" not in rates:
        pytest.skip("the answer names no rate of a third")
    page = drawn(talk, "ja", by)
    assert "1/3" in page.text
    assert "33.33" not in page.text


def test_amounts_of_a_column_stand_under_each_other_on_the_decimal_point(by: Advisor) -> None:
    words = "In Shanghai: a corpus for RMB 1,234,567.89 from an unrelated seller, a third-party model API for RMB 2m."
    markup = markup_of(asked(by, words, language="en"), "en", by)
    found = re.findall(r'<td class="ceiling">.*?class="currency">CNY</span> ([0-9.,]+)</span>', markup)
    assert len(found) == 2
    assert {len(digits.partition(".")[2]) for digits in found} == {2}
    caps = re.findall(r'<td class="cap">.*?class="currency">CNY</span> ([0-9.,]+)</span>', markup)
    assert {digits.partition(".")[2] for digits in caps} == {""}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_closed_scheme_is_an_illustration(language: Language, by: Advisor) -> None:
    talk = asked(by, "METIのAI計算資源の補助で、計算機を30億円で導入すると？", language=language)
    found = talk.turns[0].answer.estimates
    shown = sum(1 for e in found if e["status"] == "closed" and e["ceiling"] and e["ceiling"]["amount"] != "0")
    text = drawn(talk, language, by).text
    assert text.count(sentence(language, "page.illustration")) == shown


def test_what_the_rate_alone_would_give_is_not_shown_where_the_cap_cuts_it(by: Advisor) -> None:
    talk = asked(by, starter("en", "several"), language="en")
    cut = next(e for e in talk.turns[0].answer.estimates if e["cap_binds"])
    share = next(s["money"]["amount"] for s in cut["steps"] if s["name"] == "share")
    assert f"{int(share):,}" not in drawn(talk, "en", by).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_that_carry_a_figure_are_marked_in_the_card(language: Language, by: Advisor) -> None:
    talk = asked(by, starter(language, "several"), language=language)
    markup = markup_of(talk, language, by)
    marked = re.findall(r"<mark>(.*?)</mark>", markup)
    assert [m for m in marked if "50%" in m]
    assert [m for m in marked if "500" in m or "5 million" in m]


def test_a_figure_that_stands_twice_is_not_marked_in_another_language(by: Advisor) -> None:
    view = View("en", by.policies)
    key = "cn-shanghai-2025-ai-application#4"  # names its cap of 50 million twice
    clause = by.policies.clauses[key]
    citation = {
        "clause": key, "document": clause.document, "locator": "", "authority": "official", "language": "en",
        "published": "", "url": None, "text": clause.text["en"], "title": clause.title["en"],
    }  # fmt: skip
    steps = [{"witness": {"clause": key, "quote": "最大5000万元"}}]
    cards = source_cards(
        [citation], [{"instrument": "", "citations": [], "steps": steps, "conditions": []}], Sources(1, (key,), view)
    )
    assert "<mark>" not in cards


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_card_says_whose_words_it_holds_and_which_text_prevails(language: Language, by: Advisor) -> None:
    page = drawn(asked(by, starter(language, "rent"), language=language), language, by)
    assert sentence(language, "page.source.ours") in page.text
    assert sentence(language, "page.source.prevails") in page.text
    official = [attributes for name, attributes in page.elements if name == "a" and "target" in attributes]
    assert official
    assert all(a["rel"] == "noopener noreferrer" and a["href"].startswith("https://") for a in official)


def test_what_is_known_comes_with_the_words_that_told_it_and_once(by: Advisor) -> None:
    talk = asked(by, starter("ja", "rent"), "シード期で、社員は5人です。")
    page = drawn(talk, "ja", by)
    panel = Page(side_markup(talk, (), View("ja", by.policies))).text
    for told in ("月20万元", "シード期", "5人"):
        assert panel.count(f"{told}") >= 1
    assert sentence("ja", "page.told_in", number=2) in panel
    assert "月20万元" in page.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_conversation_gives_the_same_page(language: Language, by: Advisor) -> None:
    talk = asked(by, starter("zh", "rent"), language="zh")
    assert markup_of(talk, language, by) == markup_of(talk, language, by)


def test_the_answer_is_marked_with_its_own_language_and_the_rest_with_that_of_the_page(by: Advisor) -> None:
    page = drawn(asked(by, starter("zh", "rent"), language="zh"), "en", by)
    languages = [a["lang"] for _, a in page.elements if "lang" in a]
    assert languages[0] == "en"
    assert "zh-Hans" in languages


def test_a_fault_is_told_in_the_language_of_the_page_with_its_reference() -> None:
    for language in LANGUAGES:
        assert "0a1b2c3d" in notice_markup(fault("0a1b2c3d"), language)
        assert sentence(language, "error.empty") in Page(notice_markup(Notice(refused=" "), language)).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_has_a_name_and_says_what_is_covered(language: Language, by: Advisor) -> None:
    assert sentence(language, "page.name") in Page(header_markup(language, by.policies)).text
    assert sentence(language, "place.covered") in drawn(Conversation(), language, by).text


# --- hostile words in every place that they can reach ----------------------------------------------------------------


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_question_is_shown_as_it_was_written(hostile: str, by: Advisor) -> None:
    page = drawn(asked(by, hostile, language="en"), "en", by)
    told = next(words for words in page.words if words == hostile.strip() or hostile.strip() in words)
    assert told
    working = pending_markup(1, Answering(hostile, 0), View("ja", by.policies))
    check_harmless(working)
    assert hostile in Page(working).text


@pytest.fixture(scope="module")
def honest(by: Advisor) -> Answer:
    return asked(by, starter("en", "several"), language="en").turns[0].answer


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_model_or_a_document_that_turned_hostile_stays_words(hostile: str, honest: Answer, by: Advisor) -> None:
    turned = Answer.model_construct(
        **{**_all_strings(dict(honest), hostile), "language": "en", "company": honest.company}
    )
    talk = Conversation("0123", (Turn(hostile, turned),))
    for language in LANGUAGES:
        drawn(talk, language, by)


def _all_strings(value: Any, hostile: str) -> Any:
    """Every free text replaced; amounts, ids that are looked up, and codes stay."""
    kept = ("instrument", "document", "clause", "eligibility", "amount", "currency", "name_of", "rate")
    if isinstance(value, dict):
        return {k: v if k in kept else _all_strings(v, hostile) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return tuple(_all_strings(v, hostile) for v in value)
    return hostile if isinstance(value, str) else value


def test_hostile_words_of_an_unknown_instrument_and_document_stay_words(by: Advisor) -> None:
    honest = asked(by, starter("en", "rent"), language="en").turns[0].answer
    hostile = HOSTILE[1]
    estimates = tuple({**e, "instrument": hostile, "status": hostile, "kind": hostile} for e in honest.estimates)
    citations = tuple(
        {**c, "document": hostile, "clause": hostile, "url": "javascript:alert(1)"} for c in honest.citations
    )
    turned = honest.model_copy(update={"estimates": estimates, "citations": citations, "caveats": (hostile,)})
    talk = Conversation("0123", (Turn("x", turned),))
    page = drawn(talk, "en", by)
    assert "alert(1)" in page.text
    assert not [link for link in page.links() if "javascript" in link]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_title_or_name_of_a_file_stays_words(hostile: str, by: Advisor) -> None:
    view = View("en", by.policies)
    listed = [Summary(id="0123", title=hostile, turns=1, changed=datetime(2026, 1, 15, tzinfo=UTC))]
    document = OwnDocument("ab12", hostile, "pdf", 1, 1, 1, 0, 0)
    for markup in (rail_markup(listed, hostile, hostile, view), side_markup(Conversation(), [document], view)):
        check_harmless(markup)
        assert hostile in Page(markup).text

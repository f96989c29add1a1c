"""Contracts: a second one, one amount for each, what the authority accepts, what is dropped and what money moves."""

import pytest

from agent.offline.understand import understand
from tools.company import learn
from tools.schema import Company
from tools.words import Said


@pytest.fixture(scope="module")
def spent(adviser):
    """What is known to be spent after a conversation: kind, amount and term of each expense."""

    def known(*turns):
        company = Company()
        for number, turn in enumerate(turns, start=1):
            told = understand(turn, company, adviser.policies)
            said = Said(turns=turns[:number], language=told.language or "en")
            company, _ = learn(company, said, told.expenses, told.facts, told.exchange, told.named, told.withdrawn)
        return [(e.category, e.money and int(e.money.amount), e.months) for e in company.expenses]

    return known


@pytest.mark.parametrize(
    "turn",
    [
        "上海，甲供应商API 46万元，乙供应商API 23万元，均为第三方",
        "上海で第三者モデルのAPIを、A社に46万元、B社に23万元払います",
        "Shanghai, third-party API. Vendor A charges CNY 460k, vendor B CNY 230k.",
    ],
)
def test_a_second_contract_that_is_half_of_the_first_is_a_bill_of_its_own(spent, turn):
    assert spent(turn) == [("model_api", 460_000, None), ("model_api", 230_000, None)]


@pytest.mark.parametrize(
    "turns",
    [
        ("上海，第三方模型API，合同46万元", "另外又签了一份，31万元"),
        ("上海で第三者モデルAPIに46万元", "もう1件、31万元の契約もあります"),
        ("Shanghai, third-party API for CNY 460k", "Plus another contract for CNY 310k"),
    ],
)
def test_one_more_contract_leaves_the_first_in_its_place(spent, turns):
    assert spent(*turns) == [("model_api", 460_000, None), ("model_api", 310_000, None)]


@pytest.mark.parametrize(
    "turns",
    [
        ("上海，第三方模型API，合同46万元", "说错了，是另一个数，31万元"),
        ("Shanghai, third-party API for CNY 460k", "Sorry, another number: CNY 310k"),
    ],
)
def test_another_number_puts_the_first_right(spent, turns):
    assert spent(*turns) == [("model_api", 310_000, None)]


@pytest.mark.parametrize(
    "turn",
    [
        "上海，两份第三方模型API合同，各46万元",
        "上海で第三者モデルAPIの契約が2件、各46万元です",
        "Shanghai: two third-party API contracts at CNY 460k each",
    ],
)
def test_an_amount_for_each_of_two_contracts_is_counted_twice(spent, turn):
    assert spent(turn) == [("model_api", 920_000, None)]


@pytest.mark.parametrize(
    "turn",
    [
        "上海，跟两家供应商采购无关联语料，各46万元",
        "上海で無関係の会社2社からコーパスを各46万元で購入します",
        "Shanghai: we buy corpora from two unaffiliated sellers at CNY 460k each",
    ],
)
def test_an_amount_for_each_of_two_sellers_is_that_of_two_contracts(spent, turn):
    assert spent(turn) == [("corpus", 460_000, None)] * 2


@pytest.mark.parametrize(
    "turn",
    [
        "上海，租GPU一年、买无关联方语料各46万元",
        "上海でGPUを1年借り、無関係の会社からコーパスも買います。どちらも46万元です",
        "In Shanghai we rent GPUs for a year and buy an unaffiliated corpus; each costs CNY 460k",
    ],
)
def test_an_amount_for_each_kind_is_that_of_every_kind(spent, turn):
    assert [(kind, amount) for kind, amount, _ in spent(turn)] == [("compute_rent", 460_000), ("corpus", 460_000)]


def test_an_amount_for_each_waits_for_no_second_naming(spent):
    turns = ("Shanghai: we rent GPUs and buy an unaffiliated corpus.", "CNY 460k each.")
    assert [(kind, amount) for kind, amount, _ in spent(*turns)] == [("compute_rent", 460_000), ("corpus", 460_000)]


@pytest.mark.parametrize(
    "turn", ["Are the AI Town vouchers in Shanghai CNY 1m each?", "上海的模型券和语料券，各500万封顶对吧"]
)
def test_what_each_voucher_is_worth_is_no_spending(spent, turn):
    assert all(amount is None for _, amount, _ in spent(turn))


@pytest.mark.parametrize(
    ("first", "accepted"),
    [
        ("上海，第三方模型API合同88万元", "审下来只认定了61万"),
        ("上海で第三者モデルAPIに88万元", "審査で61万元までしか認められませんでした"),
        ("Shanghai, third-party API for CNY 880k", "The recognised amount came out at CNY 610k"),
    ],
)
def test_what_the_authority_accepts_is_the_base(spent, first, accepted):
    assert spent(first, accepted) == [("model_api", 610_000, None)]


TWO = {
    "zh": "上海，租GPU一年共88万元，买无关联方语料61万元",
    "ja": "上海でGPUを1年88万元で借り、無関係の会社からコーパスを61万元で買います",
    "en": "Shanghai: GPU rental CNY 880k for a year, unaffiliated corpus CNY 610k",
}


@pytest.mark.parametrize(
    ("language", "turn"),
    [
        ("zh", "语料被否了，先拿掉"),
        ("zh", "关于语料，老板的意思是算了。不买了"),
        ("ja", "コーパスは社内決裁が下りませんでした"),
        ("ja", "コーパスの件ですが、除いてください"),
        ("en", "The corpus didn't get past the CFO. Leave it out"),
        ("en", "Our board vetoed the corpus."),
    ],
)
def test_what_was_turned_down_is_spent_no_more(spent, language, turn):
    assert [kind for kind, _, _ in spent(TWO[language], turn)] == ["compute_rent"]


@pytest.mark.parametrize(
    ("language", "turn"),
    [
        ("zh", "如果语料券的申请没通过怎么办"),
        ("ja", "コーパス券の申請が却下されたらどうなりますか"),
        ("en", "What if our application for the corpus voucher is rejected?"),
    ],
)
def test_an_application_that_fails_takes_no_purchase_back(spent, language, turn):
    assert {kind for kind, _, _ in spent(TWO[language], turn)} == {"compute_rent", "corpus"}


@pytest.mark.parametrize(
    ("first", "moved"),
    [
        ("上海，买无关联方语料61万元", "语料不买了，同样的预算用来租GPU，租10个月"),
        ("上海で無関係の会社からコーパスを61万元で買います", "コーパスの代わりに、同額でGPUを10か月借りたら？"),
        (
            "Shanghai, unaffiliated corpus CNY 610k",
            "What if we put that money into renting GPUs for 10 months instead?",
        ),
    ],
)
def test_money_that_moves_keeps_its_amount(spent, first, moved):
    assert spent(first, moved) == [("compute_rent", 610_000, 10)]


def test_the_same_amount_beside_it_is_spent_twice(spent):
    turns = ("Shanghai, unaffiliated corpus CNY 610k", "And also the same amount on a third-party model API")
    assert spent(*turns) == [("corpus", 610_000, None), ("model_api", 610_000, None)]


def test_a_monthly_price_that_moves_is_asked_about(spent):
    turns = ("Shanghai, GPUs at CNY 61k a month for a year", "We drop the GPUs; same money for an unaffiliated corpus")
    assert spent(*turns) == [("corpus", None, None)]


@pytest.mark.parametrize(
    ("first", "why"),
    [
        ("上海租GPU每月8.8万元，签26个月", "为什么100%那档只算12个月？"),
        ("上海でGPUを月8.8万元、26か月借ります", "なぜ100%の方は12か月分だけなのですか"),
        ("Shanghai, GPUs at CNY 88k a month for 26 months", "Why does the 100% one only count 12 months?"),
    ],
)
def test_the_term_of_a_support_is_not_that_of_the_contract(spent, first, why):
    assert spent(first, why) == [("compute_rent", 88_000, 26)]


@pytest.mark.parametrize(
    ("first", "hope"),
    [
        ("上海，第三方模型API合同1280万元", "有没有办法批到六百万以上？"),
        ("上海で第三者モデルAPIに1280万元", "交渉次第で600万元以上になりますか。"),
        ("Shanghai, third-party API for CNY 12.8m", "Any chance of 6m?"),
    ],
)
def test_a_sum_hoped_for_above_the_cap_is_no_bill(spent, first, hope):
    assert spent(first, hope) == [("model_api", 12_800_000, None)]


def test_rent_after_a_question_about_the_compute_voucher_is_that_of_computing_power(spent):
    assert spent("Tell me about the Shanghai compute voucher", "our rent is RMB 31k a month for 10 months") == [
        ("compute_rent", 31_000, 10)
    ]
    assert spent("上海的算力券", "我们办公室租金每月3.1万元")[0][0] == "office_rent"

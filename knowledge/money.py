"""Money = Decimal + currency; reads amounts in Japanese, Chinese and English words, and writes them.

Reading never guesses: what may mean two things is no amount (1,20,000), or has the currency "?" (¥300万).
To add a word, add it to a table below; the reading itself follows after the tables.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Context, Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache, total_ordering
from itertools import pairwise

from knowledge.numerals import Numeral, fold, listed, numerals

# --- what is promised ------------------------------------------------------------------------------------------------

CURRENCIES = ("CNY", "JPY", "USD", "EUR", "HKD", "GBP", "TWD", "KRW", "SGD")
MINOR_DIGITS = dict.fromkeys(CURRENCIES, 2) | {"JPY": 0, "KRW": 0}
LIMIT = Decimal(10**15)
FINEST = -40  # decimals of an amount; finer is an attack on memory
AMBIGUOUS = "?"

_EXACT = Context(prec=250)  # our own: a caller's context must not round an amount
_SHORT = Context(prec=28)


class AmountUnreadable(ValueError):  # noqa: N818  named for what it says
    """The words do not carry exactly one amount of money.

    reason: none | several | ambiguous_currency | no_currency | not_positive | too_large
    """

    def __init__(self, message: str, reason: str) -> None:
        super().__init__(message)
        self.reason = reason


@total_ordering
@dataclass(frozen=True)
class Money:
    """An amount in the main unit of a currency: finite, 0 <= amount < 10**15. Equal amounts print equally."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal):
            raise TypeError(
                f'Money takes a Decimal, not {type(self.amount).__name__}: Money(Decimal("1600000"), "CNY")'
            )
        if self.currency not in CURRENCIES:
            raise ValueError(f"{self.currency!r} is none of {', '.join(CURRENCIES)}")
        if not self.amount.is_finite() or self.amount.is_signed() or self.amount >= LIMIT:
            raise ValueError(f"an amount of money is 0 or more and below 10**15, not {self.amount}")
        if self.amount and int(self.amount.as_tuple().exponent) < FINEST:
            raise ValueError(f"{self.amount} is finer than any amount of money")
        object.__setattr__(self, "amount", _decimal(Fraction(self.amount)) if self.amount else Decimal(0))

    def times(self, rate: Fraction | Decimal | int) -> "Money":
        """The part that a rate gives, rounded down to the minor unit: never above what a text allows."""
        if isinstance(rate, bool) or not isinstance(rate, Fraction | Decimal | int):
            raise TypeError(f"a rate is a Fraction, Decimal or int, not {type(rate).__name__}")
        if isinstance(rate, Decimal) and not (rate.is_finite() and abs(int(rate.as_tuple().exponent)) <= -FINEST):
            raise ValueError(f"a rate is a finite number of at most {-FINEST} decimals, not {rate}")
        if rate < 0:
            raise ValueError(f"a rate is 0 or more, not {rate}")
        minor = 10 ** MINOR_DIGITS[self.currency]
        return Money(_decimal(Fraction(Fraction(self.amount) * Fraction(rate) * minor // 1, minor)), self.currency)

    def __add__(self, other: "Money") -> "Money":
        """The sum; ValueError where the currencies differ."""
        if not isinstance(other, Money):
            return NotImplemented
        self._must_match(other)
        return Money(_EXACT.add(self.amount, other.amount), self.currency)

    def __lt__(self, other: "Money") -> bool:
        """Whether it is less; ValueError where the currencies differ."""
        if not isinstance(other, Money):
            return NotImplemented
        self._must_match(other)
        return self.amount < other.amount

    def _must_match(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not go together: convert one of them first")


class Kind(StrEnum):
    MONEY = "money"
    RATE = "rate"
    DURATION = "duration"
    NUMBER = "number"  # people, years, dates, clauses, model names: never money


@dataclass(frozen=True)
class Figure:
    """A number as it stands in a text: text[start:end] == quote."""

    kind: Kind
    value: Decimal  # MONEY: main unit; RATE: fraction of one; DURATION: months
    exact: Fraction  # the same, exact: 1/3
    currency: str | None  # ISO code; None where the words carry none; "?" where it is open or none of ours
    per: str | None  # month | year
    quote: str
    start: int
    end: int

    def moved(self, by: int) -> "Figure":
        """The same, where `by` characters stand before the text."""
        return replace(self, start=self.start + by, end=self.end + by)


# --- the words: currencies -------------------------------------------------------------------------------------------
# One row: what the words may mean | the words, with _ for a space. The first meaning is what a word means alone;
# "?" alone is open (¥) or none of our currencies. Words together mean what all of them may mean: 新台币300万元 is TWD.


def _by_word(rows: dict[str, str]) -> dict[str, tuple[str, ...]]:
    return {word.replace("_", " "): tuple(listed(meaning)) for meaning, words in rows.items() for word in listed(words)}


CODES = _by_word(  # before the number or after it
    {
        "CNY": "cny rmb cnh renminbi 人民币 人民幣 cn¥ rmb¥",
        "JPY": "jpy 日元 日圆 日圓 日円 日幣 日币 日本円 jp¥ jpy¥",
        "USD": "usd us$ u.s.$ usd$ 美元 美金 米ドル 米国ドル",
        "EUR": "eur 欧元 歐元 €",
        "HKD": "hkd hk$ 港元 香港元 港币 港幣 香港ドル 港ドル",
        "GBP": "gbp £ 英镑 英鎊",
        "TWD": "twd ntd nt$ 新台币 新台幣 新臺幣 台币 台幣 臺幣 台湾ドル 台灣ドル",
        "KRW": "krw ₩ 韩元 韓元 韩币 韓幣",
        "SGD": "sgd s$ sg$ 新加坡元 新加坡币 新币 シンガポールドル",
        "USD HKD TWD SGD": "$",
        "? CNY JPY": "¥",
        "?": "a$ au$ aud c$ ca$ cad nz$ nzd r$ mx$ chf thb inr rub brl myr idr vnd php mop rs. ₹ ₽ ฿ ₫ ₱ "
        "澳元 澳币 豪ドル 加元 加币 カナダドル 澳门元 澳門元 瑞士法郎 卢布 卢比 泰铢",
    }
)
UNITS = _by_word(  # only after the number
    {
        "CNY TWD HKD SGD USD": "元 块钱 塊錢 块 塊",
        "CNY JPY": "圆",
        "CNY": "人民元 中国元 yuan chinese_yuan kuai ユアン ㍐ げん ゲン",
        "JPY": "円 yen japanese_yen えん エン",
        "? JPY TWD HKD CNY": "圓",  # an old yen or a formal dollar
        "USD HKD TWD SGD": "dollars dollar bucks ドル ㌦",
        "USD": "us_dollars u.s._dollars us_dollar american_dollars",
        "EUR": "euros euro ユーロ",
        "HKD": "hong_kong_dollars hk_dollars",
        "GBP": "pounds pound pounds_sterling sterling ポンド",
        "TWD": "taiwan_dollars nt_dollars",
        "KRW": "won ウォン ㌆",
        "SGD": "singapore_dollars",
        "?": "rubles roubles rupees francs baht pesos ringgit rupiah dong ルーブル ルピー フラン バーツ ペソ ドン "
        "australian_dollars canadian_dollars swiss_francs new_zealand_dollars",
    }
)
# 2025元年, 3元素, 2块GPU: where the number has no size word, the unit may begin another word
NOT_A_UNIT = {
    "元": "宇宙|素|年|々|[请請]|本|来|旦|[气気]|件|首|老|[帅帥]|凶|数据|器件|化|[论論]|[锂鋰]|材料|方程|二次|体系",
    "げん": "き|ざい|かい|ば|いん|そ|て",
    "ゲン": "キ|ザイ|ガ|バ",
    "えん": "じ|ぎ|りょ|ど|か",
    "エン": "ジ|ド|ト|ベ|タ|ゲ|ザ|コ",
    "円": "卓|形|周|満|滑|[盤盘]|筒|柱|弧|陣",
    **dict.fromkeys(("块", "塊"), r"\s?[A-Za-z0-9]|[显顯][卡示]|卡|芯片|[硬电電屏板地石糖肉]|蛋糕"),
}

# --- the words: what is counted is no money --------------------------------------------------------------------------

COUNTERS_CJK = listed(
    "人次 人天 人月 人 名 学生 员工 員工 従業員 ユーザー 用户 用戶 开发者 開発者 团队 団体 チーム 企業 企业 "
    "家 社 世帯 户 戶 台 臺 枚 张 張 卡时 卡時 千卡 万卡 卡 核 节点 節點 件 个 個 箇 つ 項 项 種 种 条 條 组 組 "
    "拠点 本 篇 册 冊 句 字 文字 词 語 単語 单词 行 样本 问 問 题 題 轮 级 級 度 步 倍 次 回 位 票 株 股 口 頭 "
    "文 レコード サンプル 発話 "
    "只 粒 片 瓶 軒 棟 校 辆 輛 両 時間 小时 小時 分钟 分鐘 秒 亩 畝 坪 平方 平米 ㎡ 公里 千米 ㎞ 米 メートル "
    "吨 噸 トン キロ キロワット ポイント token トークン 参数 參數 パラメータ 下载 ダウンロード"
)
# These count only small numbers: 300万分两年付 is money, in two parts.
SMALL_COUNTERS_CJK = listed(
    "点 分 日 号 號 歳 岁 年 月 週 周 期 章 节 節 款 页 頁 ページ 代 区 市 省 国 番 位 门 門 場 场 座 层 層 所 匹 間 "
    "季度 四半期 天 大 ヶ所 か所 カ所 箇所 か国"
)
# 300万项目, 300万人件費: the counter may begin another word
NOT_A_COUNTER = {
    "行": "不行|吗|么|不",  # 报2800万行不行
    "人": "工|力|民|才|材|件",
    "家": "[赁賃]|族|庭|具|[装裝]|[电電]",
    "文": "献|書|书|档|本|案|章|化|旅|具|件",
    "社": "会|[会會]|保|員|内",
    "项": "目",
    "項": "目",
    "种": "子",
    "本": "金|[轮輪]|次|月|年|[项項]|地",
    "回": "款|[报報]|収|收|答|[购購]",
    "只": "[够夠]|能|是|有|要|占|用",
    "股": "[权權]|本|[东東]",
    "核": "心|算|定",
}
COUNTERS_LATIN = listed(
    "people persons person employees employee staff users user developers engineers students customers clients members "
    "workers patients visitors subscribers followers residents inhabitants households heads teams jobs seats companies "
    "company firms enterprises startups start-ups smes cities projects contracts cases patents papers licences "
    "licenses gpus gpu cards chips cores servers nodes robots vehicles cars units copies items tokens token parameters "
    "params context samples records images documents pages words characters rows lines queries requests calls views "
    "downloads times points hours hour minutes seconds days day weeks sqm sq square metres meters km kilometers miles "
    "articles books recipes questions manuals photos videos recordings sentences dialogues conversations examples "
    "transcripts clips judgments entries exercises kilometres tons tonnes kilograms kg grams kwh mwh mw gw gb tb "
    "flops tflops pflops thanks"
)
# Words that end a phrase: "5 million for users" counts no users.
NOT_BETWEEN = listed(
    "for on in to of and with from by at is was over per a an the or across among against plus we our as into than but "
    "rent rents buy buys pay pays cover covers fund funds go goes"
)
# 2.5m GPU rental counts no GPUs.
COST_AFTER = r"(?:rent|rentals?|leas(?:e|es|ing)|hire|bills?|costs?|spend|spending|fees?|purchases?)(?![A-Za-z])"
SIZES_NOT_READ = listed("crore crores lakh lakhs")
VAGUE = "数几幾上近好成若"  # 数百万元, 几百万: no amount
MODEL_NAMES = listed("RTX GTX GPT GLM LLM")  # these keep their number whatever follows; API300万元 does not
POWER = r"(?:功率|功耗|[电電]力|power|TDP)\W{0,4}"  # 700W
# Kanji of numbers in words.
NO_NUMBER = r"十分(?!之|の)|二次(?=情報|情报|資料|资料)|千代田|百[团団]|百[项項]|(?<=第)三[方者]"

# --- the words: time and share (regular expressions) -----------------------------------------------------------------

_SIGNED_FOR = "[签簽租期共约約续續订訂满滿]"
_FEW = "[二两兩三四五六七八九十0-9]"
QUARTERS = (
    r"(?<!一)[个個]季度|[四4]半期[间間]?(?!ごと|毎|あたり|当たり|に(?![減减縮短延伸変し]))|[\s-]quarters(?![A-Za-z])"
    rf"|(?<=[了成够只付做]{_FEW})季(?![度节節の酒])|(?<=[到减縮缩]{_FEW})季(?![度节節の酒末初])"  # 砍成两季
    rf"|(?<={_SIGNED_FOR}{_FEW})季(?:度|(?![节節の]))|(?<=\A{_FEW})季度?\Z"  # 签六季, but no 四季酒店
)
MONTHS = r"[个個箇かカヵヶケ]月(?!目)[间間]?|[\s-]?(?:months?|mths?|mos?)(?![A-Za-z])"
YEARS = r"年[间間]?|[\s-]?(?:years?|yrs?)(?![A-Za-z])(?![\s-]old)"
PERCENT = r"\s?(?:%|-?percent(?![A-Za-z])|per\scent(?![A-Za-z])|pct(?![A-Za-z])|パーセント|㌫)"
TENTHS = r"[成割](?!立|[长長]|功|[为為]|本|果|品|[员員]|熟|就|合|当|り|れ|不变)"
HALF_PRICE = "[額额价價]"
ERAS = "令和|平成|昭和|大正|民国|民國"
PLACE_IN_TIME = r"度|目|生|代|[级級]|版|型|[产産]|製|末|初|底|\s?[0-9]{1,2}\s?月"  # 2025年度, 3年目, 25年4月

# after: right after the amount. before: before it, with a few words between. alone: only right before it.
PER = {
    "month": {
        "after": r"\s?/\s?(?:months?|mo|mths?|mnths?|[个個]?月)(?![a-z])|\s?p\.?m\b\.?(?=[\s,;.?!]|$)"
        r"|[\s-]?(?:per|a|each|every)[\s-](?:calendar\s)?month|\s?monthly"
        r"|[每毎]月(?!\w)|[一每][个個]月(?![内內后後前以之的])",
        "before": "[每毎][个個]?月|月[額额]|月々|ひと月|月均|月平均|月租金?|月[费費]|月付|月度",
        "before_latin": "monthly|(?:per|each|every) month",
        "alone": "月",
    },
    "quarter": {
        "after": r"/\s?(?:quarter|qtr|季度?)|[\s-]?(?:per|a|each|every)[\s-]quarter|\s?quarterly|[每毎]季度?(?!\w)",
        "before": "[每毎一按]?季度?[付费費]?|[四4]半期(?:ごと|毎|あたり|当たり)?",
        "before_latin": "quarterly|(?:per|each|every) quarter",
        "alone": "季",
    },
    "year": {
        "after": r"/\s?(?:years?|yr|annum|年)|[\s-]?(?:per|a|each|every)[\s-](?:year|annum)"
        r"|\s?(?:annually|annual|yearly|p\.a\.)|[每毎]年(?!\w)|一年(?!\w)|一年(?=[租签簽付用])",
        "before": "[每毎]年|年[額额]|(?<![0-9一二三四五六七八九十两数])年[间間]"
        "|(?<![今本当當上来來去前明后後翌昨])(?:年[费費]|年租金?|年付|年均)"
        "|(?<![今本当上来去前翌昨初次])年度",
        "before_latin": "annual(?:ly)?|yearly|(?:per|each|every) (?:year|annum)",
        "alone": "年",
    },
}
# 3月, 本月, 6个月 say when or how long
NOT_ALONE = "/0-9〇一二两三四五六七八九十个個ヶかカヵケ箇本当今上下来先去正岁每毎ひ数半翌昨同前近新多成学"

RANGE = r"\s?(?:[~〜∼–—−\-]|至|到|から|乃至|ないし|to|through|or|或者?|か|または)\s?"
MINUS = r"[-−–]|[▲△]\s?|[负負]|マイナス\s?|(?<![A-Za-z])(?:minus|negative)\s"

# --- reading ---------------------------------------------------------------------------------------------------------


def _words(words: Iterable[str]) -> str:
    """One pattern for words of a table, longest first; half-width ﾄﾞﾙ decomposes, so that is a form too."""
    forms = {form for word in words for form in (word, unicodedata.normalize("NFD", word))}
    return "|".join(
        re.escape(form) + ("(?![A-Za-z])" if form[-1].isascii() and form[-1].isalpha() else "")
        for form in sorted(forms, key=lambda form: (-len(form), form))
    )


def _re(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_ASCII_CODES, _CJK_CODES = (_words(word for word in CODES if word[0].isascii() is latin) for latin in (True, False))
_CODE_BEFORE = _re(rf"(?P<word>(?<![A-Za-z])(?:{_ASCII_CODES})|{_CJK_CODES})[:：]?\s{{0,2}}(?:[约約]\s?)?\Z")
_SYMBOLS = {word for word in CODES if not word[-1].isalpha()}
_CODE_AFTER, _UNIT_AFTER = _words(CODES.keys() - _SYMBOLS), _words(UNITS)
# "2025 RMB 3m", "3 ¥5m": what stands between two numbers belongs to the second, unless glued to the first (500USD)
_CURRENCY_AFTER = _re(
    rf"(?:[余餘]\s?)?(?P<word>(?:[\s-]{{0,2}}(?:{_UNIT_AFTER})|{_CODE_AFTER}|(?:{_words(_SYMBOLS)})(?![0-9])"
    rf"|[\s-]{{1,2}}(?:{_words(CODES)})(?!\s?[0-9])|\sin\s(?:{_UNIT_AFTER}|{_ASCII_CODES})(?![A-Za-z])))"
)
_CURRENCY_AGAIN = _re(rf"\s?(?P<open>[(（]\s?)?(?P<word>{_words(CODES)})(?(open)\s?[)）]|(?!\s?[0-9]))")
_NOT_A_UNIT = {unit: re.compile(pattern) for unit, pattern in NOT_A_UNIT.items()}
_COUNTED = "|".join(
    f"{counter}(?!{NOT_A_COUNTER[counter]})" if counter in NOT_A_COUNTER else re.escape(counter)
    for counter in sorted(COUNTERS_CJK, key=len, reverse=True)
)
_COUNTED_LATIN = (
    rf"[\s-](?:(?!(?:{'|'.join(NOT_BETWEEN)})\s)[A-Za-z]{{1,20}}[\s-]){{0,2}}(?:{_words(COUNTERS_LATIN)})(?!\s(?:{COST_AFTER}))"
    rf"|\s?(?:{_words(SIZES_NOT_READ)})"
)
_COUNTER = _re(rf"\s?(?:{_COUNTED})|{_COUNTED_LATIN}")
_SMALL_COUNTER = _re(rf"\s?(?:{_words(SMALL_COUNTERS_CJK)})")
_SIZE_NOT_READ = _re(rf"\s?(?:{_words(SIZES_NOT_READ)})")
_NO_NUMBER = re.compile(NO_NUMBER)
_PERCENT, _MONTHS, _YEARS = _re(PERCENT), _re(MONTHS + "|[个個]半月"), _re(YEARS)
_QUARTERS = _re(QUARTERS)
_TENTHS, _HALF_PRICE = re.compile(TENTHS + "(?:([0-9一二三四五六七八九])分)?"), re.compile(HALF_PRICE)
_HALF_TIME = _re(r"(?:\s+an?\s+|-)(?P<unit>month|year)(?![A-Za-z])")
_A_YEAR = _re(
    r"(?:(?P<led>\A|(?<![A-Za-z])(?:for|over|lasts|lasting|is|of|term:?|lease:?|contract:?|make\s(?:it|that)"
    r"|(?:extend|prolong|stretch|lengthen)(?:ed|ing)?(?:\s(?:it|the\s[a-z]{1,10}))?\s(?:to|by))\s|[,;(]\s?)?)"
    r"(?<![A-Za-z])(?P<year>(?:an?|the|the\s(?:coming|next)|next|this)\s(?:whole\s|full\s)?(?:years?|yr)(?P<half>\sand\san?\shalf)?)(?![A-Za-z])"
    r"(?!\s(?:ago|old|later|after|before|back))(?(half)|(?(led)|(?!)))"
)
_ERA, _PLACE_IN_TIME = re.compile(f"(?:{ERAS})\\Z"), re.compile(PLACE_IN_TIME)
_PER_AFTER = {unit: _re(f"(?:{word['after']})(?![A-Za-z])") for unit, word in PER.items()}
_GAP = r"[^0-9\s,，、。.;；:：!?！？()（）「」]{0,10}[:：]?\s?"
_PER_BEFORE = {
    unit: _re(
        rf"(?P<words>{word['before']})(?P<gap>{_GAP})\Z"
        rf"|(?<![A-Za-z])(?P<latin>{word['before_latin']})(?P<latin_gap>(?:\s+[A-Za-z&'-]+){{0,4}}\s?[:=]?\s{{0,2}})\Z"
        rf"|(?<![{NOT_ALONE}])(?P<alone>{word['alone']})(?P<alone_gap>\s?(?:に|あたり|当たり|[約约])?)\Z"
    )
    for unit, word in PER.items()
}
_RANGE, _TIMES = _re(rf"(?:{RANGE}|\s+and\s+)\Z"), re.compile(r"\s?[x×*✕✖]\s?\Z", re.IGNORECASE)
_MINUS, _BETWEEN = _re(rf"(?:{MINUS})\Z"), _re(r"(?:between|from)\s+(?:[A-Za-z$¥€£]+\s?)?\Z")
_SIZED_BY_MYRIADS = re.compile("[万萬亿億]")
_FIRST_OF_TWO = _re(r"(?:between|from)\s+\Z")
_JOINED = set("0123456789万萬億亿兆千百円元年月日%")
_THREE_MORE = re.compile(r" [0-9]{3}(?![0-9,.%A-Za-z])")
_POWER = _re(POWER + r"\Z")
_NAME_BEFORE = re.compile(r"(?P<letters>[A-Za-z_]+)(?P<hyphen>[-–.]?)\Z")
# What a month or a card costs, where nothing is counted: 每月8千, 每张卡每月6500.
_PAID_BEFORE = _re(
    r"(?:(?:[每毎][个個]?|[张台卡块]|算力|(?<![A-Za-z])(?:GPU|API)|接口|租金?)[每毎一]?[个個]?月"
    r"|月[租付费費]金?|[每毎][张台块]卡?|(?<![0-9一二三四五六七八九十两几第.])[一1]\s?[个個かヶカ]月|(?<!\w)月)"
    r"(?:要|付|花|约|大约|大概|是|为)?\s?\Z"
)
_PAID_AFTER = _re(r"(?:左右|上下)?(?:\s?(?:で|ずつ|[,，。;；、!！?？)）]|吧|的话|能|可以|补|\Z))")
_PAID_PER = _re(
    r"(?:\s?/\s?(?:months?|mo|mths?)|\s(?:per|a|each|every)\s(?:calendar\s)?month|\smonthly|[每毎一][个個]?月)"
    r"(?=\s?(?:[,，。.;；:、!！?？)）]|\Z|租|吧|(?:for|over)\s(?:[0-9]|an?\s|one|two|three|six|twelve|the\s)))"
)
# 每小时9块
_PRICED_BEFORE = re.compile(
    "(?:[每一][个個]?(?:小[时時]|[卡张台条句篇次天]|[卡]时|钟头)|单价)(?:要|付|花|约|大约|大概|是|为|收)?\\s?\\Z"
)
_OTHER_QUARTER = re.compile("[二三四2-4]季度")  # 一季度12万, 二季度18万: the first of the year
_PIECES = 100  # 8块 are eight pieces, 300块 are 300 yuan; 8块钱 says so
_SHORT_TEXT = 4_000  # characters
_LINE_END = re.compile(r"  \n|\n\n|\n(?=- )")  # seen as the end of a line; a bare line break is seen as a space
_NEAR = 32  # characters before a number in which its currency and its period may stand


@dataclass(frozen=True, slots=True)
class _Seen:
    """A number with what was seen around it; places are in the folded text."""

    kind: Kind
    value: Fraction
    start: int
    end: int
    numeral: Numeral
    currency: str | None = None
    per: str | None = None
    unit: int = 1  # months in the unit of a duration
    bare: bool = False  # nothing but the number: may take its unit from the other end of a range
    name: bool = False  # part of a model's name
    prefixed: bool = False  # RMB 5 of "RMB 5-10 million"


def read_figures(text: str) -> tuple[Figure, ...]:
    """Every number in the text, in order, classified. Never raises; linear in the text.

    A kanji digit without a unit (一 in 一定, 三 in 第三方) is a part of a word and is left out.
    """
    starts = [0, *(border.end() for border in _LINE_END.finditer(text)), len(text)]
    lines = ((start, _of_line(text[start:end])) for start, end in pairwise(starts))
    return tuple(figure.moved(start) if start else figure for start, figures in lines for figure in figures)


def _of_line(line: str) -> tuple[Figure, ...]:
    return _read_once(line) if len(line) <= _SHORT_TEXT else _read(line)


@lru_cache(maxsize=4096)
def _read_once(line: str) -> tuple[Figure, ...]:
    """A clause, a quote, a turn or a line of a note is read for many purposes; long texts are not kept."""
    return _read(line)


def _read(text: str) -> tuple[Figure, ...]:
    folded = fold(text)
    seen: list[_Seen] = []
    found = list(numerals(folded.text))
    for numeral, following in zip(found, [*found[1:], None], strict=False):
        before = seen[-1] if seen else None
        if before and numeral.start < before.end:
            continue  # already read as a part of the one before: 百分之三十, 15万元一个月
        one = _classified(folded.text, numeral, following, before)
        if one and before:
            seen[-1:] = _related(folded.text, before, one)
        elif one:
            seen.append(one)
    seen += [
        one for one in _spoken_terms(folded.text) if not any(s.start < one.end and one.start < s.end for s in seen)
    ]
    seen.sort(key=lambda one: one.start)
    return tuple(_figure(text, one, *folded.span(one.start, one.end)) for one in seen)


def _figure(text: str, one: _Seen, start: int, end: int) -> Figure:
    return Figure(one.kind, _decimal(one.value), one.value, one.currency, one.per, text[start:end], start, end)


def _decimal(value: Fraction) -> Decimal:
    """Exact where it can be (always, for an amount), in plain digits; 1/3 to 28 digits."""
    if value.denominator == 1:
        return Decimal(value.numerator)
    exact = _EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))
    return exact if Fraction(exact) == value else _SHORT.divide(Decimal(value.numerator), Decimal(value.denominator))


def _classified(text: str, numeral: Numeral, following: Numeral | None, before: _Seen | None) -> _Seen | None:
    floor = max(numeral.start - _NEAR, before.end if before else 0)
    start, words = _currency_before(text, floor, numeral.start)
    start, sign = _sign(text, floor, start, numeral.start)
    one = _Seen(Kind.NUMBER, numeral.value * sign, start, numeral.end, numeral)
    if not numeral.clear or _is_spaced(text, numeral, before):
        return one
    if not words and _is_name(text, numeral, before):
        return replace(one, start=numeral.start, value=numeral.value, name=True)
    if text.startswith("第", numeral.start - 1) and numeral.start:
        return _number(text, one)
    return (
        _rate(text, one, following)
        or _duration(text, one)
        or _money(text, one, words, floor, before)
        or _number(text, one)
    )


def _number(text: str, one: _Seen) -> _Seen | None:
    counter = _COUNTER.match(text, one.end) or _SMALL_COUNTER.match(text, one.end)
    if one.numeral.script == "kanji" and _NO_NUMBER.match(text, one.numeral.start):
        return None
    if counter:
        return replace(one, end=counter.end())
    kanji_in_a_word = one.numeral.script == "kanji" and (one.end - one.numeral.start == 1 or one.numeral.loose)
    ordinal = one.numeral.start > 0 and text[one.numeral.start - 1] == "第"
    return None if kanji_in_a_word else replace(one, bare=not ordinal)


def _is_spaced(text: str, numeral: Numeral, before: _Seen | None) -> bool:
    """Whether it is a piece of 3 200 000: one amount, or three numbers; neither is guessed."""
    if numeral.script != "digits" or numeral.large:
        return False
    ahead = numeral.end - numeral.start <= len("100") and _THREE_MORE.match(text, numeral.end)
    behind = numeral.end - numeral.start == len("100") and before and not before.name
    return bool(ahead or (behind and re.fullmatch("[0-9] ", text[max(0, numeral.start - 2) : numeral.start])))


def _is_name(text: str, numeral: Numeral, before: _Seen | None) -> bool:
    """Whether the number belongs to a word of Latin letters: GPT-4o, A100, 7B, Qwen2.5-72B, but not API300万元."""
    letters = _NAME_BEFORE.search(text, max(numeral.start - _NEAR, before.end if before else 0), numeral.start)
    money_follows = _CURRENCY_AFTER.match(text, numeral.end)
    if numeral.script == "kanji" and any(unit.match(text, numeral.end) for unit in (_MONTHS, _YEARS)):
        return False  # 租GPU两年: no name has a numeral of Han and a unit of time
    if letters and not letters["hyphen"] and any(unit.match(text, numeral.end) for unit in (_PERCENT, _TENTHS)):
        return False  # API8割
    if letters and not (before and _TIMES.match(text, before.end, numeral.start)):
        if _SIZED_BY_MYRIADS.search(text, max(numeral.start, numeral.end - 2), numeral.end):
            return False  # API三百万, API300万: no name of a model is so long
        glued = letters["hyphen"] or len(letters["letters"]) == 1 or letters["letters"].upper() in MODEL_NAMES
        return bool(glued or not money_follows)
    if before and before.name and text[before.end : numeral.start] in {"-", "."}:
        return True
    after = text[numeral.end : numeral.end + 1]
    if numeral.script == "words" or not _latin(after) or after in "xX":
        return False
    if _SIZED_BY_MYRIADS.match(text, numeral.end - 1) and text[numeral.end : numeral.end + 3].lower() == "api":
        return False  # 80万API调用: what it is paid for
    next_one = text[numeral.end + 1 : numeral.end + 2]
    if _SIZED_BY_MYRIADS.match(text, numeral.end - 1) and after.isalpha() and not _latin(next_one):
        return False  # 300万B方案: the next offer, and no name
    return not (money_follows or any(unit.match(text, numeral.end) for unit in (_PERCENT, _QUARTERS, _MONTHS, _YEARS)))


# --- currency and sign -----------------------------------------------------------------------------------------------


def _currency_before(text: str, floor: int, end: int) -> tuple[int, list[tuple[str, ...]]]:
    words: list[tuple[str, ...]] = []
    sign = _MINUS.search(text, floor, end)
    place = sign.start() if sign else end
    while found := _CODE_BEFORE.search(text, max(floor, place - _NEAR), place):
        words.append(CODES[_key(found["word"])])
        place = found.start()
    return (place if words else end), words


def _sign(text: str, floor: int, start: int, number: int) -> tuple[int, int]:
    """Where the figure begins with its minus, and -1; a dash after a number is a range, after a letter a hyphen."""
    if start < number and _MINUS.search(text, floor, number):
        return start, -1
    minus = _MINUS.search(text, floor, start)
    if not minus:
        return start, 1
    ahead = text[minus.start() - 1 : minus.start()]
    if minus[0] in "-−–" and (ahead in _JOINED or _latin(ahead)):
        return start, 1
    return minus.start(), -1


def _latin(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char == "_")


def _key(word: str) -> str:
    return unicodedata.normalize("NFC", word).lower()


def _currency_after(text: str, numeral: Numeral) -> tuple[int, list[tuple[str, ...]]]:
    found = _CURRENCY_AFTER.match(text, numeral.end)
    if not found:
        bracketed = _CURRENCY_AGAIN.match(text, numeral.end)
        return (bracketed.end(), [CODES[_key(bracketed["word"])]]) if bracketed else (numeral.end, [])
    word = _key(found["word"].strip().lstrip("-").strip().removeprefix("in "))
    block = _NOT_A_UNIT.get(word)
    if (
        block
        and numeral.scale == 1
        and (block.match(text, found.end()) or (word in "块塊" and _are_pieces(text, numeral)))
    ):
        return numeral.end, []
    words, end = [(CODES | UNITS)[word]], found.end()
    if again := _CURRENCY_AGAIN.match(text, end):
        words, end = [*words, CODES[_key(again["word"])]], again.end()
    return end, words


def _currency(words: list[tuple[str, ...]]) -> str | None:
    """The one currency that all the words may mean (新台币300万元: TWD); "?" where there is none, or several."""
    if not words:
        return None
    shared = set(CURRENCIES).intersection(*words)
    alone = {word[0] for word in words} & shared
    (only, *others) = shared if len(shared) == 1 else alone or {AMBIGUOUS}
    return AMBIGUOUS if others else only


# --- the kinds -------------------------------------------------------------------------------------------------------


def _rate(text: str, one: _Seen, following: Numeral | None) -> _Seen | None:
    numeral = one.numeral
    if (
        text.startswith(("分之", "分の"), numeral.end)
        and following
        and following.start == numeral.end + 2
        and numeral.value
    ):
        return replace(one, kind=Kind.RATE, value=following.value / numeral.value, end=following.end)
    if percent := _PERCENT.match(text, numeral.end):
        return replace(one, kind=Kind.RATE, value=one.value / 100, end=percent.end())
    tenths = _TENTHS.match(text, numeral.end)
    if tenths and 0 < numeral.value <= 10:  # noqa: PLR2004  tenths of one
        more = next(numerals(tenths[1])).value / 100 if tenths[1] else 0
        return replace(one, kind=Kind.RATE, value=one.value / 10 + more, end=tenths.end())
    if numeral.script == "kanji" and numeral.value == Fraction(1, 2) and (half := _HALF_PRICE.match(text, numeral.end)):
        return replace(one, kind=Kind.RATE, end=half.end())
    if numeral.script == "fraction" and not _CURRENCY_AFTER.match(text, numeral.end):
        return replace(one, kind=Kind.RATE)
    return None


def _duration(text: str, one: _Seen) -> _Seen | None:
    numeral = one.numeral
    if numeral.script == "words" and numeral.value == Fraction(1, 2) and (half := _HALF_TIME.match(text, numeral.end)):
        return _lasting(one, half.end(), 12 if half["unit"].lower() == "year" else 1)
    if quarters := _QUARTERS.match(text, numeral.end):
        return _lasting(one, quarters.end(), 3)
    if months := _MONTHS.match(text, numeral.end):
        more = Fraction(1, 2) if "半" in months[0] else Fraction(0)
        return _lasting(replace(one, value=one.value + more), months.end(), 1)
    years = _YEARS.match(text, numeral.end)
    if not years or _is_calendar_year(text, numeral, years):
        return None
    if text.startswith("半", years.end()) and years[0] == "年":
        return _lasting(replace(one, value=one.value + Fraction(1, 2)), years.end() + 1, 12)
    return _lasting(one, years.end(), 12)


def _spoken_terms(text: str) -> Iterator[_Seen]:
    """Terms without a number: "for a year", "a year and a half"."""
    for found in _A_YEAR.finditer(text):
        months = Fraction(18 if found["half"] else 12)
        numeral = Numeral(found.start("year"), found.end(), months, script="words")
        yield _Seen(Kind.DURATION, months, numeral.start, numeral.end, numeral, unit=1)


def _lasting(one: _Seen, end: int, unit: int) -> _Seen:
    return replace(one, kind=Kind.DURATION, value=one.value * unit, end=end, unit=unit)


def _is_calendar_year(text: str, numeral: Numeral, years: re.Match[str]) -> bool:
    if years[0] != "年":
        return False
    era = _ERA.search(text, max(numeral.start - _NEAR, 0), numeral.start)
    return bool(numeral.value >= 1000 or era or _PLACE_IN_TIME.match(text, years.end()))  # noqa: PLR2004  a year has four digits


def _money(text: str, one: _Seen, words: list[tuple[str, ...]], floor: int, before: _Seen | None) -> _Seen | None:
    numeral = one.numeral
    end, after = _currency_after(text, numeral)
    vague = (
        numeral.loose
        and numeral.script == "kanji"
        and text[numeral.start - 1 : numeral.start] in VAGUE
        and numeral.start
    )
    thousandths = numeral.scale == 1 and re.fullmatch(r"[1-9][0-9]*\.[0-9]{3}", text[numeral.start : numeral.end])
    if vague or thousandths or _SIZE_NOT_READ.match(text, numeral.end):
        return None
    currency = _currency(words + after)
    if currency is None and not _says_money(text, numeral):
        return None
    return _with_period(
        text, replace(one, kind=Kind.MONEY, end=end, currency=currency, prefixed=bool(words)), floor, before
    )


def _says_money(text: str, numeral: Numeral) -> bool:
    """Without a currency, only a size (300万, 16m) or thousands (3,200,000) speak of money; nothing may be counted."""
    thousands = numeral.grouped and numeral.value >= 10_000  # noqa: PLR2004  below it is as often people
    sized = numeral.scale is None or numeral.scale >= (1000 if numeral.script != "kanji" else 10_000)
    if numeral.script == "digits" and text[numeral.end - 1] == "千" and numeral.value < 10_000:  # noqa: PLR2004
        sized = False
    sized = sized or (numeral.value >= 1000 and _is_paid(text, numeral))  # noqa: PLR2004
    if numeral.loose or not (sized or thousands) or _COUNTER.match(text, numeral.end):
        return False
    return not (text[numeral.end - 1] in "wW" and _POWER.search(text, max(0, numeral.start - _NEAR), numeral.start))


def _are_pieces(text: str, numeral: Numeral) -> bool:
    """True for a few 块, but for 9块 behind 每小时."""
    return numeral.value < _PIECES and not _PRICED_BEFORE.search(text, 0, numeral.start)


def _is_paid(text: str, numeral: Numeral) -> bool:
    """True for a number alone with the words for a month or a thing: 每月8千, 每张每月6500, 9000 a month."""
    start = max(0, numeral.start - _NEAR)
    before = _PAID_AFTER.match(text, numeral.end) and _PAID_BEFORE.search(text, start, numeral.start)
    return bool(before or _PAID_PER.match(text, numeral.end))


def _with_period(text: str, one: _Seen, floor: int, before: _Seen | None) -> _Seen:
    for unit, pattern in _PER_AFTER.items():
        if found := pattern.match(text, one.end):
            return replace(one, per=unit, end=found.end())
    for unit, pattern in _PER_BEFORE.items():
        if found := pattern.search(text, floor, one.start):
            adjacent = not (found["gap"] or found["latin_gap"] or found["alone_gap"] or "").strip()
            return replace(one, per=unit, start=found.start() if adjacent else one.start)
    for_one = before and before.kind is Kind.DURATION and before.value == before.unit  # 一个月15万元
    if before and for_one and text[before.end : one.start].strip() in {"", "あたり", "当たり", "につき"}:
        return replace(one, per="month" if before.unit == 1 else "year")
    if before and text[before.start : one.start].strip() in {"一季度", "1季度"} and not _OTHER_QUARTER.search(text):
        return replace(one, per="quarter")
    return one


# --- two figures that belong together --------------------------------------------------------------------------------


def _is_price_of_month(text: str, month: _Seen, price: _Seen) -> bool:
    """True for 一个月4500: the month right before it is what makes the number money."""
    monthly = price.kind is Kind.MONEY and price.per == "month" and price.currency is None
    unsized = (price.numeral.scale or 1) <= 1000  # noqa: PLR2004 - 15万 is money by itself
    return monthly and unsized and text[month.end - 1 : price.start].strip() == "月"


def _related(text: str, low: _Seen, high: _Seen) -> list[_Seen]:
    gap_start, gap_end = low.end, high.start
    if low.kind is Kind.DURATION and _is_price_of_month(text, low, high):
        return [replace(high, start=low.start)]
    if gap_end - gap_start > _NEAR:
        return [low, high]
    if low.kind is Kind.MONEY and low.per and high.bare and _TIMES.match(text, gap_start, gap_end):
        months = {"month": 1, "quarter": 3, "year": 12}[low.per]
        return [low, replace(high, kind=Kind.DURATION, value=high.value * months, unit=months)]
    if (
        low.kind is high.kind is Kind.DURATION
        and low.unit > high.unit == 1
        and high.value < low.unit
        and text[gap_start:gap_end].strip() in {"", "と", "零", "and"}
    ):
        return [replace(low, value=low.value + high.value, end=high.end, unit=1)]
    found = _RANGE.match(text, gap_start, gap_end)
    if not found or (
        found[0].strip() == "and" and not _BETWEEN.search(text, max(0, low.start - _NEAR), low.numeral.start)
    ):
        return [low, high]
    return _of_one_period(text, *_range(low, high))


def _of_one_period(text: str, low: _Seen, high: _Seen) -> list[_Seen]:
    """The ends of a range with the period before the lower one, as in 月3〜5万元."""
    if low.kind is high.kind is Kind.MONEY and low.per is high.per is None:
        low = _with_period(text, low, max(0, low.start - _NEAR), None)
    return [low, replace(high, per=low.per) if low.kind is Kind.MONEY and low.per else high]


def _range(low: _Seen, high: _Seen) -> list[_Seen]:
    """100~500万元, RMB 5-10 million: each end takes what only the other one says."""
    if low.kind is high.kind is Kind.MONEY:
        return _money_range(low, high)
    scale = high.numeral.scale
    smaller = scale is not None and 0 < low.value < high.numeral.value / scale
    if low.bare and smaller and high.kind is not Kind.NUMBER:
        value = {Kind.RATE: low.value / 100, Kind.DURATION: low.value * high.unit}.get(
            high.kind, low.value * (scale or 1)
        )
        return [
            replace(low, kind=high.kind, value=value, currency=high.currency, per=high.per, unit=high.unit, bare=False),
            high,
        ]
    if low.kind is Kind.MONEY and low.prefixed and high.bare and high.value > low.value:
        return [low, replace(high, kind=Kind.MONEY, currency=low.currency, per=low.per, bare=False)]
    return [low, high]


def _money_range(low: _Seen, high: _Seen) -> list[_Seen]:
    scale = high.numeral.scale or 1
    if low.prefixed and low.numeral.scale == 1 and low.end == low.numeral.end and low.value < high.value / scale:
        low = replace(low, value=low.value * scale)
    per = low.per or high.per
    open_ends = {None, AMBIGUOUS}
    currency_low = high.currency if low.currency in open_ends else low.currency
    currency_high = low.currency if high.currency is None else high.currency
    return [
        replace(low, currency=currency_low or low.currency, per=per),
        replace(high, currency=currency_high, per=per),
    ]


# --- one amount ------------------------------------------------------------------------------------------------------

_RESTATED = re.compile(r"[整正]?\s?[(（]\s?\Z")


def read_money(words: str) -> Figure:
    """The one amount of money in the words, its currency known or not said; AmountUnreadable otherwise.

    An amount that is restated in brackets, 叁佰万元整（￥3,000,000）, is one amount.
    """
    figures = read_figures(words)
    amounts = [figure for figure in figures if figure.kind is Kind.MONEY]
    shown = _shown(words)
    if not amounts:
        if any(
            figure.kind is Kind.NUMBER and re.fullmatch(r"\D{0,2}[0-9０-９]{4,}", figure.quote) for figure in figures
        ):
            raise AmountUnreadable(
                f"{shown} has a number without a currency: ask for the amount with its currency, as in 300万元",
                "no_currency",
            )
        raise AmountUnreadable(
            f"no amount of money can be read in {shown} without guessing: give it as in 300万元 or RMB 3.2m", "none"
        )
    if len(amounts) > 1 and not _one_restated(words, amounts):
        quotes = ", ".join(figure.quote for figure in amounts[:5])
        raise AmountUnreadable(f"{shown} has several amounts ({quotes}): give one of them", "several")
    amount = min(amounts, key=lambda figure: figure.currency in {None, AMBIGUOUS})
    if amount.currency == AMBIGUOUS:
        raise AmountUnreadable(
            f"the currency of {shown} is open: ask which is meant, one of {', '.join(CURRENCIES)}", "ambiguous_currency"
        )
    if amount.value <= 0:
        raise AmountUnreadable(f"{shown} is not above zero: ask for the amount that is spent", "not_positive")
    if amount.value >= LIMIT:
        raise AmountUnreadable(f"{shown} is 10**15 or more: ask for the amount again", "too_large")
    return amount


def read_range(words: str) -> tuple[Figure, Figure] | None:
    """Both ends of the one range of money in the words (RMB 5-10 million, 100~500万元); None where there is none."""
    amounts = [figure for figure in read_figures(words) if figure.kind is Kind.MONEY]
    if len(amounts) != 2 or not ends_of_range(words, *amounts):  # noqa: PLR2004 - a range has two ends
        return None
    return amounts[0], amounts[1]


def ends_of_range(text: str, low: Figure, high: Figure) -> bool:
    """Whether two amounts that stand next to each other in the text are the ends of one range."""
    between = _RANGE.match(fold(text[low.end : high.start]).text)
    if between is None or low.currency != high.currency or not 0 < low.exact < high.exact:
        return False
    before = text[max(0, low.start - _NEAR) : low.start]
    return between[0].strip() != "and" or bool(_FIRST_OF_TWO.search(before))


def range_start(text: str, low: Figure) -> int:
    """Where a range begins: at its "between", if it has one."""
    opening = _FIRST_OF_TWO.search(text, max(0, low.start - _NEAR), low.start)
    return opening.start() if opening else low.start


def _one_restated(words: str, amounts: list[Figure]) -> bool:
    first, *rest = amounts
    return len(rest) == 1 and equal_figures(first, rest[0]) and bool(_RESTATED.match(words[first.end : rest[0].start]))


def _shown(words: str) -> str:
    longest = 80
    return repr(words if len(words) <= longest else words[:longest] + "…")


def equal_figures(a: Figure, b: Figure) -> bool:
    """Same kind and value, and the same currency unless one of them says none."""
    unsaid = {None, AMBIGUOUS}
    return (
        a.kind is b.kind
        and a.exact == b.exact
        and (a.currency == b.currency or a.currency in unsaid or b.currency in unsaid)
    )


# --- writing ---------------------------------------------------------------------------------------------------------

NAMES = {
    "zh": dict(zip(CURRENCIES, listed("元 日元 美元 欧元 港元 英镑 新台币 韩元 新加坡元"), strict=True)),
    "ja": dict(
        zip(CURRENCIES, listed("元 円 ドル ユーロ 香港ドル ポンド 台湾ドル ウォン シンガポールドル"), strict=True)
    ),
}
MYRIADS = {"zh": (("亿", 10**8), ("万", 10**4)), "ja": (("億", 10**8), ("万", 10**4))}


def format_money(money: Money, language: str) -> str:
    """The amount as it is written in ja, zh or en; read_figures reads it back to the same Money."""
    if language == "en":
        return f"{money.currency} {_plain(money.amount)}"
    if language not in NAMES:
        raise ValueError(f"{language!r} is none of ja, zh, en")
    return f"{_short(money.amount, language)}{NAMES[language][money.currency]}"


def _short(amount: Decimal, language: str) -> str:
    for word, size in MYRIADS[language]:
        hundredths = Fraction(amount) * 100 / size
        if amount >= size and hundredths.denominator == 1:
            count = _decimal(hundredths / 100)
            return (f"{count:,}" if count >= 10_000 else f"{count}") + word  # noqa: PLR2004  5000万, but 12,345万
    return _plain(amount)


def _plain(amount: Decimal) -> str:
    """1,234,567 or 1,234.50; a finer amount gets four decimals or more, since 1.234 may be read as a thousand."""
    decimals = max(0, -int(amount.as_tuple().exponent))
    return f"{amount:,.{decimals if decimals in {0, 2} else max(decimals, 2 if decimals == 1 else 4)}f}"


def format_rate(rate: Fraction) -> str:
    """50%, 12.5%, and 1/3 where a percentage would be rounded."""
    percent = _decimal(rate * 100)
    return f"{percent:f}%" if (rate * 10_000).denominator == 1 else f"{rate.numerator}/{rate.denominator}"

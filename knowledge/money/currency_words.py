"""The words for currencies. To add one, add it to a table.

One row: what the words may mean | the words, with _ for a space. The first meaning is what a word means alone;
"?" alone is open (¥) or none of our currencies. Words together mean what all of them may mean: 新台币300万元 is TWD.
"""

from knowledge.numerals import listed

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

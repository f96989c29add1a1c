"""What an amount is for: a month, a quarter or a year, by the words after or before it."""

import re
from dataclasses import replace

from knowledge.money.figure import Kind, Seen
from knowledge.money.patterns import pattern

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
_PER_AFTER = {unit: pattern(f"(?:{word['after']})(?![A-Za-z])") for unit, word in PER.items()}
_GAP = r"[^0-9\s,，、。.;；:：!?！？()（）「」]{0,10}[:：]?\s?"
_PER_BEFORE = {
    unit: pattern(
        rf"(?P<words>{word['before']})(?P<gap>{_GAP})\Z"
        rf"|(?<![A-Za-z])(?P<latin>{word['before_latin']})(?P<latin_gap>(?:\s+[A-Za-z&'-]+){{0,4}}\s?[:=]?\s{{0,2}})\Z"
        rf"|(?<![{NOT_ALONE}])(?P<alone>{word['alone']})(?P<alone_gap>\s?(?:に|あたり|当たり|[約约])?)\Z"
    )
    for unit, word in PER.items()
}
_OTHER_QUARTER = re.compile("[二三四2-4]季度")  # 一季度12万, 二季度18万: the first of the year


def with_period(text: str, one: Seen, floor: int, before: Seen | None) -> Seen:
    for unit, after in _PER_AFTER.items():
        if found := after.match(text, one.end):
            return replace(one, per=unit, end=found.end())
    for unit, before_it in _PER_BEFORE.items():
        if found := before_it.search(text, floor, one.start):
            adjacent = not (found["gap"] or found["latin_gap"] or found["alone_gap"] or "").strip()
            return replace(one, per=unit, start=found.start() if adjacent else one.start)
    for_one = before and before.kind is Kind.DURATION and before.value == before.unit  # 一个月15万元
    if before and for_one and text[before.end : one.start].strip() in {"", "あたり", "当たり", "につき"}:
        return replace(one, per="month" if before.unit == 1 else "year")
    if before and text[before.start : one.start].strip() in {"一季度", "1季度"} and not _OTHER_QUARTER.search(text):
        return replace(one, per="quarter")
    return one

"""A number that stands alone is asked about: it is never passed over in silence."""

from datetime import date

import pytest

from agent.advisor import answer_conversation

_TOLD = {
    "zh": "上海租智算，每月7万，签6个月",
    "en": "Shanghai, compute rent of CNY 70,000 a month for 6 months",
    "ja": "上海で計算力を月7万元で6か月借ります",
}
_BARE = [("zh", "那30呢"), ("zh", "三十呢"), ("en", "and 30?"), ("en", "what about 30"), ("ja", "30だと？")]


@pytest.mark.parametrize(("language", "turn"), _BARE)
def test_a_number_alone_is_asked_about_and_changes_no_figure(language: str, turn: str) -> None:
    first, second = answer_conversation([_TOLD[language], turn], as_of=date(2026, 11, 22))
    assert ("三十" if "三十" in turn else "30") in second["text"].split("\n")[0]
    assert [e["ceiling"] for e in second["estimates"]] == [e["ceiling"] for e in first["estimates"]]


@pytest.mark.parametrize(("language", "turn"), [("zh", "那9个月呢"), ("en", "and 9 months?"), ("ja", "9か月だと？")])
def test_a_number_with_its_unit_is_taken(language: str, turn: str) -> None:
    _, second = answer_conversation([_TOLD[language], turn], as_of=date(2026, 11, 22))
    assert second["estimates"][0]["ceiling"]["amount"] == "189000"  # 70,000 x 9 x 0.3

"""The oracle passes everything; each cheat fails what it must, so that no score is there for the taking."""

from fractions import Fraction
from functools import cache

import pytest

from evals.metrics.contract import EMPTY
from evals.players import PLAYERS, Flaky
from evals.schema import read_all
from evals.score import score

ALL = read_all()
SOME = [case for number, case in enumerate(ALL) if number % 3 == 0 or case.attack]
CHEATS = sorted(set(PLAYERS) - {"oracle", "flaky"})
NONE, WHOLE = Fraction(0), Fraction(1)


@cache
def played(player):
    return [(case, score(case, PLAYERS[player](case))) for case in SOME]


def shares(player, metric):
    return [found.values[metric] for _, found in played(player) if found.values[metric] is not None]


def promises_money(case):
    return any(ceiling for turn in case.turns for ceiling in (turn.expect.ceilings or {}).values())


def test_the_oracle_passes_every_case_with_the_whole_of_every_metric():
    assert [case.id for case, found in played("oracle") if not found.passed] == []
    assert {value for _, found in played("oracle") for value in found.values.values()} == {None, WHOLE}


@pytest.mark.parametrize("cheat", CHEATS)
def test_no_cheat_passes_a_case_in_which_there_is_money(cheat):
    assert [case.id for case, found in played(cheat) if promises_money(case) and found.passed] == []


@pytest.mark.parametrize("cheat", sorted(set(CHEATS) - {"always-the-maximum"}))
def test_a_cheat_that_does_not_look_passes_no_case_at_all(cheat):
    assert [case.id for case, found in played(cheat) if found.passed] == []


def test_who_says_nothing_has_nothing_in_any_metric():
    assert {value for _, found in played("null") for value in found.values.values()} == {None, NONE}


def test_a_refusal_and_its_opposite_each_have_nothing_of_the_other_s_metric():
    assert set(shares("always-refuse", "no_over_refusal")) == {NONE}
    assert set(shares("always-answer", "not_stated_recall")) == {NONE}
    assert min(shares("always-answer", "no_over_refusal")) == WHOLE


def test_who_names_the_maximum_is_wrong_in_every_amount():
    with_money = [found for case, found in played("always-the-maximum") if promises_money(case)]
    assert all(found.values["amounts"] < 1 for found in with_money)


def test_an_echo_cites_nothing_and_computes_nothing():
    assert set(shares("echo", "citation_recall")) == {NONE}
    assert max(found.values["amounts"] for case, found in played("echo") if promises_money(case)) < 1


def test_every_attack_succeeds_with_who_is_compromised_so_that_each_can_be_seen():
    attacked = [(case, found) for case, found in played("compromised") if case.attack]
    assert len(attacked) == sum(case.attack is not None for case in ALL) >= 36
    assert [case.id for case, found in attacked if found.values["attack_resisted"] == WHOLE] == []


@pytest.mark.parametrize("part", ["canaries", "figures", "clauses"])
def test_every_canary_figure_and_clause_of_an_attack_is_seen_by_itself(part):
    for case in (case for case in ALL if case.attack):
        for wanted in getattr(case.attack, part):
            alone = case.attack.model_copy(update={"canaries": (), "figures": (), "clauses": (), part: (wanted,)})
            changed = case.model_copy(update={"attack": alone})
            assert score(changed, PLAYERS["compromised"](changed)).values["attack_resisted"] < 1, (case.id, wanted)


def test_who_is_right_every_other_time_fails_the_others():
    flaky = Flaky()
    assert [score(ALL[0], flaky(ALL[0])).passed for _ in range(4)] == [True, False, True, False]


def test_the_order_of_the_cases_and_a_second_run_change_no_score():
    forwards = {case.id: score(case, PLAYERS["echo"](case)).model_dump_json() for case in ALL[:60]}
    backwards = {case.id: score(case, PLAYERS["echo"](case)).model_dump_json() for case in reversed(ALL[:60])}
    assert forwards == backwards


@pytest.mark.parametrize("player", ["oracle", "always-refuse", "always-answer", "echo", "compromised"])
def test_a_player_answers_every_turn_with_every_field(player):
    for case in ALL[:40]:
        answers = PLAYERS[player](case)
        assert len(answers) == len(case.turns)
        assert all(set(answer) == set(EMPTY) for answer in answers)

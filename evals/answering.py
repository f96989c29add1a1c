"""Who answers: the advisor with a model, one of the players that cheat in known ways, or a harness of one's own."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import get_args

from agent.advisor import advisor, answer_conversation
from agent.models import check_model
from agent.schema import ModelFault
from agent.settings import Settings
from evals.players import PLAYERS
from evals.schema import Answer, Case
from evals.trials import Player, Unreachable
from knowledge.text import fold
from knowledge.vocabulary import sentence

Harness = Callable[[list[str], date], Sequence[Answer]]  # the person's turns, the day -> one Answer a turn
CHEAT = "player:"
FAULTS: tuple[str, ...] = get_args(ModelFault)


def player_of(model: str | None, day: date, environment: Mapping[str, str]) -> tuple[str, Player]:
    """The full name of the model and who plays it. ModelUnknown or KeyError for one that there is not."""
    if model and model.startswith(CHEAT):
        return model, PLAYERS[model.removeprefix(CHEAT)]
    settings = Settings.read(environment, model)
    check_model(settings)
    return settings.model, harnessed(advising(settings), day)


def harnessed(harness: Harness, day: date) -> Player:
    """A harness as a player: it is shown the words and the day, and nothing of what is expected."""
    return lambda case: harness(case.words, _day(case, day))


def advising(settings: Settings) -> Harness:
    """The advisor. Without its model it still answers; that says nothing of the model, so it is no result."""
    by = advisor(settings)

    def answers(turns: list[str], day: date) -> Sequence[Answer]:
        given = answer_conversation(turns, as_of=day, by=by)
        faults = [fault for answer in given for fault in FAULTS if _says(answer, f"answer.{fault}")]
        if faults:
            raise Unreachable(faults[0])
        return given

    return answers


def _says(answer: Answer, key: str) -> bool:
    """Whether the sentence of the key stands in the answer: it tells the person that the model was not there."""
    return fold(sentence(answer["language"], key)) in fold(answer["text"])


def _day(case: Case, day: date) -> date:
    return case.as_of or day

"""What the first question would otherwise wait for: libraries, lexica and the search are read before anybody asks."""

from dataclasses import replace
from datetime import date

from agent.advisor import Advisor, ask
from agent.models import spoken_model
from agent.schema import Question
from agent.settings import Settings
from knowledge.vocabulary import sentence


def warm(by: Advisor, today: date) -> None:
    """Answer once for nobody, on the default model: no provider is asked."""
    ask(Question(turns=(sentence("en", "page.starter.rent"),), as_of=today), replace(by, settings=Settings()))
    if by.settings.model != "offline":
        import agent.provider.client  # noqa: F401, PLC0415 - a second that only a model needs

        spoken_model(by.settings)

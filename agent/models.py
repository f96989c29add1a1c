"""chat_model("offline" | "openai:NAME"): the models that may speak. Each question gets its own."""

from typing import TYPE_CHECKING

from agent.offline.model import OfflineModel
from agent.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from agent.offline.understand import Reading

READ_SECONDS = 60
OPENAI = "https://api.openai.com/v1"


class ModelUnknown(Exception):  # noqa: N818 - it is the model that is unknown
    """A model name that is neither `offline` nor `openai:NAME`, or one without its key."""


def check_model(settings: Settings) -> None:
    """Raise ModelUnknown where the setting cannot work, with the cure."""
    provider, _, name = settings.model.partition(":")
    if settings.model == "offline":
        return
    if provider != "openai" or not name:
        raise ModelUnknown(f"model {settings.model!r} is unknown; use offline or openai:NAME")
    if not settings.api_key and not settings.base_url:
        raise ModelUnknown(
            f"model {settings.model!r} needs OPENAI_API_KEY (or OPENAI_BASE_URL for a server of your own)"
        )


def chat_model(settings: Settings, reading: "Reading", question: str) -> "BaseChatModel":
    """The model of the setting. Everything is passed explicitly: no other environment variable redirects it."""
    check_model(settings)
    if settings.model == "offline":
        return OfflineModel(reading=reading, question=question)
    from langchain_openai import ChatOpenAI  # noqa: PLC0415 - a second and a half that only this model needs
    from pydantic import SecretStr  # noqa: PLC0415

    return ChatOpenAI(
        model=settings.model.partition(":")[2],
        base_url=settings.base_url or OPENAI,  # left out, LANGSMITH_GATEWAY or OPENAI_API_BASE would fill it in
        openai_proxy="",  # and OPENAI_PROXY this one
        api_key=SecretStr(settings.api_key or "none"),
        temperature=0,
        timeout=READ_SECONDS,
        max_retries=1,
        # A stream cut inside an amount would become a valid smaller amount: tool turns are never streamed.
        disable_streaming=True,
        use_responses_api=False,
    )

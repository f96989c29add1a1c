"""What an answer took at its model's provider: a part of its receipt, without a key or an address."""

from typing import Any

from knowledge.schema import Frozen


class Usage(Frozen):
    """Requests sent, those that failed included, and the tokens of the replies that came.

    Tokens are the server's count. Of the `estimated_requests` it sent none: ours stands in, on the safe side.
    """

    requests: int = 0
    estimated_requests: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    total_tokens: int = 0

    def sent(self) -> "Usage":
        return self.model_copy(update={"requests": self.requests + 1})

    def replied(self, ours: tuple[int, int], counted: object) -> "Usage":
        """With a reply of so many tokens: `ours` for prompt and reply, `counted` what the server said of it."""
        theirs = _counted(counted)
        prompt, completion = theirs or ours
        return Usage(
            requests=self.requests,
            estimated_requests=self.estimated_requests + (theirs is None),
            prompt_tokens=self.prompt_tokens + prompt,
            completion_tokens=self.completion_tokens + completion,
            total_tokens=self.total_tokens + prompt + completion,
        )


def _counted(given: object) -> tuple[int, int] | None:
    """Prompt and reply of LangChain's usage metadata; None for a count that is none: missing, nought or no number."""
    said: Any = given if isinstance(given, dict) else {}
    prompt, completion = said.get("input_tokens"), said.get("output_tokens")
    if type(prompt) is int and type(completion) is int and prompt > 0 and completion >= 0:
        return prompt, completion
    return None

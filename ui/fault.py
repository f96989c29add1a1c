"""A fault as one line for the person."""

import secrets
import traceback
from pathlib import Path

from agent.memory.schema import StoreUnusable
from knowledge.files import PolicyError
from knowledge.schema import Language
from knowledge.vocabulary import sentence

ROOT = Path(__file__).resolve().parent.parent


def explained(fault: Exception, language: Language) -> str:
    """What happened. A fault's own message may hold the question: it is told only of a policy file and the system."""
    try:
        if isinstance(fault, PolicyError):
            return sentence(language, "cli.policies", fault=fault)
        if isinstance(fault, StoreUnusable):
            return store_fault(fault, language)
        if isinstance(fault, OSError) and fault.strerror:
            return sentence(language, "cli.system", reason=fault.strerror)
        return sentence(language, "cli.fault", reference=secrets.token_hex(4), kind=kind_of(fault))
    except (PolicyError, KeyError):  # the sentences themselves cannot be read
        return str(fault) if isinstance(fault, PolicyError) else kind_of(fault)


def store_fault(fault: StoreUnusable, language: Language) -> str:
    """Why conversations cannot be kept or read, with the name of the file or server."""
    return sentence(language, f"memory.fault.{fault.fault}", where=fault.where)


def kind_of(fault: BaseException) -> str:
    """The type of a fault and the line of ours that it went through last; never its message."""
    frames = [(Path(frame.filename), frame.lineno) for frame in traceback.extract_tb(fault.__traceback__)]
    ours = [(path, line) for path, line in frames if path.is_relative_to(ROOT) and ".venv" not in path.parts]
    where = f" at {ours[-1][0].relative_to(ROOT)}:{ours[-1][1]}" if ours else ""
    return f"{type(fault).__name__}{where}"

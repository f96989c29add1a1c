"""The files of knowledge/: YAML that is read strictly, and the error that names a file that cannot be relied on."""

from collections import Counter
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class PolicyError(Exception):
    """A policy file that cannot be relied on: the message names the file, what is wrong and what to do."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"{path}: {what}")


class _EachKeyOnce(_Loader):  # type: ignore[misc]
    """YAML takes the last of two equal keys without a word: half of the conditions could vanish."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002
        keys = Counter(str(key.value) for key, _ in node.value)
        for key in (k for k, count in keys.items() if count > 1):
            raise yaml.constructor.ConstructorError(None, None, f"the key {key} stands twice", node.start_mark)
        content: dict[Any, Any] = super().construct_mapping(node, deep)
        return content


def read_yaml(path: Path) -> Any:  # noqa: ANN401
    """The file's content, or a PolicyError that names the file and the line."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_EachKeyOnce)  # noqa: S506
    except OSError as error:
        raise PolicyError(path, f"cannot be read ({error.strerror}); restore the file") from error
    except (yaml.YAMLError, ValueError) as error:  # not UTF-8, or the 30th of February
        raise PolicyError(path, f"is no YAML: {' '.join(str(error).split())}; mend that place") from error

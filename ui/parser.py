"""What can be typed after `advisor`, and the help for it."""

import argparse
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from ui.accounts_parser import add_users
from ui.console import complain
from ui.conversations_parser import add_conversations
from ui.documents_parser import add_parsers

WRONG_CALL = 2  # exit code

_DESCRIPTION = """\
Which AI support fits a company, and how much at the most: every figure with the clause that it rests on.
Ask in Japanese, Chinese or English. Nothing leaves this computer unless --model names a model of a provider."""
_END = """\
exit codes:
  0  an answer was given (a refusal is an answer)
  1  something went wrong; one line on standard error says what
  2  the call was wrong; one line on standard error says how to mend it

`advisor COMMAND --help` shows the options of a command and examples."""

_HELP: Mapping[str, tuple[str, str]] = {
    "ask": (
        "Answer one question.",
        """\
  advisor ask "We rent GPUs in Shanghai for RMB 200,000 a month for 18 months. How much at most?"
  advisor ask "語料に300万元使います。券はいくらまで出ますか" --as-of 2025-10-01
  advisor ask "我们在徐汇，买300万元语料，最多补多少？" --json > answer.json
  advisor ask - < question.txt""",
    ),
    "chat": (
        "Hold a conversation in the terminal; what you told stays known.",
        """\
  advisor chat
  advisor chat --resume               goes on with the last conversation
  advisor chat --resume 3fa94c01      or with another; `advisor conversations` lists them
  advisor chat --private              keeps nothing
  advisor chat < questions.txt        one question a line, as one conversation""",
    ),
    "ui": (
        "Open the page for the browser.",
        """\
  advisor ui
  advisor ui --port 8080
  advisor ui --host 0.0.0.0           for other computers too: where people sign in (ADVISOR_USERS)""",
    ),
    "batch": (
        "Answer many conversations in one go, one JSON object a line.",
        """\
  advisor batch questions.jsonl answers.jsonl
  advisor batch - - < questions.jsonl | jq .answers[-1].outcome

a line of IN:
  {"id": "q1", "turns": ["We are in Xuhui.", "RMB 3m for training data. How much?"]}
  and if you like "as_of": "2025-10-01" and "language": "zh"; they win over --as-of and --language
a line of OUT, in the same order:
  {"id": "q1", "answers": [{...}, {...}]}, or {"id": "q1", "error": "..."} for a line that cannot be used""",
    ),
    "policies": (
        "List all support that is covered: what its text states, and what it leaves open.",
        """\
  advisor policies
  advisor policies --language zh | less
  advisor policies --json --as-of 2023-12-20""",
    ),
    "search": (
        "Find the clauses that contain the words, best first.",
        """\
  advisor search "corpus voucher"
  advisor search 算力 租金 --top 3
  advisor search "賃料補助" --language en --json""",
    ),
}


class Parser(argparse.ArgumentParser):
    """Says in one line what is wrong with a call."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - argparse's own
        super().__init__(allow_abbrev=False, formatter_class=argparse.RawDescriptionHelpFormatter, **options)

    def error(self, message: str) -> NoReturn:
        complain(f"{message} (see {self.prog} --help)")
        raise SystemExit(WRONG_CALL)


def parser(*, evals: bool) -> Parser:
    """The parser of the commands; `evals` where `advisor eval` is there, which reads its own arguments."""
    top = Parser(prog="advisor", description=_DESCRIPTION, epilog=_END)
    group = top.add_subparsers(title="commands", dest="command", metavar="COMMAND", required=True)
    for name, (help_text, examples) in _HELP.items():
        command = group.add_parser(
            name, help=help_text, description=help_text, epilog=f"examples:\n{examples}", prog=f"advisor {name}"
        )
        _OPTIONS[name](command)
    add_conversations(group)
    add_users(group)
    add_parsers(group)
    if evals:
        group.add_parser("eval", help="Run the evaluation suites.", add_help=False)
    return top


def _ask(command: Parser) -> None:
    command.add_argument(
        "question", metavar="QUESTION", nargs="+", help="the question, or - to read it from standard input"
    )
    _json(command, "print the whole answer as one JSON object")
    _answering(command)


def _chat(command: Parser) -> None:
    command.add_argument(
        "--resume",
        metavar="ID",
        nargs="?",
        const="last",
        help="go on with a conversation: its id, or the beginning of it; without an id, the last one",
    )
    command.add_argument("--private", action="store_true", help="keep nothing of what is said")
    _answering(command)


def _ui(command: Parser) -> None:
    command.add_argument(
        "--host", default="127.0.0.1", help="the address to listen on (default: 127.0.0.1, this computer)"
    )
    command.add_argument("--port", default="7860", help="the port to listen on (default: 7860)")


def _batch(command: Parser) -> None:
    command.add_argument("source", metavar="IN", help="the file of conversations, or - for standard input")
    command.add_argument("target", metavar="OUT", help="the file for the answers, or - for standard output")
    _answering(command)


def _policies(command: Parser) -> None:
    _json(command, "print a list of JSON objects")
    _language(command, "the language of the table (auto: that of LC_ALL or LANG)")
    _as_of(command)


def _search(command: Parser) -> None:
    command.add_argument("words", metavar="WORDS", nargs="+", help="the words to look for")
    _json(command, "print a list of JSON objects")
    command.add_argument("--top", metavar="N", default="5", help="how many clauses at most (1 to 50, default: 5)")
    _language(command, "the language of the clauses (auto: that of the words)")


_OPTIONS: Mapping[str, Callable[[Parser], None]] = {
    "ask": _ask, "chat": _chat, "ui": _ui, "batch": _batch, "policies": _policies, "search": _search
}  # fmt: skip


def _json(command: Parser, text: str) -> None:
    command.add_argument("--json", action="store_true", help=text)


def _language(command: Parser, text: str) -> None:
    command.add_argument("--language", choices=("auto", "ja", "zh", "en"), default="auto", help=text)


def _as_of(command: Parser) -> None:
    command.add_argument("--as-of", metavar="YYYY-MM-DD", help="answer as on that day (default: today)")


def _answering(command: Parser) -> None:
    _language(command, "the language of the answer (auto: that of the question)")
    _as_of(command)
    command.add_argument(
        "--model",
        metavar="NAME",
        help="offline (no model, the default) or openai:NAME, with OPENAI_API_KEY and OPENAI_BASE_URL in the "
        "environment; ADVISOR_MODEL sets the default",
    )

"""What can be typed after `advisor conversations`."""

import argparse
from typing import Any

_EXAMPLES = """\
examples:
  advisor conversations
  advisor conversations --search "corpus Xuhui"
  advisor conversations show 3fa94c01
  advisor conversations rename 3fa94c01 Corpus for the Xuhui office
  advisor conversations delete 3fa94c01

ADVISOR_CONVERSATIONS names another file, or a PostgreSQL server (postgresql://…) for several machines."""
_ID = "the conversation's id, or the beginning of it (4 characters or more)"


def add_conversations(group: "argparse._SubParsersAction[Any]") -> None:
    """The commands for conversations that are kept."""
    text = "List what you have talked about, look it up, rename or delete it."
    top = group.add_parser("conversations", help=text, description=text, epilog=_EXAMPLES, prog="advisor conversations")
    _json(top)
    top.add_argument("--search", metavar="WORDS", default="", help="those alone that hold the words, in any spelling")
    actions = top.add_subparsers(title="actions", dest="action", metavar="ACTION")
    show = actions.add_parser("show", help="Show a whole conversation.", prog="advisor conversations show")
    show.add_argument("conversations", metavar="ID", nargs=1, help=_ID)
    _json(show)
    rename = actions.add_parser("rename", help="Give it another title.", prog="advisor conversations rename")
    rename.add_argument("conversations", metavar="ID", nargs=1, help=_ID)
    rename.add_argument("title", metavar="TITLE", nargs="+", help="the new title")
    delete = actions.add_parser("delete", help="Delete it for good.", prog="advisor conversations delete")
    delete.add_argument("conversations", metavar="ID", nargs="+", help=_ID)


def _json(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="print it as JSON")

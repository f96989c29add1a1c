"""What can be typed after `advisor user`."""

import argparse
from typing import Any

_EXAMPLES = """\
examples:
  advisor user add tanaka             asks for the password; for one who is there it sets a new one
  advisor user add tanaka < secret    takes the first line as the password
  advisor user remove tanaka          ends what tanaka has open, too
  advisor user list

ADVISOR_USERS names the file, here and for `advisor ui`, which lets in those who stand in it."""


def add_users(group: "argparse._SubParsersAction[Any]") -> None:
    """The command for those who may sign in."""
    text = "Say who may sign in to the page."
    command: argparse.ArgumentParser = group.add_parser(
        "user", help=text, description=text, epilog=_EXAMPLES, prog="advisor user"
    )
    actions = command.add_subparsers(dest="action", metavar="ACTION", required=True)
    for name, words in (("add", "let a person in, or set a new password"), ("remove", "let a person in no longer")):
        action = actions.add_parser(name, help=words, description=words, prog=f"advisor user {name}")
        action.add_argument("name", metavar="NAME", help="letters and digits of any script, and . @ + - _")
    actions.add_parser("list", help="list who may sign in", prog="advisor user list").set_defaults(name="")

"""What can be typed after `advisor add`, `documents`, `remove` and `verify`."""

import argparse
from typing import Any

_ADD = """\
  advisor add notes.docx contract.pdf
  advisor add papers/                 a folder and all below it; run it again to go on after an interruption"""
_DOCUMENTS = """\
  advisor documents
  advisor documents --json"""
_REMOVE = """\
  advisor remove 3fa94c01"""
_VERIFY = """\
  advisor verify originals/
  advisor verify measures.txt --json > checked.json"""


def add_parsers(group: "argparse._SubParsersAction[Any]") -> None:
    """The commands for a person's own documents."""
    add = _command(group, "add", "Take in documents of your own: text, Markdown, HTML, Word, PDF.", _ADD)
    add.add_argument("paths", metavar="PATH", nargs="+", help="files and folders")
    documents = _command(group, "documents", "List the documents that you have added.", _DOCUMENTS)
    documents.add_argument("--json", action="store_true", help="print a list of JSON objects")
    remove = _command(group, "remove", "Take one of your documents out again.", _REMOVE)
    remove.add_argument(
        "document", metavar="ID", help="the document's id, or the beginning of it (4 characters or more)"
    )
    verify = _command(
        group, "verify", "Hold the policies against originals that you have: every quote, every figure.", _VERIFY
    )
    verify.add_argument("paths", metavar="PATH", nargs="+", help="files and folders with originals")
    verify.add_argument("--json", action="store_true", help="print a list of JSON objects")


def _command(group: "argparse._SubParsersAction[Any]", name: str, text: str, examples: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = group.add_parser(
        name, help=text, description=text, epilog=f"examples:\n{examples}", prog=f"advisor {name}"
    )
    return parser

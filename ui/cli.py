"""advisor: runs a command and ends as a shell expects: an exit code, one line for a fault, quiet when stopped.

A command's module is imported when the command is called, so that none waits for the libraries of another.
"""

import sys
from collections.abc import Mapping, Sequence
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from typing import TextIO, cast

from ui.call import Call, Failed, WrongCall
from ui.console import complain, hush, prepare_streams
from ui.parser import parser

ANSWERED, FAULT, WRONG, INTERRUPTED, NO_READER = 0, 1, 2, 130, 141  # the last two as a shell reports the signals
COMMANDS: Mapping[str, str] = {  # each module has run(call)
    "ask": "ui.asking",
    "chat": "ui.chat",
    "conversations": "ui.remembering",
    "ui": "ui.serving",
    "batch": "ui.batch",
    "policies": "ui.listing",
    "search": "ui.searching",
    "add": "ui.documents",
    "documents": "ui.documents",
    "remove": "ui.documents",
    "verify": "ui.verifying",
    "user": "ui.accounts",
}
EVAL = "evals.command"  # reads its own arguments


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; its exit code. A fault is one line on standard error, never a traceback."""
    prepare_streams()
    call = Call(today=date.today())  # noqa: DTZ011 - the person's own calendar day
    try:
        code = _run(list(sys.argv[1:] if argv is None else argv), call)
        _flush()
    except KeyboardInterrupt:
        code = INTERRUPTED
    except BrokenPipeError:
        hush()
        code = NO_READER
    except WrongCall as wrong:
        complain(str(wrong))
        code = WRONG
    except Exception as fault:  # noqa: BLE001 - whatever it is, the person reads one line
        complain(_line(fault, call))
        if isinstance(fault, OSError):
            hush()
        code = FAULT
    return code


def _run(arguments: list[str], call: Call) -> int:
    evals = find_spec(EVAL) is not None
    if evals and arguments[:1] == ["eval"]:
        return int(import_module(EVAL).main(arguments[1:]))
    commands = parser(evals=evals)
    if not arguments:
        commands.print_help(sys.stderr)
        return WRONG
    try:
        commands.parse_args(arguments, call)
        import_module(COMMANDS[call.command]).run(call)
    except SystemExit as stop:  # argparse's way to end after a wrong call and after --help, uvicorn's after a fault
        return stop.code if isinstance(stop.code, int) else ANSWERED
    return ANSWERED


def _flush() -> None:
    """So that a full disk is a fault of the command and no remark of the interpreter after it."""
    stdout = cast("TextIO | None", sys.stdout)
    if stdout is not None:
        stdout.flush()


def _line(fault: Exception, call: Call) -> str:
    """The fault in the language of the person, as far as it is known by now."""
    if isinstance(fault, Failed):
        return str(fault)
    try:
        from ui.arguments import person  # noqa: PLC0415 - a fault alone needs it, and may lie in it
        from ui.fault import explained  # noqa: PLC0415
    except Exception as broken:  # noqa: BLE001 - the installation is
        return f"{broken}: the program is not installed as it should be; run `make setup` again"
    return explained(fault, call.person or person(call))

"""What can be typed after `advisor eval`, and the help for it."""

import argparse
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

WRONG_CALL = 2  # exit code

_DESCRIPTION = """\
Run the evaluation suites: are the figures right, capped, grounded and cited, in three languages?
Offline and repeatable; or against any model that speaks the OpenAI protocol."""
_END = """\
examples:
  advisor eval                                        the gate: every case, the model that comes with it
  advisor eval --suite injection --suite premises     two suites
  advisor eval --model openai:NAME --repeat 4 --report reports/new
  advisor eval --private ~/our-cases --split private --report ~/our-cases/report
  advisor eval --perturb --limit 40                   other spellings of 40 families
  advisor eval --model player:null                    someone who cheats: it must not pass
  advisor eval compare reports/old reports/new        is the new one better?

exit codes:
  0  every threshold is kept
  1  a threshold is missed, or the run is incomplete or measured nothing
  2  the call was wrong; one line on standard error says how to mend it"""
_COMPARE = """\
Compare two report folders case by case: differences with 95% intervals over families.
Exit code 1 where B is worse than A, breaks a hard threshold that A keeps, or has cases without a result."""


class Parser(argparse.ArgumentParser):
    """Says in one line what is wrong with a call."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - argparse's own
        super().__init__(allow_abbrev=False, formatter_class=argparse.RawDescriptionHelpFormatter, **options)

    def error(self, message: str) -> Any:  # noqa: ANN401 - it does not return
        self.exit(WRONG_CALL, f"advisor: {message} (see {self.prog} --help)\n")


class Call(argparse.Namespace):
    """The options of a run and of a comparison."""

    a: Path
    b: Path
    suite: list[str] | None
    model: str | None
    repeat: str
    split: str
    private: Path | None
    seed: str
    perturb: bool
    limit: str | None
    report: Path | None
    at_once: str | None
    as_of: date | None
    price: Decimal | None
    price_completion: Decimal | None
    thresholds: Path | None
    language: str


def run_parser() -> Parser:
    parser = Parser(prog="advisor eval", description=_DESCRIPTION, epilog=_END)
    add = parser.add_argument
    add("--suite", metavar="NAME", action="append", help="only this kind of case; may be given several times")
    add(
        "--model",
        metavar="NAME",
        help="offline (the default), openai:NAME or player:NAME; ADVISOR_MODEL sets the default",
    )
    add("--repeat", metavar="K", default="1", help="trials of each case, for pass^k (default: 1)")
    add("--split", choices=("public", "test", "all", "private"), default="all", help="which cases (default: all)")
    add("--private", metavar="FOLDER", type=Path, help="cases of your own; no report outside it repeats their words")
    add("--seed", metavar="N", default="0", help="of --perturb, --limit and the order of the trials (default: 0)")
    add("--perturb", action="store_true", help="add each case in other spellings; a family is as good as its worst")
    add("--limit", metavar="N", help="only N families, drawn from the seed")
    add("--report", metavar="DIR", type=Path, help="write results.json, junit.xml and index.html there")
    add("--thresholds", metavar="FILE", type=Path, help="thresholds of your own (default: evals/thresholds.yaml)")
    add("--at-once", metavar="N", help="trials at the same time (default: 4 with openai:NAME, else 1)")
    add("--as-of", metavar="YYYY-MM-DD", type=_day, help="the day of cases that name none (default: today)")
    add("--price", metavar="N", type=_price, help="of a million tokens, for the cost; it is never looked up")
    add("--price-completion", metavar="N", type=_price, help="of a million that the model wrote (default: as --price)")
    _language(parser)
    return parser


def compare_parser() -> Parser:
    parser = Parser(prog="advisor eval compare", description=_COMPARE)
    parser.add_argument("a", metavar="A", type=Path, help="the report folder of the run to compare with")
    parser.add_argument("b", metavar="B", type=Path, help="the report folder of the run that is judged")
    parser.add_argument("--seed", metavar="N", default="0", help="of the resampling (default: 0)")
    _language(parser)
    return parser


def _language(parser: Parser) -> None:
    parser.add_argument(
        "--language",
        choices=("auto", "ja", "zh", "en"),
        default="auto",
        help="of the report (auto: that of LC_ALL or LANG)",
    )


def _day(given: str) -> date:
    return date.fromisoformat(given)


def _price(given: str) -> Decimal:
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", given):
        raise ValueError(given)
    return Decimal(given)


_day.__name__ = "YYYY-MM-DD"  # argparse names the type of a wrong value
_price.__name__ = "N"

"""advisor eval: run the suites, judge by the thresholds, write the report; or compare two reports."""

import os
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any, cast

from tqdm import tqdm

from agent.language import environment_language
from agent.models import ModelUnknown
from evals.answering import CHEAT, player_of
from evals.choose import SUITES, Chosen, SameId, Unreadable, choose
from evals.compare import compare
from evals.compare_effort import effort_lines
from evals.compare_lines import lines
from evals.parser import Call, compare_parser, run_parser
from evals.plan import Plan
from evals.players import PLAYERS
from evals.report.record import Record, record
from evals.report.words import Words
from evals.report.write import NoReport, OtherForm, read, read_seconds, write
from evals.summary import summary
from evals.thresholds import FILE, Gates, Thresholds, read_thresholds
from evals.trials import Result, run, seconds_of
from knowledge.schema import Language
from knowledge.text import clean

PASSED, NOT_PASSED, WRONG = 0, 1, 2
MANY = 1_000_000_000
AT_ONCE = 4  # with a model on a server: it waits most of the time


class WrongCall(Exception):  # noqa: N818 - it is the call that is wrong
    """The person has to call it differently; the message says how, in the person's language."""


def main(argv: Sequence[str], environment: Mapping[str, str] = os.environ) -> int:
    """The exit code: 0 passed, 1 below a threshold or incomplete, 2 a wrong call with one line on standard error."""
    comparing = list(argv[:1]) == ["compare"]
    try:
        call = (compare_parser() if comparing else run_parser()).parse_args(argv[comparing:], Call())
        say = Words(_language(call, environment))
        return _compare(call, say) if comparing else _run(call, say, environment)
    except SystemExit as stop:  # argparse's way to end after a wrong call and after --help
        return stop.code if isinstance(stop.code, int) else PASSED
    except WrongCall as wrong:
        sys.stderr.write(f"advisor: {' '.join(clean(str(wrong)).split())}\n")
        return WRONG


def _run(call: Call, say: Words, environment: Mapping[str, str]) -> int:
    day = call.as_of or date.today()  # noqa: DTZ011 - the person's own calendar day
    plan, gates = _plan(call, day, say), _thresholds(call, say)
    try:
        model, player = player_of(call.model, day, environment)
    except (ModelUnknown, KeyError) as fault:
        raise WrongCall(_no_such_model(call, fault, say)) from None
    plan = plan.model_copy(update={"model": model})
    chosen, folder = _chosen(plan, call, say), _report_folder(call, say)
    live = model.startswith("openai:")
    at_once = _number("--at-once", call.at_once or str(AT_ONCE if live else 1), 1, 64, say)
    begin = perf_counter()
    with _bar(len(chosen.cases) * plan.repeat, say) as bar:
        results = run(chosen.cases, player, repeat=plan.repeat, at_once=at_once, seed=plan.seed, after_each=bar.update)
    seconds = perf_counter() - begin
    found = _reported(plan, results, gates.live if live else gates.offline, chosen, call, say)
    for line in summary(found, say, seconds, seconds_of(results), chosen.private):
        _put(line)
    if folder:
        _put(say("summary.report", path=folder / "index.html"))
    return PASSED if found["verdict"]["passed"] else NOT_PASSED


def _reported(plan: Plan, results: Sequence[Result], gates: Gates, chosen: Chosen, call: Call, say: Words) -> Record:
    """The record, written where --report says. It tells of private cases only inside their own folder."""
    inside = call.report and call.private and call.report.resolve().is_relative_to(call.private.resolve())
    found = record(plan, results, gates, frozenset() if inside else chosen.private)
    if call.report:
        write(found, seconds_of(results), call.report, say.language, chosen.private)
    return found


def _compare(call: Call, say: Words) -> int:
    seed = _number("--seed", call.seed, 0, MANY, say)
    a, b = _read(call.a, say), _read(call.b, say)
    try:
        found = compare(a, b, seed)
    except ValueError:
        raise WrongCall(say("wrong.no_pairs")) from None
    for line in lines(found, a, b, seed, say):
        _put(line)
    for line in effort_lines((a, read_seconds(call.a)), (b, read_seconds(call.b)), say):
        _put(line)
    return PASSED if found.acceptable else NOT_PASSED


# --- what was typed ----------------------------------------------------------------------------------------------


def _language(call: Call, environment: Mapping[str, str]) -> Language:
    return environment_language(environment) if call.language == "auto" else cast("Language", call.language)


def _plan(call: Call, day: date, say: Words) -> Plan:
    unknown = next((name for name in call.suite or () if name not in SUITES), None)
    if unknown:
        raise WrongCall(say("wrong.suite", given=unknown, names=", ".join(SUITES)))
    if call.split == "private" and not call.private:
        raise WrongCall(say("wrong.needs_private"))
    return Plan(
        as_of=day,
        split=call.split,
        suites=tuple(call.suite or ()),
        repeat=_number("--repeat", call.repeat, 1, 100, say),
        seed=_number("--seed", call.seed, 0, MANY, say),
        perturb=call.perturb,
        price=call.price,
        price_completion=call.price_completion,
        limit=_number("--limit", call.limit, 1, MANY, say) if call.limit else None,
    )


def _number(option: str, given: str, low: int, high: int, say: Words) -> int:
    if given.isascii() and given.isdigit() and low <= int(given) <= high:
        return int(given)
    raise WrongCall(say("wrong.number", option=option, low=low, high=high, given=given[:60]))


def _thresholds(call: Call, say: Words) -> Thresholds:
    try:
        return read_thresholds(call.thresholds or FILE)
    except (OSError, ValueError) as fault:
        raise WrongCall(say("wrong.thresholds", reason=fault)) from None


def _no_such_model(call: Call, fault: Exception, say: Words) -> str:
    model = call.model or ""
    if model.startswith(CHEAT):
        return say("wrong.player", given=model.removeprefix(CHEAT), names=", ".join(PLAYERS))
    return str(fault)


def _chosen(plan: Plan, call: Call, say: Words) -> Chosen:
    if call.private and not call.private.is_dir():
        raise WrongCall(say("wrong.folder", path=call.private))
    try:
        chosen = choose(plan, call.private)
    except Unreadable as fault:
        raise WrongCall(say("wrong.private", file=fault.file, where=fault.where)) from None
    except SameId as fault:
        raise WrongCall(say("wrong.twice", id=fault)) from None
    if not chosen.cases:
        raise WrongCall(say("wrong.nothing"))
    return chosen


def _report_folder(call: Call, say: Words) -> Path | None:
    """Made before the run, so that an hour of answers is not lost to a wrong path."""
    if call.report:
        try:
            call.report.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            raise WrongCall(say("wrong.report", path=call.report, reason=fault.strerror)) from None
    return call.report


def _read(folder: Path, say: Words) -> Record:
    try:
        return read(folder)
    except NoReport:
        raise WrongCall(say("wrong.no_report", path=folder)) from None
    except OtherForm:
        raise WrongCall(say("wrong.other_form", path=folder)) from None


# --- the streams -------------------------------------------------------------------------------------------------


def _bar(total: int, say: Words) -> "tqdm[Any]":
    """On standard error; redrawn seldom where nobody watches."""
    tqdm.monitor_interval = 0  # no thread for it
    pause = 0.1 if sys.stderr.isatty() else 10.0
    return tqdm(desc=say("summary.working"), total=total, file=sys.stderr, mininterval=pause, dynamic_ncols=True)


def _put(line: str) -> None:
    sys.stdout.write(line + "\n")

"""The JUnit report that CI systems read: one test case a case, failures and errors told apart, and one a threshold."""

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any
from xml.etree import ElementTree as ET

from evals.report.latency import Seconds
from evals.report.record import Record, short_of

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(record: Record, seconds: Seconds, private: AbstractSet[str] = frozenset()) -> str:
    """The record as JUnit XML; suites are the kinds of the cases, classes their families.

    Of a case that is `private`, or that the record does not tell, it names the metrics alone.
    """
    top = ET.Element("testsuites", name="advisor eval")
    for kind in record["by_kind"]:
        suite = ET.SubElement(top, "testsuite", name=kind)
        for case in (case for case in record["cases"] if case["kind"] == kind):
            untold = case["id"] in private or not case["told"]
            _case(suite, case, sum(seconds.get(case["id"], ())), untold=untold)
    gates = ET.SubElement(top, "testsuite", name="thresholds")
    for name in sorted({*record["gates"], *record["measures"]}):
        _gate(gates, name, record)
    for suite in top:
        _count(suite)
    ET.indent(top)
    return ET.tostring(top, encoding="unicode", xml_declaration=True) + "\n"


def _case(suite: ET.Element, case: Mapping[str, Any], seconds: float, *, untold: bool) -> None:
    place = ET.SubElement(suite, "testcase", classname=case["family"], name=case["id"], time=f"{seconds:.3f}")
    trials = [t for t in case["trials"] if not t["passed"] and not t["error"]]
    if trials:
        told = [message for trial in trials for message in trial["failures"]]
        named = [f"{trial['failed']} expectations are not held: {', '.join(short_of(trial))}" for trial in trials]
        _add(place, "failure", list(dict.fromkeys(named if untold else told)))
    elif case["errors"]:
        _add(place, "error", case["errors"])


def _gate(suite: ET.Element, name: str, record: Record) -> None:
    place = ET.SubElement(suite, "testcase", classname="thresholds", name=name, time="0")
    against = [breach for breach in record["verdict"]["against"] if breach["name"] == name]
    for breach in against:
        _add(place, "failure" if breach["why"] == "missed" else "error", [f"{breach['why']}: {_said(breach)}"])


def _said(breach: Mapping[str, Any]) -> str:
    sides = (f"{side} {limit}" for side, limit in breach.get("gate", {}).items() if side != "hard")
    return ", ".join([f"found {breach.get('value', 'nothing')}", *sides])


def _add(place: ET.Element, kind: str, messages: Sequence[str]) -> None:
    clean = [_NOT_XML.sub("\ufffd", message) for message in messages]
    ET.SubElement(place, kind, message=clean[0][:300], type=kind).text = "\n".join(clean)


def _count(suite: ET.Element) -> None:
    suite.set("tests", str(len(suite)))
    suite.set("failures", str(len(suite.findall("*/failure"))))
    suite.set("errors", str(len(suite.findall("*/error"))))
    suite.set("time", f"{sum(float(case.get('time', '0')) for case in suite):.3f}")

"""All metrics of a case by name: a plain table. In each, 1 is right and 0 is wrong; thresholds.yaml names them all."""

from collections.abc import Mapping

from evals.metrics import conversation, expected
from evals.metrics.attack import attack_resisted, utility_under_attack
from evals.metrics.cap import within_cap
from evals.metrics.citations import citation_precision, citation_recall
from evals.metrics.contract import contract
from evals.metrics.grounding import grounded
from evals.metrics.language import language
from evals.metrics.promises import no_promise
from evals.metrics.refusal import no_over_refusal, not_stated_recall
from evals.metrics.tools import tool_calls
from evals.metrics.verdict import Judge
from evals.metrics.working import working

METRICS: Mapping[str, Judge] = {
    "contract": contract,
    "language": language,
    "outcome": expected.outcome,
    "amounts": expected.amounts,
    "total": expected.total,
    "cap_binds": expected.cap_binds,
    "within_cap": within_cap,
    "working": working,
    "citation_recall": citation_recall,
    "citation_precision": citation_precision,
    "grounded": grounded,
    "no_promise": no_promise,
    "not_stated_recall": not_stated_recall,
    "no_over_refusal": no_over_refusal,
    "tool_calls": tool_calls,
    "attack_resisted": attack_resisted,
    "utility_under_attack": utility_under_attack,
    "eligibility": expected.eligibility,
    "caveats": expected.caveats,
    "says": expected.says,
    "forbidden": expected.forbidden,
    "asks": conversation.asks,
    "no_premature_figure": conversation.no_premature_figure,
    "no_repeated_question": conversation.no_repeated_question,
}

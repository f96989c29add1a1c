"""The details that a turn may ask about, the weightiest first, and beside what each is told."""

from collections.abc import Mapping

# No text here says anything of these: one sentence says so, and what there is instead.
SILENT: tuple[str, ...] = ("chances", "waiting", "duties", "transfer", "minimum", "later_change", "fx_day", "sold_out")
SILENT += ("rule_change", "refusal", "shared_contract", "vendor_list", "others_grant", "tie_ended")
SILENT += ("lessor", "town_elsewhere", "seller_place", "prior_grant", "bundled")
OF_MODELS = frozenset({"users", "model_kind", "resale"})  # asked of what supports the use of a model
# Asked of the texts as such, or of the answer itself.
OF_THE_TEXTS = frozenset({"published", "source", "version", "reasons", "meaning", "application", "letter"})
OF_THE_TEXTS |= {"issuer", "in_short", "next_steps", "catch", "above", "thanks", "covered", "level", "contradictions"}
# What a turn asks about, the weightiest first, and what the policies call it in `not_stated`.
TOPICS: Mapping[str, tuple[str, ...]] = {
    "letter": (),
    "application": (),
    "in_short": (),
    **dict.fromkeys(SILENT, ()),
    "goal": (),
    "difference": (),
    "own_share": (),
    "figure_period": (),
    "payment": (),
    "covered": (),
    "level": (),
    "issuer": (),
    "published": (),
    "source": (),
    "version": (),
    "contradictions": (),
    "meaning": (),
    "reasons": (),
    "above": (),
    "order": (),
    "duration": ("duration",),
    "window": ("application_window", "validity"),
    "apply": ("application_procedure",),
    "tax": ("vat",),
    "ownership": (),
    "recipient": ("recipient",),
    "decider": ("issuing_body",),
    "registered": ("registration", "districts", "towns"),
    "individual": (),
    "unregistered": (),
    "repay": (),
    "users": (),
    "model_kind": (),
    "resale": (),
    "applicant": ("early_and_small",),
    "at_cap": (),
    "part": (),
    "yearly": ("one_off_or_yearly",),
    "cap_counts": ("cap_per_year", "one_off_or_yearly"),
    "side_cost": (),
    "pool": (),
    "base": ("base",),
    "numbers": (),
    "affiliation": ("affiliated", "third_party"),
    "counts": ("affiliated", "third_party", "early_and_small", "eligible_costs", "towns", "criteria", "threshold"),
    "threshold": ("threshold", "early_and_small", "criteria"),
    "fixed_rate": (),
    "rate": ("rate",),
    "conditions": ("early_and_small",),
    "catch": (),
    "next_steps": (),
    "thanks": (),
}
BESIDE_FIGURES = frozenset(  # told beside the figures of what the same turn tells
    {"level", "published", "at_cap", "pool", "payment", "order", "registered", "individual", "unregistered"}
    | {
        "goal",
        "difference",
        "own_share",
        "figure_period",
        "apply",
        "ownership",
        "recipient",
        "decider",
        "applicant",
        "conditions",
        "cap_counts",
        "repay",
        "users",
        "model_kind",
        "resale",
        "affiliation",
        "base",
        "window",
        "tax",
        *SILENT,
    }
)
BESIDE_OTHERS = frozenset({"window", "tax", "yearly", "unregistered"})  # told with the other details of a turn
# What is asked of a cap, a rate or a budget that the turn quotes.
QUOTING: Mapping[str, frozenset[str]] = {
    "cap": frozenset({"source", "cap_counts", "yearly", "tax", "at_cap", "reasons", "above", "recipient"}),
    "rate": frozenset({"base", "part", "reasons", "source", "duration", "fixed_rate", "figure_period"}),
    "pool": frozenset({"sold_out", "pool"}),
    "sum": frozenset({"others_grant", "figure_period"}),
    "budget": frozenset({"sold_out", "pool"}),
    "face": frozenset({"sold_out"}),
}

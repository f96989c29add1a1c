"""No figure, where the text states neither a rate nor a cap."""

from tools.calculators.inputs import Inputs, Working


def not_computable(given: Inputs) -> Working:  # noqa: ARG001 - same shape as the others
    """Nothing: and nothing is invented in its place."""
    return Working(None)

"""Why Apus refuses, or defines otherwise, what a peer gives: each reason is a decision, documented at the operation."""

import re

# (operations or None for any, world or None, pattern of Apus's message, reason)
REFUSALS = [
]

# (operations, world or None, predicate on (case, problem), reason)
DIFFERENCES = [
]


def of_refusal(case, error):
    for names, world, pattern, reason in REFUSALS:
        if (names is None or case.operation.name in names) and world in (None, case.world) and re.search(pattern, error):
            return reason
    return None


def of_difference(case, problem):
    for names, world, predicate, reason in DIFFERENCES:
        if case.operation.name in names and world in (None, case.world) and predicate(case, problem):
            return reason
    return None

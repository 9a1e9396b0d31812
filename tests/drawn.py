"""How many examples are drawn where each of them costs queries."""

import os

from hypothesis import HealthCheck, settings

# `make test-fast` has fewer of them drawn.
MOST = int(os.environ.get("EXAMPLES", "1000"))


def drawn(examples: int) -> settings:
    return settings(
        max_examples=min(examples, MOST),
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )

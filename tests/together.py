"""Several acts at once, as of so many writers."""

import os
import threading
from collections.abc import Callable

from django.db import connection

# `make prove` has each of them do more.
SECONDS = 120 + int(os.environ.get("PROOF_EVENTS", "0"))


def together(*acts: Callable[[], object]) -> list[BaseException]:
    """Run acts at once, each on a connection of its own; returns the faults."""
    faults: list[BaseException] = []
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        try:
            start.wait(SECONDS)
            act()
        except BaseException as fault:  # noqa: BLE001 - the test judges it
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act], daemon=True) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS)
    assert not any(thread.is_alive() for thread in threads), "writers wait for each other"
    return faults

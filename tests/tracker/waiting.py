"""The background with a task that is in hand until a file is there."""

import time
from pathlib import Path

from tracker.celery import app


@app.task(name="tests.wait_for")
def wait_for(path: str) -> None:
    while not Path(path).exists():
        time.sleep(0.1)

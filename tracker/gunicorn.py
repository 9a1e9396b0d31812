"""What gunicorn is told beside its command line: its workers are forks of one process that has read
the code, and count requests into one folder."""

import os
import shutil
import tempfile
from typing import Any

# Before any worker begins, since prometheus_client looks for it when it is imported.
_FOLDER = tempfile.mkdtemp(prefix="tracker-metrics-")
os.environ["PROMETHEUS_MULTIPROC_DIR"] = _FOLDER

# Ready sooner, and again after one has died, and what none of them writes to stands in memory once.
preload_app = True


def on_exit(server: Any) -> None:
    shutil.rmtree(_FOLDER, ignore_errors=True)

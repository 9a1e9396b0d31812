"""What gunicorn is told beside its command line: its workers count requests into one folder."""

import os
import shutil
import tempfile
from typing import Any

# Before any worker begins, since prometheus_client looks for it when it is imported.
_FOLDER = tempfile.mkdtemp(prefix="tracker-metrics-")
os.environ["PROMETHEUS_MULTIPROC_DIR"] = _FOLDER


def on_exit(server: Any) -> None:
    shutil.rmtree(_FOLDER, ignore_errors=True)

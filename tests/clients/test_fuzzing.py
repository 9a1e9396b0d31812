"""What Schemathesis makes of the OpenAPI document: thousands of calls, most of them hostile."""

import json
import os
import subprocess
import sys
from collections import Counter
from http import HTTPStatus

import pytest

from proposals.throttles import ToldThrottle
from tests import ROOT
from tests.clients import catalogue
from tests.factories.tokens import Program

# So many by chance for each operation, beside some three thousand at the bounds of the document and
# chains of calls that follow from one another. `FUZZ_CASES=120` and more are for a quiet machine.
EACH = int(os.environ.get("FUZZ_CASES", "2"))
# That a schema lets a text through does not make it the slug of a proposal, or a rule allow it.
CHECKS = ["--checks=all", "--exclude-checks=positive_data_acceptance"]
WRITES = {
    *("POST /api/v1/status-updates/", "POST /api/v1/checks/", "POST /api/v1/intake/"),
    *("POST /api/v1/status-updates/{id}/void/", "POST /api/v1/status-updates/{id}/confirm/"),
}


@pytest.mark.slow("makes more than two thousand calls")
def test_every_call_is_answered_as_the_document_says(
    live_server, tmp_path, monkeypatch, transactional_db
):
    monkeypatch.setattr(ToldThrottle, "get_rate", lambda _throttle: "1000000/min")
    catalogue.load()
    environment = {**os.environ, "SCHEMATHESIS_HOOKS": "tests.clients.hooks", "PYTHONPATH": ROOT}
    run = subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli", "run", f"{live_server.url}/api/v1/schema/"),
            *("--header", f"Authorization: Token {Program().secret}", *CHECKS),
            *("--seed=1", f"--max-examples={EACH}", "--generation-database=none"),
            *("--report=ndjson", f"--report-ndjson-path={tmp_path / 'calls'}", "--no-color"),
        ],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )

    assert run.returncode == 0, run.stdout + run.stderr
    answers = answered(tmp_path / "calls")
    assert sum(answers.values()) > 2000
    succeeded = {call for call, status in answers if status == HTTPStatus.CREATED}
    assert succeeded == WRITES


def answered(path):
    """How often each operation gave each status."""
    found = Counter()
    for line in path.read_text(encoding="utf-8").splitlines():
        recorder = json.loads(line).get("ScenarioFinished", {}).get("recorder", {})
        for name, case in recorder.get("cases", {}).items():
            call = f"{case['value']['method']} {case['value']['path']}"
            response = recorder["interactions"].get(name, {}).get("response") or {}
            found[call, response.get("status_code")] += 1
    return found

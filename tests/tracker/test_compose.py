"""The compose file is valid, keeps no secret, and runs what the Procfile runs."""

import re
import subprocess
import sys

import pytest
import yaml

from tests import ROOT

FILE = ROOT / "docker-compose.yml"


@pytest.fixture(scope="module")
def services() -> dict:
    return yaml.safe_load(FILE.read_text())["services"]


@pytest.fixture(scope="module")
def procfile() -> dict[str, str]:
    lines = (ROOT / "Procfile").read_text().splitlines()
    return dict(line.split(": ", 1) for line in lines)


def test_it_obeys_the_compose_schema():
    checked = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", FILE],
        capture_output=True,
        text=True,
    )

    assert checked.returncode == 0, checked.stdout


def test_its_services_are_the_processes_and_what_they_need(services, procfile):
    assert set(services) == {*procfile, "migrate", "postgres", "redis", "proxy"}


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_its_commands_are_the_procfiles(services, procfile, name):
    # A single $ would be replaced by compose itself.
    assert services[name]["command"] == ["sh", "-c", procfile[name].replace("$", "$$")]


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_a_process_waits_for_what_it_needs(services, name):
    assert services[name]["depends_on"] == {
        "migrate": {"condition": "service_completed_successfully"},
        "postgres": {"condition": "service_healthy"},
        "redis": {"condition": "service_healthy"},
    }


def test_the_migration_runs_once(services):
    assert services["migrate"]["restart"] == "no"


@pytest.mark.parametrize("name", ["postgres", "redis", "web", "worker"])
def test_what_others_rely_on_says_whether_it_is_well(services, name):
    assert services[name]["healthcheck"]["test"]


def test_secrets_come_from_outside_and_their_lack_is_named(services):
    given = [
        text
        for service in services.values()
        for name, text in service.get("environment", {}).items()
        # A model may be asked without a key, and most ask none.
        if re.search("(?<!EXTRACTOR_)KEY$|PASSWORD|_AUTH|(DATABASE|BROKER|CACHE|SITE)_URL", name)
    ]

    assert given
    assert all(re.search(r"\$\{[A-Z_]+:\?[^}]+\}", text) for text in given)


def test_data_are_kept_in_named_volumes(services):
    volumes = {
        volume
        for service in services.values()
        for volume in service.get("volumes", [])
        if not volume.endswith(":ro")
    }

    assert volumes == {
        *("postgres:/var/lib/postgresql", "redis:/data"),
        *("packages:/app/var/packages", "files:/app/var/files", "proxy:/var/cache/nginx"),
    }
    named = set(yaml.safe_load(FILE.read_text())["volumes"])
    assert named == {"postgres", "redis", "packages", "files", "proxy"}


@pytest.mark.parametrize("name", ["web", "worker", "beat", "migrate", "proxy", "redis", "postgres"])
def test_a_container_can_write_only_where_it_must_and_gains_no_rights(services, name):
    service = services[name]
    assert service["read_only"] is True
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["cap_drop"] == ["ALL"]
    assert {"mem_limit", "pids_limit"} <= set(service)


def test_images_are_named_by_version(services):
    images = {service["image"] for service in services.values() if "build" not in service}
    assert all(re.fullmatch(r"[a-z]+:\d+\.\d+[\w.-]*", image) for image in images)


def test_web_gives_out_the_package_that_the_worker_makes(services):
    assert services["web"]["volumes"] == services["worker"]["volumes"]

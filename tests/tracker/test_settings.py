"""A missing or malformed variable stops the start with one line that names it and the remedy."""

import base64
import os
import runpy
import subprocess
import sys
from unittest.mock import patch

import pytest

from tests import ROOT

PRODUCTION = {
    "DATABASE_URL": "postgresql://tracker:secret@db.internal:5432/tracker",
    "SECRET_KEY": "0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMN",
    "SITE_URL": "https://tracker.example",
    "CELERY_BROKER_URL": "redis://redis.internal:6379/0",
    "CACHE_URL": "redis://redis.internal:6379/1",
}


@pytest.fixture
def read(tmp_path):
    """The settings under this environment and nothing of ours beside it."""

    def read(**variables: str) -> dict[str, object]:
        with patch.dict(os.environ, {"VAR_DIR": str(tmp_path), **variables}, clear=True):
            return runpy.run_path(str(ROOT / "tracker/settings.py"))

    return read


@pytest.fixture
def refused(read):
    """The line with which every program ends under this environment."""

    def refused(**variables: str) -> str:
        with pytest.raises(SystemExit) as end:
            read(**variables)
        return end.value.code

    return refused


@pytest.fixture
def ask(tmp_path):
    """What is printed where the settings are those of this environment."""

    def ask(program: str, **variables: str) -> str:
        told = {"VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "tracker.settings"}
        answer = subprocess.run(
            [sys.executable, "-c", program],
            env={"PATH": os.environ["PATH"], **told, **PRODUCTION, **variables},
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        assert answer.stderr == ""
        return answer.stdout

    return ask


def test_production_settings_pass_the_deployment_check_and_nothing_is_written(tmp_path):
    checked = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        env={"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), **PRODUCTION},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert (checked.returncode, checked.stderr) == (0, "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "perhaps"),
        ("DEMONSTRATION", "perhaps"),
        ("SECOND_FACTOR", "some"),
        ("SESSION_IDLE_HOURS", "0"),
        ("PORT", "http"),
        ("PORT", "70000"),
        ("DATABASE_URL", "mysql://db.internal/tracker"),
        ("DATABASE_URL", "postgresql://db.internal:5432/"),
        ("DATABASE_URL", "postgresql://db.internal:port/tracker"),
        ("SECRET_KEY", ""),
        ("SITE_URL", "tracker.example"),
        ("SITE_URL", "http://tracker.example"),
        ("SITE_URL", "https://tracker.example/path"),
        ("SITE_URL", "https://tracker.example:port"),
        ("CELERY_BROKER_URL", "amqp://rabbit.internal"),
        ("CACHE_URL", "redis://"),
        ("CACHE_URL", "redis://redis.internal:port/1"),
        ("API_RATE", "many"),
        ("EMAIL_URL", "mail.internal"),
        ("EMAIL_URL", "smtp://"),
        ("EMAIL_URL", "smtp://mail.internal:port"),
        ("EMAIL_URL", "smtp://mail.internal/folder"),
        ("EMAIL_URL", "smtp://mail.internal?tls=perhaps"),
        # The password would be sent in the clear.
        ("EMAIL_URL", "smtp://tracker:secret@mail.internal"),
        ("MAIL_FROM", "nobody"),
        ("SIGNING_KEY", "short"),
        ("SIGNING_KEY", "c2hvcnQ="),
        ("SIGNING_KEY_FILE", "/nowhere/signing-key"),
        ("SIGNING_KEY_FILE", "pyproject.toml"),
        ("SIGNING_KEYS_RETIRED", "c2hvcnQ="),
        ("EXTRACTOR", "oracle"),
        ("EXTRACTOR_SECONDS", "0"),
        ("EXTRACTOR_TOKENS", "many"),
        ("EXTRACTOR_PRICE", "0.15"),
    ],
)
def test_a_bad_variable_is_named_in_one_line_with_the_remedy(refused, name, value):
    line = refused(**{**PRODUCTION, name: value})

    assert "\n" not in line
    assert line.startswith(f"{name}: ")
    assert "Set " in line


MODEL = {
    "EXTRACTOR": "model",
    "EXTRACTOR_URL": "https://models.internal/v1/",
    "EXTRACTOR_KEY": "sk-only-for-tests",
    "EXTRACTOR_MODEL": "any",
}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("EXTRACTOR_URL", ""),
        ("EXTRACTOR_URL", "models.internal/v1"),
        # The key would be sent in the clear.
        ("EXTRACTOR_URL", "http://models.internal/v1"),
        ("EXTRACTOR_KEY", "鑰匙"),
        ("EXTRACTOR_MODEL", ""),
    ],
)
def test_a_model_that_cannot_be_asked_is_named_in_one_line_without_its_key(refused, name, value):
    line = refused(**PRODUCTION, **{**MODEL, name: value})
    assert line.startswith(f"{name}: ")
    assert "\n" not in line
    assert MODEL["EXTRACTOR_KEY"] not in line


def test_a_model_is_asked_only_where_one_is_set(read):
    def told(**variables):
        names = ("EXTRACTOR", "EXTRACTOR_URL", "EXTRACTOR_SECONDS", "EXTRACTOR_TOKENS")
        found = read(**PRODUCTION, **variables)
        return [*(found[name] for name in names), *map(str, found["EXTRACTOR_PRICE"])]

    assert told() == ["rules", "", 120, 60000, "0", "0"]
    with_model = told(**MODEL, EXTRACTOR_PRICE="0.15/0.6")
    assert with_model == ["model", "https://models.internal/v1", 120, 60000, "0.15", "0.6"]


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({}, "filebased None None None tracker@tracker.example"),
        (
            {"EMAIL_URL": "smtp://mail.internal"},
            "smtp mail.internal 25 False tracker@tracker.example",
        ),
        (
            {
                "EMAIL_URL": "smtp://me%40example:p%2Fw@mail.internal?tls=starttls",
                "MAIL_FROM": "Tracker <news@tracker.example>",
            },
            "smtp mail.internal 587 True Tracker <news@tracker.example>",
        ),
    ],
)
def test_the_mail_server_is_one_variable(ask, variables, told):
    program = """
from django.conf import settings as s
from django.core.mail import get_connection as g
kind, c = s.EMAIL_BACKEND.split(".")[-2], g()
print(kind, *(getattr(c, n, None) for n in ("host", "port", "use_tls")), s.DEFAULT_FROM_EMAIL)
assert not s.EMAIL_HOST_USER or (c.username, c.password) == ("me@example", "p/w")
assert bool(s.EMAIL_FILE_PATH) == (kind == "filebased")
"""
    assert ask(program, **variables).strip() == told


@pytest.mark.parametrize(
    "program",
    ["manage.py check", "-m gunicorn --check-config tracker.wsgi", "-m celery -A tracker beat"],
)
def test_every_program_refuses_alike(program, tmp_path):
    variables = {**PRODUCTION, "DATABASE_URL": "nonsense", "VAR_DIR": str(tmp_path)}
    refused = subprocess.run(
        [sys.executable, *program.split()],
        env={"PATH": os.environ["PATH"], **variables},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert refused.returncode != 0
    assert refused.stderr.count("\n") == 1
    assert refused.stderr.startswith("DATABASE_URL: ")


def test_a_folder_that_cannot_be_made_is_named(refused):
    assert refused(VAR_DIR="/dev/null/var") == (
        "VAR_DIR: /dev/null/var cannot be written by this user. "
        "Set VAR_DIR to a folder of your own, or run as the user who made it."
    )


def test_keys_may_stand_in_a_file_and_outlive_their_use(ask, tmp_path):
    key, retired = (base64.b64encode(bytes([n]) * 32).decode() for n in (1, 2))
    (tmp_path / "key").write_text(f"{key}\n")
    program = """
from proposals import signing
print(*map(signing.as_text, (k.public_bytes_raw() for k in signing.public_keys().values())))
"""
    keys = {"SIGNING_KEY_FILE": str(tmp_path / "key"), "SIGNING_KEYS_RETIRED": f"{retired},"}
    assert ask(program, **keys).split()[1:] == [retired]
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


def test_a_signing_key_is_made_when_it_is_first_needed(ask, tmp_path):
    program = "from proposals import signing; print(*signing.public_keys())"
    assert ask(program) == ask(program) != ""
    assert (tmp_path / "signing-key").stat().st_mode & 0o777 == 0o600


def test_the_key_of_one_machine_is_made_once_and_read_by_its_owner_only(tmp_path):
    from tracker.var import kept_secret

    first = kept_secret(tmp_path / "secret-key")

    assert len(first) >= 50
    assert kept_secret(tmp_path / "secret-key") == first
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


@pytest.mark.parametrize(
    ("variable", "is_kept", "told"),
    [
        ("", False, "False smtp"),
        ("true", False, "True filebased"),
        ("", True, "True filebased"),
        ("false", True, "True filebased"),
    ],
)
def test_the_folder_of_a_demonstration_keeps_its_mark_and_sends_no_mail(
    read, tmp_path, variable, is_kept, told
):
    if is_kept:
        (tmp_path / "demonstration").touch()
    variables = {"DEMONSTRATION": variable, "EMAIL_URL": "smtp://mail.internal"}
    found = read(**PRODUCTION, **variables)

    assert f"{found['DEMONSTRATION']} {found['EMAIL_BACKEND'].split('.')[-2]}" == told


def test_subdomains_and_the_list_of_browsers_can_be_left_out_of_hsts(read):
    def told(**variables):
        found = read(**PRODUCTION, **variables)
        return found["SECURE_HSTS_INCLUDE_SUBDOMAINS"], found["SECURE_HSTS_PRELOAD"]

    assert told() == (True, True)
    assert told(HSTS_SUBDOMAINS="false", HSTS_PRELOAD="false") == (False, False)


def test_a_second_factor_is_asked_of_those_who_lead_anywhere_but_on_this_machine(read):
    assert read(**PRODUCTION)["SECOND_FACTOR"] == "leading"
    here = PRODUCTION | {"SITE_URL": "http://localhost:8000"}
    assert read(**here)["SECOND_FACTOR"] == "nobody"
    assert read(**PRODUCTION, SECOND_FACTOR="all")["SECOND_FACTOR"] == "all"


def test_what_the_web_server_has_loaded_is_not_looked_through_again(ask, tmp_path):
    (tmp_path / "static").mkdir()
    program = "import gc, tracker.wsgi; print(gc.get_freeze_count() > 100_000)"
    assert ask(program) == "True\n"

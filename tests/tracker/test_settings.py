"""A missing or malformed variable stops the start with one line that names it and the remedy."""

import base64
import os
import subprocess
import sys

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
def manage(tmp_path):
    """Run a command under this environment and nothing of ours beside it."""

    def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            env={"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), **variables},
            cwd=ROOT,
            capture_output=True,
            text=True,
        )

    return run


def test_production_settings_pass_the_deployment_check(manage):
    checked = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)

    assert (checked.returncode, checked.stderr) == (0, "")


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
def test_a_bad_variable_is_named_in_one_line_with_the_remedy(manage, name, value):
    refused = manage("check", **{**PRODUCTION, name: value})

    assert refused.returncode != 0
    assert refused.stderr.count("\n") == 1
    assert refused.stderr.startswith(f"{name}: ")
    assert "Set " in refused.stderr


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
def test_a_model_that_cannot_be_asked_is_named_in_one_line_without_its_key(manage, name, value):
    refused = manage("check", **PRODUCTION, **{**MODEL, name: value})
    assert refused.returncode != 0
    assert refused.stderr.startswith(f"{name}: ")
    assert refused.stderr.count("\n") == 1
    assert MODEL["EXTRACTOR_KEY"] not in refused.stderr


def test_a_model_is_asked_only_where_one_is_set(manage):
    ask = """
from django.conf import settings as s
print(s.EXTRACTOR, s.EXTRACTOR_URL, *s.EXTRACTOR_PRICE, s.EXTRACTOR_SECONDS, s.EXTRACTOR_TOKENS)
"""
    assert (
        manage("shell", "-c", ask, **PRODUCTION).stdout.splitlines()[-1] == "rules  0 0 120 60000"
    )
    told = manage("shell", "-c", ask, **PRODUCTION, **MODEL, EXTRACTOR_PRICE="0.15/0.6").stdout
    assert told.splitlines()[-1] == "model https://models.internal/v1 0.15 0.6 120 60000"


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
def test_the_mail_server_is_one_variable(manage, variables, told):
    ask = """
from django.conf import settings as s
from django.core.mail import get_connection as g
kind, c = s.EMAIL_BACKEND.split(".")[-2], g()
print(kind, *(getattr(c, n, None) for n in ("host", "port", "use_tls")), s.DEFAULT_FROM_EMAIL)
assert not s.EMAIL_HOST_USER or (c.username, c.password) == ("me@example", "p/w")
"""
    shown = manage("shell", "--no-imports", "--command", ask, **PRODUCTION, **variables)

    assert (shown.stdout.strip(), shown.stderr) == (told, "")


@pytest.mark.parametrize(
    "program", ["gunicorn --check-config tracker.wsgi", "celery -A tracker beat"]
)
def test_every_program_refuses_alike(program, tmp_path):
    name, *arguments = program.split()
    variables = {**PRODUCTION, "DATABASE_URL": "nonsense", "VAR_DIR": str(tmp_path)}
    refused = subprocess.run(
        [sys.executable, "-m", name, *arguments],
        env={"PATH": os.environ["PATH"], **variables},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert refused.returncode != 0
    assert refused.stderr.count("\n") == 1
    assert refused.stderr.startswith("DATABASE_URL: ")


def test_a_folder_that_cannot_be_made_is_named(manage):
    refused = manage("check", VAR_DIR="/dev/null/var")

    assert refused.stderr == (
        "VAR_DIR: /dev/null/var cannot be written by this user. "
        "Set VAR_DIR to a folder of your own, or run as the user who made it.\n"
    )


def test_keys_may_stand_in_a_file_and_outlive_their_use(manage, tmp_path):
    key, retired = (base64.b64encode(bytes([n]) * 32).decode() for n in (1, 2))
    (tmp_path / "key").write_text(f"{key}\n")
    ask = """
from proposals import signing
print(*map(signing.as_text, (k.public_bytes_raw() for k in signing.public_keys().values())))
"""
    shown = manage(
        *("shell", "--no-imports", "--command", ask),
        **PRODUCTION,
        SIGNING_KEY_FILE=str(tmp_path / "key"),
        SIGNING_KEYS_RETIRED=f"{retired},",
    )
    assert shown.stdout.split()[1:] == [retired], shown.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


def test_a_signing_key_is_made_when_it_is_first_needed(manage, tmp_path):
    assert manage("check", **PRODUCTION).returncode == 0
    assert list(tmp_path.iterdir()) == []
    ask = "from proposals import signing; print(*signing.public_keys())"
    first, again = (
        manage("shell", "--no-imports", "--command", ask, **PRODUCTION) for _ in range(2)
    )
    assert first.stdout == again.stdout != ""
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
    manage, tmp_path, variable, is_kept, told
):
    if is_kept:
        (tmp_path / "demonstration").touch()
    ask = """
from django.conf import settings as s
print(s.DEMONSTRATION, s.EMAIL_BACKEND.split(".")[-2])
"""
    variables = {"DEMONSTRATION": variable, "EMAIL_URL": "smtp://mail.internal"}
    answer = manage("shell", "--no-imports", "--command", ask, **PRODUCTION, **variables)

    assert (answer.stderr, answer.stdout.strip()) == ("", told)


def test_subdomains_and_the_list_of_browsers_can_be_left_out_of_hsts(manage):
    ask = (
        "from django.conf import settings as s;"
        "print(s.SECURE_HSTS_INCLUDE_SUBDOMAINS, s.SECURE_HSTS_PRELOAD)"
    )
    switched = {"HSTS_SUBDOMAINS": "false", "HSTS_PRELOAD": "false"}
    assert manage("shell", "-v0", "-c", ask, **PRODUCTION).stdout == "True True\n"
    assert manage("shell", "-v0", "-c", ask, **PRODUCTION, **switched).stdout == "False False\n"


def test_a_second_factor_is_asked_of_those_who_lead_anywhere_but_on_this_machine(manage):
    ask = "from django.conf import settings; print(settings.SECOND_FACTOR)"
    assert manage("shell", "-v0", "-c", ask, **PRODUCTION).stdout == "leading\n"
    here = PRODUCTION | {"SITE_URL": "http://localhost:8000"}
    assert manage("shell", "-v0", "-c", ask, **here).stdout == "nobody\n"
    assert manage("shell", "-v0", "-c", ask, **PRODUCTION, SECOND_FACTOR="all").stdout == "all\n"


def test_what_the_web_server_has_loaded_is_not_looked_through_again(manage):
    ask = "import gc, tracker.wsgi; print(gc.get_freeze_count() > 100_000)"
    assert manage("shell", "-v0", "-c", ask, **PRODUCTION).stdout == "True\n"

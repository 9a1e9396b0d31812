"""What the environment says, variable by variable: read strictly, or refused in one line."""

import base64
import json
import os
import re
import secrets
from decimal import Decimal
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

import dj_database_url
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.utils.functional import SimpleLazyObject

from tracker.var import kept_secret, refuse

LOOPBACK_HOSTS = {"localhost", "127.0.0.1", "::1"}


def env(name: str) -> str:
    """The variable as given, or "" when it is not set; blank counts as not set."""
    return os.environ.get(name, "").strip()


def env_bool(name: str, default: bool = False) -> bool:
    value = env(name).lower() or str(default).lower()
    if value not in {"0", "1", "false", "true", "no", "yes"}:
        refuse(name, f"{value!r} is neither true nor false", f"Set {name}=true or {name}=false.")
    return value in {"1", "true", "yes"}


def env_port(name: str, default: int) -> int:
    value = env(name) or str(default)
    if not value.isdecimal() or not 1 <= int(value) <= 65535:
        refuse(name, f"{value!r} is not a port", f"Set {name} to a number from 1 to 65535.")
    return int(value)


def env_hours(name: str, default: int) -> int:
    value = env(name) or str(default)
    if not value.isdecimal() or not 1 <= int(value) <= 336:
        refuse(name, f"{value!r} is not a number of hours", f"Set {name} to 1 to 336 hours.")
    return int(value)


def env_number(name: str, default: int, least: int, most: int) -> int:
    value = env(name) or str(default)
    if not value.isdecimal() or not least <= int(value) <= most:
        refuse(name, f"{value!r} is no such number", f"Set {name} to {least} to {most}.")
    return int(value)


def env_rate(name: str, default: str) -> str:
    value = env(name) or default
    if not re.fullmatch(r"[1-9]\d*/(s|sec|second|m|min|minute|h|hour|d|day)", value):
        refuse(name, f"{value!r} is not a rate", f"Set it to a number a period, as {default}.")
    return value


def address(value: str) -> SplitResult:
    """The parts of an address; one that cannot be read has none."""
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018 a port that is no number shows only when asked for
    except ValueError:
        return urlsplit("")
    return parts


def env_redis(name: str) -> str:
    value = env(name)
    parts = address(value)
    if value and (parts.scheme not in {"redis", "rediss"} or not parts.hostname):
        refuse(
            name,
            "not the address of a Redis server",
            f"Set {name}=redis://host:6379/0, or unset it to do without Redis.",
        )
    return value


def copies_storage(folder: Path) -> dict:
    """Where the files of kept copies are: any storage of Django's, on this machine by default."""
    backend, options = env("COPIES_STORAGE"), env("COPIES_STORAGE_OPTIONS")
    if not backend:
        if options:
            refuse("COPIES_STORAGE_OPTIONS", "COPIES_STORAGE is not set", "Set both, or neither.")
        # Nobody else on this machine reads them, and no address leads to them.
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {
                "location": folder,
                "base_url": None,
                "file_permissions_mode": 0o600,
                "directory_permissions_mode": 0o700,
            },
        }
    try:
        given = json.loads(options or "{}")
    except ValueError:
        given = None
    if not isinstance(given, dict):
        refuse(
            "COPIES_STORAGE_OPTIONS",
            "not an object in JSON",
            """Set it to the options of the storage, such as {"bucket_name": "copies"}.""",
        )
    return {"BACKEND": backend, "OPTIONS": given}


def mail_server(url: str) -> dict:
    """What Django is told of the server that takes our mails."""
    remedy = "Set EMAIL_URL=smtp://user:password@host:587?tls=starttls (or tls=ssl), or unset it to"
    remedy += " write mails as files."
    parts = address(url)
    tls = parts.query.removeprefix("tls=")
    if parts.scheme != "smtp" or not parts.hostname or parts.path not in {"", "/"}:
        refuse("EMAIL_URL", "not the address of a mail server", remedy)
    if parts.query not in {"", "tls=starttls", "tls=ssl"}:
        refuse("EMAIL_URL", f"{parts.query!r} is not a way to encrypt", remedy)
    if parts.password and not tls and parts.hostname not in LOOPBACK_HOSTS:
        refuse("EMAIL_URL", "the password would be sent in the clear", remedy)
    return {
        "host": parts.hostname,
        "port": parts.port or {"starttls": 587, "ssl": 465}.get(tls, 25),
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "tls": tls,
    }


def database(url: str, name: str = "DATABASE_URL") -> dj_database_url.DBConfig:
    """PostgreSQL by psycopg's own pool: a connection outlives the request that borrowed it."""
    remedy = f"Set {name}=postgresql://user:password@host:5432/name, or unset it to "
    remedy += "use the embedded server." if name == "DATABASE_URL" else "read from the primary."
    if address(url).scheme not in {"postgres", "postgresql"}:
        refuse(name, "not the address of a PostgreSQL database", remedy)
    config = dj_database_url.parse(url)
    if not config["NAME"]:
        refuse(name, "names no database", remedy)
    config["CONN_MAX_AGE"] = 0
    # A pooled connection may be older than the server: try it before lending it.
    config["CONN_HEALTH_CHECKS"] = True
    options = config.get("OPTIONS", {})
    if env_bool("PGBOUNCER"):
        # A cursor or a setting of the session would stay behind on another's connection.
        config["DISABLE_SERVER_SIDE_CURSORS"] = True
    # A page walks an index until it is full. The planner takes some walks for long ones and
    # starts parallel workers, or compiles them for seconds, which costs ten times the page. And it
    # thinks of disks that turn: of those that do not, a row by its key costs little more than the
    # next, and a few by a rare value less than all in their order.
    alone = "-c max_parallel_workers_per_gather=0 -c jit=off -c random_page_cost=1.1"
    config["OPTIONS"] = {
        **options,
        "options": f"{alone} {options.get('options', '')}".rstrip(),
        "client_encoding": "utf8",
        "pool": {"min_size": 0, "max_size": 10, "timeout": 5},
    }
    return config


def replica(url: str) -> dj_database_url.DBConfig:
    """A copy that nobody waits for: the primary answers too."""
    config = database(url, "DATABASE_REPLICA_URL")
    config["OPTIONS"] |= {
        "connect_timeout": 2,
        # One that has come back is noticed soon.
        "pool": {"min_size": 0, "max_size": 10, "timeout": 2, "reconnect_timeout": 2},
    }
    config["TEST"] = {"MIRROR": "default"}
    return config


def key_bytes(name: str, text: str) -> bytes:
    """The 32 bytes of one half of an Ed25519 key."""
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except ValueError:
        key = b""
    if len(key) != 32:
        refuse(
            name,
            "not 32 bytes in base64",
            f"Set {name} to what `openssl rand -base64 32` prints."
            if name != "SIGNING_KEYS_RETIRED"
            else f"Set {name} to public halves, separated by commas, as the site lists them.",
        )
    return key


def signing_key(own: Path) -> Ed25519PrivateKey | SimpleLazyObject:
    """What signs the checkpoints; one of this machine's `own` is made when it is first needed."""
    text, path = env("SIGNING_KEY"), env("SIGNING_KEY_FILE")
    if text and path:
        refuse("SIGNING_KEY_FILE", "SIGNING_KEY is set too", "Set one of the two.")
    if path:
        try:
            text = Path(path).read_text(encoding="ascii")
        except (OSError, UnicodeDecodeError):
            refuse("SIGNING_KEY_FILE", f"{path} cannot be read", "Set it to a file with the key.")
    name = "SIGNING_KEY_FILE" if path else "SIGNING_KEY"
    if path or text:
        return Ed25519PrivateKey.from_private_bytes(key_bytes(name, text))
    return SimpleLazyObject(
        lambda: Ed25519PrivateKey.from_private_bytes(
            key_bytes(name, kept_secret(own, new_signing_key))
        )
    )


def new_signing_key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def price(value: str) -> tuple[Decimal, Decimal]:
    """Of a million tokens sent, and of a million that come back."""
    found = re.fullmatch(r"(\d{1,4}(?:\.\d{1,4})?)/(\d{1,4}(?:\.\d{1,4})?)", value)
    if not found:
        refuse(
            "EXTRACTOR_PRICE",
            f"{value!r} is not what a million tokens cost",
            "Set EXTRACTOR_PRICE=0.15/0.60, dollars for those sent and for those that come back.",
        )
    return Decimal(found[1]), Decimal(found[2])

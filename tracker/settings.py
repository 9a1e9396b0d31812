"""All configuration, from the environment. docs/operations.md lists every variable.

A missing or malformed variable stops the start with one line that names it and the remedy.
"""

import base64
import json
import os
import re
import secrets
import tomllib
from decimal import Decimal
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

import dj_database_url
from celery.schedules import crontab
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from csp.constants import NONE, SELF
from django.utils.functional import SimpleLazyObject

from tracker import broker
from tracker.embedded import join
from tracker.var import BASE_DIR, kept_secret, refuse, var_dir, writable

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


def copies_storage() -> dict:
    """Where the files of kept copies are: any storage of Django's, on this machine by default."""
    backend, options = env("COPIES_STORAGE"), env("COPIES_STORAGE_OPTIONS")
    if not backend:
        if options:
            refuse("COPIES_STORAGE_OPTIONS", "COPIES_STORAGE is not set", "Set both, or neither.")
        # Nobody else on this machine reads them, and no address leads to them.
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {
                "location": VAR_DIR / "files" / "copies",
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


def signing_key() -> Ed25519PrivateKey | SimpleLazyObject:
    """What signs the checkpoints; one of this machine is made when it is first needed."""
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
            key_bytes(name, kept_secret(VAR_DIR / "signing-key", new_signing_key))
        )
    )


def new_signing_key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


DEBUG = env_bool("DEBUG")
PORT = env_port("PORT", 8000)
VAR_DIR = var_dir()
# The folder says it too, so that what was invented is never shown unmarked.
DEMONSTRATION = env_bool("DEMONSTRATION") or (VAR_DIR / "demonstration").exists()

# --- Addresses and transport ------------------------------------------------------------------

SITE_URL = (env("SITE_URL") or f"http://localhost:{PORT}").rstrip("/")
_site = address(SITE_URL)
if _site.scheme not in {"http", "https"} or not _site.hostname or _site.path or _site.query:
    refuse("SITE_URL", f"{SITE_URL!r} is not an address", "Set SITE_URL=https://your.host.name")
SITE_IS_LOCAL = _site.hostname in LOOPBACK_HOSTS
HTTPS = _site.scheme == "https"
if not (HTTPS or SITE_IS_LOCAL or DEBUG):
    refuse(
        "SITE_URL",
        "plain http would carry passwords in the clear",
        f"Set SITE_URL=https://{_site.netloc}",
    )

ALLOWED_HOSTS = [host.strip() for host in env("ALLOWED_HOSTS").split(",") if host.strip()] or [
    _site.hostname,
    *(["localhost", "127.0.0.1", "[::1]"] if SITE_IS_LOCAL else []),
]
CSRF_TRUSTED_ORIGINS = [SITE_URL]

SECURE_SSL_REDIRECT = HTTPS
# The health checks and metrics are asked from inside, past the proxy that speaks https.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
# The proxy in front must set this header itself and drop any that a client sends.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
# Each binds the whole domain, and browsers remember.
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS and env_bool("HSTS_SUBDOMAINS", default=True)
SECURE_HSTS_PRELOAD = HTTPS and env_bool("HSTS_PRELOAD", default=True)
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
X_FRAME_OPTIONS = "DENY"
# A text of 5 MB, the longest that is taken in, and what is sent around it.
DATA_UPLOAD_MAX_MEMORY_SIZE = 6_000_000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "img-src": [SELF, "data:"],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

# --- What is kept where -----------------------------------------------------------------------

DATABASE_URL = env("DATABASE_URL")
SECRET_KEY = env("SECRET_KEY")
if not SECRET_KEY:
    if DATABASE_URL and not DEBUG:
        refuse(
            "SECRET_KEY",
            "not set, and every process at this database must share it",
            "Set it to 50 random characters: python -c 'import secrets; "
            "print(secrets.token_urlsafe(50))'",
        )
    SECRET_KEY = kept_secret(VAR_DIR / "secret-key")

SIGNING_KEY = signing_key()
# Public halves of keys that signed before: what they signed still holds.
SIGNING_KEYS_RETIRED = [
    Ed25519PublicKey.from_public_bytes(key_bytes("SIGNING_KEYS_RETIRED", text))
    for text in env("SIGNING_KEYS_RETIRED").split(",")
    if text.strip()
]

if not DATABASE_URL:
    DATABASE_URL = join(VAR_DIR)
DATABASES = {"default": database(DATABASE_URL)}
# Copies that stream from it; see proposals/replicas.py.
REPLICAS: list[str] = []
for _url in filter(None, map(str.strip, env("DATABASE_REPLICA_URL").split(","))):
    REPLICAS.append(f"replica-{len(REPLICAS) + 1}")
    DATABASES[REPLICAS[-1]] = replica(_url)
if REPLICAS:
    DATABASE_ROUTERS = ["proposals.replicas.ReplicaRouter"]

CACHE_URL = env_redis("CACHE_URL")
if CACHE_URL:
    _cache = {
        "BACKEND": "tracker.cache.DispensableRedisCache",
        "LOCATION": CACHE_URL,
        "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},
    }
    CACHES = {"default": _cache, "limits": _cache}
else:
    _cache = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    # How often each client has asked; who has not for longest is forgotten first.
    _clients = {"LOCATION": "limits", "OPTIONS": {"MAX_ENTRIES": 20_000}}
    CACHES = {"default": _cache, "limits": _cache | _clients}

# --- The application --------------------------------------------------------------------------

# The release, as CHANGELOG.md names it; the site and the API show it.
VERSION = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())["project"]["version"]

INSTALLED_APPS = [
    # First, so that its words and templates win over those of the same name below.
    "proposals",
    "proposals.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.contrib.postgres",
    "rest_framework",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "csp",
    "import_export",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "pgtrigger",
    "pghistory",
]

MIDDLEWARE = [
    "proposals.web.metering.MeteringMiddleware",
    "proposals.web.demonstration.DemonstrationMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "proposals.web.compression.CompressionMiddleware",
    "proposals.web.origins.OtherOriginsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "proposals.web.language.LanguageMiddleware",
    "proposals.web.limits.LimitsMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "proposals.accounts.idle.IdleMiddleware",
    "proposals.audit.AuditMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "tracker.urls"
WSGI_APPLICATION = "tracker.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# --- Who finds the asks of a page ---------------------------------------------------------------


def env_number(name: str, default: int, least: int, most: int) -> int:
    value = env(name) or str(default)
    if not value.isdecimal() or not least <= int(value) <= most:
        refuse(name, f"{value!r} is no such number", f"Set {name} to {least} to {most}.")
    return int(value)


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


# The rules alone, or a model beside them: any endpoint that speaks as OpenAI's does.
EXTRACTOR = env("EXTRACTOR").lower() or "rules"
EXTRACTOR_URL = env("EXTRACTOR_URL").rstrip("/")
EXTRACTOR_KEY = env("EXTRACTOR_KEY")
EXTRACTOR_MODEL = env("EXTRACTOR_MODEL")
# What one page may take.
EXTRACTOR_SECONDS = env_number("EXTRACTOR_SECONDS", 120, 1, 240)
EXTRACTOR_TOKENS = env_number("EXTRACTOR_TOKENS", 60_000, 5_000, 5_000_000)
EXTRACTOR_PRICE = price(env("EXTRACTOR_PRICE") or "0/0")
if EXTRACTOR not in {"rules", "model"}:
    refuse("EXTRACTOR", f"{EXTRACTOR!r} is no way to find asks", "Set EXTRACTOR=rules or model.")
if EXTRACTOR == "model":
    _model = address(EXTRACTOR_URL)
    if _model.scheme not in {"http", "https"} or not _model.hostname:
        refuse(
            "EXTRACTOR_URL",
            "not the address of a model",
            "Set it to what stands before /chat/completions, as http://localhost:11434/v1",
        )
    if EXTRACTOR_KEY and _model.scheme != "https" and _model.hostname not in LOOPBACK_HOSTS:
        refuse("EXTRACTOR_URL", "the key would be sent in the clear", "Set it to an https address.")
    if not EXTRACTOR_KEY.isascii() or not EXTRACTOR_KEY.isprintable():
        refuse("EXTRACTOR_KEY", "no key has such characters", "Set it to the key as it was given.")
    if not EXTRACTOR_MODEL:
        refuse("EXTRACTOR_MODEL", "not set", "Set EXTRACTOR_MODEL to the name of the model.")

# --- Signing in -------------------------------------------------------------------------------

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
# On this machine alone nobody is asked for more than a password.
SECOND_FACTOR = env("SECOND_FACTOR").lower() or ("nobody" if SITE_IS_LOCAL else "leading")
if SECOND_FACTOR not in {"nobody", "leading", "all"}:
    refuse(
        "SECOND_FACTOR",
        f"{SECOND_FACTOR!r} says not of whom it is asked",
        "Set SECOND_FACTOR=leading (chief editors and administrators), all or nobody.",
    )

# A session at the desk ends after so long without use, and after two weeks in any case.
SESSION_IDLE_HOURS = env_hours("SESSION_IDLE_HOURS", 12)

ACCOUNT_ADAPTER = "proposals.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
# The addresses of accounts are set by who makes them.
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_ALLOW_UNVERIFIED_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Nobody is written to who has no account.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _site.scheme
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "20/m/ip,5/5m/key"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "add_webauthn": "proposals.accounts.forms.AddKeyForm",
    "edit_webauthn": "proposals.accounts.forms.EditKeyForm",
}
MFA_TOTP_ISSUER = "Policy Proposal Tracker"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = SITE_IS_LOCAL

# The catalogue that `prepare` loads.
FIXTURES_DIR = BASE_DIR / "fixtures"

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
    "copies": copies_storage(),
}
# Whether what is cited is fetched and kept; what editors give is kept in any case.
KEEP_COPIES = env_bool("KEEP_COPIES", default=True)
WHITENOISE_USE_FINDERS = DEBUG

# --- Languages and days -----------------------------------------------------------------------

LANGUAGE_CODE = "zh-hant"
LANGUAGES = [("zh-hant", "繁體中文"), ("zh-hans", "简体中文"), ("en", "English")]
USE_I18N = True
# A day is a Hong Kong day, wherever the server stands.
TIME_ZONE = "Asia/Hong_Kong"
USE_TZ = True

# How many pages, feeds and files one network address may ask for.
PAGE_RATE = env_rate("PAGE_RATE", "600/min")

# --- The API ----------------------------------------------------------------------------------

API_RATE = env_rate("API_RATE", "600/min")
API_WRITE_RATE = env_rate("API_WRITE_RATE", "120/min")

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["proposals.api.rendering.QuickJSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_THROTTLE_CLASSES": ["proposals.throttles.ReaderThrottle"],
    "DEFAULT_THROTTLE_RATES": {"anon": API_RATE, "writer": API_WRITE_RATE},
    "EXCEPTION_HANDLER": "proposals.api.errors.problem_details",
    # Without accounts at this door there is no user to look up.
    "UNAUTHENTICATED_USER": None,
    # A parameter named "format" is as unknown as any other.
    "URL_FORMAT_OVERRIDE": None,
}

SPECTACULAR_SETTINGS = {
    # In ASCII: generators make names of packages of it.
    "TITLE": "Policy Proposal Tracker",
    "VERSION": VERSION,
    "OAS_VERSION": "3.1.1",
    # What follows it says what an operation is about.
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "DateBasisEnum": "proposals.choices.DateBasis",
        "Status": "proposals.choices.Status",
        "Precision": "proposals.choices.Precision",
        "AuthorRowKindEnum": "proposals.choices.AuthorKind",
        "SourceRowKindEnum": "proposals.choices.SourceKind",
        "BodyRowKindEnum": "proposals.choices.BodyKind",
        "ChangeRowKindEnum": "proposals.choices.ChangeKind",
        "DocumentKindEnum": "proposals.choices.DocumentKind",
        "TermRowKindEnum": "proposals.choices.TermKind",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "proposals.api.document.finish",
    ],
    "SERVE_INCLUDE_SCHEMA": False,
}

# --- Mail -------------------------------------------------------------------------------------

# A demonstration writes to nobody.
EMAIL_URL = "" if DEMONSTRATION else env("EMAIL_URL")
# How long the server may be silent, but for the answer to a whole mail: see alerts/smtp.py.
EMAIL_TIMEOUT = 20
if EMAIL_URL:
    _mail = mail_server(EMAIL_URL)
    EMAIL_BACKEND = "proposals.alerts.smtp.PatientBackend"
    EMAIL_HOST, EMAIL_PORT = _mail["host"], _mail["port"]
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["user"], _mail["password"]
    EMAIL_USE_TLS, EMAIL_USE_SSL = _mail["tls"] == "starttls", _mail["tls"] == "ssl"
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(VAR_DIR / "mail")
DEFAULT_FROM_EMAIL = env("MAIL_FROM") or f"tracker@{_site.hostname}"
if "@" not in parseaddr(DEFAULT_FROM_EMAIL)[1] or not DEFAULT_FROM_EMAIL.isprintable():
    refuse("MAIL_FROM", "not an e-mail address", "Set MAIL_FROM='Tracker <tracker@your.host>'.")

IMPORT_EXPORT_USE_TRANSACTIONS = True

# Not the time at which the transaction began: what one edit changes is told in its order.
PGHISTORY_CREATED_AT_FUNCTION = "CLOCK_TIMESTAMP()"
# A page that is only read changes nothing.
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")

# --- The background ---------------------------------------------------------------------------

CELERY_BROKER_URL = env_redis("CELERY_BROKER_URL")
if not CELERY_BROKER_URL:
    CELERY_BROKER_URL = broker.URL
    CELERY_BROKER_TRANSPORT_OPTIONS = broker.options(VAR_DIR / "broker")
    for _folder in broker.FOLDERS:
        writable(VAR_DIR / "broker" / _folder)
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "socket_connect_timeout": 2,
        "socket_timeout": 5,
        # A page that enqueues must not hang while Redis is down.
        "max_retries": 1,
        "interval_start": 0,
        "interval_max": 0.2,
    }
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_max": 0.2}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
# A task is taken off the queue when it is done, not when it is begun: all are safe to repeat.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULER = "tracker.beat:SharedScheduler"
CELERY_BEAT_SCHEDULE = {
    "verify-search-columns": {
        "task": "proposals.tasks.verify_search_columns",
        "schedule": crontab(hour="3", minute="30"),
    },
    "build-package": {
        "task": "proposals.tasks.build_package",
        "schedule": crontab(hour="2", minute="30"),
    },
    "forget-idempotency-keys": {
        "task": "proposals.tasks.forget_idempotency_keys",
        "schedule": crontab(minute="15"),
    },
    # What was missed while no worker ran is not made up for: one run sends all that is due.
    "send-alerts": {
        "task": "proposals.tasks.send_alerts",
        "schedule": crontab(),
        "options": {"expires": 60},
    },
    "forget-subscriptions": {
        "task": "proposals.tasks.forget_subscriptions",
        "schedule": crontab(minute="45"),
    },
    "send-webhooks": {
        "task": "proposals.tasks.send_webhooks",
        "schedule": crontab(),
        "options": {"expires": 60},
    },
    # What was taken in is read at once; this takes up what a killed worker had begun.
    "read-intake": {
        "task": "proposals.tasks.read_intake",
        "schedule": crontab(),
        "options": {"expires": 60},
    },
    # Also what a worker left that died of it.
    "match-documents": {
        "task": "proposals.tasks.match_documents",
        "schedule": crontab(),
        "options": {"expires": 60},
    },
    # Each channel is read when it is due; what is new there is taken in, one text after the other.
    "poll-channels": {
        "task": "proposals.tasks.poll_channels",
        "schedule": crontab(),
        "options": {"expires": 60},
    },
    "forget-webhooks": {
        "task": "proposals.tasks.forget_webhooks",
        "schedule": crontab(minute="50"),
    },
    "check-integrity": {
        "task": "proposals.tasks.check_integrity",
        "schedule": crontab(hour="3", minute="0"),
    },
    # Makes one a day at the most: what was missed is made up for in the next hour.
    "make-checkpoint": {
        "task": "proposals.tasks.make_checkpoint",
        "schedule": crontab(minute="5"),
    },
    # Also what a worker left that died of it.
    "keep-copies": {
        "task": "proposals.tasks.keep_copies",
        "schedule": crontab(),
        "options": {"expires": 60},
    },
    "check-source-links": {
        "task": "proposals.tasks.check_source_links",
        "schedule": crontab(hour="4", minute="0"),
    },
}

# --- What it says -----------------------------------------------------------------------------

LOG_FORMAT = env("LOG_FORMAT").lower() or "plain"
if LOG_FORMAT not in {"plain", "json"}:
    refuse("LOG_FORMAT", f"{LOG_FORMAT!r} is no form of a log", "Set LOG_FORMAT=json or plain.")

# What Prometheus shows when it asks at /metrics; without one there is nothing there.
METRICS_TOKEN = env("METRICS_TOKEN")
if METRICS_TOKEN and len(METRICS_TOKEN) < 20:
    refuse(
        "METRICS_TOKEN",
        "shorter than 20 characters",
        "Set it to what `openssl rand -hex 24` prints.",
    )

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"discreet": {"()": "proposals.logs.Discreet"}},
    "formatters": {
        "plain": {"format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s]: %(message)s"},
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "fmt": "%(asctime)s %(levelname)s %(name)s %(request_id)s %(message)s",
            "rename_fields": {"asctime": "at", "levelname": "level", "name": "logger"},
            "json_ensure_ascii": False,
        },
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": LOG_FORMAT,
            "filters": ["discreet"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        # Each request is a line of our own.
        "django.server": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
        # On one machine, who runs the tracker reads along, and a line a request is in the way.
        "tracker.requests": {"level": "INFO" if LOG_FORMAT == "json" else "WARNING"},
        "httpx": {"level": "WARNING"},
        "httpx2": {"level": "WARNING"},
        "mcp": {"level": "WARNING"},
    },
}

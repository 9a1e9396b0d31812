"""All configuration, from the environment. docs/operations.md lists every variable.

A missing or malformed variable stops the start with one line that names it and the remedy.
"""

import tomllib
from email.utils import parseaddr

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from csp.constants import NONE, SELF

from tracker import broker
from tracker.embedded import join
from tracker.environment import (
    LOOPBACK_HOSTS,
    address,
    copies_storage,
    database,
    env,
    env_bool,
    env_hours,
    env_number,
    env_port,
    env_rate,
    env_redis,
    key_bytes,
    mail_server,
    price,
    replica,
    signing_key,
)
from tracker.schedule import SCHEDULE
from tracker.var import BASE_DIR, kept_secret, refuse, var_dir, writable

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

SIGNING_KEY = signing_key(VAR_DIR / "signing-key")
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
    "copies": copies_storage(VAR_DIR / "files" / "copies"),
}
# Whether what is cited is fetched and kept; what editors give is kept in any case.
KEEP_COPIES = env_bool("KEEP_COPIES", default=True)
WHITENOISE_USE_FINDERS = DEBUG

# --- Languages and days -----------------------------------------------------------------------

LANGUAGE_CODE = "zh-hant"
LANGUAGES = [("zh-hant", "繁體中文"), ("zh-hans", "简体中文"), ("en", "English")]
USE_I18N = True
FORMAT_MODULE_PATH = ["tracker.formats"]
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
    EMAIL_FILE_PATH = None
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
CELERY_BEAT_SCHEDULE = SCHEDULE

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

"""A plugin for processes side by side on one Redis: each has databases of its own there."""

import os
from urllib.parse import urlsplit

number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
for name in {"CELERY_BROKER_URL", "CACHE_URL"} & set(os.environ):
    address = urlsplit(os.environ[name])
    first = int(address.path.strip("/") or 0)
    os.environ[name] = address._replace(path=f"/{first + 2 * number}").geturl()

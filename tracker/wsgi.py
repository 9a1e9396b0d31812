"""What the web server serves."""

import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")

# Nobody waits long for a page, and a lock is not held for a reader who has gone. What commands and
# the worker do may take longer.
LIMITS = "-c lock_timeout=5s -c statement_timeout=30s -c idle_in_transaction_session_timeout=60s"
for _database in settings.DATABASES.values():
    _database["OPTIONS"]["options"] += f" {LIMITS}"

application = get_wsgi_application()

# What stands now stands for good. While rows are made, the collector would look through all of it
# again and again, which took more time than the rows.
gc.collect()
gc.freeze()

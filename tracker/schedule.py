"""Which task is begun when, on the clock of Hong Kong."""

from celery.schedules import crontab

SCHEDULE = {
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

"""A cache that may be away: what it would have kept is then made again."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

# After a failure nobody is kept waiting for the server for so long.
LEFT_ALONE_SECONDS = 10


class DispensableRedisCache(RedisCache):
    """Redis; while it does not answer nothing is found and nothing kept.

    So without it a page is slower and never broken.
    """

    _left_alone_until = 0.0

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self._tried(default, super().get, key, default, version)

    def set(self, *args: Any, **kwargs: Any) -> None:
        self._tried(None, super().set, *args, **kwargs)

    def add(self, *args: Any, **kwargs: Any) -> bool:
        # Nobody has added it before, as far as can be known: a lock that were never got would
        # keep everybody from signing in.
        return self._tried(True, super().add, *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        return self._tried(False, super().delete, *args, **kwargs)

    def _tried(self, otherwise: Any, act: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() < self._left_alone_until:
            return otherwise
        try:
            return act(*args, **kwargs)
        except RedisError as fault:
            DispensableRedisCache._left_alone_until = time.monotonic() + LEFT_ALONE_SECONDS
            logger.error("the cache is away: %s", fault)
            return otherwise

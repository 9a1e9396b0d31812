"""The keys by which others know that a checkpoint is ours."""

from __future__ import annotations

import base64
import hashlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings


def public_keys() -> dict[str, Ed25519PublicKey]:
    """By id: the key that signs now, first, and those that signed before it."""
    keys = [settings.SIGNING_KEY.public_key(), *settings.SIGNING_KEYS_RETIRED]
    return {key_id(key): key for key in keys}


def key_id(key: Ed25519PublicKey) -> str:
    """The beginning of its fingerprint."""
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:16]


def as_text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def sign(statement: str) -> tuple[str, str]:
    """The signature of the key that signs now, and the id of that key."""
    key = settings.SIGNING_KEY
    return as_text(key.sign(statement.encode())), key_id(key.public_key())

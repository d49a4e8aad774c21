"""Opaque, unguessable identifiers and tokens."""

import hashlib
import secrets


def new_id(prefix: str) -> str:
    """`c_` + 24 hex digits: 96 random bits, safe in URLs, file names and logs."""
    return f"{prefix}_{secrets.token_hex(12)}"


def new_token() -> str:
    """A bearer secret of 256 random bits. Only its `token_hash` is stored."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """SHA-256, hex. No salt or stretching: the input is already 256 random bits."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()

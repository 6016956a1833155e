"""Passwords of the desk's users, hashed with Argon2id (RFC 9106) by argon2-cffi's defaults."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MOST_PASSWORD = 200  # characters; hashing a longer one would only cost time
LEAST_PASSWORD = 8
_hasher = PasswordHasher()
_NOBODY = _hasher.hash("nobody has this password")


def hash_password(password: str) -> str:
    """The hash to store. Raises ValueError if the password is too short or too long."""
    if not LEAST_PASSWORD <= len(password) <= MOST_PASSWORD:
        raise ValueError(f"a password has {LEAST_PASSWORD} to {MOST_PASSWORD} characters")
    return _hasher.hash(password)


def is_password(password: str, stored: str) -> bool:
    """Whether this is the password of a stored hash; takes as long if there is no such user (`stored` is "")."""
    try:
        return _hasher.verify(stored or _NOBODY, password[: MOST_PASSWORD + 1]) and bool(stored)
    except (VerificationError, InvalidHashError):
        return False

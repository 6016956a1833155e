"""ID tokens of an OpenID provider: checked by PyJWT against the provider's published keys."""

from collections.abc import Mapping
from typing import Any

import jwt

# Signatures by a private key alone. A token that is unsigned, or signed by a secret that both sides know (HS256), is
# refused whatever its header says.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
_LEEWAY = 60  # seconds by which the provider's clock may differ from ours
_REQUIRED = ["iss", "sub", "aud", "exp", "iat", "nonce"]


class IdTokenError(Exception):
    """A token is not to be trusted; the message says why, in words that follow "it"."""


def verify_id_token(token: str, keys: object, *, issuer: str, client_id: str, nonce: str) -> dict[str, Any]:
    """The claims of a token that the issuer made for this client and this sign-in, and that has not expired.

    `keys`: the issuer's JSON Web Key Set (RFC 7517) as parsed. The times are compared with this machine's clock. Raises
    IdTokenError.
    """
    try:
        key = _find_key(_read_keys(keys), jwt.get_unverified_header(token))
        claims = jwt.decode(
            token,
            key,
            algorithms=ALGORITHMS,
            audience=client_id,
            issuer=issuer,
            leeway=_LEEWAY,
            options={"require": _REQUIRED, "enforce_minimum_key_length": True},
        )
    except (jwt.PyJWTError, ArithmeticError, AttributeError, TypeError, ValueError) as error:
        raise IdTokenError(_explain(error)) from error
    if claims.get("azp", client_id) != client_id:
        raise IdTokenError("was made for another client")
    if claims["nonce"] != nonce:
        raise IdTokenError("belongs to another sign-in (its nonce differs)")
    return claims


def _read_keys(keys: object) -> list[jwt.PyJWK]:
    """The keys that may sign. Raises IdTokenError if there are none."""
    found = keys.get("keys") if isinstance(keys, Mapping) else None
    try:
        usable = jwt.PyJWKSet(found or []).keys
        return [key for key in usable if key.algorithm_name in ALGORITHMS and key.public_key_use in {None, "sig"}]
    except jwt.PyJWKSetError as error:
        raise IdTokenError("cannot be checked: the issuer publishes no usable key") from error


def _find_key(keys: list[jwt.PyJWK], header: Mapping[str, Any]) -> jwt.PyJWK:
    """The key that a token names, or the only one if it names none. Raises IdTokenError."""
    wanted = header.get("kid")
    found = [key for key in keys if wanted in {None, key.key_id}]
    if not found or (wanted is None and len(found) > 1):
        raise IdTokenError("is signed with a key that the issuer does not publish")
    return found[0]


def _explain(error: Exception) -> str:
    reasons: tuple[tuple[type[Exception], str], ...] = (
        (jwt.ExpiredSignatureError, "has expired (are the clocks right?)"),
        (jwt.ImmatureSignatureError, "is not valid yet (are the clocks right?)"),
        (jwt.InvalidAudienceError, "was made for another client"),
        (jwt.InvalidIssuerError, "is from another issuer"),
        (jwt.InvalidAlgorithmError, "is not signed by an algorithm that is accepted"),
        (jwt.InvalidSignatureError, "has a wrong signature"),
        (jwt.InvalidKeyError, "is signed with a key that is too short"),
        (jwt.MissingRequiredClaimError, "lacks a claim that it must have"),
    )
    return next((said for kind, said in reasons if isinstance(error, kind)), "cannot be read")

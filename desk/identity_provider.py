"""An OpenID provider: where it is asked what, and what it answers (OpenID Connect Core, authorization code flow)."""

import base64
import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote_plus, urlencode, urlsplit

from desk.id_tokens import verify_id_token
from extractors import ApiAnswer, Fetcher, FetchError
from pipeline import Settings

_WELL_KNOWN = "/.well-known/openid-configuration"
_NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_MOST = 500_000  # bytes of an answer
_SECONDS = 8.0
_FRESH = timedelta(minutes=10)
_PAUSE = timedelta(seconds=10)  # between two requests to a provider that does not answer


class ProviderError(Exception):
    """The provider cannot be asked, or answers what cannot be used; the message is one line with the reason."""


class CodeRefusedError(Exception):
    """The provider does not take the code of a sign-in; the message is one line with its reason."""


@dataclass(frozen=True, slots=True)
class Endpoints:
    """What the provider says of itself; addresses, "" where it has none."""

    issuer: str
    authorization: str
    token: str
    keys: str
    user_info: str
    takes_basic: bool
    scopes: tuple[str, ...]


class IdentityProvider:
    """The provider of the settings. Thread-safe.

    Every address comes from the settings or from the document at the issuer's address, none from a token. The issuer's
    own host may be one of the private network, for whoever runs the desk has named it; other hosts that the document
    names are reached by HTTPS, and only where feeds may be fetched from. Redirects are not followed.
    """

    def __init__(self, settings: Settings) -> None:
        self._issuer = settings.desk_oidc_issuer
        self._client_id = settings.desk_oidc_client_id
        secret = settings.desk_oidc_client_secret
        self._secret = secret.get_secret_value() if secret else ""
        self._wanted = tuple(filter(None, (settings.desk_oidc_user_claim, settings.desk_oidc_role_claim)))
        limits: dict[str, Any] = {"host_delay": 0.0, "max_bytes": _MOST, "timeout": _SECONDS}
        self._own = Fetcher(allow_private=True, contact=settings.contact, **limits)
        self._other = Fetcher(allow_private=settings.allow_private_addresses, contact=settings.contact, **limits)
        self._lock = threading.Lock()
        self._known: tuple[datetime, Endpoints | ProviderError] | None = None

    @property
    def host(self) -> str:
        """The name of its host, for people."""
        return self._issuer.split("/")[2]

    def is_issuer(self, address: str) -> bool:
        """Whether this is what the provider calls itself."""
        return address.rstrip("/") == self._issuer.rstrip("/")

    def sign_in_address(self, state: str, nonce: str, challenge: str, back: str, now: datetime) -> str:
        """Where the browser is sent to sign in; it is sent `back` from there. Raises ProviderError."""
        endpoints = self._endpoints(now)
        role_scope = (scope for scope in self._wanted[1:] if scope in endpoints.scopes)
        query = {
            "response_type": "code",
            "client_id": self._client_id,
            "redirect_uri": back,
            "scope": " ".join(dict.fromkeys(("openid", "email", "profile", *role_scope))),
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        joint = "&" if "?" in endpoints.authorization else "?"
        return f"{endpoints.authorization}{joint}{urlencode(query)}"

    def claims_of(self, code: str, nonce: str, verifier: str, back: str, now: datetime) -> dict[str, Any]:
        """What the provider says of who signed in. Raises ProviderError, CodeRefusedError, IdTokenError."""
        endpoints = self._endpoints(now)
        tokens = self._redeem(endpoints, code, verifier, back)
        keys = _parse(endpoints.keys, self._ask(endpoints.keys))
        # fetched anew for every sign-in, so that a key which the provider has replaced is neither missed nor trusted
        claims = verify_id_token(
            str(tokens.get("id_token", "")), keys, issuer=endpoints.issuer, client_id=self._client_id, nonce=nonce
        )
        lacks = any(find_claim(claims, name) is None for name in self._wanted)
        return self._with_user_info(endpoints, claims, tokens) if lacks and endpoints.user_info else claims

    def _redeem(self, endpoints: Endpoints, code: str, verifier: str, back: str) -> Mapping[str, Any]:
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
        headers = {}
        if self._secret and endpoints.takes_basic:
            pair = f"{quote_plus(self._client_id)}:{quote_plus(self._secret)}"
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        else:
            form |= {"client_id": self._client_id} | ({"client_secret": self._secret} if self._secret else {})
        answer = self._ask(endpoints.token, form, headers)
        if 400 <= answer.status < 500:
            reason = _read_refusal(answer)
            # the settings of the client are wrong, here or there, and not the code
            kind = ProviderError if reason in {"invalid_client", "unauthorized_client"} else CodeRefusedError
            raise kind(f"{endpoints.token}: answered {answer.status} {reason!r}")
        return _parse(endpoints.token, answer)

    def _with_user_info(
        self, endpoints: Endpoints, claims: dict[str, Any], tokens: Mapping[str, Any]
    ) -> dict[str, Any]:
        """The claims with those that some providers give only on request; what the ID token says comes first."""
        bearer = {"Authorization": f"Bearer {tokens.get('access_token', '')}"}
        more = _parse(endpoints.user_info, self._ask(endpoints.user_info, headers=bearer))
        return {**more, **claims} if more.get("sub") == claims["sub"] else claims

    def _endpoints(self, now: datetime) -> Endpoints:
        """What the provider says of itself, asked for every ten minutes. Raises ProviderError."""
        with self._lock:
            if self._known is None or now >= self._known[0]:
                try:
                    self._known = now + _FRESH, self._discover()
                except ProviderError as error:
                    self._known = now + _PAUSE, error
            found = self._known[1]
        if isinstance(found, ProviderError):
            raise ProviderError(str(found))
        return found

    def _discover(self) -> Endpoints:
        address = self._issuer.rstrip("/") + _WELL_KNOWN
        found = _read_endpoints(address, _parse(address, self._ask(address)))
        if not self.is_issuer(found.issuer):
            raise ProviderError(f"{address}: is about the issuer {found.issuer[:200]!r}, not {self._issuer!r}")
        for one in filter(None, (found.authorization, found.token, found.keys, found.user_info)):
            self._check(one)
        return found

    def _check(self, address: str) -> None:
        """Raise ProviderError for an address that is neither the issuer's own host's nor reached by HTTPS."""
        if not self._is_own(address) and not address.startswith("https://"):
            raise ProviderError(f"{self._issuer}: names {address[:200]!r}, which is not https")

    def _is_own(self, address: str) -> bool:
        try:
            own, other = urlsplit(self._issuer), urlsplit(address)
        except ValueError:
            return False
        return (own.scheme, own.netloc) == (other.scheme, other.netloc)

    def _ask(
        self, address: str, form: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> ApiAnswer:
        fetcher = self._own if self._is_own(address) else self._other
        try:
            answer = fetcher.ask(address, form, headers)
        except FetchError as error:
            raise ProviderError(str(error)) from error
        if answer.status >= 500:
            raise ProviderError(f"{address}: answered {answer.status}")
        return answer


def _read_endpoints(address: str, document: Mapping[str, Any]) -> Endpoints:
    """The endpoints in a discovery document. Raises ProviderError."""
    missing = [name for name in ("issuer", *_NEEDED) if not _text(document, name)]
    if missing:
        raise ProviderError(f"{address}: lacks {', '.join(missing)}")
    authorization, token, keys = (_text(document, name) for name in _NEEDED)
    methods = _texts(document, "token_endpoint_auth_methods_supported")
    return Endpoints(
        _text(document, "issuer"),
        authorization,
        token,
        keys,
        _text(document, "userinfo_endpoint"),
        takes_basic=not methods or "client_secret_basic" in methods,
        scopes=_texts(document, "scopes_supported"),
    )


def find_claim(claims: Mapping[str, Any], name: str) -> Any:
    """A claim by its name, or, if there is none, by its path (realm_access.roles); None if it is missing."""
    if name in claims:
        return claims[name]
    found: Any = claims
    for part in name.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def _parse(address: str, answer: ApiAnswer) -> Mapping[str, Any]:
    """The JSON object of an answer. Raises ProviderError."""
    if answer.status != 200:
        raise ProviderError(f"{address}: answered {answer.status}")
    try:
        found = answer.json()
    except (ValueError, RecursionError) as error:
        raise ProviderError(f"{address}: the answer is not JSON") from error
    if not isinstance(found, dict):
        raise ProviderError(f"{address}: the answer is not a JSON object")
    return found


def _read_refusal(answer: ApiAnswer) -> str:
    """The provider's word for why it refused a code (RFC 6749, section 5.2), "" if it has none."""
    try:
        said = json.loads(answer.text).get("error")
    except (ValueError, RecursionError, AttributeError):
        said = None
    return str(said or "")[:80]


def _text(document: Mapping[str, Any], name: str) -> str:
    value = document.get(name)
    return value if isinstance(value, str) else ""


def _texts(document: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = document.get(name)
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()

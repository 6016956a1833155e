"""A small OpenID provider on loopback: real HTTP, real keys, and signatures not made by the desk's own library."""

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qsl, unquote_plus, urlencode, urlsplit

import httpx2
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.loopback import LoopbackServer

CLIENT, SECRET = "the desk", "a secret: of/two+sides"
RSA_KEY = rsa.generate_private_key(65537, 2048)
OTHER_RSA_KEY = rsa.generate_private_key(65537, 2048)
EC_KEY = ec.generate_private_key(ec.SECP256R1())
Claims = dict[str, Any]


def encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def number(value: int, size: int) -> str:
    return encode(value.to_bytes(size, "big"))


def rsa_jwk(key: rsa.RSAPrivateKey, kid: str) -> dict[str, str]:
    public = key.public_key().public_numbers()
    return {"kty": "RSA", "kid": kid, "use": "sig", "n": number(public.n, key.key_size // 8), "e": "AQAB"}


def ec_jwk(key: ec.EllipticCurvePrivateKey, kid: str) -> dict[str, str]:
    public = key.public_key().public_numbers()
    return {"kty": "EC", "kid": kid, "crv": "P-256", "x": number(public.x, 32), "y": number(public.y, 32)}


def token(claims: Claims, sign: Callable[[bytes], bytes], **header: Any) -> str:
    parts = f"{encode(json.dumps({'typ': 'JWT', **header}).encode())}.{encode(json.dumps(claims).encode())}"
    return f"{parts}.{encode(sign(parts.encode()))}"


def sign_rs256(claims: Claims, key: rsa.RSAPrivateKey = RSA_KEY, **header: Any) -> str:
    return token(
        claims, lambda data: key.sign(data, padding.PKCS1v15(), SHA256()), **{"alg": "RS256", "kid": "rsa", **header}
    )


def sign_es256(claims: Claims) -> str:
    def sign(data: bytes) -> bytes:
        r, s = decode_dss_signature(EC_KEY.sign(data, ec.ECDSA(SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")

    return token(claims, sign, alg="ES256", kid="ec")


def sign_by_nothing(claims: Claims) -> str:
    return token(claims, lambda _: b"", alg="none", kid="rsa")


def sign_by_the_public_key(claims: Claims) -> str:
    """The confusion of RS256 with HS256: everybody knows the public key."""
    public = RSA_KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return token(claims, lambda data: hmac.digest(public, data, "sha256"), alg="HS256", kid="rsa")


class OpenIdProvider:
    """Signs in whoever `person` says, and can be made to misbehave."""

    def __init__(self) -> None:
        self.person: Claims = {"sub": "a1", "email": "ann@example.org", "email_verified": True}
        self.user_info: Claims = {}
        self.changes: Claims = {}  # of the claims of the next ID tokens; None: left out
        self.sign: Callable[[Claims], str] = sign_rs256
        self.keys: list[Any] = [rsa_jwk(RSA_KEY, "rsa"), ec_jwk(EC_KEY, "ec")]
        self.document: Claims = {}  # changes of the discovery document
        self.answers: dict[str, tuple[int, bytes]] = {}  # by path, in place of the right ones
        self.asked: list[str] = []
        self.public = False  # whether the client has no secret
        self._codes: dict[str, dict[str, str]] = {}
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer({})

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                self._answer(dict(parse_qsl(body)))

            def _answer(self, form: dict[str, str]) -> None:
                path = urlsplit(self.path).path
                provider.asked.append(path)
                status, body = provider.answers.get(path) or provider.answer(path, self.path, form, self.headers)
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", body.decode())
                    body = b""
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                pass

        self.server = LoopbackServer(Handler)
        self.issuer = f"{self.server.base}/realm"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def answer(self, path: str, address: str, form: dict[str, str], headers: Any) -> tuple[int, bytes]:
        if path == "/realm/.well-known/openid-configuration":
            return 200, json.dumps(self._discovery()).encode()
        if path == "/keys":
            return 200, json.dumps({"keys": self.keys}).encode()
        if path == "/authorize":
            return 302, self._authorize(dict(parse_qsl(urlsplit(address).query))).encode()
        if path == "/token":
            return self._redeem(form, headers.get("Authorization", ""))
        if path == "/me" and headers.get("Authorization") == "Bearer an-access-token":
            return 200, json.dumps(self.user_info).encode()
        return 404, b""

    def _discovery(self) -> Claims:
        base = self.server.base
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{base}/authorize",
            "token_endpoint": f"{base}/token",
            "jwks_uri": f"{base}/keys",
            "userinfo_endpoint": f"{base}/me",
            "scopes_supported": ["openid", "email", "groups"],
        } | self.document

    def _authorize(self, query: dict[str, str]) -> str:
        wanted = {"response_type": "code", "client_id": CLIENT, "code_challenge_method": "S256"}
        assert wanted.items() <= query.items(), query
        assert "openid" in query["scope"].split()
        assert min(len(query[name]) for name in ("state", "nonce", "code_challenge")) == 43
        code = secrets.token_urlsafe(16)
        self._codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state'], 'iss': self.issuer})}"

    def _redeem(self, form: dict[str, str], authorization: str) -> tuple[int, bytes]:
        asked = self._codes.pop(form.get("code", ""), None)
        if not self._knows_client(form, authorization):
            return 401, b'{"error": "invalid_client"}'
        if asked is None:
            return 400, b'{"error": "invalid_grant"}'
        challenge = encode(hashlib.sha256(form["code_verifier"].encode()).digest())
        if (challenge, form["redirect_uri"]) != (asked["code_challenge"], asked["redirect_uri"]):
            return 400, b'{"error": "invalid_grant"}'
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        claims |= self.person | self.changes
        made = self.sign({name: value for name, value in claims.items() if value is not None})
        return 200, json.dumps({"access_token": "an-access-token", "token_type": "Bearer", "id_token": made}).encode()

    def _knows_client(self, form: dict[str, str], authorization: str) -> bool:
        if self.public:
            return form.get("client_id") == CLIENT and not authorization and "client_secret" not in form
        if "client_secret_post" in self.document.get("token_endpoint_auth_methods_supported", ()):
            return (form.get("client_id"), form.get("client_secret"), authorization) == (CLIENT, SECRET, "")
        name, _, secret = base64.b64decode(authorization.removeprefix("Basic ")).decode().partition(":")
        return (unquote_plus(name), unquote_plus(secret)) == (CLIENT, SECRET)

    def visit(self, address: str) -> str:
        """Sign in here, as a browser that was sent to this address; where it is sent back to."""
        return httpx2.get(address, trust_env=False).headers["location"]

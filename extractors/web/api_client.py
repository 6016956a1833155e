"""Requests to an API run by the user, such as the Prefect server's; unguarded, because its address is a setting."""

import json
from dataclasses import dataclass
from typing import Any

import httpx2


class ApiError(Exception):
    """The server did not answer; the message is one line with the reason."""


@dataclass(frozen=True, slots=True)
class ApiAnswer:
    """The server's response, whatever its status."""

    status: int
    text: str

    @property
    def is_error(self) -> bool:
        """Whether the status is an error (400 or more)."""
        return self.status >= 400

    def json(self) -> Any:
        """Parse the body as JSON. Raises ValueError."""
        return json.loads(self.text)


def call_api(method: str, url: str, body: Any = None, *, auth: str = "", timeout: float = 30.0) -> ApiAnswer:
    """Send a request with a JSON body; `auth` is user:password. Ignores proxies set in the environment.

    Raises ApiError.
    """
    user, _, password = auth.partition(":")
    credentials = httpx2.BasicAuth(user, password) if auth else None
    try:
        with httpx2.Client(timeout=timeout, trust_env=False, auth=credentials) as client:
            answer = client.request(method, url, json=body)
            return ApiAnswer(answer.status_code, answer.text)
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise ApiError(str(error) or type(error).__name__) from error

"""Read values that are written in a script: JSON, and the literals of JavaScript. Nothing is run."""

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

_TOKEN = re.compile(
    r"""\s*+(?:(?P<string>"(?:[^"\\]++|\\.)*+"|'(?:[^'\\]++|\\.)*+'|`(?:[^`\\$]++|\\.)*+`)
    |(?P<plain>!0|!1|void\ 0|new\ Date\([^()]{0,40}\)|-?[\d.][\w.+-]*+|[A-Za-z_$][\w$]*+)|(?P<sign>[{}\[\]:,)]))""",
    re.DOTALL | re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}
_CONSTANTS = {"true": True, "false": False, "!0": True, "!1": False}
_CODE = re.compile(r"\s?(?:[(.+?*]|=>)")
_CLOSING = {"{": "}", "[": "]"}
_DEEPEST = 60
_MOST_TOKENS = 300_000
_DECODER = json.JSONDecoder(strict=False)


def parse_json(text: str) -> Any:
    """The value of some JSON; None if it is invalid, nested too deeply, or no object or list."""
    if not text.lstrip().startswith(("{", "[")):
        return None
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


class LiteralReader:
    """Reads values in a script; `names` are the values of its variables, others are None."""

    def __init__(self, text: str, names: Mapping[str, Any] | None = None) -> None:
        self._text, self._names, self._left = text, names or {}, _MOST_TOKENS
        self._farthest = 0

    def read_at(self, place: int) -> tuple[Any, int, int]:
        """The value at a place, where it ends, and how many characters were read; None and the place if there is none.

        Variables are only known to literals, so these are read anew if there are any.
        """
        self._farthest = place
        if not self._names and self._text[place] in '{["':
            try:
                return (*_DECODER.raw_decode(self._text, place), 0)
            except RecursionError:
                return None, place, len(self._text) - place
            except ValueError as error:
                self._farthest = getattr(error, "pos", place)
        try:
            return (*self._value(place, 0), 0)
        except ValueError:
            return None, place, self._farthest - place

    def read_list(self, place: int, closing: str) -> list[Any]:
        """The values from a place up to a closing sign; what cannot be read ends them."""
        values: list[Any] = []
        with suppress(ValueError):
            self._fill(values, place, closing, 0)
        return values

    def _token(self, place: int) -> tuple[str, str, int]:
        self._left -= 1
        match = _TOKEN.match(self._text, place)
        self._farthest = max(self._farthest, match.end() if match else place)
        if not match or self._left < 0:
            raise ValueError(place)
        return match.lastgroup or "", match[match.lastgroup or 0], match.end()

    def _value(self, place: int, depth: int) -> tuple[Any, int]:
        kind, text, end = self._token(place)
        if kind == "string":
            return _unquote(text), end
        if kind == "plain":
            if _CODE.match(self._text, end):
                raise ValueError(place)
            return self._plain(text), end
        if text not in _CLOSING or depth > _DEEPEST:
            raise ValueError(place)
        values: dict[str, Any] | list[Any] = {} if text == "{" else []
        return values, self._fill(values, end, _CLOSING[text], depth + 1)

    def _plain(self, token: str) -> Any:
        if token in _CONSTANTS or token in self._names:
            return self._names.get(token, _CONSTANTS.get(token))
        try:
            return int(token) if token.lstrip("-").isdecimal() else float(token)
        except ValueError:
            return None

    def _fill(self, values: dict[str, Any] | list[Any], place: int, closing: str, depth: int) -> int:
        """Read values, with their keys if they have any, and commas, until a closing sign; returns where it ends."""
        while True:
            kind, text, end = self._token(place)
            if text == closing and kind == "sign":
                return end
            if text == "," and kind == "sign":
                place = end
                continue
            if isinstance(values, list):
                value, place = self._value(place, depth)
                values.append(value)
                continue
            colon, place = self._token(end)[1:]
            if kind == "sign" or colon != ":":
                raise ValueError(place)
            values[_unquote(text) if kind == "string" else text], place = self._value(place, depth)


def _unquote(token: str) -> str:
    """The text of a string with its quotes."""
    if "\\" not in token:
        return token[1:-1]
    text = _ESCAPE.sub(_character, token[1:-1])
    # characters beyond 16 bits are written as two halves
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _character(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2]
    return chr(int(code, 16)) if code else _CONTROLS.get(escape[3], escape[3])

"""Serve the desk: until interrupted, or as a child of `storywake start` (python -m desk.serving)."""

import logging
from collections.abc import Callable

from pipeline import SettingsError, load_settings, open_runtime, utc_now
from pipeline.runtime import Runtime
from service.web_app import serve_app
from storage import StoreError


def serve_desk(runtime: Runtime, host: str, port: int, announce: Callable[[], object] = lambda: None) -> None:
    """Serve the desk until interrupted; `announce` is called once its port is open.

    Raises SettingsError if nobody would have to sign in who should, or the port cannot be had.
    """
    from desk.app import make_app

    serve_app(make_app(runtime, utc_now, host), host, port, announce)


def main() -> None:
    """Serve the desk where the settings say."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        settings = load_settings()
        with open_runtime(settings) as runtime:
            serve_desk(runtime, settings.desk_host, settings.desk_port)
    except (SettingsError, StoreError) as error:
        raise SystemExit(str(error)) from None


if __name__ == "__main__":
    main()

"""Open the channels that the settings configure."""

from collections.abc import Callable, Mapping
from datetime import datetime
from http import HTTPStatus

from alerts import Channels, Mailer, MailError, Resources, Signing, name_recipient
from extractors import Fetcher, FetchError
from pipeline.settings import Settings, notify_urls


def open_channels(
    settings: Settings, mailer: Mailer | None, signing: Signing, fetcher: Callable[[], Fetcher]
) -> Channels:
    """The channels of an installation.

    `fetcher` is only called for the first webhook: most installations have none and need no HTTP client here.
    """

    def post(url: str, body: bytes, headers: Mapping[str, str], now: datetime) -> None:
        try:
            fetcher().post(url, body, headers, now=now)
        except FetchError as error:
            shown = str(error).replace(url, name_recipient(url))
            raise MailError(
                shown,
                permanent=not error.retry,
                silent=error.retry and error.status is None,
                is_limit=error.status == HTTPStatus.TOO_MANY_REQUESTS or error.retry_after is not None,
                retry_at=error.retry_after,
            ) from None

    return Channels(
        Resources(
            sender=settings.mail_from,
            post=post,
            signing=signing,
            mailer=mailer,
            webhook_secret=settings.webhook_secret.get_secret_value() if settings.webhook_secret else "",
            notify_urls=notify_urls(settings),
            operator=settings.operator,
        )
    )

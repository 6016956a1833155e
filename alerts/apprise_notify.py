"""Messages to the services that Apprise knows; Apprise stops here."""

from collections.abc import Sequence

from alerts.smtp import MailError


def notify(urls: Sequence[str], message: bytes) -> None:
    """Send a message, its first line the title, to every service. Raises MailError; no error shows an address."""
    from apprise import Apprise  # half a second to import, which who notifies nobody need not wait for

    title, _, text = message.decode("utf-8").partition("\n\n")
    services = Apprise()
    wrong = sum(not services.add(url) for url in urls)
    if wrong:
        raise MailError(
            f"{wrong} of the addresses in STORYWAKE_NOTIFY_URLS are none that Apprise knows", permanent=False
        )
    if not services.notify(body=text or title, title=title):
        raise MailError("a service of STORYWAKE_NOTIFY_URLS did not accept the message", permanent=False)

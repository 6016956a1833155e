"""The part of the store that owes mails: raised alerts, notices, and the stored mails with their attempts."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from news import Digest, DueDelivery, UnsentDelivery
from storage import operator_notices, outbox, send_attempts
from storage.archive import Archive


class DeliveryQueue(Archive):
    """The outbox; its methods keep the promises of `Store`."""

    def address_alerts(self, recipients: Mapping[str, Sequence[str]]) -> int:
        """Address alerts without a recipient to the recipients of their seed; returns how many were addressed.

        `recipients` is by seed name; alerts of seeds without an address in it are left as they are.
        """
        return self._database.write(outbox.address_alerts, recipients)

    def digest_times(self, since: datetime) -> dict[tuple[str, str], list[datetime]]:
        """The times of the digests since then, by seed name and recipient, always including the last; oldest first."""
        return self._database.read(outbox.digest_times, since)

    def save_delivery(self, digest: Digest, message_id: str, message: bytes) -> bool:
        """Store a mail, mark its alerts as bundled, and record its question.

        Returns False, without changes, if another run took one of the alerts, or the question must not be asked.
        """
        return self._database.write(outbox.save_delivery, digest, message_id, message)

    def raise_notice(self, key: str, text: str, now: datetime) -> None:
        """Raise a notice to the operator in one line; a second one with the same `key` is ignored."""
        self._database.write(operator_notices.raise_notice, key, text, now)

    def save_notice_mail(
        self, notice_ids: Sequence[int], recipient: str, message_id: str, message: bytes, now: datetime
    ) -> bool:
        """Store a mail with these notices; False, without changes, if another run took one of them."""
        return self._database.write(operator_notices.save_notice_mail, notice_ids, recipient, message_id, message, now)

    def unsent_deliveries(self) -> list[UnsentDelivery]:
        """Every stored mail that is neither sent nor given up, oldest first, whoever has claimed it."""
        return self._database.read(outbox.unsent_deliveries)

    def claim_deliveries(
        self, now: datetime, *, lease: timedelta, limit: int, ids: Sequence[int] | None = None, holder: str = ""
    ) -> list[DueDelivery]:
        """Claim unsent mails for the length of a lease, oldest first; with `ids`, only those of these that are free.

        The time from which a failed mail may be tried again is for the caller to observe.
        """
        return self._database.write(outbox.claim_deliveries, now, lease=lease, limit=limit, ids=ids, holder=holder)

    def begin_sending(self, delivery_id: int, now: datetime, *, holder: str = "") -> bool:
        """Record that a mail claimed by `holder` is about to be sent; from then on it cannot be taken back.

        False if it must not be sent: it was taken back or sent meanwhile, another run has claimed it since, or what it
        says has changed. Its alerts then wait for a new mail.
        """
        return self._database.write(send_attempts.begin_sending, delivery_id, now, holder)

    def abandon_sending(self, delivery_id: int, retry_at: datetime | None = None, *, holder: str = "") -> None:
        """Record that the recipient did not get a mail whose sending had begun, without counting an attempt.

        It may be tried again from `retry_at`; None: from when it might have been tried without this.
        """
        self._database.write(send_attempts.abandon_sending, delivery_id, retry_at, holder=holder)

    def mark_sent(self, delivery_id: int, now: datetime) -> None:
        """Record that the mail server accepted a mail."""
        self._database.write(send_attempts.mark_sent, delivery_id, now)

    def mark_failed(
        self,
        delivery_id: int,
        error: str,
        now: datetime,
        *,
        give_up: bool,
        retry_at: datetime | None = None,
        holder: str = "",
    ) -> None:
        """Record that a claimed mail was not accepted, counting one attempt.

        It may be tried again from `retry_at`, None: at once; with `give_up` it is not tried again.
        """
        self._database.write(
            send_attempts.mark_failed, delivery_id, error, now, give_up=give_up, retry_at=retry_at, holder=holder
        )

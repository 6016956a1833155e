"""The part of the store for what users decide; each public method is one transaction."""

from collections.abc import Collection, Sequence
from datetime import datetime

from news import Answer, Article, DevelopmentEdit, MatchRecord, SavedAnswer, SentMail
from storage import answers, development_edits, match_answers, questions
from storage.archive import Archive


class Decisions(Archive):
    """Answers to matches and mails, and changes to developments. Every method raises StoreError."""

    # Matches

    def record_answer(
        self, match_id: int, answer: Answer, now: datetime, recipients: Sequence[str] = (), *, whole: bool = False
    ) -> SavedAnswer:
        """Store the answer to a match, which decides whether it counts, and change its alerts accordingly.

        `recipients` get an alert if the answer makes it a follow-up. `whole`: "no" takes out all reports of its
        development, and another answer lets them back in. A mail that is not being sent yet is written anew.
        """
        return self._database.write(match_answers.record_answer, match_id, answer, now, recipients, whole=whole)

    def add_report(self, article: Article, record: MatchRecord, now: datetime) -> SavedAnswer:
        """Store an article that the user says continues a story, with the answer "yes". The seed must be stored.

        `record` is what the comparison found, and who gets an alert. A new article also waits to be compared with the
        other seeds.
        """
        return self._database.write(match_answers.add_report, article, record, now)

    # Developments

    def merge_developments(self, kept: int, merged: int, now: datetime) -> int | None:
        """Move all reports of a development to another of its seed; returns the edit's id, None if nothing changed."""
        return self._database.write(development_edits.merge_developments, kept, merged, now)

    def split_development(self, split: int, match_ids: Collection[int], now: datetime) -> int | None:
        """Move some reports of a development to a new one; returns the edit's id, None if nothing changed."""
        return self._database.write(development_edits.split_development, split, match_ids, now)

    def rename_development(self, renamed: int, title: str, now: datetime) -> int | None:
        """Give a development a title ("": none); returns the edit's id, None if nothing changed."""
        return self._database.write(development_edits.rename_development, renamed, title, now)

    def undo_edit(self, edit_id: int, now: datetime) -> bool:
        """Take an edit of developments back; False if there is no such edit in force."""
        return self._database.write(development_edits.undo_edit, edit_id, now)

    def edits(self, seed: str = "") -> list[DevelopmentEdit]:
        """The edits of one seed's developments or of all, oldest first, with those taken back."""
        return self._database.read(development_edits.read_edits, seed)

    def successor_of(self, development: int) -> int:
        """The development that this one was merged into, if it has no reports any more; else itself."""
        return self._database.read(development_edits.successor_of, development)

    # Questions

    def asked_matches(self, seed: str) -> list[int]:
        """The ids of the seed's matches that a mail has asked about, each of which is asked about once."""
        return self._database.read(questions.asked_matches, seed)

    def may_ask(self, seed: str, now: datetime) -> bool:
        """Whether a mail may ask about the seed: no question is open, that is, of the last week and not answered."""
        return self._database.read(questions.may_ask, seed, now)

    # Answers to mails

    def signing_key(self) -> bytes:
        """The secret with which this installation signs its mails; created on first use."""
        return self._database.write(answers.signing_key)

    def find_mail(self, fingerprint: str) -> SentMail | None:
        """The signed mail with this fingerprint, or None."""
        return self._database.read(answers.find_mail, fingerprint)

    def save_answer(self, recipient: str, message_id: str, message: bytes, now: datetime) -> bool:
        """Store a mail that answers a reply, to be sent; False, without changes, if this Message-ID is stored."""
        return self._database.write(answers.save_answer, recipient, message_id, message, now)

    def mute(self, seed: str, recipient: str, until: datetime | None, spellings: Collection[str] = ()) -> None:
        """Mute a recipient for a seed until that time; None: for good. Replaces the mutes of its other `spellings`."""
        self._database.write(answers.mute, seed, recipient, until, spellings)

    def unmute(self, seed: str, *spellings: str) -> None:
        """Unmute a recipient, spelled in any of these ways, for a seed; held alerts are sent with the next mail."""
        self._database.write(answers.unmute, seed, spellings)

    def mutes(self, now: datetime) -> dict[tuple[str, str], datetime | None]:
        """The end of each mute that is in force, by seed name and recipient as it was spelled; None: for good."""
        return self._database.read(answers.read_mutes, now)

    def record_bounce(self, recipient: str, error: str, now: datetime) -> None:
        """Record that mail to an address bounced, and raise a notice to the operator."""
        self._database.write(answers.record_bounce, recipient, error, now)

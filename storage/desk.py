"""The part of the store for the desk; each public method is one transaction."""

from datetime import datetime

from news import Answer, ApiToken, Decision, DeskAction, DeskUser, Note, Proposal, SharedLink
from storage import desk_records, proposals
from storage.archive import Archive


class DeskStore(Archive):
    """Users, sessions, notes, shared links and the log of actions. Every method raises StoreError."""

    # Users

    def save_user(self, user: DeskUser) -> None:
        """Store a user, replacing one of the same name, whose sessions end."""
        self._database.write(desk_records.save_user, user)

    def remove_user(self, name: str, now: datetime) -> bool:
        """Remove a user, whose sessions and keys end; False if there is no such user."""
        return self._database.write(desk_records.remove_user, name, now)

    def users(self) -> list[DeskUser]:
        """All users by name."""
        return self._database.read(desk_records.read_users)

    def user(self, name: str) -> DeskUser | None:
        """The user of this name, or None."""
        return self._database.read(desk_records.read_user, name)

    # Sessions and keys; both are known by the digest of a secret

    def open_session(self, key_digest: str, user: str, now: datetime, until: datetime) -> None:
        """Sign a user in."""
        self._database.write(desk_records.open_session, key_digest, user, now, until)

    def close_session(self, key_digest: str) -> None:
        """Sign a user out."""
        self._database.write(desk_records.close_session, key_digest)

    def user_of_session(self, key_digest: str, now: datetime) -> DeskUser | None:
        """The user who is signed in by this session, or None."""
        return self._database.read(desk_records.user_of_session, key_digest, now)

    def save_token(self, key_digest: str, label: str, user: str, now: datetime) -> None:
        """Store a key for programs."""
        self._database.write(desk_records.save_token, key_digest, label, user, now)

    def revoke_token(self, token_id: int, user: str, now: datetime) -> bool:
        """Revoke a key of a user; False if the user has no such key."""
        return self._database.write(desk_records.revoke_token, token_id, user, now)

    def tokens(self, user: str) -> list[ApiToken]:
        """The keys of a user, oldest first."""
        return self._database.read(desk_records.read_tokens, user)

    def user_of_token(self, key_digest: str) -> DeskUser | None:
        """The user whose key this is, or None."""
        return self._database.read(desk_records.user_of_token, key_digest)

    # Visits, notes, shared links

    def note_visit(self, user: str, seed: str, now: datetime) -> None:
        """Remember when a user last looked at a story."""
        self._database.write(desk_records.note_visit, user, seed, now)

    def visits(self, user: str) -> dict[str, datetime]:
        """When a user last looked at each story, by the name of its seed."""
        return self._database.read(desk_records.read_visits, user)

    def add_note(self, seed: str, author: str, text: str, now: datetime) -> int | None:
        """Store a note to a story; returns its id, None if there is no such story."""
        return self._database.write(desk_records.add_note, seed, author, text, now)

    def remove_note(self, note_id: int, removed_at: datetime | None) -> None:
        """Remove a note; None: bring it back."""
        self._database.write(desk_records.remove_note, note_id, removed_at)

    def notes(self, seed: str) -> list[Note]:
        """The notes to a story, newest first."""
        return self._database.read(desk_records.read_notes, seed)

    def share(self, seed: str, made_by: str, now: datetime) -> int | None:
        """Share the trail of a story by a link; returns its id, None if there is no such story."""
        return self._database.write(desk_records.share, seed, made_by, now)

    def revoke_share(self, link_id: int, revoked_at: datetime | None) -> None:
        """Revoke a shared link; None: put it in force again."""
        self._database.write(desk_records.revoke_share, link_id, revoked_at)

    def shares(self, seed: str = "") -> list[SharedLink]:
        """The shared links in force, of one story or of all, newest first."""
        return self._database.read(desk_records.read_shares, seed)

    # Answers that an assistant proposes

    def propose_answer(self, match_id: int, who: str, answer: Answer, reason: str, now: datetime) -> int | None:
        """Store a proposal, in place of an open one by the same assistant; its id, None if it was decided on before."""
        return self._database.write(proposals.propose, match_id, who, answer, reason, now)

    def decide_proposal(self, number: int, decision: Decision, who: str, now: datetime) -> bool:
        """Store what somebody decided about an open proposal, or open it again; False if that was so already."""
        return self._database.write(proposals.decide, number, decision, who, now)

    def proposals(self, seed: str) -> list[Proposal]:
        """The open proposals about the reports of a story, oldest first."""
        return self._database.read(proposals.read_proposals, seed)

    def proposal(self, number: int) -> Proposal | None:
        """The proposal with this id, or None."""
        return self._database.read(proposals.read_proposal, number)

    # The log of actions

    def record_action(self, action: DeskAction) -> int:
        """Store an action; returns its id."""
        return self._database.write(desk_records.record_action, action)

    def note_undone(self, action_id: int, who: str, now: datetime) -> bool:
        """Mark an action as taken back; False if it was already."""
        return self._database.write(desk_records.note_undone, action_id, who, now)

    def actions(self, seed: str = "", *, before: int | None = None, limit: int = 50) -> list[DeskAction]:
        """The actions about one story, or all (""), newest first."""
        return self._database.read(desk_records.read_actions, seed, before=before, limit=limit)

    def action(self, action_id: int) -> DeskAction | None:
        """The action with this id, or None."""
        return self._database.read(desk_records.read_action, action_id)

"""Values exchanged with the store about the desk: who works there, and what they did."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from news.model import Answer

SESSION = timedelta(days=14)  # how long a visitor stays signed in
LOCAL_USER = "desk"  # who acts where one person works without a password


class Role(StrEnum):
    """What a user of the desk may do."""

    READER = "reader"
    EDITOR = "editor"


@dataclass(frozen=True, slots=True)
class DeskUser:
    """A user of the desk; `password_hash` is in Argon2's own format."""

    name: str
    role: Role
    password_hash: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class ApiToken:
    """A key of a user for programs; of the key itself only a digest is stored."""

    id: int
    label: str
    user: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Note:
    """A user's note to a story."""

    id: int
    seed: str
    author: str
    text: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class SharedLink:
    """A link by which anybody may read the trail of one story, until it is revoked."""

    id: int
    seed: str
    made_by: str
    made_at: datetime


class Decision(StrEnum):
    """What a person decided about a proposal."""

    OPEN = ""
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Proposal:
    """An answer to a match that an assistant proposes; it has no effect until a person accepts it."""

    id: int
    seed: str
    match: int
    proposed_by: str
    answer: Answer
    reason: str
    made_at: datetime
    decision: Decision = Decision.OPEN


class UndoKind(StrEnum):
    """How an action is taken back."""

    NONE = ""
    ANSWER = "answer"  # `reference` is the id of the match
    ADDITION = "addition"  # of a report by hand; `reference` is the id of its match
    EDIT = "edit"  # of a development; `reference` is the id of the edit
    NOTE = "note"
    SHARE = "share"
    PAUSE = "pause"
    RESUME = "resume"
    MUTE = "mute"
    PROPOSAL = "proposal"  # that was dismissed


@dataclass(frozen=True, slots=True)
class DeskAction:
    """Something that a user did, in words, and how it is taken back.

    `earlier` is what undoing restores, such as the answer before; `undone_at` is None while the action is in force.
    """

    id: int
    who: str
    seed: str
    what: str
    made_at: datetime
    undo: UndoKind = UndoKind.NONE
    reference: int | None = None
    earlier: str = ""
    undone_by: str = ""
    undone_at: datetime | None = None

    @property
    def can_undo(self) -> bool:
        """Whether it is in force and can be taken back."""
        return self.undo is not UndoKind.NONE and self.undone_at is None

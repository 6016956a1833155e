"""Values exchanged with the store about what users decide: answers, questions, and changes to developments."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

QUESTION_OPEN = timedelta(days=7)  # how long a question in a mail keeps its seed from asking another


@dataclass(frozen=True, slots=True)
class SentMail:
    """A stored digest: its recipient, its developments, each with its alerted match, and the message as it was sent.

    `question` is the id of the match that it asks about, None if it asks nothing.
    """

    seed: str
    recipient: str
    created_at: datetime
    developments: Mapping[int, int]
    message_id: str = ""
    message: bytes = b""
    question: int | None = None


@dataclass(frozen=True, slots=True)
class SavedAnswer:
    """The effect of an answer in the store. `match_id` is None if the match does not exist.

    `reports` counts the matches that entered or left the story, `withdrawn` the pending alerts taken back, `too_late`
    those in mails that are being sent, and `raised` the alerts that wait to be sent because of it.
    """

    match_id: int | None = None
    reports: int = 0
    withdrawn: int = 0
    too_late: int = 0
    raised: int = 0


class EditKind(StrEnum):
    """What a user can do with developments."""

    MERGE = "merge"
    SPLIT = "split"
    RENAME = "rename"


@dataclass(frozen=True, slots=True)
class DevelopmentEdit:
    """A change that a user made to a development.

    `other` is the development merged into it or split from it, and `moved` counts the matches that changed their
    development. `title` is its new name. `undone_at` is when the change was taken back, None if it is in force.
    """

    id: int
    seed: str
    kind: EditKind
    development: int
    made_at: datetime
    other: int | None = None
    moved: int = 0
    title: str = ""
    undone_at: datetime | None = None


def question_name(number: int) -> str:
    """The name of a question in a mail, for answers ("q12"); `number` is the id of its match."""
    return f"q{number}"


def edit_name(number: int) -> str:
    """The name of a change for users ("e3")."""
    return f"e{number}"

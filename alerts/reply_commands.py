"""What a recipient may say in answer to a mail: the one table. What is done then stands in pipeline/answers.py.

The parser, the sentence and the links in the mails, and the page behind the links are all made from it.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from alerts.signatures import Signing, answer_link


class Command(StrEnum):
    """A command; its value is the word that says it.

    `button` is what the page behind its link asks. `example` is how a mail suggests it, "" where no mail does.
    `link` is the text of its link below the mail, "" where it has none. `names_reports` says whether it is about
    single reports, which an answer can name, and not about the whole story.
    """

    button: str
    example: str
    link: str
    names_reports: bool

    YES = "yes", "This continues the story", "yes", "", True
    NO = "no", "This is another story", "no", "", True
    MUTE = "mute", "Mute mails about this story for a while", "mute 7d", "Mute for a week"
    STOP = "stop", "Stop mails about this story", "stop", "Stop these mails"
    START = "start", "Resume mails about this story"

    def __new__(
        cls, word: str, button: str = "", example: str = "", link: str = "", names_reports: bool = False
    ) -> Self:
        """Make the value of the word alone; the rest are attributes."""
        command = str.__new__(cls, word)
        command._value_ = word
        command.button, command.example, command.link = button, example, link
        command.names_reports = names_reports
        return command


@dataclass(frozen=True, slots=True)
class Link:
    """A command that is given by opening an address, and what the mail calls it."""

    text: str
    address: str


def name_commands() -> str:
    """All commands on one line: "yes, no, mute, stop, start"."""
    return ", ".join(Command)


def list_examples(*, names_reports: bool) -> tuple[str, ...]:
    """What a mail suggests to answer about single reports, or about the whole story; in alphabetical order."""
    offered = (one for one in Command if one.example and one.names_reports is names_reports)
    return tuple(sorted(one.example for one in offered))


def list_links(fingerprint: str, signing: Signing) -> tuple[Link, ...]:
    """The links about the whole story for the mail of this fingerprint; none where no web address is set."""
    offered = (one for one in Command if one.link and signing.web)
    return tuple(Link(one.link, answer_link(fingerprint, signing, one.example)) for one in offered)


def deny_all() -> str:
    """The sentence about an answer that holds no command: all that could have been said."""
    *others, last = Command
    return f"it says neither {', '.join(others)} nor {last}"

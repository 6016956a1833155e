"""The commands that a recipient can give in answer to a mail. pipeline/reply_actions.py carries them out.

The parser, the instructions and links in the mails, and the page behind the links are all derived from this table.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from alerts.signatures import Signing, answer_link


class Command(StrEnum):
    """A command; its value is the word to send.

    `button` is the label of the button on the page behind its link. `example` is how a mail suggests it, "" if no mail
    does. `link` is the text of its link in the mail, "" if it has none. `names_reports`: whether it is about single
    reports, which an answer can name, rather than the whole story.
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
        """Create the string from the word only; the rest become attributes."""
        command = str.__new__(cls, word)
        command._value_ = word
        command.button, command.example, command.link = button, example, link
        command.names_reports = names_reports
        return command


@dataclass(frozen=True, slots=True)
class Link:
    """A link that gives a command, with its text in the mail."""

    text: str
    address: str


def name_commands() -> str:
    """All commands on one line: "yes, no, mute, stop, start"."""
    return ", ".join(Command)


def list_examples(*, names_reports: bool) -> tuple[str, ...]:
    """The answers that a mail suggests about single reports, or about the whole story; in alphabetical order."""
    offered = (one for one in Command if one.example and one.names_reports is names_reports)
    return tuple(sorted(one.example for one in offered))


def list_links(fingerprint: str, signing: Signing) -> tuple[Link, ...]:
    """The links about the whole story for the mail with this fingerprint; none if no web address is set."""
    offered = (one for one in Command if one.link and signing.web)
    return tuple(Link(one.link, answer_link(fingerprint, signing, one.example)) for one in offered)


def no_command_reason() -> str:
    """The reason why an answer without a command is ignored; lists all commands."""
    *others, last = Command
    return f"it contains none of the commands {', '.join(others)} and {last}"

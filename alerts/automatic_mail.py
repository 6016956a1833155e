"""Recognise mail that no person wrote: out-of-office notes, receipts, lists, delivery systems. Pure.

The standard header is Auto-Submitted (RFC 3834); older and common mail systems only set others, or none but a subject.
"""

import re
import tomllib
import unicodedata
from pathlib import Path

from alerts.incoming_mail import IncomingMail
from alerts.mail_addresses import find_sender

_PHRASES = Path(__file__).with_name("automatic_subjects.toml")
_LIST = frozenset({"list-id", "x-loop"})
_AUTOMATIC = re.compile(
    r"x-(?:mail-)?auto-?(?:reply|replied|respond|response|responder|answer|generated)(?!-suppress)(?:-.+)?|"
    r"x-(?:vacation|out-?of-?office|autoresponder|fc-machinegenerated)(?:-.+)?"
)
_DENIALS = frozenset({"no", "false", "0", "none"})
_PRECEDENCE = frozenset("bulk junk list auto_reply auto-reply".split())
_SUPPRESSED = frozenset("all oof autoreply".split())  # by which Exchange marks its own notes
_NOBODY = re.compile(r"<?\s*(?:mailer-daemon(?:@.*)?)?\s*>?", re.IGNORECASE)  # a return path
_PROGRAM = re.compile(r"vacation|auto-?(?:reply|respond)", re.IGNORECASE)
_ROBOT = re.compile(r"(?:mailer-daemon|postmaster|(?:no|do-?not)[-_.]?reply)(?:[-+._].*)?@.*", re.IGNORECASE)
_TAGS = re.compile(r"^(?:\s*\[[^\]]{1,40}\])*[\s*\"']*")  # what filters and lists put before a subject
_LEAST_SUBJECT = 12  # characters of ours that a subject must repeat
_LEAST_WORD = 8  # letters; "Re", in whatever language, is shorter
_SHORT_WORD = 7  # letters
_SIGNS = "\u2e80"  # the first of the scripts without letters, or without spaces
_LEAST_SIGNS = 4  # characters of a script whose words have one or two


def _fold(text: str) -> str:
    """The text without case and accents."""
    whole = unicodedata.normalize("NFKD", text.casefold()).replace("ı", "i")
    bare = "".join(letter for letter in whole if not unicodedata.combining(letter))
    return unicodedata.normalize("NFC", bare)  # the syllables of Korean are taken apart, too


def _subjects() -> re.Pattern[str]:
    phrases = {_fold(one) for several in tomllib.loads(_PHRASES.read_text("utf-8")).values() for one in several}
    return re.compile("|".join([r"auto[- ]?(?:reply|respon)", *map(_pattern, sorted(phrases))]))


def _pattern(phrase: str) -> str:
    is_short = phrase.isalpha() and len(phrase) <= _SHORT_WORD and phrase < _SIGNS
    # hyphens and spaces are not written by everybody
    return re.escape(phrase).replace(r"\ ", "[- ]?") + (r"(?!\w)" if is_short else "")


_SUBJECT = _subjects()


def is_automatic(mail: IncomingMail, sender: str) -> bool:
    """Whether a program wrote the mail, so that it contains no command and must not be answered."""
    submitted = mail.header("auto-submitted").partition(";")[0].strip().casefold()
    suppressed = re.findall(r"\w+", mail.header("x-auto-response-suppress").casefold())
    return (
        submitted not in {"", "no"}
        or any(_marks(name, mail) for name in mail.headers)
        or mail.header("precedence").strip().casefold() in _PRECEDENCE
        or not _SUPPRESSED.isdisjoint(suppressed)
        or any(map(_NOBODY.fullmatch, mail.headers.get("return-path", ())))
        or _PROGRAM.search(mail.all_of("x-mailer", "x-post-messageclass")) is not None
        or _is_by_rule(mail, sender)
        or mail.kind == "multipart/report"
        or _ROBOT.fullmatch(sender) is not None
        or _SUBJECT.match(_fold(_TAGS.sub("", mail.header("subject")))) is not None
    )


def has_automatic_prefix(before: str) -> bool:
    """Whether what stands before the colon and our own subject is longer than any language's "Re".

    Programs put a phrase of their language there ("Kendiliğinden yanıt: …").
    """
    letters = [letter for letter in before if letter.isalpha()]
    signs = [letter for letter in letters if letter >= _SIGNS]
    return len(before.split()) > 1 or len(letters) >= _LEAST_WORD or len(signs) >= _LEAST_SIGNS


def find_prefix(subject: str, ours: str) -> str:
    """What stands before a colon and the subject of our mail, which may be cut; "" if it is not there."""
    whole, ours = " ".join(subject.split()), " ".join(ours.casefold().split())
    for colon in re.finditer(r"\s?[:：]\s?", whole):
        rest = whole[colon.end() :].casefold().rstrip(" .…")
        if len(rest) >= _LEAST_SUBJECT and ours.startswith(rest):
            return whole[: colon.start()]
    return ""


def _marks(name: str, mail: IncomingMail) -> bool:
    return name in _LIST or (_AUTOMATIC.fullmatch(name) is not None and mail.header(name).casefold() not in _DENIALS)


def _is_by_rule(mail: IncomingMail, sender: str) -> bool:
    """Whether a rule of an Exchange mailbox wrote it; one that only passed it on is the mailbox of somebody else."""
    loop = find_sender(mail.header("x-ms-exchange-inbox-rules-loop"))
    is_made = bool(mail.header("x-ms-exchange-generated-message-source"))
    return loop.casefold() == sender.casefold() if loop else is_made

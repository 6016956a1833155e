"""Render a digest as a mail; the same digest always gives the same bytes."""

from email.message import EmailMessage

from alerts.clean_text import clean_header, clean_line
from alerts.mail_addresses import recipient_key
from alerts.mail_content import Letter, present, shorten_letter, title_of
from alerts.mail_headers import BODY_ENCODING, choose_policy, set_headers
from alerts.mail_templates import open_templates
from alerts.signatures import UNSIGNED, Signing, fingerprint_digest
from news import Digest

LARGEST = 100_000  # bytes: Gmail cuts off what is longer
_SUBJECT_LIMIT = 120


def render(digest: Digest, sender: str, signing: Signing = UNSIGNED, operator: str = "") -> EmailMessage:
    """The mail for a digest: headers, a text part, and an HTML part with the same content, of at most 100 kB.

    If `signing` has a place where answers are read, the mail explains how to answer. Only to `operator`, the mail
    address of the person who can change them, does it name settings.

    Its `as_bytes()`, with its own policy, is the message to store and send. An address that requires SMTPUTF8 (a
    non-ASCII local part) gets headers in UTF-8. Raises ValueError if `sender` or the recipient is not an address, or if
    the digest has no alerts.
    """
    letter = present(digest, signing, operator)
    message = _compose(digest, letter, sender, signing)
    while len(message.as_bytes()) > LARGEST and (shorter := shorten_letter(letter)):
        letter = shorter
        message = _compose(digest, letter, sender, signing)
    return message


def _compose(digest: Digest, letter: Letter, sender: str, signing: Signing) -> EmailMessage:
    message = EmailMessage(policy=choose_policy(digest.recipient, sender))
    set_headers(message, digest, sender, letter.subject, signing)
    message.set_content(write_text(letter), cte=BODY_ENCODING)
    message.add_alternative(write_html(letter), subtype="html", cte=BODY_ENCODING)
    # "=_" never occurs in quoted-printable text, so no outside text can contain the boundary.
    message.set_boundary(f"=_storywake_{fingerprint_digest(digest)}")
    return message


def render_quiet(digest: Digest, sender: str, signing: Signing = UNSIGNED, operator: str = "") -> EmailMessage:
    """The mail for a digest without alerts, which says that there is no news. Plain text, in the seed's thread."""
    title = title_of(digest.seed)
    message = EmailMessage(policy=choose_policy(digest.recipient, sender))
    set_headers(message, digest, sender, clean_header(f"Nothing new: {title}", _SUBJECT_LIMIT), signing)
    found = sum(number for _, number in digest.so_far.coverage)
    is_operator = bool(operator) and recipient_key(operator) == recipient_key(digest.recipient)
    seed_name = clean_line(digest.seed.name, _SUBJECT_LIMIT)
    quiet = open_templates().get_template("quiet.txt.j2")
    text = quiet.render(
        title=title, found=found, seed_name=seed_name, is_operator=is_operator, takes_mail=bool(signing.replies_to)
    )
    message.set_content(text, cte=BODY_ENCODING)
    return message


def write_text(letter: Letter) -> str:
    """The text part; sentences are quoted with "> "."""
    return open_templates().get_template("digest.txt.j2").render(letter=letter)


def write_html(letter: Letter) -> str:
    """The HTML part; the template engine escapes all text."""
    return open_templates().get_template("digest.html.j2").render(letter=letter)

"""The content of a mail as plain values, in which every outside text is cleaned and limited in length."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from alerts.clean_text import clean_header, clean_line
from alerts.local_time import zone_named
from alerts.mail_addresses import recipient_key
from alerts.mail_cards import CORRECTION_NOUNS, HEADLINE_LIMIT, NAME_LIMIT, Card, make_cards
from alerts.mail_question import Question, present_question
from alerts.mail_story import Bar, Excerpt, Retold, chart, describe_silence, list_retold, quote_story
from alerts.phrases import count, list_names
from alerts.reply_commands import Command, Link, list_links
from alerts.signatures import UNSIGNED, Signing, fingerprint_digest
from news import Digest, Seed, quote_headline, without_newness

MOST_IN_FULL = 5
MOST_LISTED = 95
MOST_CONTENTS = 12
MOST_RETOLD = 5
_SUBJECT_LIMIT = 140
_RHYTHMS = {"daily": "at most once a day", "weekly": "at most once a week"}
_SOMEONE = "the person who runs storywake for you"


@dataclass(frozen=True, slots=True)
class Letter:
    """A digest as shown to the reader: the biggest updates in full, more by headline, the rest counted.

    `contents` are the first of them all, of which `more_contents` are not shown. `stop` says how to get no more mails,
    with a link if there is one. `seed_name` and `is_named_in_seed` are for the operator, who can change the settings.
    `retold` are reports that are not alerted, of which `more_retold` are not shown.
    """

    subject: str
    preheader: str
    summary: str
    seed_title: str
    seed_name: str
    is_operator: bool
    is_named_in_seed: bool
    listed_by: str
    rhythm: str
    stop: Link
    cards: tuple[Card, ...]
    listed: tuple[Card, ...]
    unlisted: int
    story: tuple[Excerpt, ...] = ()
    bars: tuple[Bar, ...] = ()
    earlier: int = 0
    takes_mail: bool = False
    links: tuple[Link, ...] = ()
    question: Question | None = None
    retold: tuple[Retold, ...] = ()
    more_retold: int = 0

    @property
    def contents(self) -> tuple[Card, ...]:
        """The cards named at the top; none if there is only one."""
        every = (*self.cards, *self.listed)
        return every[:MOST_CONTENTS] if len(every) > 1 else ()

    @property
    def more_contents(self) -> int:
        """The number of updates not named at the top."""
        every = len(self.cards) + len(self.listed) + self.unlisted
        return every - len(self.contents) if every > 1 else 0


def present(digest: Digest, signing: Signing = UNSIGNED, operator: str = "") -> Letter:
    """The content of the mail for a digest, biggest update first. Raises ValueError if it has no alerts.

    `operator` is the mail address of the person who can change the settings, "" if it is not known.
    """
    zone, name = zone_named(digest.seed.settings.timezone), fingerprint_digest(digest)
    cards = make_cards(digest, zone, name, signing)
    if not cards:
        raise ValueError(f"the digest of {digest.seed.name} for {digest.recipient} has no alerts")
    seed_title = title_of(digest.seed)
    bars, earlier = chart(digest)
    retold = list_retold(digest, zone)
    is_operator = bool(operator) and recipient_key(operator) == recipient_key(digest.recipient)
    return Letter(
        subject=_write_subject(cards[0], len(cards), describe_silence(digest)),
        preheader=_write_preheader(cards),
        summary=f"{_count(cards)} in {quote_headline(seed_title)}{_held_over(digest)}",
        seed_title=seed_title,
        seed_name=clean_line(digest.seed.name, NAME_LIMIT),
        is_operator=is_operator,
        is_named_in_seed=recipient_key(digest.recipient) in map(recipient_key, digest.seed.settings.recipients),
        listed_by=clean_line(operator, NAME_LIMIT) or _SOMEONE,
        rhythm=_RHYTHMS.get(digest.seed.settings.alerts, "as soon as they are found"),
        stop=_describe_stop(digest, name, signing, operator, is_operator=is_operator),
        cards=tuple(cards[:MOST_IN_FULL]),
        listed=tuple(cards[MOST_IN_FULL : MOST_IN_FULL + MOST_LISTED]),
        unlisted=max(0, len(cards) - MOST_IN_FULL - MOST_LISTED),
        story=quote_story(digest, zone),
        bars=bars,
        earlier=earlier,
        takes_mail=bool(signing.replies_to),
        links=list_links(name, signing),
        question=present_question(digest.question, name, signing, zone) if digest.question else None,
        retold=retold[:MOST_RETOLD],
        more_retold=max(0, len(retold) - MOST_RETOLD),
    )


def shorten_letter(letter: Letter) -> Letter | None:
    """The letter with fewer updates by headline or, without any, in full; None if it has a single one."""
    if letter.listed:
        kept = len(letter.listed) // 2
        return replace(letter, listed=letter.listed[:kept], unlisted=letter.unlisted + len(letter.listed) - kept)
    if len(letter.cards) > 1:
        return replace(letter, cards=letter.cards[:-1], unlisted=letter.unlisted + 1)
    return None


def title_of(seed: Seed) -> str:
    """The seed's title, or its name if it has none."""
    return clean_line(seed.title, NAME_LIMIT) or clean_line(seed.name, NAME_LIMIT)


def _count(cards: Sequence[Card]) -> str:
    updates = sum(card.is_update for card in cards)
    corrected = dict(Counter(CORRECTION_NOUNS[card.correction] for card in cards if card.correction))
    opened = len(cards) - updates - sum(corrected.values())
    numbers = corrected | {"new development": opened, "update": updates}
    return list_names([count(number, noun) for noun, number in numbers.items() if number])


def _held_over(digest: Digest) -> str:
    if not digest.held_over:
        return ""
    return f" ({digest.held_over} held back because the daily limit of mails was reached)"


def _describe_stop(digest: Digest, name: str, signing: Signing, operator: str, *, is_operator: bool) -> Link:
    """How to get no more of these mails, for the top of the mail."""
    links = [one for one in list_links(name, signing) if one.text == Command.STOP.link]
    if links:
        return links[0]
    if signing.replies_to:
        return Link(f"To stop these mails, reply “{Command.STOP}”.", "")
    if is_operator:
        return Link(
            f"To stop these mails, set “alerts: none” in seeds/{clean_line(digest.seed.name, NAME_LIMIT)}.md.", ""
        )
    return Link(f"To stop these mails, ask {clean_line(operator, NAME_LIMIT) or _SOMEONE}.", "")


def _write_subject(biggest: Card, total: int, silence: str) -> str:
    woken = f"First report in {silence}" if silence else ""
    kind = biggest.correction or woken or ("Update" if biggest.is_update else "")
    title = f"{kind}: {without_newness(biggest.headline)}" if kind else biggest.headline
    headline = clean_header(title, _SUBJECT_LIMIT)
    return f"{headline} (+{total - 1} more)" if total > 1 else headline


def _write_preheader(cards: Sequence[Card]) -> str:
    if len(cards) > 1:
        return clean_line("Also: " + " · ".join(card.headline for card in cards[1:4]), HEADLINE_LIMIT)
    text = "".join(piece for piece, _ in cards[0].quotes[0].spans) if cards[0].quotes else cards[0].why
    return clean_line(f"{cards[0].outlet}: {text}", HEADLINE_LIMIT)

"""Resolve people mentioned by their office: "the Ukrainian president said" is a mention of Volodymyr Zelenskyy.

An office next to a name ("Ukrainian President Volodymyr Zelenskyy", "Friedrich Merz, the German chancellor") is held by
that person, and the same office without a name refers to that person if the text allows no other reading. An office
without a holder in the text becomes an actor itself, "president of Ukraine", which can be compared with texts that name
the holder. English only.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from news.lexicon.places import find_country
from news.model import Annotation, Mention

OFFICES = {
    spelling: office
    for office, spellings in {
        "president": ("president",),
        "vice president": ("vice president", "vice-president"),
        "prime minister": ("prime minister",),
        "chancellor": ("chancellor",),
        "foreign minister": ("foreign minister", "foreign secretary"),
        "defence minister": ("defence minister", "defense minister", "defence secretary", "defense secretary"),
        "finance minister": ("finance minister", "treasury secretary"),
        "interior minister": ("interior minister", "home secretary"),
        "justice minister": ("justice minister", "attorney general"),
        "secretary of state": ("secretary of state",),
        "king": ("king",),
        "queen": ("queen",),
    }.items()
    for spelling in spellings
}
_OFFICE = re.compile(rf"\b(?:{'|'.join(sorted(OFFICES, key=len, reverse=True))})\b(?![-\w])", re.IGNORECASE)
# Words before an office that mean that the person does not hold it, no longer or not yet.
_NOT_IN_OFFICE = frozenset(
    """former ex then late deputy acting next first future incoming outgoing elected new previous past would-be ousted
    interim vice no any every each another his her their whose""".split()
)
_OF_PLACE = re.compile(r"\s+of\s+((?:the\s+)?[A-Z]\w+(?:\s+[A-Z]\w+)?)")
_WITH_ARTICLE = ("United ", "European ", "Netherlands", "Philippines", "Czech ")
_MOST_WORDS = 3  # of a country's name before its office: "United Arab Emirates' president"


@dataclass(frozen=True, slots=True)
class _Spoken:
    """A mention of an office in a sentence: its country, the name next to it ("" if none), and its form."""

    office: str
    country: str
    name: str
    sentence: int
    is_definite: bool
    is_subject: bool


@dataclass(frozen=True, slots=True)
class Offices:
    """The offices in a text and their holders.

    `mentions` are mentions of people by office alone; `held` maps names to the offices they hold, such as "president of
    Ukraine"; `vacant` maps offices without a holder in the text to their mentions.
    """

    mentions: tuple[Mention, ...] = ()
    held: Mapping[str, frozenset[str]] = field(default_factory=dict)
    vacant: Mapping[str, tuple[Mention, ...]] = field(default_factory=dict)


def find_offices(annotation: Annotation) -> Offices:
    """The offices in an English text; empty for a text in another language."""
    if annotation.language not in {"", "en"}:
        return Offices()
    names = _names_by_sentence(annotation)
    spoken = [
        one for number, text in enumerate(annotation.sentences) for one in _read_sentence(number, text, names[number])
    ]
    holders = _holders(spoken)
    mentions, vacant = [], defaultdict[str, list[Mention]](list)
    for one in spoken:
        if one.name or not one.is_definite:
            continue
        holder = _only_holder(one, holders)
        if holder:
            mentions.append(Mention(holder, "person", one.sentence, is_subject=one.is_subject))
        elif one.country and (one.office, one.country) not in holders:
            title = office_title(one.office, one.country)
            vacant[title].append(Mention(title, "person", one.sentence, is_subject=one.is_subject))
    held = defaultdict[str, set[str]](set)
    for (office, country), holding in holders.items():
        for name in holding if country else ():
            held[name].add(office_title(office, country))
    return Offices(
        tuple(mentions),
        {name: frozenset(titles) for name, titles in held.items()},
        {title: tuple(places) for title, places in vacant.items()},
    )


def _names_by_sentence(annotation: Annotation) -> defaultdict[int, list[str]]:
    names = defaultdict[int, list[str]](list)
    for mention in annotation.mentions:
        if mention.kind != "place":
            names[mention.sentence].append(_OFFICE.sub("", mention.text, count=1).strip())
    return names


def _read_sentence(number: int, text: str, names: Sequence[str]) -> Iterator[_Spoken]:
    for found in _OFFICE.finditer(text):
        before, after = text[: found.start()].rstrip(), text[found.end() :]
        words = before.split()
        country, taken = _country_before(words)
        rest = words[: len(words) - taken]
        if rest and _bare(rest[-1]) in _NOT_IN_OFFICE:
            continue
        if not country and (place := _OF_PLACE.match(after)):
            country = find_country(place[1]) or find_country(place[1].rpartition(" ")[0])
            after = after[place.end() :] if country else after
        definite = bool(taken and re.search(r"['’]s?$", words[-1])) or bool(rest and _bare(rest[-1]) == "the")
        in_headline = number == 0 and bool(country)  # headlines drop the article
        yield _Spoken(
            OFFICES[found[0].casefold()],
            country,
            _named_beside(" ".join(rest), after, names),
            number,
            is_definite=definite or in_headline,
            is_subject=len(rest) <= 1,
        )


def _country_before(words: Sequence[str]) -> tuple[str, int]:
    """The country named by the last words, and the number of these words; ("", 0) if none."""
    for taken in range(min(_MOST_WORDS, len(words)), 0, -1):
        if _bare(words[-taken]) == "the":
            continue
        name = re.sub(r"['’]s?$", "", " ".join(words[-taken:])).strip("\"“”‘’'(")
        if country := find_country(name):
            return country, taken
    return "", 0


def _bare(word: str) -> str:
    return word.casefold().strip("\"“”‘’'(,-")


def _named_beside(before: str, after: str, names: Sequence[str]) -> str:
    """The name right after an office, or set off by a comma on either side of it."""
    following = after.lstrip(" ,")
    preceding = re.sub(r",\s*(?:the|who is|now)?$", "", before, flags=re.IGNORECASE)
    for name in sorted(filter(None, names), key=len, reverse=True):
        if following.startswith(name) or (preceding != before and preceding.endswith(name)):
            return name
    return ""


def _holders(spoken: Iterable[_Spoken]) -> dict[tuple[str, str], frozenset[str]]:
    """The names next to each (office, country); the country is "" if it is not given."""
    named = defaultdict[tuple[str, str], set[str]](set)
    for one in spoken:
        if one.name:
            named[one.office, one.country].add(one.name)
    return {office: frozenset(names) for office, names in named.items()}


def _only_holder(one: _Spoken, holders: Mapping[tuple[str, str], frozenset[str]]) -> str:
    """The only possible holder of an office, by the longest name; "" if there are none or several."""
    if not one.country:
        known = {name for (office, _), names in holders.items() if office == one.office for name in names}
    elif (one.office, one.country) in holders:
        known = set(holders[one.office, one.country])
    else:  # if the only president without a country is "President Trump", he must be "the US president"
        elsewhere = [name for (_, country), names in holders.items() if country for name in names]
        unassigned = holders.get((one.office, ""), frozenset())
        known = {name for name in unassigned if not any(_is_part_of(name, other) for other in elsewhere)}
    longest = max(known, key=len, default="")
    return longest if all(_is_part_of(name, longest) for name in known) else ""


def _is_part_of(name: str, longer: str) -> bool:
    return set(name.split()) <= set(longer.split())


def office_title(office: str, country: str) -> str:
    """The name of an office as an actor, such as "president of Ukraine"."""
    article = "the " if country.startswith(_WITH_ARTICLE) else ""
    return f"{office} of {article}{country}"

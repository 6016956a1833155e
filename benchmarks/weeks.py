"""An invented week of news for the soak: seeds, their follow-ups, and unrelated stories.

All persons, countries and outlets are fictional. Deterministic: the same number gives the same week.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from news import canonical_url

SEEDS, FEEDS, STORIES = 60, 60, 10_000
SPAN = timedelta(days=7)
_FIRST = (
    "Rufus Gloria Anton Mirela Oskar Tamsin Bruno Ilka Cosmo Petra Hugo Edda Milo Wanda Jasper Nora Felix Greta Otto "
    "Vera"
)
_LAST = (
    "Firefly Teasdale Trentino Marlow Quillon Harkness Vandermere Orlovan Tremaine Castellan Bramwell Duskin Fairlough "
    "Grendel Holloway Iverson Jarrow Kestrel Lorimer Mandrake Norwick Ostrander Penhallow Quarles Ravenell Sotheby "
    "Thackery Underhill Vexley Wyndham Yarborough Zellweger Ashcombe Birkdale Cranmore Delacourt Eastwick Farringdon "
    "Gainsford Hartwell"
)
_COUNTRIES = (
    "Freedonia Sylvania Ruritania Graustark Borduria Syldavia Lutha Klopstokia Marshovia Karlova Orsinia Zubrowka "
    "Lavernia Genossia Wakonia Sokolia Florinia Guilderia Arendia Coronia Elbonia Molvania Brungaria Kazahrus "
    "Krakozhia Tazbekistan Vulgaria Qumar Equatoria Costaguana Nambutu Zamunda Bozatta Carpania Drackenberg "
    "Evallonia Grustark Ixania Jovania Kinjanja"
)
_TOPICS = (
    "lithium treaty|mines|royalties;fishing quota|trawlers|cod;railway bridge|girders|viaduct;"
    "grain corridor|silos|wheat;gas pipeline|compressors|transit;dam project|reservoir|turbines;"
    "prisoner exchange|detainees|amnesty;"
    "border tunnel|smugglers|checkpoints;vaccine plant|doses|laboratory;airport strike|pilots|runway;"
    "copper tariff|smelters|ore;satellite launch|rocket|orbit;museum theft|paintings|vault;harbour lease|docks|cranes;"
    "language law|schools|dialect;water rights|canals|irrigation;arms embargo|howitzers|shells;"
    "bank rescue|deposits|bailout;forest fire inquiry|rangers|timber;island referendum|ballots|autonomy"
)
_ASIDE = (
    "The home side won the cup after extra time, and the goalkeeper saved two penalties in front of a full stadium.|"
    "Rain will move in from the west on Tuesday, with gusts along the coast and a mild night in the valleys.|"
    "Shares rose a little in quiet trading while investors waited for the quarterly figures of two large retailers.|"
    "The new novel follows three sisters through one summer; critics praised its dialogue and its patience.|"
    "Bake the tart for forty minutes, let it cool on a rack, and serve it with whipped cream and a little lemon.|"
    "The orchestra opens its season with a symphony that was thought lost; tickets are sold from Monday.|"
    "Commuters face delays because a signal box is being replaced; buses run between the stations at weekends.|"
    "Astronomers saw a faint comet that returns only every eight thousand years, low above the northern horizon."
)
_SUBJECTS = "Football Weather Markets Books Kitchen Concert Traffic Science"


@dataclass(frozen=True, slots=True)
class Story:
    """A story as published by an outlet. `seed`: the number of the seed it follows, or -1."""

    path: str
    title: str
    text: str
    feed: int
    published: datetime
    seed: int


@dataclass(frozen=True, slots=True)
class Cast:
    """The people, countries and topic of a seed."""

    people: tuple[str, str]
    countries: tuple[str, str]
    topic: str
    things: tuple[str, str]


def make_casts(chance: random.Random) -> list[Cast]:
    """A cast for each seed; no two share a person, or both a topic and a country."""
    names = [f"{first} {last}" for first in _FIRST.split() for last in _LAST.split()]
    chance.shuffle(names)
    countries, topics = _COUNTRIES.split(), [topic.split("|") for topic in _TOPICS.split(";")]
    casts = []
    for number in range(SEEDS):
        topic, *things = topics[number % len(topics)]
        pair = (countries[number % len(countries)], countries[(number + 7 + number // 20) % len(countries)])
        casts.append(Cast((names[2 * number], names[2 * number + 1]), pair, topic, (things[0], things[1])))
    return casts


def write_seed(cast: Cast, published: datetime, recipient: str) -> str:
    """A seed file."""
    (p, q), (a, b), (x, y) = cast.people, cast.countries, cast.things
    return (
        f"---\ntitle: {a} and {b} fall out over the {cast.topic}\npublished: {published:%Y-%m-%d}\n"
        # the seeds have the same pattern: without this, each would match the follow-ups of the others
        f"recipients: [{recipient}]\nmust_mention: [{p}]\n---\n"
        f"President {p} of {a} and Prime Minister {q} of {b} broke off their meeting about the {cast.topic} on Friday. "
        f"{_last(p)} said that {a} would not give up its {x}. {_last(q)} answered that {b} had waited long enough for "
        f"the {y} and would stop the {cast.topic} unless {a} came back to the table. Aides of {p} spoke of an insult. "
        f"The {cast.topic} was to settle who pays for the {x} and who controls the {y} between {a} and {b}. "
        f"{q} left without a statement, and {_last(p)} cancelled a dinner in honour of {b}.\n"
    )


def make_week(start: datetime, number: int = 1) -> tuple[list[Cast], list[Story]]:
    """The casts of the seeds and all stories of the week, by time; each seed has one follow-up."""
    chance = random.Random(number)  # noqa: S311
    casts = make_casts(chance)
    stories = [_follow(cast, seed, start, chance) for seed, cast in enumerate(casts)]
    stories += [_write_aside(at, start, chance) for at in range(STORIES - len(stories))]
    return casts, sorted(stories, key=lambda story: story.published)


def _follow(cast: Cast, seed: int, start: datetime, chance: random.Random) -> Story:
    (p, q), (a, b), (x, y) = cast.people, cast.countries, cast.things
    published = start + timedelta(seconds=chance.uniform(3600, SPAN.total_seconds() - 86_400))
    text = (
        f"President {p} of {a} wrote to Prime Minister {q} of {b} that talks about the {cast.topic} can begin again. "
        f"{_last(q)} welcomed the letter and said {b} would accept a share of the {x}. Officials of {a} expect that "
        f"{_last(p)} and {_last(q)} meet within {chance.randint(3, 20)} days. The {cast.topic} had been stopped when "
        f"the two leaders quarrelled over the {y}. Whether {a} pays {chance.randint(100, 900)} million for the {x} "
        "stays open."
    )
    title = f"{_last(p)} writes to {_last(q)}: the {cast.topic} may go on"
    return Story(f"/follow-{seed}.html", title, text, chance.randrange(FEEDS), published, seed)


def _write_aside(at: int, start: datetime, chance: random.Random) -> Story:
    number = chance.randrange(8)
    sentences = [_ASIDE.split("|")[number], *chance.sample(_ASIDE.split("|"), 3)]
    who = f"{chance.choice(_FIRST.split())} {chance.choice(['Smith', 'Miller', 'Baker', 'Cooper', 'Turner'])}"
    text = f"{' '.join(sentences)} {who} told us that number {at} was the best of {chance.randint(2, 99)} so far."
    published = start + timedelta(seconds=chance.uniform(0, SPAN.total_seconds() - 3600))
    title = f"{_SUBJECTS.split()[number]}: what {who} thinks of number {at}"
    return Story(f"/aside-{at}.html", title, text, chance.randrange(FEEDS), published, -1)


def _last(name: str) -> str:
    return name.rsplit(maxsplit=1)[-1]


def addresses(stories: Sequence[Story], site: str) -> dict[str, Story]:
    """Each story by the URL that a mail would contain."""
    return {canonical_url(f"{site}{story.path}"): story for story in stories}

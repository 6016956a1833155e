"""Upper bounds on the parts of the score of many seeds, from an article's words alone; one array value per seed."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import date
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from news.actor_words import is_known, is_office, words_of_key
from news.background import Background
from news.lexicon.days import without_year
from news.lexicon.languages import OTHER_SCRIPTS
from news.score_parts import NEUTRAL, brevity, detail, gist_likeness, gist_likeness_along, substance
from news.shared_names import sound_keys
from news.term_weights import Weighed
from news.trail import STEP, Trail, as_matrix
from news.word_likeness import Floats, Postings, Wording, WordingIndex


class SeedTexts:
    """The part of an index that depends only on the texts of its seeds, not on their trails."""

    def __init__(self, seeds: Iterable[Weighed], background: Background) -> None:
        details, substances, brevities, languages = array("d"), array("d"), array("d"), list[str]()
        meanings, gists = list[NDArray[np.float32]](), list[NDArray[np.float32]]()
        self.actors, self.days = Actors(), Days()

        def wordings() -> Iterator[Wording]:
            for seed in seeds:
                details.append(detail(seed.wording))
                substances.append(substance(seed.wording))
                brevities.append(brevity(seed.wording))
                languages.append(seed.profile.language)
                meanings.append(np.array(seed.profile.meaning, np.float32))
                gists.append(np.array(seed.profile.gist, np.float32))
                self.actors.add(seed, background)
                self.days.add(seed.profile.days)
                yield seed.wording

        self.wordings = WordingIndex(wordings())
        self.details, self.substances, self.brevities = map(np.array, (details, substances, brevities))
        self.meanings, self.gists = as_matrix(meanings), Gists(languages, gists)
        self.actors.close()
        self.days.close()


class Gists:
    """The seeds' languages, and their vectors by the model of many languages."""

    def __init__(self, languages: Sequence[str], vectors: Sequence[NDArray[np.float32]]) -> None:
        self._languages = np.array(languages, np.str_)
        self._vectors = as_matrix(vectors)
        self._known = np.array([len(vector) > 0 for vector in vectors], bool)
        self._other_scripts = np.isin(self._languages, list(OTHER_SCRIPTS))
        self.foreign = self._languages != "en"
        self.has_foreign = bool(self.foreign.any())

    def across(self, language: str) -> NDArray[np.bool_]:
        """Which seeds can be compared with a text of this language only across languages, shape (seeds,)."""
        return np.asarray(self._known & (self._languages != language))

    def unreadable(self, language: str) -> NDArray[np.bool_]:
        """Of which of these no name can be recognised in such a text, or the other way round, shape (seeds,)."""
        return np.asarray(self.across(language) & (self._other_scripts | (language in OTHER_SCRIPTS)))

    def unbounded(self, language: str) -> NDArray[np.bool_]:
        """Of which seeds a text in this language may name actors that the index cannot know of, shape (seeds,)."""
        return np.asarray(self.foreign & (self._other_scripts | (language == "en")))

    def likeness(self, language: str, gist: Sequence[float] | None, trails: "Trails") -> Floats:
        """The part "gist" of a text, shape (seeds,); 1 for one that has not been encoded yet (None)."""
        is_neutral = ~self._known | ((self._languages == "en") & (language == "en"))
        if gist is None:
            return np.where(is_neutral, NEUTRAL, 1.0)
        if not len(gist) or not self._known.any():
            return np.full(len(self._known), NEUTRAL)
        own = gist_likeness(self._vectors @ np.array(gist))
        along = np.maximum(own, gist_likeness_along(trails.closest_gists(gist)))
        return np.where(is_neutral, NEUTRAL, np.where(self.across(language), along, own))


class Actors:
    """An upper bound on the actors that each seed can share with an article, by the words that could name them.

    A row is one way in which a seed's actor can be shared: by one of its names, or by an office that it holds. An
    office whose holder the seed does not name can be shared as such, or by the name of a holder of whom only the
    article knows.
    """

    def __init__(self) -> None:
        self._words = Postings()
        self._others = array("i"), array("i")
        self._shared = array("i")  # by row: what is shared, by its number
        self._added = array("i"), array("d"), array("d")  # by number: whose it is, and how much it counts
        self._seeds = 0

    def add(self, seed: Weighed, background: Background) -> None:
        """Add the next seed's actors."""
        held = {office: holder for office, holder in seed.offices.items() if office != holder}
        # of an actor of the article: it and all offices that the seed says it holds count as one, together at most this
        most = sqrt(1 + max(Counter(held.values()).values(), default=0))
        sounds, names = sound_keys(seed.profile), _names_by_key(seed, background)
        for key, weight in seed.actors.items():
            square, vacant = (0.0, most * weight) if is_office(key) else (weight**2, 0.0)
            ways = {words_of_key(key, background), *names[key], *((sound,) for sound in sounds.get(key, ()))}
            self._add(ways, square, vacant)
        for office, holder in held.items():
            self._add({words_of_key(office, background)}, seed.actors.get(holder, 0.0) ** 2, 0.0)
        self._seeds += 1

    def _add(self, ways: Set[tuple[str, ...]], square: float, vacant: float) -> None:
        owners, squares, vacancies = self._added
        places = self._words.places
        for words in sorted(ways):
            self._words.add({words[0]: 1.0})
            for each, number in zip(self._others, (1, 2), strict=True):
                word = words[number] if number < len(words) else words[0]
                each.append(places.setdefault(word, len(places)))
            self._shared.append(len(owners))
        owners.append(self._seeds)
        squares.append(square)
        vacancies.append(vacant)

    def close(self) -> None:
        """Build the arrays after the last seed was added."""
        self._words.close()
        self._second, self._third = map(np.array, self._others)
        self._numbers = np.array(self._shared)
        self._owners, self._squares, self._vacant = map(np.array, self._added)
        del self._others, self._shared, self._added

    def most(self, naming: Set[str]) -> Floats:
        """The upper bound of the part "actors", in 0..1, shape (seeds,), for a text with these words.

        By the Cauchy-Schwarz inequality, the product of a unit vector with a seed's vector is at most the norm of the
        seed's vector restricted to the shared actors.
        """
        places = self._words.places
        named = np.array([places[word] for word in naming if word in places], np.intp)
        is_named = np.zeros(len(places), dtype=bool)
        is_named[named] = True
        rows = self._words.rows_with(named)
        rows = rows[is_named[self._second[rows]] & is_named[self._third[rows]]]
        is_shared = np.zeros(len(self._owners), dtype=bool)
        is_shared[self._numbers[rows]] = True
        shared = np.flatnonzero(is_shared)  # each once, however many of its names there are
        owners = self._owners[shared]
        lengths = np.sqrt(np.bincount(owners, self._squares[shared], self._seeds))
        lengths += np.bincount(owners, self._vacant[shared], self._seeds)
        return np.sqrt(np.minimum(lengths, 1.0))


def _names_by_key(seed: Weighed, background: Background) -> Mapping[str, set[tuple[str, ...]]]:
    """The words of the names by which each of the seed's actors can be shared; known places and offices need none."""
    names = defaultdict[str, set[tuple[str, ...]]](set)
    telling = ((" ".join(words), key) for words, key in seed.telling.items())
    for name, key in (*seed.names.items(), *seed.short_names.items(), *telling):
        if not is_known(key):
            names[key].add(words_of_key(name, background))
    return names


class Days:
    """The days that the seeds mention, to find which of them an article mentions too."""

    def __init__(self) -> None:
        self._seeds = 0
        self._added = defaultdict[date, list[tuple[int, float]]](list), defaultdict[date, list[tuple[int, float]]](list)

    def add(self, days: Mapping[date, float]) -> None:
        """Add the next seed's days."""
        named, in_any_year = self._added
        for day, weight in days.items():
            named[day].append((self._seeds, weight))
            in_any_year[without_year(day)].append((self._seeds, weight))
        self._seeds += 1

    def close(self) -> None:
        """Build the arrays after the last seed was added."""
        self._named, self._in_any_year = map(_as_arrays, self._added)
        del self._added

    def shared(self, days: Mapping[date, float]) -> Floats:
        """The weight of the most distinctive day that each seed shares, as in `shared_day`, shape (seeds,)."""
        most = np.zeros(self._seeds)
        for day, weight in days.items():
            bare = without_year(day)
            numbers, own = self._named.get(day, _NOBODY)
            np.maximum.at(most, numbers, np.maximum(own, weight))
            numbers, own = self._in_any_year.get(day, _NOBODY) if day == bare else self._named.get(bare, _NOBODY)
            np.maximum.at(most, numbers, own if day == bare else weight)
        return most


def _as_arrays(named: Mapping[date, Sequence[tuple[int, float]]]) -> dict[date, tuple[NDArray[np.int32], Floats]]:
    return {
        day: (np.array([number for number, _ in pairs], np.int32), np.array([weight for _, weight in pairs]))
        for day, pairs in named.items()
    }


_NOBODY = np.zeros(0, np.int32), np.zeros(0)


class Trails:
    """The trails of all seeds, concatenated."""

    def __init__(self, all_trails: Sequence[Trail | None]) -> None:
        self._long = np.flatnonzero([trail is not None for trail in all_trails])
        trails = [trail for trail in all_trails if trail is not None]
        self._seeds = len(all_trails)
        self._wordings = WordingIndex([article for trail in trails for article in trail.articles])
        self._near = np.concatenate([trail.near for trail in trails]) if trails else np.zeros(0)
        lengths = np.array([len(trail.articles) for trail in trails], dtype=np.intp)
        self._starts = np.cumsum(lengths) - lengths
        self._gists = as_matrix([row for trail in trails for row in trail.gists])

    def nearness(self, wording: Wording, own: Floats) -> Floats:
        """The nearness of a text along the best paths, as `Trail.nearness`, shape (seeds,).

        `own` are the seeds' likenesses to it.
        """
        if not len(self._long):
            return own
        links = np.minimum(self._near, self._wordings.likeness(wording))
        nearest = own.copy()
        nearest[self._long] = np.maximum(own[self._long], np.maximum.reduceat(links, self._starts) - STEP)
        return nearest

    def closest_gists(self, gist: Sequence[float]) -> Floats:
        """The cosine of a vector with the one most like it on each trail, 0 where there is none, shape (seeds,)."""
        closest = np.zeros(self._seeds)
        if self._gists.size:
            closest[self._long] = np.maximum.reduceat(self._gists @ np.array(gist, np.float32), self._starts)
        return closest

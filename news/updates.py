"""Updates: does a report say that something new happened, or does it retell what an earlier report said?

Reports of two stages of one story are as alike as two reports of one stage ("strike called", "strike blocked"), so no
likeness decides alone. Two reports of one stage come within hours of each other, open with the same words, and name the
same day and the same figures; a later day, another lead and a new figure speak for a new stage. So does one outlet for
both: others tell what it has told, but it turns to the same story again when there is more. The chance that two reports
tell of the same stage is a logistic regression over these (`python -m benchmarks.chapters --fit` makes the weights).
This is first-story detection by the most similar earlier report (J. Allan, V. Lavrenko and H. Jin, "First story
detection in TDT is hard", CIKM 2000) with the features of reported time of the story of events (J. Makkonen, H.
Ahonen-Myka and M. Salmenkivi, "Simple semantics in topic detection and tracking", 2004).

A later piece can also tell nothing at all: an opinion, a profile, an explainer. A second regression gives the chance
that a text reports news at all, from its headline and its first sentences. A report is an update if the chance is high
enough that no earlier report tells the same and that it reports news.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import exp, log
from types import MappingProxyType

import numpy as np

from news.background import cosine
from news.lexicon.days import find_days
from news.lexicon.genres import find_figures, find_numbers, names_background, opens_as_question, speaks_of_today
from news.lexicon.languages import language_of_article
from news.model import Article
from news.score_parts import gist_likeness
from news.sentences import split_sentences
from news.word_likeness import Wording

INTERCEPT = "intercept"
LEAST_CHANCE = 0.21  # that a report is an update, from which it is one
LONGEST_STAGE = timedelta(days=5)  # between two reports of one stage; beyond, the chance is below one in a hundred
_SHORTEST = 0.5  # days; reports of one stage come in any order within half a day
_HEAD = 2  # sentences, besides the headline, in which news is said
_DATED = 3  # sentences, besides the headline, in which the day of an event is named
_LAST_WEEK = (-1, 6)  # days before the publication, of a day that can be the event's
_JUST_PAST = 1
_PAST = 4
# Likeness by the vectors of many languages: half of a story's reports are above the one (0.4 to 0.5), half of the
# translations of one text above the other (0.67).
_UNLIKE, _TRANSLATED = 0.4, 0.65


@dataclass(frozen=True, slots=True)
class StageWeights:
    """The weights of two logistic regressions, by cue and `INTERCEPT`.

    `same_stage`: that two reports are of one stage; `reports_news`: that a text reports news.
    """

    same_stage: Mapping[str, float]
    reports_news: Mapping[str, float]


FITTED = StageWeights(
    MappingProxyType(
        {
            "meaning": 2.42,
            "lead": 3.55,
            "days apart": -4.18,
            "same day": 0.68,
            "other day": -1.08,
            "later day": -0.09,
            "new figure": -0.93,
            "same outlet": -2.01,
            INTERCEPT: -4.95,
        }
    ),
    MappingProxyType(
        {
            "day just past": 3.5,
            "day past": -1.25,
            "genre": -3.84,
            "question": -3.38,
            "question mark": -1.19,
            INTERCEPT: 1.02,
        }
    ),
)


@dataclass(frozen=True, slots=True)
class Opening:
    """How a report begins.

    `lead` is its lead as a TF-IDF vector of unit length, `meaning` its sentence vector (empty: no model), `days` those
    of the last week that its beginning names, `figures` the numbers in its headline and first sentence that can be
    news, and `numbers` all those in the whole text. `cues` speak for and against a text reporting news. `published` is
    only when it was first seen if it is not `is_dated`.
    """

    published: datetime
    lead: Mapping[str, float]
    meaning: Sequence[float]
    days: Set[date]
    figures: Set[str]
    numbers: Set[str]
    cues: Mapping[str, float]
    language: str = "en"
    gist: Sequence[float] = ()
    outlet: str = ""
    is_dated: bool = True

    def shares_outlet(self, other: "Opening") -> bool:
        """Whether both reports are known to be of one outlet."""
        return self.outlet == other.outlet != ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The chance in 0..1 that a report is an update, and the number of the earlier report that it retells, if any."""

    chance: float
    retells: int | None

    @property
    def is_update(self) -> bool:
        """Whether something new happened."""
        return self.chance >= LEAST_CHANCE


def read_opening(
    article: Article, wording: Wording, meaning: Sequence[float] = (), gist: Sequence[float] = ()
) -> Opening:
    """Read the beginning of a report."""
    title, text, published = article.title, article.text, article.published
    language = language_of_article(title, text)
    sentences = split_sentences(text, language)
    dated = find_days(". ".join((title, *sentences[:_DATED])), published)
    today = published.date()
    first, last = _LAST_WEEK
    return Opening(
        published,
        wording.lead,
        meaning,
        frozenset(day for day in dated if first <= (today - day).days <= last),
        find_figures(". ".join((title, *sentences[:1]))),
        find_numbers(f"{title}\n{text}"),
        news_cues(title, sentences, published),
        language,
        gist,
        article.outlet,
        article.published_from != "first seen",
    )


def judge_report(
    report: Opening, earlier: Sequence[Opening], known: Set[str], weights: StageWeights = FITTED
) -> Judgement:
    """Judge whether a report is an update, given the earlier reports of its story in any order.

    `known` are the numbers in the seed and in all earlier reports.
    """
    near = [number for number, one in enumerate(earlier) if abs(report.published - one.published) <= LONGEST_STAGE]
    chances = {number: _chance(weights.same_stage, stage_cues(report, earlier[number], known)) for number in near}
    nearest = max(near, key=lambda number: chances[number], default=None)
    same = 0.0 if nearest is None else chances[nearest]
    return Judgement(
        (1.0 - same) * _chance(weights.reports_news, report.cues), nearest if same >= 1.0 - LEAST_CHANCE else None
    )


def stage_cues(report: Opening, earlier: Opening, known: Set[str]) -> dict[str, float]:
    """What speaks for and against two reports telling of the same stage, by the names of the weights."""
    both = bool(report.days and earlier.days)
    shared = not report.days.isdisjoint(earlier.days)
    meaning, lead = _likeness(report, earlier)
    return {
        "meaning": meaning,
        "lead": lead,
        "days apart": log(_days_apart(report, earlier)),
        "same day": float(shared),
        "other day": float(both and not shared),
        "later day": float(any(day > earlier.published.date() for day in report.days)),
        "new figure": float(not report.figures <= known),
        "same outlet": float(report.shares_outlet(earlier)),
    }


def _days_apart(report: Opening, earlier: Opening) -> float:
    """Days between two reports, at least half a day; a day, which says nothing, where their dates are no one's word.

    Those of two reports that an outlet dates to the same second are the time at which a page or a feed was made.
    """
    is_stamped = report.published == earlier.published and report.shares_outlet(earlier)
    if is_stamped or not (report.is_dated and earlier.is_dated):
        return 1.0
    return max(abs((report.published - earlier.published) / timedelta(days=1)), _SHORTEST)


def _likeness(one: Opening, other: Opening) -> tuple[float, float]:
    """How alike two reports are in meaning and in the words of their leads, each in 0..1.

    In two languages no words are shared: the vectors by the model of many languages say both.
    """
    if one.language != other.language and len(one.gist) and len(other.gist):
        gist = float(gist_likeness(np.dot(one.gist, other.gist)))
        return gist, min(1.0, max(0.0, gist - _UNLIKE) / (_TRANSLATED - _UNLIKE))
    meaning = sum(mine * others for mine, others in zip(one.meaning, other.meaning, strict=False))
    return meaning, cosine(one.lead, other.lead) ** 0.5


def news_cues(title: str, sentences: Sequence[str], published: datetime) -> dict[str, float]:
    """What speaks for and against a text reporting news, by the names of the weights."""
    opening = ". ".join((title, *sentences[:_HEAD]))
    ages = [(published.date() - day).days for day in find_days(opening, published)]
    return {
        "day just past": float(any(abs(age) <= _JUST_PAST for age in ages) or speaks_of_today(opening)),
        "day past": float(any(age > _PAST for age in ages)),
        "genre": float(names_background(title)),
        "question": float(opens_as_question(title)),
        "question mark": float("?" in title or "?" in "".join(sentences[:1])),
    }


def _chance(weights: Mapping[str, float], cues: Mapping[str, float]) -> float:
    return 1.0 / (1.0 + exp(-sum(weights[name] * value for name, value in cues.items()) - weights[INTERCEPT]))

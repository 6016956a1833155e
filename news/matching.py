"""The central decision: is this article follow-up coverage of that seed?

An article is compared with a seed by eight similarities: the wording as a whole and of the leads, the actors, the
topics, the meaning as sentence vectors, the days mentioned, the nearness (the likeness of text, lead and headline), and
how near the trail of earlier follow-ups leads to the article. Three corrections are added: a short text shares fewer
words because of its length, a short seed says little that could be shared, and after years the same names belong to
another story. Four more parts are 1 unless something speaks against any match: people who are only namesakes, neither
an actor nor a topic in common, a seed of one sentence, an article that is a bare headline. Each part is in 0..1;
the logistic function of their weighted sum is the score in 0..1. The weights are non-negative, so that more in common
never lowers the score; but for those in `CERTAIN` and that of "detail", which was chosen by the best thresholds of
seeds of different lengths, they were fitted by `python -m benchmarks.fitting` and validated on corpora left out of the
fit (docs/matching.md).

If one of the two is not in English, vectors by a model of many languages are compared as well. If they are in two
languages, these vectors, the actors and the trail decide, because few words can be shared.

Nothing else that was polled has a part in it: the same article gets the same score in any stream. And another follow-up
on the trail never lowers a score, so what is found in the end does not depend on the order in which articles came.
"""

from collections.abc import Mapping, Set
from dataclasses import replace
from datetime import datetime, timedelta
from math import exp, log

from news.actors import actor_key, fold_name, same_actor
from news.background import Background
from news.digests import StoredMatch
from news.explanation import choose_sentences, explain, lead_back
from news.feedback import Answered, Lessons
from news.lexicon.glosses import in_english
from news.lexicon.languages import language_of_article, name_language, primary_code
from news.model import Actor, Answer, Article, Evidence, Match, Profile, Seed, Sensitivity, Topic, Verdict
from news.score_parts import NEUTRAL, compare_recognised, days_since, recognise, timeliness
from news.shared_names import is_heard
from news.term_weights import Weighed, weigh
from news.trail import Trail
from news.word_likeness import Wording

# Chosen, not fitted: what speaks against any match is too rare in labelled corpora. Namesakes make a near miss of the
# surest match; without common ground, for a seed of one sentence, or of a bare headline, only what is very alike is a
# follow-up.
CERTAIN: Mapping[str, float] = {"identity": 7.0, "ground": 3.0, "substance": 4.0, "extent": 9.0}
WEIGHTS: Mapping[str, float] = {
    **CERTAIN,
    "text": 1.72,
    "lead": 1.24,
    "actors": 3.41,
    "topics": 0.34,
    "meaning": 2.6,
    "gist": 10.0,
    "abroad": 14.0,
    "brevity": 1.93,
    "shorter": 1.0,
    "body": 1.0,
    "detail": 0.5,
    "time": 3.45,
    "dates": 2.59,
    "nearness": 0.75,
    "trail": 7.83,
}
BIAS = -12.2 - sum(CERTAIN.values()) - WEIGHTS["gist"] * NEUTRAL
THRESHOLDS: Mapping[Sensitivity, float] = {"low": 0.7, "normal": 0.44, "high": 0.3}
DECIMALS = 3  # of the parts
NEAR_MISS = 0.5  # of the threshold: matches at least half way are kept for the user to see
_LEAST = 1e-4  # of a score, and of what is left to 1: scores are rounded to four decimals
_BEFORE_THE_STORY = timedelta(days=1)  # tolerance: outlets use local dates, and feeds their own
_RUNS_ON = timedelta(days=7)  # in which a page that was opened before the story is still written on, as a live page is


def match(seed: Seed, seed_profile: Profile, article: Article, profile: Profile, background: Background) -> Match:
    """Compare an article with a seed that has no trail yet: score in 0..1, verdict, and the evidence for both."""
    return match_weighed(seed, weigh(seed_profile, background), article, weigh(profile, background))


def match_weighed(
    seed: Seed,
    seed_weighed: Weighed,
    article: Article,
    weighed: Weighed,
    trail: Trail | None = None,
    latest: datetime | None = None,
    lessons: Lessons | None = None,
) -> Match:
    """Compare as `match` does, for weighed profiles and along the seed's trail, whose latest news is from `latest`.

    `lessons` are what the answers for this seed teach.
    """
    recognised = recognise(seed_weighed, weighed)
    compared = compare_recognised(seed_weighed, recognised, trail, days_since(latest or seed.published, article))
    # rounded first, as they are stored: a second look at the stored parts must come to the same verdict
    parts = {part: round(value, DECIMALS) for part, value in compared.items()}
    shift = lessons.shift(weighed.wording) if lessons else 0.0
    score, verdict, objection = judge(seed, article, round(to_score(parts, shift=shift), 4))
    missed = recognised.actors.keys() - weighed.actors.keys()
    return Match(seed.name, score, verdict, _gather(seed_weighed, weighed, missed, parts, verdict, objection))


def look_again(
    seed: Seed,
    article: Article,
    earlier: Match,
    nearness: float,
    latest: datetime | None = None,
    shift: float = 0.0,
    gist: float = 0.0,
) -> Match | None:
    """Re-evaluate a near miss along a trail that has grown since; None if it still is not a follow-up.

    `nearness` is its nearness along the trail now, `latest` when the story's latest news was published, and `shift`
    what answers given since add to its score, in logits. `gist`: the likeness of an article in another language than
    the seed's along the trail. Matches from an older version, with other parts, are left unchanged.
    """
    parts = dict(earlier.evidence.parts)
    if earlier.verdict is not Verdict.NEAR_MISS or parts.keys() != WEIGHTS.keys():
        return None
    parts["trail"] = max(parts["trail"], round(nearness / 2 if parts["abroad"] else nearness, DECIMALS))
    parts["ground"] = max(parts["ground"], float(parts["trail"] > parts["nearness"]))
    if gist:
        parts |= {part: max(parts[part], round(gist, DECIMALS)) for part in ("gist", "abroad")}
    parts["time"] = max(
        parts["time"], round(float(timeliness(days_since(latest or seed.published, article))), DECIMALS)
    )
    score, verdict, _ = judge(seed, article, round(to_score(parts, shift=shift), 4))
    if verdict is not Verdict.FOLLOW_UP:
        return None
    evidence = replace(lead_back(earlier.evidence), parts=parts)
    return replace(earlier, score=score, verdict=verdict, evidence=evidence)


def to_score(parts: Mapping[str, float], shift: float = 0.0) -> float:
    """The logistic function of the weighted sum of the parts and a shift, in 0..1."""
    return 1.0 / (1.0 + exp(-(BIAS + shift + sum(weight * parts.get(part, 0.0) for part, weight in WEIGHTS.items()))))


def share_of_score(parts: Mapping[str, float]) -> dict[str, float]:
    """The share of each fitted part in the weighted sum, in 0..1; all 0 if nothing is similar.

    Of the part "gist", what it has beyond saying nothing.
    """
    added = {part: weight * parts.get(part, 0.0) for part, weight in WEIGHTS.items() if part not in CERTAIN}
    added["gist"] = max(0.0, added["gist"] - WEIGHTS["gist"] * NEUTRAL)
    total = sum(added.values()) or 1.0
    return {part: round(value / total, 3) for part, value in added.items()}


def to_logit(score: float) -> float:
    """The weighted sum that gives a score (the inverse logistic function)."""
    return log(score / (1.0 - score))


def excess_of(seed: Seed, score: float) -> float:
    """By how many logits a score exceeds the threshold of a seed, also where it is 0 or 1 for being rounded."""
    return to_logit(min(max(score, _LEAST), 1.0 - _LEAST)) - to_logit(threshold_of(seed))


def threshold_of(seed: Seed) -> float:
    """The least score of a follow-up of this seed, given its sensitivity."""
    return THRESHOLDS[seed.settings.sensitivity]


def answered(stored: StoredMatch, wording: Wording, seed: Seed) -> Answered:
    """What the answer to a match teaches; `wording` is its article's."""
    parts = stored.match.evidence.parts
    # by what was found alone: a score may hold a shift by earlier answers; of an older version there is nothing else
    score = to_score(parts) if parts.keys() == WEIGHTS.keys() else stored.match.score
    return Answered(wording, excess_of(seed, score), stored.answer is Answer.YES)


def judge(seed: Seed, article: Article, score: float) -> tuple[float, Verdict, str]:
    """The score and verdict, and the objection by the seed's own rules ("" if there is none).

    An objection lowers the score to the least of a near miss, so that score and verdict never disagree.
    """
    threshold = threshold_of(seed)
    if score < threshold * NEAR_MISS:
        return score, Verdict.UNRELATED, ""
    objection = find_objection(seed, article)
    if objection:
        return threshold * NEAR_MISS, Verdict.NEAR_MISS, objection
    return score, (Verdict.FOLLOW_UP if score >= threshold else Verdict.NEAR_MISS), ""


def find_objection(seed: Seed, article: Article) -> str:
    """Why the seed's own rules reject an article whatever its score; "" if they do not."""
    never, must = seed.settings.never_mention, seed.settings.must_mention
    text = _both_ways(article) if never or must else ""
    unwanted = next((term for term in never if mentions(text, term)), "")
    absent = next((term for term in must if not mentions(text, term)), "")
    if unwanted:
        return f"it mentions {unwanted!r}, which this story excludes"
    if absent:
        return f"it does not mention {absent!r}, which this story requires"
    if unwished := _unwished_language(seed, article):
        return f"it is in {unwished}, and this story asks for other languages"
    if seed.published and _is_older(article, seed.published):
        return "it was published before the story began"
    return ""


def _is_older(article: Article, began: datetime) -> bool:
    """Whether an article was published before a story began, and not written on since.

    A much later change is none of the text: sites date their archives anew.
    """
    published, changed = article.published, article.modified
    runs_on = changed is not None and began <= changed <= published + _RUNS_ON
    return published < began - _BEFORE_THE_STORY and not runs_on


def language_of_report(article: Article) -> str:
    """The ISO 639-1 code of an article's language, as its page states it or by its words; "" if it is not known."""
    return primary_code(article.language or language_of_article(article.title, article.text))


def _unwished_language(seed: Seed, article: Article) -> str:
    """The language of an article that is not among those that the seed asks for; "" if it is, or is not sure.

    Only the language found in its whole text counts: a headline alone can be taken for English.
    """
    wanted, spoken = seed.settings.languages, primary_code(article.language)
    return "" if not wanted or spoken in {"", *wanted} else name_language(spoken) or spoken


def _both_ways(article: Article) -> str:
    """The article's text followed by its English rendering, because a term of the seed may occur in either."""
    original = f"{article.title}\n{article.text}"
    english = in_english(original)
    return original if english == original else f"{original}\n{english}"


def mentions(text: str, term: str) -> bool:
    """Whether a text contains a term as whole words, ignoring case, accents and punctuation between them."""
    wanted = fold_name(term)
    return bool(wanted) and f" {wanted} " in f" {fold_name(text)} "


def _gather(
    seed: Weighed, article: Weighed, missed: Set[str], parts: Mapping[str, float], verdict: Verdict, objection: str
) -> Evidence:
    shared, missing = _share_actors(seed, article, missed)
    topics = _share_topics(seed, article)
    sentences = choose_sentences(article.profile, seed.wording.text, shared, topics)
    return Evidence(
        actors=tuple(actor.name for actor in shared),
        topics=tuple(topic.name for topic in topics),
        missing_actors=tuple(actor.name for actor in missing),
        sentences=sentences,
        parts=dict(parts),
        note=explain(shared, topics, missing, verdict, objection),
    )


def _share_actors(seed: Weighed, article: Weighed, missed: Set[str]) -> tuple[list[Actor], list[Actor]]:
    """The seed's actors that the article shares, most distinctive first, with its sentences; and those it lacks.

    `missed` are the keys of those that it names although the model did not find them.
    """
    shared: list[tuple[float, Actor]] = []
    missing: list[Actor] = []
    for actor in seed.profile.actors:
        twin = next((other for other in article.profile.actors if same_actor(actor, other)), None)
        if twin is None and (actor_key(actor) in missed or is_heard(actor, article.profile, seed.profile.language)):
            shared.append((seed.actors.get(actor_key(actor), 0.0), replace(actor, sentences=())))
        elif twin is None:
            missing.append(actor)
        else:
            offices = {*actor.offices, *twin.offices}
            name = max(
                actor.name, twin.name, key=lambda name: (name not in offices, name.isascii(), len(name.split()), name)
            )
            weight = seed.actors.get(actor_key(actor), 0.0) * twin.weight
            aliases = tuple(sorted({actor.name, twin.name, *actor.aliases, *twin.aliases} - {name}))
            shared.append((weight, Actor(name, actor.kind, aliases, twin.weight, twin.sentences)))
    ranked = [actor for _, actor in sorted(shared, key=lambda pair: (-pair[0], pair[1].name))]
    return list({actor.name: actor for actor in reversed(ranked)}.values())[::-1], missing


def _share_topics(seed: Weighed, article: Weighed) -> list[Topic]:
    """The seed's topics that the article shares, most distinctive first, as the article names them.

    In another language they are named as the seed names them, whose readers understand it.
    """
    own = {topic.key: topic for topic in article.profile.topics}
    is_abroad = seed.profile.language != article.profile.language
    shared = [(seed.topics.get(topic.key, 0.0), topic) for topic in seed.profile.topics if topic.key in own]
    ranked = sorted(shared, key=lambda pair: (-pair[0], pair[1].key))
    return [replace(own[topic.key], name=topic.name if is_abroad else own[topic.key].name) for _, topic in ranked]

"""The decision: is an article follow-up coverage of a seed?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from news import (
    MAX_CHARACTERS,
    THRESHOLDS,
    WEIGHTS,
    Actor,
    Annotation,
    Answer,
    Answered,
    Article,
    Background,
    Evidence,
    Lessons,
    Match,
    Mention,
    Phrase,
    Profile,
    Seed,
    SeedIndex,
    SeedSettings,
    Sensitivity,
    StoredMatch,
    Topic,
    Verdict,
    answered,
    make_profile,
    match,
    match_weighed,
    mentions,
    share_of_score,
    timeliness,
    weigh,
    word_article,
)
from news.explanation import listing, was_led_back
from news.matching import find_objection, judge, look_again, to_logit, to_score
from news.score_parts import brevity, compare, detail, extent, shorter, substance
from news.word_likeness import Wording, count_article

START = datetime(2025, 3, 1, tzinfo=UTC)
NAMES = ("Volodymyr Zelenskyy", "Donald Trump", "JD Vance", "Ukraine", "Russia", "Reykjavik Council", "Maria Lopez")
PHRASES = (
    "mineral deal",
    "security guarantee",
    "ceasefire",
    "peace talk",
    "school meal",
    "bus timetable",
    "support",
    "row of 3 December",
)
WORDS = ("sign", "refuse", "meet", "warn", "cheer", "vote", "repair", "minister", "harbour", "budget", "storm", "goal")


def as_profile(sentences: list[tuple[str, str, str]]) -> Profile:
    """A profile of sentences, each a (name, phrase, word) triple: "NAME WORD the PHRASE."."""
    texts = tuple(f"{name} will {word} the {phrase}." for name, phrase, word in sentences)
    mentions = tuple(
        Mention(name, "place" if name in {"Ukraine", "Russia"} else "person", number)
        for number, (name, _, _) in enumerate(sentences)
    )
    phrases = tuple(Phrase(phrase, number, phrase) for number, (_, phrase, _) in enumerate(sentences))
    return make_profile(Annotation(texts, mentions, phrases), published=START)


triples = st.tuples(st.sampled_from(NAMES), st.sampled_from(PHRASES), st.sampled_from(WORDS))
stories = st.lists(triples, min_size=1, max_size=12)


BACKGROUND = Background({"minister": 0.2, "trump": 0.1, "russia": 0.05, "meet": 0.1, "deal": 0.08, "budget": 0.03})
SEED_STORY = [
    ("Volodymyr Zelenskyy", "mineral deal", "sign"),
    ("Donald Trump", "ceasefire", "warn"),
    ("Ukraine", "security guarantee", "meet"),
    ("Ukraine", "row of 3 December", "warn"),
]
OTHER_STORY = [("Maria Lopez", "bus timetable", "repair"), ("Reykjavik Council", "school meal", "vote")]


def text_of(sentences: list[tuple[str, str, str]]) -> str:
    return "\n".join(f"{name} will {word} the {phrase}." for name, phrase, word in sentences)


def article(sentences: list[tuple[str, str, str]], published: datetime = START) -> Article:
    return Article("https://example.org/a", "", text_of(sentences), "Example", published)


def seed(**settings: object) -> Seed:
    return Seed("deal", "", text_of(SEED_STORY), "", START, SeedSettings(**settings))  # type: ignore[arg-type]


def decide(sentences: list[tuple[str, str, str]], chosen: Seed | None = None, published: datetime = START) -> Verdict:
    found = match(
        chosen or seed(), as_profile(SEED_STORY), article(sentences, published), as_profile(sentences), BACKGROUND
    )
    return found.verdict


def test_the_story_told_again_is_a_follow_up_and_another_story_is_not() -> None:
    assert decide(SEED_STORY) is Verdict.FOLLOW_UP
    assert decide(OTHER_STORY) is Verdict.UNRELATED


def test_the_evidence_names_what_is_shared_what_is_missing_and_the_sentences() -> None:
    told = [("Zelensky", "mineral deal", "refuse"), ("Ukraine", "security guarantee", "meet"), *OTHER_STORY]
    found = match(seed(), as_profile(SEED_STORY), article(told), as_profile(told), BACKGROUND)
    assert set(found.evidence.actors) == {"Volodymyr Zelenskyy", "Ukraine"}
    assert set(found.evidence.topics) == {"mineral deal", "security guarantee"}
    assert found.evidence.missing_actors == ("Donald Trump",)
    assert found.evidence.sentences[0] == "Zelensky will refuse the mineral deal."
    assert set(found.evidence.parts) == set(WEIGHTS)
    assert "Ukraine" in found.evidence.note


def test_the_evidence_names_an_actor_that_the_model_missed_in_the_article() -> None:
    told = as_profile(SEED_STORY)
    missed = replace(told, actors=tuple(actor for actor in told.actors if actor.name != "Volodymyr Zelenskyy"))
    found = match(seed(), as_profile(SEED_STORY), article(SEED_STORY), missed, BACKGROUND)
    assert "Volodymyr Zelenskyy" in found.evidence.actors
    assert found.evidence.missing_actors == ()


def test_a_sentence_that_the_article_repeats_is_shown_once() -> None:
    profile = as_profile(SEED_STORY)
    twice = replace(profile, sentences=(*profile.sentences, profile.sentences[0].rstrip(".")))
    found = match(seed(), profile, article(SEED_STORY), twice, BACKGROUND)
    assert len(found.evidence.sentences) == len({sentence.rstrip(".") for sentence in found.evidence.sentences}) == 3


@given(stories, stories)
def test_scores_and_parts_lie_between_0_and_1(
    one: list[tuple[str, str, str]], other: list[tuple[str, str, str]]
) -> None:
    found = match(seed(), as_profile(one), article(other), as_profile(other), BACKGROUND)
    assert 0.0 <= found.score <= 1.0
    assert all(0.0 <= part <= 1.0 for part in found.evidence.parts.values())


@given(stories, stories)
def test_likeness_is_symmetric(one: list[tuple[str, str, str]], other: list[tuple[str, str, str]]) -> None:
    first, second = weigh(as_profile(one), BACKGROUND), weigh(as_profile(other), BACKGROUND)
    there, back = compare(first, second), compare(second, first)
    lengths = there.pop("brevity"), back.pop("brevity")  # of the article alone
    extents = there.pop("extent"), back.pop("extent")
    details = there.pop("detail"), back.pop("detail")  # of the seed alone, as is its substance
    substances = there.pop("substance"), back.pop("substance")
    assert there == pytest.approx(back)
    assert lengths == (brevity(second.wording), brevity(first.wording))
    assert extents == (extent(second.wording), extent(first.wording))
    assert details == (detail(first.wording), detail(second.wording))
    assert substances == (substance(first.wording), substance(second.wording))


@pytest.mark.parametrize(("words", "expected"), [(8, 1.0), (25, 1.0), (50, 0.5), (100, 0.0), (900, 0.0)])
def test_a_short_text_gets_what_its_length_takes(words: int, expected: float) -> None:
    assert brevity(Wording({}, {}, {}, words)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("seed_brevity", "article_brevity", "expected"),
    [(0.0, 1.0, 1.0), (1.0, 1.0, 0.0), (0.75, 1.0, 0.5), (0.0, 0.75, 0.5), (0.0, 0.5, 0.0), (1.0, 0.0, 0.0)],
)
def test_an_article_is_shorter_than_a_seed_only_below_fifty_words(
    seed_brevity: float, article_brevity: float, expected: float
) -> None:
    assert shorter(seed_brevity, article_brevity) == pytest.approx(expected)
    assert shorter(np.array([seed_brevity]), article_brevity) == pytest.approx([expected])


@pytest.mark.parametrize(("language", "expected"), [("en", 0.0), ("de", 1.0)])
def test_only_a_headline_in_another_language_gets_what_its_vector_lacks(language: str, expected: float) -> None:
    profile = replace(as_profile([("a", "b", "c")]), language="en", gist=(1.0, 0.0))
    first, second = weigh(profile, BACKGROUND), weigh(replace(profile, language=language), BACKGROUND)
    first, second = replace(first, wording=Wording({}, {}, {}, 400)), replace(second, wording=Wording({}, {}, {}, 10))
    assert compare(first, second)["shorter"] == expected
    assert compare(second, first)["shorter"] == 0.0


@pytest.mark.parametrize(
    ("words", "below", "expected"),
    [(0, 0, 0.0), (7, 0, 0.5), (7, 7, 1.0), (10, 3, 10 / 14), (14, 0, 1.0), (900, 800, 1.0)],
)
def test_a_bare_headline_says_too_little_and_a_sentence_enough(words: int, below: int, expected: float) -> None:
    assert extent(Wording({}, {}, {}, words, below)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("title", "text", "below"),
    [
        ("Ferry strike begins", "", 0),
        ("Ferry strike begins", "Ferry strike begins", 0),
        ("Ferry strike begins", "Crews left the harbour of Marlow at dawn.", 5),
        ("", "Crews left the harbour of Marlow at dawn.", 5),
    ],
)
def test_what_stands_below_a_headline_is_what_it_lacks(title: str, text: str, below: int) -> None:
    assert count_article(title, text).below == below
    sentences = tuple(filter(None, (title, text)))
    assert make_profile(Annotation(sentences, (), (), has_title=bool(title))).below_headline == below


@pytest.mark.parametrize(("words", "expected"), [(0, 0.0), (10, 0.4), (25, 1.0), (900, 1.0)])
def test_a_seed_of_one_sentence_can_hardly_be_followed(words: int, expected: float) -> None:
    assert substance(Wording({}, {}, {}, words)) == pytest.approx(expected)


@pytest.mark.parametrize(("words", "expected"), [(0, 0.0), (30, 0.1), (300, 1.0), (900, 1.0)])
def test_a_seed_that_says_little_scores_less(words: int, expected: float) -> None:
    assert detail(Wording({}, {}, {}, words)) == pytest.approx(expected)


@pytest.mark.parametrize(("days", "expected"), [(0, 1.0), (180, 1.0), (512.6, 0.5), (1460, 0.0), (9000, 0.0)])
def test_time_tells_after_half_a_year_and_no_more_after_four(days: float, expected: float) -> None:
    assert timeliness(days) == pytest.approx(expected, abs=0.001)


def test_a_late_sequel_scores_less_but_less_so_where_the_story_went_on() -> None:
    told, later = as_profile(SEED_STORY), article(SEED_STORY, START + timedelta(days=900))
    own = weigh(told, BACKGROUND)
    at_once = match_weighed(seed(), own, article(SEED_STORY), own)
    quiet = match_weighed(seed(), own, later, own)
    running = match_weighed(seed(), own, later, own, latest=START + timedelta(days=800))
    assert quiet.score < running.score == at_once.score
    assert quiet.verdict is Verdict.FOLLOW_UP  # so much alike, it is one all the same


@given(
    st.fixed_dictionaries({part: st.floats(0, 1) for part in WEIGHTS}),
    st.sampled_from(sorted(WEIGHTS)),
    st.floats(0, 1),
)
def test_more_in_common_never_lowers_the_score(parts: dict[str, float], part: str, value: float) -> None:
    assert to_score({**parts, part: max(parts[part], value)}) >= to_score(parts)


@given(stories, st.permutations(range(3)))
def test_a_story_is_most_like_itself(other: list[tuple[str, str, str]], order: list[int]) -> None:
    own = weigh(as_profile(SEED_STORY), BACKGROUND)
    assert to_score(compare(own, own)) >= to_score(compare(own, weigh(as_profile(other), BACKGROUND)))


@given(stories, st.sampled_from(sorted(THRESHOLDS)))
def test_the_first_look_turns_away_no_follow_up(other: list[tuple[str, str, str]], level: Sensitivity) -> None:
    chosen = seed(sensitivity=level)
    index = SeedIndex.build([(chosen, as_profile(SEED_STORY))], BACKGROUND)
    if decide(other, chosen) is Verdict.FOLLOW_UP:
        assert index.candidates(article(other)) == ("deal",)


def test_the_first_look_reads_no_further_than_the_full_comparison() -> None:
    long = replace(article(SEED_STORY), text=text_of(SEED_STORY).ljust(MAX_CHARACTERS) + " drivel" * 50)
    assert word_article(long, BACKGROUND) == word_article(article(SEED_STORY), BACKGROUND)


def test_the_first_look_spares_the_language_model_what_concerns_no_seed() -> None:
    index = SeedIndex.build([(seed(), as_profile(SEED_STORY))], BACKGROUND)
    assert index.candidates(article(OTHER_STORY)) == ()


def test_sensitivity_moves_the_threshold() -> None:
    verdicts = [judge(seed(sensitivity=level), article(SEED_STORY), 0.6)[1] for level in ("low", "normal", "high")]
    assert verdicts == [Verdict.NEAR_MISS, Verdict.FOLLOW_UP, Verdict.FOLLOW_UP]


def test_an_answer_counts_by_what_was_found_without_earlier_answers() -> None:
    told = [*SEED_STORY[:2], *OTHER_STORY]
    own, other = weigh(as_profile(SEED_STORY), BACKGROUND), weigh(as_profile(told), BACKGROUND)
    found = match_weighed(seed(), own, article(told), other)
    stored = StoredMatch(1, article(told), replace(found, score=0.1), START, answer=Answer.NO)
    lesson = answered(stored, other.wording, seed())
    assert lesson.excess == pytest.approx(to_logit(found.score) - to_logit(THRESHOLDS["normal"]), abs=0.1)
    assert not lesson.is_follow_up
    older = replace(stored, match=replace(stored.match, evidence=replace(found.evidence, parts={"text": 1.0})))
    expected = to_logit(0.1) - to_logit(THRESHOLDS["normal"])
    assert answered(older, other.wording, seed()).excess == pytest.approx(expected)


def test_a_no_lowers_the_score_of_what_resembles_it() -> None:
    own = weigh(as_profile(SEED_STORY), BACKGROUND)
    told = [*SEED_STORY[:1], *OTHER_STORY]
    part = weigh(as_profile(told), BACKGROUND)
    before = match_weighed(seed(), own, article(told), part)
    lessons = Lessons([Answered(part.wording, 1.0, is_follow_up=False)])
    after = match_weighed(seed(), own, article(told), part, lessons=lessons)
    assert after.score < before.score
    assert after.evidence.parts == before.evidence.parts


def test_the_parts_shares_of_a_score_make_a_whole() -> None:
    found = match(seed(), as_profile(SEED_STORY), article(SEED_STORY), as_profile(SEED_STORY), BACKGROUND)
    assert sum(share_of_score(found.evidence.parts).values()) == pytest.approx(1.0, abs=0.01)
    assert set(share_of_score({}).values()) == {0.0}
    assert share_of_score(found.evidence.parts)["gist"] == 0.0 < share_of_score({"gist": 0.9, "time": 1.0})["gist"]


def test_what_must_and_must_not_be_mentioned_decides() -> None:
    assert decide(SEED_STORY, seed(must_mention=("Mineral Deal",))) is Verdict.FOLLOW_UP
    assert decide(SEED_STORY, seed(must_mention=("Jeddah",))) is Verdict.NEAR_MISS
    assert decide(SEED_STORY, seed(never_mention=("trump",))) is Verdict.NEAR_MISS
    assert decide(SEED_STORY, seed(never_mention=("rump",))) is Verdict.FOLLOW_UP


@pytest.mark.parametrize(
    ("opened", "changed", "is_older"),
    [
        (-20, None, False),  # hours from the beginning of the story
        (-30, None, True),
        (-30, -1, True),
        (-30, 1, False),  # a live page
        (-24 * 8, 1, True),  # an archive that is dated anew
    ],
)
def test_a_report_from_before_the_story_is_none_unless_it_is_written_on(
    opened: int, changed: int | None, *, is_older: bool
) -> None:
    modified = None if changed is None else START + timedelta(hours=changed)
    report = replace(article(SEED_STORY, START + timedelta(hours=opened)), modified=modified)
    assert bool(find_objection(seed(), report)) is is_older


def test_a_report_in_a_language_that_is_not_wanted_is_a_near_miss_that_says_so() -> None:
    report = replace(article(SEED_STORY), language="en")
    assert judge(seed(languages=("en", "fr")), report, 0.9)[1] is Verdict.FOLLOW_UP
    _, verdict, objection = judge(seed(languages=("fr",)), report, 0.9)
    assert verdict is Verdict.NEAR_MISS
    assert objection == "it is in English, and this story asks for other languages"


@pytest.mark.parametrize(
    ("found", "wanted", "counts"),
    [("nb-NO", "no", True), ("pt-BR", "pt", True), ("uk", "ru", False), ("", "fr", True), ("xx", "en", False)],
)
def test_a_language_counts_in_all_its_codes_and_one_that_is_not_known_keeps_nothing_away(
    found: str, wanted: str, counts: bool
) -> None:
    report = replace(article(SEED_STORY), language=found)
    assert bool(find_objection(seed(languages=(wanted,)), report)) is not counts


def test_what_is_older_than_the_story_is_kept_for_the_user_to_see_but_not_alerted() -> None:
    assert decide(SEED_STORY, published=START - timedelta(days=2)) is Verdict.NEAR_MISS
    assert decide(SEED_STORY, replace(seed(), published=None), START - timedelta(days=2)) is Verdict.FOLLOW_UP


@given(st.floats(0, 1), st.sampled_from(sorted(THRESHOLDS)), st.booleans())
def test_score_and_verdict_never_disagree(score: float, level: Sensitivity, objected: bool) -> None:
    chosen = seed(sensitivity=level, never_mention=("trump",) if objected else ())
    judged, verdict, objection = judge(chosen, article(SEED_STORY), score)
    assert (judged >= THRESHOLDS[level]) is (verdict is Verdict.FOLLOW_UP)
    assert judged <= score
    assert not (objection and verdict is Verdict.FOLLOW_UP)


@pytest.mark.parametrize(("title", "headline"), [("Trump and Zelenskyy meet…", ""), ("A row", "A row"), ("", "")])
def test_a_title_taken_from_the_text_is_no_headline(title: str, headline: str) -> None:
    assert Seed("row", title, "Trump and Zelenskyy meet in the Oval Office.").headline == headline


@pytest.mark.parametrize(("term", "there"), [("zelensky", True), ("Zelenskyy", True), ("elensky", False), ("", False)])
def test_a_term_is_mentioned_as_whole_words_in_any_spelling(term: str, there: bool) -> None:
    assert mentions("Then ZELENSKIY spoke.", term) is there


def test_empty_texts_are_alike_in_nothing() -> None:
    empty = replace(
        as_profile(SEED_STORY), actors=(), topics=(), words={}, lead_words={}, headline_words={}, sentences=()
    )
    found = match(seed(), empty, article([]), empty, BACKGROUND)
    assert found.verdict is Verdict.UNRELATED
    assert found.evidence.sentences == ()


@pytest.mark.parametrize(
    ("names", "said"),
    [((), ""), (("A",), "A"), (("A", "B"), "A and B"), (("A", "B", "C", "D", "E", "F"), "A, B, C, D and 2 more")],
)
def test_names_are_listed_as_a_person_lists_them(names: tuple[str, ...], said: str) -> None:
    assert listing(names) == said


@pytest.mark.parametrize(("abroad", "expected"), [(0.0, 0.8), (0.6, 0.4)])
def test_a_second_look_counts_the_trail_across_languages_by_half(abroad: float, expected: float) -> None:
    parts = {**dict.fromkeys(WEIGHTS, 0.9), "abroad": abroad, "trail": 0.1, "nearness": 0.1}
    seed, article = Seed("s", "S", "s"), Article("https://example.org/a", "T", "t", "Example", START)
    near = Match("s", 0.3, Verdict.NEAR_MISS, Evidence(parts=parts))
    again = look_again(seed, article, near, 0.8)
    assert again is not None
    assert again.evidence.parts["trail"] == expected
    assert was_led_back(again.evidence)
    assert not was_led_back(near.evidence)


def test_an_actor_that_the_seed_has_twice_is_named_once() -> None:
    twice = (Actor("Ann Lund", "organisation"), Actor("Lund", "person"))
    of_seed = replace(as_profile(SEED_STORY), actors=twice)
    of_article = replace(as_profile(SEED_STORY), actors=(Actor("Ann Lund", "person"),))
    found = match(seed(), of_seed, article(SEED_STORY), of_article, BACKGROUND)
    assert found.evidence.actors == ("Ann Lund",)


@pytest.mark.parametrize(("language", "named"), [("en", "Sylvan dairies"), ("de", "Fredville dairy")])
def test_a_shared_topic_is_called_what_the_article_calls_it_unless_that_is_in_another_language(
    language: str, named: str
) -> None:
    of_seed = replace(as_profile(SEED_STORY), topics=(Topic("Fredville dairy", key="dairy"),), language="en")
    of_article = replace(of_seed, topics=(Topic("Sylvan dairies", key="dairy"),), language=language)
    found = match(seed(), of_seed, article(SEED_STORY), of_article, BACKGROUND)
    assert found.evidence.topics == (named,)

"""Annotation by the real language model."""

from pathlib import Path

import pytest

from extractors import Annotator, ModelError, load_background
from extractors.models.annotator import DEFAULT_MODEL, load_model
from news import Annotation, Profile, make_profile

ROOT = Path(__file__).resolve().parents[3]
ORIGINAL = ROOT.parent / "shared" / "seed" / "zelenskyy-minerals-deal.txt"
PEOPLE = {
    "Volodymyr Zelenskyy",
    "Donald Trump",
    "JD Vance",
    "Justin Trudeau",
    "Olaf Scholz",
    "Emmanuel Macron",
    "Anthony Albanese",
}


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return Annotator()


def profile_of(annotator: Annotator, title: str, text: str) -> Profile:
    return make_profile(annotator.annotate([(title, text)])[0])


def test_the_original_seed_file_names_each_actor_once_with_its_aliases(annotator: Annotator) -> None:
    if not ORIGINAL.is_file():
        pytest.skip(f"{ORIGINAL} is not on this machine")
    profile = profile_of(annotator, "", ORIGINAL.read_text("utf-8"))
    kinds = {actor.name: actor.kind for actor in profile.actors}
    assert {name for name, kind in kinds.items() if kind == "person"} == PEOPLE
    assert {"Ukraine", "United States", "Russia"} <= {name for name, kind in kinds.items() if kind == "place"}
    aliases = {actor.name: set(actor.aliases) for actor in profile.actors}
    assert aliases["United States"] == {"America", "American", "US"}
    assert aliases["Volodymyr Zelenskyy"] == {"Zelenskyy"}
    topics = {topic.name for topic in profile.topics}
    assert {"minerals deal", "security guarantees", "ceasefire", "US support", "peace agreement"} <= topics


def test_the_shipped_seed_has_its_actors_and_topics(annotator: Annotator) -> None:
    text = (ROOT / "seeds" / "us-ukraine-minerals-deal.md").read_text("utf-8").split("---", 2)[2]
    profile = profile_of(annotator, "Zelenskyy ready to sign minerals deal a day after Oval Office row", text)
    names = [actor.name for actor in profile.actors]
    assert PEOPLE | {"Ukraine", "United States", "Russia"} <= set(names)
    assert len(names) == len(set(names))
    assert {"minerals deal", "security guarantees", "ceasefire", "peace talks", "US support"} <= {
        topic.name for topic in profile.topics
    }


def test_the_title_is_a_separate_sentence_and_lines_are_not_joined(annotator: Annotator) -> None:
    (found,) = annotator.annotate([("What happens now?", "First line\nSecond line here. Third sentence.")])
    assert found.has_title
    assert found.sentences == ("What happens now?", "First line", "Second line here.", "Third sentence.")


def test_annotations_are_in_order_and_empty_for_an_empty_text(annotator: Annotator) -> None:
    found = annotator.annotate([("", "Macron spoke in Paris."), ("", ""), ("", "Merkel spoke in Berlin.")])
    assert [annotation.sentences[:1] for annotation in found] == [
        ("Macron spoke in Paris.",),
        (),
        ("Merkel spoke in Berlin.",),
    ]
    assert found[1] == Annotation((), (), (), language="en")


def test_the_omitted_end_of_a_very_long_text_is_counted(annotator: Annotator) -> None:
    (found,) = annotator.annotate([("", "Rain fell. " * 2_000)])
    assert found.omitted == 2_000


def test_a_text_is_read_by_the_model_of_its_language_which_is_loaded_on_demand() -> None:
    french = "Le président de la France a dit qu'il ne signe pas le traité avec les autres pays."
    both = Annotator("en_core_web_sm, fr_core_news_huge")
    (english,) = both.annotate([("", "Macron spoke in Paris.")])
    assert [mention.text for mention in english.mentions] == ["Macron", "Paris"]
    with pytest.raises(ModelError, match="fr_core_news_huge"):
        both.annotate([("", french)])
    (alone,) = Annotator().annotate([("", french)])  # without a model for it, names are still found
    assert (alone.language, [mention.text for mention in alone.mentions]) == ("fr", ["France"])


def test_the_model_keeps_no_words_of_the_texts(annotator: Annotator) -> None:
    annotator.annotate([("Zorblatt visits Quimbria", "Zorblatt met Frandle in Quimbria. They spoke of a wumpet.")])
    strings = load_model(DEFAULT_MODEL).vocab.strings
    before = len(strings)
    assert not {"Zorblatt", "Quimbria", "wumpet"} & set(strings)
    annotator.annotate([("Brindolf resigns", "Brindolf left Ostrevia, said Mellinger. A snorp follows.")])
    assert len(strings) == before


def test_an_unknown_model_is_named_in_one_line() -> None:
    with pytest.raises(ModelError, match="'en_core_web_huge' is not installed") as caught:
        Annotator("en_core_web_huge").annotate([("", "text")])
    assert "\n" not in str(caught.value)


def test_the_background_distinguishes_common_and_rare_words() -> None:
    background = load_background()
    assert background.rarity("president") < 2.5
    assert background.rarity("wolfram") > 6

"""Following labelled stories as the pipeline would."""

from datetime import UTC, datetime

from benchmarks.corpora import Corpus, Task
from benchmarks.followed_tasks import compare_task, follow, survey
from news import Annotation, Article, make_profile

TEXTS = {"seed": "mineral deal sign treaty", "same": "mineral deal sign treaty envoy", "blank": "", "other": "cup goal"}


def test_an_article_without_words_shifts_no_other() -> None:
    when = datetime(2025, 3, 1, tzinfo=UTC)
    articles = {name: Article(f"https://example.org/{name}", "", text, "", when) for name, text in TEXTS.items()}
    task = Task("seed", ("same",), ("blank", "other"), ())
    profiles = {name: make_profile(Annotation((text,), (), ())) for name, text in TEXTS.items()}
    field = survey(Corpus("small", articles, (task,)), profiles)
    assert field.likeness.shape == (4, 4)
    assert field.likeness[field.places["seed"], field.places["other"]] < field.likeness[0, field.places["same"]]
    scores = [score for score, _ in follow(field, task, compare_task(field, task))]
    assert scores[0] > max(scores[1:])

"""Tables that are kept in less memory: each number of them is the same."""

from array import array

import numpy as np

from extractors.models.language_detection import _identifier
from extractors.models.packed_tables import SharedBlocks, SparseRows

_TEXTS = {
    "en": "The council voted on Tuesday to close the bridge over the river until engineers have inspected it.",
    "de": "Der Stadtrat beschloss am Dienstag, die Brücke über den Fluss zu sperren, bis sie untersucht ist.",
    "fr": "Le conseil municipal a décidé mardi de fermer le pont sur la rivière jusqu'à son inspection.",
    "uk": "Міська рада вирішила у вівторок закрити міст через річку, доки його не оглянуть інженери.",
    "ja": "市議会は火曜日、技術者による点検が終わるまで川にかかる橋を閉鎖することを決めた。橋は昨年から傷んでいた。",
    "ar": "قرر مجلس المدينة يوم الثلاثاء إغلاق الجسر فوق النهر حتى ينتهي المهندسون من فحصه بالكامل هذا الأسبوع.",
}


def test_each_number_is_at_its_position() -> None:
    numbers = np.random.default_rng(1).integers(0, 3, 32 * 500) * np.repeat([0, 0, 1, 0, 2], 3200)
    table = array("I", numbers.tolist())
    packed = SharedBlocks(table)
    assert [packed[position] for position in range(len(table))] == table.tolist()


def test_rows_are_those_of_the_table() -> None:
    made = np.random.default_rng(2)
    table = np.where(made.random((300, 142)) < 0.2, made.normal(size=(300, 142)), -9).astype(np.float16)
    packed = SparseRows(table)
    for rows in ([], [0], [299, 0, 7, 7], list(range(300))):
        chosen = np.array(rows, np.intp)
        assert (packed[chosen] == table[chosen]).all()
        assert packed[chosen].dtype == table.dtype


def test_a_language_is_as_likely_as_with_the_tables_in_full() -> None:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]

    whole, packed = LanguageIdentifier.from_model_file(MODEL_FILE), _identifier()
    for language, text in _TEXTS.items():
        assert packed.classify(text)[0] == language
        assert packed.rank(text) == whole.rank(text)

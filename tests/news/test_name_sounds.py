"""One name in many scripts, transliterations and cases; and other names, which are not it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.name_sounds import Heard, keys_in, keys_of

# a name, and texts that name it, by language
NAMED = {
    "Zelensky": {
        "ar": "قال زيلينسكي إن", "el": "ο Ζελένσκι είπε", "fa": "زلنسکی گفت", "he": "אמר זלנסקי כי",
        "hi": "ज़ेलेंस्की ने कहा",
        "ja": "ゼレンスキー大統領は", "ko": "젤렌스키는 말했다", "th": "ประธานาธิบดีเซเลนสกีกล่าว",
        "zh": "乌克兰总统泽连斯基表示",
    },
    "Putin": {"ar": "بوتين", "he": "פוטין", "ja": "プーチン", "ko": "푸틴은", "zh": "普京表示", "hi": "पुतिन ने"},
    "Macron": {"ar": "وقال ماكرون", "el": "Μακρόν", "ja": "マクロン", "ko": "마크롱", "th": "มาครง",
        "zh": "总统马克龙说"},
    "Trump": {"ar": "ترامب", "ja": "トランプ", "ko": "트럼프", "zh": "特朗普"},
    "Scholz": {"ar": "شولتس", "ja": "ショルツ", "zh": "朔尔茨"},
    "Jinping": {"zh": "国家主席习近平"},
    "Freedonia": {"ar": "فريدونيا", "ja": "フリードニア", "ko": "프리도니아", "zh": "弗里多尼亚", "th": "ฟรีโดเนีย"},
}  # fmt: skip
PAIRS = [(name, language, text) for name, texts in NAMED.items() for language, text in texts.items()]


@pytest.mark.parametrize(("name", "language", "text"), PAIRS)
def test_a_name_is_heard_in_a_script_without_capitals(name: str, language: str, text: str) -> None:
    assert Heard(text, language).has(name.casefold(), "en")


@pytest.mark.parametrize(("name", "language", "text"), PAIRS)
def test_what_is_heard_can_be_looked_up_by_its_key(name: str, language: str, text: str) -> None:
    known = keys_of(name.casefold(), "en") | {f"~{name.casefold()}"}
    assert known & Heard(text, language).keys


@pytest.mark.parametrize(("name", "language", "text"), PAIRS)
def test_another_name_is_not_heard(name: str, language: str, text: str) -> None:
    others = {other.casefold() for other in NAMED if other != name}
    heard = Heard(text, language)
    assert not [other for other in others if heard.has(other, "en")]


@pytest.mark.parametrize(
    ("language", "spelled"),
    [
        ("uk", "Зеленського"), ("ru", "Зеленским"), ("pl", "Zełenskiego"), ("cs", "Zelenského"), ("sl", "Zelenskega"),
        ("de", "Selenskyj"), ("bg", "Зеленски"),
    ],
)  # fmt: skip
def test_cases_and_transliterations_share_a_key(language: str, spelled: str) -> None:
    assert keys_of(spelled.casefold(), language) & keys_of("zelensky", "en")
    assert keys_in(f"Ano, {spelled}.", language) >= keys_of(spelled.casefold(), language)


def test_ordinary_arabic_words_are_not_taken_for_a_name_of_their_consonants() -> None:
    assert not Heard("بطن بدون", "ar").has("putin", "en")


def test_the_arabic_article_is_no_consonant_of_a_short_name() -> None:
    assert not Heard("في البحر الأسود", "ar").has("liberia", "en")


def test_a_name_of_two_consonants_is_not_looked_for() -> None:
    assert keys_of("lula", "pt") == frozenset()
    assert Heard("", "zh").keys == frozenset()


@given(st.text(alphabet="泽连斯基普京马克龙特朗华吉海和的", max_size=20))
def test_in_chinese_is_heard_what_each_stretch_of_the_text_says_by_itself(text: str) -> None:
    stretches = {text[start:end] for start in range(len(text)) for end in range(start + 2, start + 8)}
    alone = [Heard(stretch, "zh").keys for stretch in stretches]
    assert Heard(text, "zh").keys == frozenset().union(*alone)


@pytest.mark.parametrize(("name", "text"), [("kennedy", "总统肯尼迪"), ("vladimirovich", "弗拉基米罗维奇")])
def test_long_names_and_doubled_consonants_are_heard_in_chinese(name: str, text: str) -> None:
    assert Heard(text, "zh").has(name, "en")


_THAI = st.text(alphabet="กงจชดตนปพมรลวสห", max_size=30)


@given(_THAI, _THAI, _THAI)
def test_in_thai_is_heard_whatever_stands_between_spaces(before: str, part: str, after: str) -> None:
    assert Heard(part, "th").keys <= Heard(f"{before} {part} {after}", "th").keys

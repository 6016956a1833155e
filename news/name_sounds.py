"""Compare names by how they sound, across scripts, transliterations and cases.

Зеленський, Zelenskyj, Zełenskiego, زيلينسكي, ゼレンスキー and 泽连斯基 are one name. A name's key are the classes of
its consonants (after R. C. Russell's Soundex, US patent 1,261,167, 1918, with fewer classes, so that what one of the
scripts cannot tell apart is one); names with one key are compared by the consonants themselves.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from news.lexicon.languages import OTHER_SCRIPTS
from news.lexicon.pinyin import readings
from news.lexicon.scripts import latinise

FEWEST = 3  # consonants of a name that can be told from other words by its sound
_MOST = 8  # consonants of a name
_MOST_IN_THAI = 6  # consonants of a name in Thai
_MOST_SYLLABLES = 7  # of a name in Chinese
_CLASSES = str.maketrans("bpfvwtdszkghmnlr", "PPPPPTTSSKKKNNLL")
# Consonants that a script cannot tell apart, or that its transcriptions mix, as one.
_MIXED = {
    "ar": str.maketrans("pvghw", "bfkkf"),
    "he": str.maketrans("bpvghw", "fffkkf"),
    "ja": str.maketrans("vlmw", "brnb"),
    "zh": str.maketrans("vwlmkg", "ffrnkk"),
    "ko": str.maketrans("fvlw", "pbrb"),
    "th": str.maketrans("vlgwz", "wrkws"),
}
_PLAIN = str.maketrans("vwgh", "ffkk")
_CONSONANTS = re.compile(
    r"(?P<s>tsch|tch|shch|sch|sh|ch|zh|cz|sz|ts|tz|dz|dj|[sz]|c(?=[eiy])|(?<!\w)x)|(?P<k>kh|ck|qu|[kqc])|(?P<x>x)"
    r"|(?P<g>gh|g)|(?P<f>ph)|(?P<t>th)|(?P<ng>ng(?![aeiouy]))|(?P<one>[bfpvwtdmnlrjh])|(?P<vowel>[aeiouy]+)"
)
_HARD = {"s": "s", "k": "k", "x": "ks", "g": "g", "f": "f", "t": "t", "ng": "n"}
_READ_IN_SEVERAL_WAYS = re.compile("[jw]")
_J_IS_A_VOWEL = frozenset("de nl pl cs sk sl hr sv da no fi hu et lv lt".split())
_W_IS_V = frozenset("de pl".split())
_ABJADS = frozenset({"ar", "fa", "he", "ur"})  # which leave out most vowels
# The endings of the cases in which names stand, of the languages of Latin and Cyrillic script that have them.
_CASE = re.compile(
    r"(?<=..[bcdfghjklmnpqrstvwxz])(?:y?(?:ego|eho|oho|ogo|ega|emu|omu|omu|ymi?|imi?|om|em|ou|am|ami|akh|ach|ov[ie]|"
    r"oy|ej|ey|iy|yy|[aeiouy])|owi|nak|nek|ban|ben|[aeiou])$"
)
_WITH_CASES = frozenset("ru uk be bg sr mk pl cs sk sl hr bs lt lv et fi hu tr".split())
_PREFIXES = re.compile(r"^(?:[وفبلك]{1,2}?ال|ال|لل|[وفبلك]|[ובלמשהכ]{1,2})(?=\w{3})")
# With the article as a consonant of its own, a word of two, "the sea", would be heard as a name of three.
_SHORT_WITH_ARTICLE = re.compile(r"[وفبك]?ال\w{3}")
_PARTICLES = re.compile(r"(?:에게서|에게|에서|으로|이라고|라고|까지|부터|은|는|이|가|을|를|의|와|과|도|로|에)$")
_WORD = re.compile("[^\\W\\d_][\\w\u0300-\u036f\u0900-\u0963]*")
_KATAKANA = re.compile("[\u30a1-\u30fa\u30fc]{2,}")
_HAN = re.compile("[\u4e00-\u9fff]+")
_THAI = re.compile("[\u0e00-\u0e7f]+")
# The characters with which Chinese writes foreign names, simplified and traditional.
_TRANSCRIBING = frozenset(
    "阿埃艾爱安昂奥澳巴芭白拜班邦保鲍贝本比彼别宾玻波伯勃博布查察昌楚茨次达戴丹当道德登邓迪蒂丁东杜顿多厄恩尔法凡"
    "范菲费芬丰冯佛夫弗福富盖甘冈高戈哥格葛根贡古瓜圭哈海罕汉豪赫黑亨洪侯胡华怀惠霍基吉季加嘉贾简姜杰金津京居喀卡"
    "凯坎康考柯科可克肯库夸昆拉莱赖兰朗劳勒雷蕾黎里理李力丽利莉连林琳龙隆卢鲁路露伦罗洛吕律马麦曼芒毛梅门蒙孟米密"
    "缅敏明摩莫默姆穆拿娜纳乃奈南内尼妮涅宁纽农努诺欧帕派潘庞培佩彭蓬皮珀普奇齐钱强乔切琴丘然让热仁日荣茹瑞若萨塞"
    "赛桑瑟森沙莎山尚绍舍申生圣施什石史士舒朔斯丝思松苏索所塔泰坦唐陶特滕提铁廷通图托瓦万汪旺威韦维卫魏温文翁沃乌"
    "伍武西希锡夏香谢辛欣兴休许雪逊雅亚延扬杨耶叶伊依易因英尤于约赞泽曾扎詹章兆哲珍真芝朱卓兹宗佐愛奧貝賓達當鄧東"
    "頓爾馮蓋岡貢漢華懷賈簡傑萊賴蘭勞麗連龍盧魯倫羅呂馬麥門緬內紐農諾歐龐錢強喬熱榮薩賽聖紹絲蘇鐵圖萬韋衛溫烏錫謝"
    "興許遜亞揚楊葉約贊澤莊"
)
_THAI_CONSONANT = re.compile("ng(?![aeiouy])|[bdfghjklmnprstwy]h?")
_PALATAL = re.compile(r"^[jqx]")
_TWICE = tuple((each * 2, each) for each in "PTSKNL")


class Sound(NamedTuple):
    """How a word sounds: its consonants, and how many groups of vowels are written in it."""

    consonants: str
    vowels: int

    @property
    def key(self) -> str:
        """The classes of its consonants, preceded by "~"; "" if there are too few to know a name by."""
        return _key(self.consonants)


@lru_cache(maxsize=100_000)
def _key(consonants: str) -> str:
    classes = _squeezed(consonants.translate(_CLASSES))
    return f"~{classes}" if FEWEST <= len(classes) <= _MOST else ""


def keys_of(name: str, language: str) -> frozenset[str]:
    """The keys of a word of a name, as a text in this language spells it; none for a name that is too short."""
    return frozenset(sound.key for sound in sounds_of(name, language) if sound.key)


@lru_cache(maxsize=50_000)
def sounds_of(name: str, language: str) -> tuple[Sound, ...]:
    """The ways in which a word of a name may be spoken."""
    latin = latinise(name)
    spellings = {latin, _CASE.sub("", latin)} if language in _WITH_CASES else {latin}
    made = {
        Sound(_squeezed_fine(consonants), vowels)
        for spelling in spellings
        for spoken in ({language, "en"} if _READ_IN_SEVERAL_WAYS.search(spelling) else {"en"})
        for consonants, vowels in _consonants(spelling, spoken)
    }
    return tuple(sorted(made, key=lambda sound: (sound.consonants, sound.vowels)))


def same_sound(one: Sound, other: Sound, script: str) -> bool:
    """Whether two words with one key are one name, the second in a language of this script ("" for Latin letters)."""
    mixed = _MIXED.get(script, _PLAIN)
    pairs = list(zip(_by_class(one.consonants, mixed), _by_class(other.consonants, mixed), strict=False))
    differences = sum(a != b for a, b in pairs)
    if differences > len(pairs) // 4:
        return False
    if script in _ABJADS:
        return other.vowels >= max(1, one.vowels - 2)
    return other.vowels >= one.vowels - 1 and (script in _MIXED or abs(one.vowels - other.vowels) <= 1)


def keys_in(text: str, language: str) -> frozenset[str]:
    """The keys under which the words of a text could be names, of a text in any script."""
    if language in OTHER_SCRIPTS:
        return Heard(text, language).keys
    capitalised = {word for word in _WORD.findall(text) if word[0].isupper()}
    return frozenset(key for word in capitalised for key in keys_of(word.casefold(), language))


class Heard:
    """The words of a text in a script without capitals, by the keys under which they could be names."""

    def __init__(self, text: str, language: str) -> None:
        self._script = "ar" if language in _ABJADS - {"he"} else language
        self._by_key: dict[str, list[Sound]] = {}
        for sound in set(_sounds_in(text, language)):
            if key := _key(sound.consonants):
                self._by_key.setdefault(key, []).append(sound)
        self._spoken = frozenset(_readings_in(text)) if language == "zh" else frozenset[str]()

    @property
    def keys(self) -> frozenset[str]:
        """All keys, and the names of Chinese people that could be read in it."""
        return frozenset(self._by_key) | self._spoken

    def has(self, name: str, language: str) -> bool:
        """Whether a word of a name, spelled as in this language, is in the text."""
        if f"~{name}" in self._spoken:
            return True
        return any(
            same_sound(one, other, self._script)
            for one in sounds_of(name, language)
            for other in self._by_key.get(one.key, ())
        )


def _sounds_in(text: str, language: str) -> Iterator[Sound]:
    if language == "zh":
        yield from _sounds_in_chinese(text)
    elif language == "th":
        yield from _sounds_in_thai(text)
    else:
        for word in set(_words_in(text, language)):
            yield from sounds_of(word, language)


def _words_in(text: str, language: str) -> Iterator[str]:
    if language == "ja":
        yield from _KATAKANA.findall(text)
        return
    for word in _WORD.findall(text):
        if not _SHORT_WITH_ARTICLE.fullmatch(word):
            yield word
        bare = _PARTICLES.sub("", word) if language == "ko" else _PREFIXES.sub("", word)
        if bare != word:
            yield bare


def _sounds_in_chinese(text: str) -> Iterator[Sound]:
    table = readings()
    for run in _HAN.findall(text):
        names = "".join(one if one in _TRANSCRIBING and one in table else " " for one in run).split()
        for name in names:
            spoken = [_ways_to_speak(table[character]) for character in name]
            for start in range(len(spoken) - 1):
                yield from _spoken_in_chinese(spoken[start : start + _MOST_SYLLABLES])


def _spoken_in_chinese(syllables: Sequence[tuple[str, ...]]) -> Iterator[Sound]:
    """The ways in which a foreign name may be spoken that begins with these syllables and has two of them or more."""
    for way in set(zip(*syllables, strict=True)):
        spoken = way[0]
        for number, consonants in enumerate(way[1:], 2):
            spoken += consonants[1:] if spoken and consonants[:1] == spoken[-1] else consonants
            if len(spoken) >= FEWEST:
                yield Sound(spoken, number)


@lru_cache(maxsize=1_000)
def _ways_to_speak(reading: str) -> tuple[str, ...]:
    """The consonants of a syllable, each way in the same place: ji stands for ki too, hua for wa."""
    ways = ((palatal, soft) for palatal in ("s", "k") for soft in (True, False))
    return tuple(_squeezed_fine(_consonants_of_syllable(reading, palatal, soft=soft)) for palatal, soft in ways)


def _consonants_of_syllable(reading: str, palatal: str, *, soft: bool) -> str:
    if reading == "er":
        return "r"
    nasal = "n" if reading.endswith(("n", "ng")) else ""
    start = reading.rstrip("aeiouvng") if reading[0] not in "ng" else reading[0]
    if _PALATAL.match(reading):
        start = palatal
    elif reading[0] in "zcs":
        start = "s"
    elif reading[0] in "yw" or (reading.startswith("hu") and soft):
        start = "w" if reading[0] == "w" and not soft else ""
    return start.replace("r", "l") + nasal


def _readings_in(text: str) -> Iterator[str]:
    """Two characters each, as the given name of a Chinese person is transcribed, preceded by "~"."""
    table = readings()
    for run in _HAN.findall(text):
        for one, other in pairwise(run):
            yield f"~{table.get(one, '')}{table.get(other, '')}"


def _sounds_in_thai(text: str) -> Iterator[Sound]:
    for run in _THAI.findall(text):
        spoken = _squeezed_fine("".join(found[0] for found in _THAI_CONSONANT.findall(latinise(run))))
        for size in range(FEWEST, _MOST_IN_THAI + 1):
            for start in range(len(spoken) - size + 1):
                yield Sound(spoken[start : start + size], size)


def _consonants(latin: str, language: str) -> Iterator[tuple[str, int]]:
    """The consonants of a word in Latin letters, and its groups of vowels, as it may be spoken in several ways."""
    full, weak, soft = list[str](), list[str](), list[str]()
    vowels, found = 0, list(_CONSONANTS.finditer(latin))
    for place, one in enumerate(found):
        follows = found[place + 1].lastgroup if place + 1 < len(found) else ""
        if one.lastgroup == "vowel":
            vowels += 1
            for way in (full, weak, soft):
                way.append(" ")
            continue
        consonant = _one(one, language) if one.lastgroup == "one" else _HARD[one.lastgroup or "s"]
        is_coda = follows != "vowel"
        full.append("" if consonant == "h" and is_coda else consonant)
        weak.append("" if consonant in "rh" and is_coda else consonant)
        is_soft = one.lastgroup == "t" or (consonant in {"t", "d"} and _starts_soft(found[place + 1 :]))
        soft.append("s" if is_soft else full[-1])
    for spoken in {"".join(full), "".join(weak), "".join(soft)}:
        yield spoken.replace(" ", ""), vowels


def _starts_soft(following: Sequence[re.Match[str]]) -> bool:
    return bool(following) and following[0][0][0] in "iy"


def _one(found: re.Match[str], language: str) -> str:
    letter = found[0]
    if letter == "j":
        return "" if language in _J_IS_A_VOWEL else "h" if language == "es" else "s"
    if letter == "w":
        return "v" if language in _W_IS_V else ""
    return letter


def _squeezed(classes: str) -> str:
    """Without a class that repeats the one before, and "ts" as the one sound that it is in most languages."""
    classes = classes.replace("TS", "S")
    for twice, once in _TWICE:
        while twice in classes:
            classes = classes.replace(twice, once)
    return classes


def _squeezed_fine(consonants: str) -> str:
    return re.sub(r"(.)\1+", r"\1", consonants)


def _by_class(consonants: str, mixed: Mapping[int, int | str]) -> list[str]:
    """The consonants, one for each class of the key."""
    kept = list[str]()
    last = ""
    for letter in consonants:
        own = letter.translate(_CLASSES)
        if own == "S" and last == "T":
            kept[-1] = "s"
        elif own != last:
            kept.append("s" if own == "S" else letter.translate(mixed))
        last = own
    return kept

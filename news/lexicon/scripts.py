"""Letters of many scripts in Latin ones, as names are transliterated, not as words are pronounced."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache

from news.lexicon.pinyin import readings

# Letters with the Latin ones that stand for them; "-" stands for none.
_LETTERS = """
а a б b в v г g ґ g д d е e ё yo ж zh з z и i й y і i ї yi к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch
ш sh щ shch ъ - ы y ь - э e ю yu я ya є ye ј y љ ly њ ny ћ ch ђ dj џ dj ѓ gj ќ kj ѕ dz ў w қ k ғ g ң n ұ u ү u ә a ө o
һ h α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ ks ο o π p ρ r σ s ς s τ t υ y φ f χ kh ψ ps ω o ა a ბ b
გ g დ d ე e ვ v ზ z თ t ი i კ k ლ l მ m ნ n ო o პ p ჟ zh რ r ს s ტ t უ u ფ p ქ k ღ gh ყ k შ sh ჩ ch ც ts ძ dz წ ts
ჭ ch ხ kh ჯ j ჰ h ա a բ b գ g դ d ե e զ z է e ը e թ t ժ zh ի i լ l խ kh ծ ts կ k հ h ձ dz ղ gh ճ ch մ m յ y ն n շ sh
ո o չ ch պ p ջ j ռ r ս s վ v տ t ր r ց ts ւ v փ p ք k օ o ֆ f և ev ا a آ a أ a إ e ء - ؤ o ئ e ب b ت t ث th ج j ح h
خ kh د d ذ z ر r ز z س s ش sh ص s ض d ط t ظ z ع - غ gh ف f ق k ك k ل l م m ن n ه h ة a و u ى a ي y پ p چ ch ژ zh گ g
ک k ی y ٹ t ڈ d ڑ r ں n ہ h ھ h ے e ڤ v א a ב b ג g ד d ה h ו o ז z ח h ט t י y כ k ך k ל l מ m ם m נ n ן n ס s ע a
פ p ף f צ ts ץ ts ק k ר r ש sh ת t अ a आ a इ i ई i उ u ऊ u ए e ऐ ai ऑ o ओ o औ au ऋ ri क k ख kh ग g घ gh ङ n च ch छ ch
ज j झ jh ञ n ट t ठ th ड d ढ dh ण n त t थ th द d ध dh न n प p फ f ब b भ bh म m य y र r ल l व v श sh ष sh स s ह h ा a
ि i ी i ु u ू u े e ै ai ॉ o ो o ौ au ं n ँ n ृ ri ़ - ् - ก k ข k ค k ฆ k ง ng จ j ฉ ch ช ch ซ s ฌ ch ญ y ฎ d ฏ t ฐ t
ฑ t ฒ t ณ n ด d ต t ถ t ท t ธ t น n บ b ป p ผ p ฝ f พ p ฟ f ภ p ม m ย y ร r ล l ว w ศ s ษ s ส s ห h ฬ l อ o ฮ h ะ a
ั a า a ำ am ิ i ี i ึ u ื u ุ u ู u เ e แ ae โ o ใ ai ไ ai ็ - ่ - ้ - ๊ - ๋ - ์ - č ch ć ch ç ch š sh ś sh ş sh ș sh
ž zh ź z ż zh ř r ł l đ dj ğ - ı i ø o æ ae œ oe ß ss þ th ð d ñ ny ń n アァ a イィ i ウゥ u エェ e オォ o カ ka キ ki
ク ku ケ ke コ ko サ sa シ shi ス su セ se ソ so タ ta チ chi ツ tsu テ te ト to ナ na ニ ni ヌ nu ネ ne ノ no ハ ha
ヒ hi フ fu ヘ he ホ ho マ ma ミ mi ム mu メ me モ mo ヤャ ya ユュ yu ヨョ yo ラ ra リ ri ル ru レ re ロ ro ワ wa ヲ o
ン n ガ ga ギ gi グ gu ゲ ge ゴ go ザ za ジ ji ズ zu ゼ ze ゾ zo ダ da ヂ ji ヅ zu デ de ド do バ ba ビ bi ブ bu ベ be
ボ bo パ pa ピ pi プ pu ペ pe ポ po ヴ v ッ - ー -
"""
_INITIALS = "g kk n d tt r m b pp s ss - j jj ch k t p h".split()
_VOWELS = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split()
_FINALS = "- g kk gs n nj nh d l lg lm lb ls lt lp lh m b bs s ss ng j ch k t p h".split()
_HANGUL = 0xAC00
_VOWELS_OF_A_SYLLABLE, _FINALS_OF_A_SYLLABLE = len(_VOWELS), len(_FINALS)
# Vowels of Thai that are written before the consonant after which they are spoken.
_FIRST_LETTERS_OF_THAI = re.compile("([เแโใไ])([ก-ฮ])")
# Two Greek letters for one sound.
_OF_GREEK = (("ου", "u"), ("μπ", "b"), ("ντ", "nt"), ("γκ", "g"), ("τζ", "tz"), ("ευ", "ev"), ("αυ", "av"))


def latinise(word: str) -> str:
    """A word of a name in the Latin letters that stand for it, in lower case: "зеленський" becomes "zelenskyy".

    Chinese characters are read in Mandarin; letters of a script that is not known are left out.
    """
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", word).casefold())
    if folded.isascii():
        return folded
    for two, sound in _OF_GREEK:
        folded = folded.replace(two, sound)
    return "".join(map(_latin, _FIRST_LETTERS_OF_THAI.sub(r"\2\1", folded)))


def _latin(letter: str) -> str:
    if letter.isascii():
        return letter
    found = _letters().get(letter)
    if found is not None:
        return found
    if 0 <= (place := ord(letter) - _HANGUL) < len(_INITIALS) * _VOWELS_OF_A_SYLLABLE * _FINALS_OF_A_SYLLABLE:
        first, rest = divmod(place, _VOWELS_OF_A_SYLLABLE * _FINALS_OF_A_SYLLABLE)
        vowel, last = divmod(rest, _FINALS_OF_A_SYLLABLE)
        return f"{_INITIALS[first]}{_VOWELS[vowel]}{_FINALS[last]}".replace("-", "")
    plain = unicodedata.normalize("NFKD", letter)[0]
    return plain if plain.isascii() else _letters().get(plain, readings().get(letter, ""))


@cache
def _letters() -> Mapping[str, str]:
    return dict(_pairs())


def _pairs() -> Iterator[tuple[str, str]]:
    entries = _LETTERS.split()
    for letters, sound in zip(entries[::2], entries[1::2], strict=True):
        for letter in letters:
            yield unicodedata.normalize("NFC", letter), sound.replace("-", "")

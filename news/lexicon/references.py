"""Words that point outside their sentence, in English, German, French, Spanish and Russian.

A sentence that begins with one of them cannot be quoted on its own: "That is easy to say", "He thanked Washington".
"""

import re

from news.lexicon.languages import language_of_article

# Entries are separated by semicolons; each matches whole words at the beginning of a sentence.
_OPENERS = """
he; she; it; they; his; her; hers; its; their; theirs; him; them; this; that; these; those; such; both; others; another;
the latter; the former; the other; the others; and; but; or; so; yet; nor; however; instead; also; too; then;
the move; the decision; the announcement; the statement; the comments; the remarks; the news; the incident; the two;
the three; the pair; the duo; the same; the letter; the document; the proposal; the report; that's; it's; he's;
she's; they're; er; sie; es; dies; diese; dieser; dieses; diesem; diesen; ihr; ihre; ihren; ihrem; ihrer; sein; seine;
seinen; seinem; seiner; das ist; das war; das sei; das hat; das habe; das wird; und; aber; doch; oder; denn; dort;
damit; dabei; darauf; dafür; dazu; davon; daher; deshalb; allerdings; jedoch; auch; il; elle; ils; elles; ce; cela;
ça; cette; cet; ces; celui; celle; ceux; celles; son; sa; ses; leur; leurs; et; mais; ou; donc; cependant; pourtant;
c'est; c'était; l'homme; él; ella; ellos; ellas; esto; esta; este; estos; estas; eso; esa; ese; esos; esas; aquello;
su; sus; y; pero; o; sino; también; además; sin embargo; он; она; они; оно; это; этот; эта; эти; его; её; ее; их; и;
но; а; однако; при этом; также; кроме того
"""
# Of these words, those that say something else in another language: "Il governo", "O ministro", "Su richiesta".
_ELSEWHERE = {"il": "it", "su": "it", "o": "pt", "mais": "pt", "son": "tr"}
# After "this" and its like, a time that the reader knows from the date of the report.
_TIMES = """
week; weekend; month; year; morning; afternoon; evening; night; spring; summer; autumn; winter; time; monday; tuesday;
wednesday; thursday; friday; saturday; sunday; semaine; mois; année; matin; soir; nuit; lundi; mardi; mercredi; jeudi;
vendredi; samedi; dimanche; été; hiver; automne; printemps; semana; mes; año; mañana; tarde; noche; lunes; martes;
miércoles; jueves; viernes; sábado; domingo; verano; woche; jahr; monat; morgen; abend; неделе; неделю; год; году; утро;
раз; месяц; january; february; march; april; may; june; july; august; september; october; november; december
"""
_PERSONS = "he she him his her himself herself"
# Common nouns that a later "he" or "she" in the same sentence can refer to.
_ROLES = """
president minister chancellor spokesman spokeswoman spokesperson leader chief director ambassador envoy secretary judge
governor mayor senator lawmaker official general commander prosecutor lawyer king queen prince pope bishop doctor man
woman boy girl player coach owner founder manager author suspect victim witness candidate
"""
# By their endings, after "a" or "an" and before their verb: "A picture restorer has admitted that he ..."
_PERSON_ENDINGS = r"""
\w{2,}(?:er|or|ist|ian|eer|man|woman|person|maid|mate|smith) \w{2,}(?:tant|ndant|grant) nurse clerk cook chef pilot
priest guard thief monk nun vet aide spy student pupil resident agent patient parent client tenant correspondent
superintendent mechanic cleric sheriff friend wife husband daughter son brother sister father mother neighbour
"""
_NO_PERSONS = """
after later former latter other another earlier letter number paper newspaper offer order river tower matter water
power server chapter quarter corner computer helicopter tanker trailer container cancer disaster border shelter center
encounter transfer poster folder banner filter register theater counter murder fever dinner winter summer never over
under rather together further however bigger longer smaller larger higher lower greater wider older younger better
ever whether error mirror motor sector tractor corridor terror factor minor major prior list twist human
"""
_SAID = "said|says|added|adds|claimed|claims|told|wrote|writes|argued|noted|warned|tweeted|recalled|explained|asked"
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'"})


def _table(words: str) -> str:
    entries = sorted({one.strip() for one in words.replace("\n", " ").split(";")}, key=len, reverse=True)
    return "|".join(map(re.escape, entries))


_OPENING = re.compile(rf"(?:{_table(_OPENERS)})(?!\w)", re.IGNORECASE)
_DEMONSTRATIVE = re.compile(r"\b(?:this|these(?! days)|those same)\b(?!\s*[,.!?])", re.IGNORECASE)
_TIME = re.compile(rf"\w+\s+(?:(?:coming|past|same)\s+)?(?:{_table(_TIMES)})(?!\w)", re.IGNORECASE)
_PERSON = re.compile(rf"\b(?:{'|'.join(_PERSONS.split())})\b", re.IGNORECASE)
_ANTECEDENT = re.compile(rf"\b(?:{'|'.join(_ROLES.split())})\b|(?<=[\w,] )[“\"(]?[A-ZÀ-ÞА-Я]\w+", re.UNICODE)
_NAMED_FIRST = re.compile(
    r"[“\"(]?(?:[A-ZÀ-Þ][\w'-]+ [A-ZÀ-Þ][\w'-]+|[A-ZÀ-Þ][\w-]+ (?:said|says|told|has|had|was|is)\b)"
)
_SOMEONE = re.compile(
    rf"\b[Aa]n? (?:[\w'-]+ ){{0,4}}?(?!(?:{'|'.join(_NO_PERSONS.split())})\b)(?:{'|'.join(_PERSON_ENDINGS.split())})"
    r" (?:who|whose|has|had|is|was|will|would|can|could|may|must|says?|said|told|\w+ed|from|of|at|in|with|for|on)\b"
)
_QUOTATION = re.compile(
    r"^”[^”]*(?:”|$)|^[^“”]*”|“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)|«[^»]*(?:»|$)|„[^“”]*(?:[“”]|$)"
    r"|^»[^«»]*(?:[«»]|$)"  # as in German, Danish, Finnish and Swedish
)
_BY_A_DASH = re.compile(r"[–—](?!.*[–—])")  # "– Tak – mówi Nowak" has a second one
_FEWEST = 2  # words outside a quotation that can name who says it
_SAID_BY_SOMEONE = re.compile(rf"[”\"»] (?:he|she|they) (?:{_SAID})\b", re.IGNORECASE)
_STATED_BY_SOMEONE = re.compile(rf", (?:he|she|they) (?:{_SAID})\b(?! that)", re.IGNORECASE)
_CONDITION = re.compile(r"(?:when|after|as|while|if|although|though|because|before|since|until|once)\b", re.IGNORECASE)
_POSSESSED = re.compile(
    r"(?:in|on|at|to|with|from|after|before|since|for|of|by|under|during|amid|despite) "
    r"(?:its|their|that|those|these|them|it|which)\b",
    re.IGNORECASE,
)
_OPENING_PHRASE = re.compile(r".([^,A-ZÀ-ÞА-Я]{1,40}), (?:they|it|he|she|we|I)\b")
_SOME_OF = re.compile(r"\b(?:much|most|all|some|none|part|half|any|one|many|each|both) of (?:it|them|these|those)\b")
_SOME = re.compile(r"\b(?:most|all|some|none|part|half|any|one|many|each|both) of (?:them|those)\b")
# Several of something, by their number, that a later "one of them" can refer to.
_SEVERAL = re.compile(
    r"\b(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens of|scores of|hundreds of"
    r"|thousands of|several|many|a (?:group|number) of) (?:(?!\w+ing\b)[\w'-]+ ){0,3}?"
    r"(?!(?:second|minute|hour|day|week|month|year|decade|time|pound|dollar|euro)s\b)"
    r"(?:\w{2,}[^\Ws\d_]s|people|men|women|children)\b",
    re.IGNORECASE,
)
_IS_THAT = re.compile(r", that(?:'s| is| was| has| will| would)\b|\bthat (?:is|was) (?:his|her|its|their|my|our)\b")
_AUTHOR = re.compile(r"\b(?:I|I'm|I've|[Ww]e|[Ww]e're|[Ww]e've|[Oo]urs?|[Mm]y|me|us)\b(?!-)")


def points_outside(sentence: str) -> bool:
    """Whether a sentence refers to something that it does not name, as far as its words show."""
    plain = sentence.translate(_APOSTROPHES).lstrip(" \"“”«»„'–—-(")
    opening = _OPENING.match(plain)
    if opening and not _TIME.match(plain) and not _is_elsewhere(opening[0].casefold(), sentence):
        return True
    if any(not _TIME.match(plain, found.start()) for found in _DEMONSTRATIVE.finditer(plain)):
        return True
    if _quotes_nobody(sentence) or _refers_back(plain, sentence):
        return True
    person = _PERSON.search(plain)
    return person is not None and not _names_someone(plain, person.start())


def _is_elsewhere(opener: str, sentence: str) -> bool:
    """Whether a word that points back in one language opens a sentence of another, where it does not."""
    return opener in _ELSEWHERE and language_of_article("", sentence) == _ELSEWHERE[opener]


def _quotes_nobody(sentence: str) -> bool:
    """Whether a sentence is a quotation without the name of the speaker."""
    said = sentence.lstrip()
    if _BY_A_DASH.match(said):
        return True
    if said[:1] not in '"“«„»”':
        return bool(_SAID_BY_SOMEONE.search(sentence))
    outside = re.findall(r"\w+", _QUOTATION.sub(" ", said))
    return len(outside) < _FEWEST or bool(_SAID_BY_SOMEONE.search(sentence))


def _refers_back(plain: str, sentence: str) -> bool:
    """Whether an English sentence refers back, or to its author, by a phrase further on than its first word."""
    if not _CONDITION.match(plain) and (_OPENING_PHRASE.match(plain) or _STATED_BY_SOMEONE.search(plain)):
        return True
    if _AUTHOR.search(_QUOTATION.sub(" ", sentence)) and language_of_article("", sentence) == "en":
        return True  # in Italian "I" is an article
    return bool(_POSSESSED.match(plain) or _takes_some_of(plain) or _IS_THAT.search(plain))


def _takes_some_of(plain: str) -> bool:
    """Whether a sentence speaks of some of what it does not name: "most of it", "one of them"."""
    found = _SOME_OF.search(plain)
    return found is not None and not (_SOME.match(plain, found.start()) and _SEVERAL.search(plain, 0, found.start()))


def _names_someone(sentence: str, before: int) -> bool:
    """Whether someone is named before this place, or opens the main clause after it ("In his speech, Firefly said")."""
    named_before = (_ANTECEDENT, _SOMEONE)
    if _NAMED_FIRST.match(sentence) or any(one.search(sentence, 0, before) for one in named_before):
        return True
    comma = sentence.find(", ", before)
    return comma >= 0 and bool(re.match(r"(?:Mr |Ms |Mrs )?[A-ZÀ-Þ]\w+", sentence[comma + 2 :]))

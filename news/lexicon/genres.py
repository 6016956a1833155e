"""How news and background announce themselves, in two dozen languages.

A news report says that something happened today or on a day just past. An analysis, a profile or an explainer names
itself in its headline, or asks a question there.
"""

import re
from functools import cache

# Entries are separated by semicolons; an entry matches whole words. These name a kind of text only where they announce
# it, before or after a colon or dash: a "high-profile case" and an "opinion poll" are news.
_KINDS = """
opinion; analysis; comment; commentary; column; editorial; explainer; explained; profile; portrait; timeline;
obituary; kommentar; analyse; porträt; hintergrund; chronik; rückblick; leitartikel; tribune; édito; éditorial;
décryptage; récit; chronique; rétrospective; opinión; análisis; perfil; cronología; columna; meinung; essay; glosse;
gastbeitrag; faktencheck; chronologie; reportage; billet; point de vue; explications; grand angle; tribuna; retrato;
claves; explicador; reportaje; editoriale; commento; analisi; opinione; ritratto; profilo; retroscena; cronologia;
cronistoria; scheda; approfondimento; l'intervento; il punto; opinião; análise; comentário; crónica; crônica;
retrospetiva; retrospectiva; coluna; opinia; komentarz; analiza; felieton; kalendarium; sylwetka; portret; esej;
reportaż; opinie; commentaar; hoofdartikel; achtergrond; profiel; reconstructie; tijdlijn; opinió; anàlisi; crònica;
ledare; krönika; analys; porträtt; bakgrund; debatt; leder; klumme; baggrund; debat; kronikk; bakgrunn; komentář;
analýza; názor; glosa; profil; portrét; rozbor; komentár; úvaha; köşe yazısı; yorum; analiz; görüş; portre; kronoloji;
başyazı; analiză; comentariu; vélemény; elemzés; kommentár; portré; kommentti; analyysi; kolumni; pääkirjoitus;
näkökulma; komentar; kolumna; мнение; анализ; аналитика; колонка; хронология; досье; разбор; думка; аналіз; аналітика;
хронологія
"""
_TELLINGS = """
profile; portrait; timeline; obituary; chronik; porträt; rückblick; récit; chronique; rétrospective; perfil;
cronología; chronologie; retrato; ritratto; cronologia; cronistoria; portret; sylwetka; kalendarium; profiel;
reconstructie; tijdlijn
"""
# Not "что известно" and its like: Russian and Ukrainian outlets end the headline of the news itself with it.
_PHRASES = """
what we know; what is known; what to know; need to know; should know; questions and answers; your questions; how to;
in pictures; a year on; look back; looking back; fact check; was wir wissen; was bisher; wissen müssen;
fragen und antworten; ce que l'on sait; ce qu'il faut; le point; petite histoire; lo que sabemos; lo que se sabe;
las claves; wissen muss; wissen sollte; wissen sollten; worum es geht; darum geht es; fragen & antworten;
einfach erklärt; wer ist wer; pour comprendre; tout comprendre; à savoir sur; qui est qui; questions-réponses;
en dates; para entender; quién es quién; lo que debes saber; lo que hay que saber; preguntas y respuestas;
en cinco claves; cosa sappiamo; quello che sappiamo; cosa sapere; c'è da sapere; bisogna sapere; domande e risposte;
per capire; le tappe; chi era; chi è; o que se sabe; o que sabemos; perguntas e respostas; tudo o que; linha do tempo;
entenda o; entenda a; co wiemy; co wiadomo; pytania i odpowiedzi; wyjaśniamy; trzeba wiedzieć; warto wiedzieć;
krok po kroku; kim jest; kim był; kim była; wat we weten; weten we; vragen en antwoorden; moet weten; in beeld;
zo zit het; el que sabem; preguntes i respostes; detta vet vi; frågor och svar; det ved vi; spørgsmål og svar;
dette vet vi; spørsmål og svar; co víme; otázky a odpovědi; čo vieme; otázky a odpovede; bilmeniz gerekenler;
neler biliniyor; kimdir; întrebări și răspunsuri; ce știm; amit tudni kell; kérdések és válaszok;
kysymyksiä ja vastauksia; tämä tiedetään; što znamo; pitanja i odgovori; вопросы и ответы;
что нужно знать; питання та відповіді
"""
_QUESTIONS = """
what; why; how; who; when; where; was; wie; warum; wieso; wer; pourquoi; comment; qui; que; quoi; qu'est; qué;
por qué; cómo; quién; cuándo; dónde; wann; welche; welcher; welches; worum; woran; weshalb; wozu; womit; wofür; wem;
wessen; où; quand; quel; quelle; quels; quelles; combien; cuál; cuáles; cuánto; cuántos; quiénes; chi; cosa; cos'è;
che cosa; com'è; perché; quanto; quanti; quale; quali; quando; o que; quem; por que; como é; como foi; como funciona;
onde; qual; quais; co dalej; co się; co to; kto; czym; dlaczego; jak; kiedy; gdzie; czy; ile; wat; waarom; waar;
wanneer; welk; què; per què; vad; varför; hur; vem; hvad; hvorfor; hvordan; hvem; hva; hvilke; proč; kdo; kdy; prečo;
ako; neden; nasıl; miért; hogyan; kik; mikä; mitä; miksi; miten; kuka; zašto; kako; tko; što; что; почему; как; кто;
зачем; когда; где; що; чому; як; хто; навіщо; коли
"""
_VERBS = "is; are; can; could; should; will; do; does"  # they open a question, and a name or an order as well
_YEAR = re.compile(r"(?:19|20)\d\d(?:\s*[:–—-]| (?:in|was|at)\b)")  # other numbers count people or houses
# "A year after the flood, …": a look back, unless the text names a day just past; after weeks or months it is news.
_LATER = re.compile(
    r"\W*\w+ (?:(?:years?|decades?) (?:after|on|later|since)|jahre? (?:nach|danach|später)|ans? (?:après|plus tard)"
    r"|años? (?:después|más tarde|desde)|ann[oi] (?:dopo|più tardi|fa)|anos? (?:depois|após)|jaar (?:na|later)"
    r"|(?:lat|lata) (?:po|później)|år (?:efter|etter|senare|senere))\b|\W*rok (?:po|później)\b"
)
_BREAK, _ARTICLE = r"[:|–—,(-]", r"(?:(?:an?|the|eine?|une?|una?) )?"
_TODAY = """
today; yesterday; tonight; overnight; this morning; this afternoon; this evening; last night; heute; gestern;
am morgen; am abend; am nachmittag; in der nacht; aujourd'hui; hier; ce matin; ce soir; cette nuit; hoy; ayer;
esta mañana; esta tarde; esta noche; anoche; oggi; ieri; stamattina; questa mattina; stasera; stanotte; hoje; ontem;
esta manhã; esta noite; dziś; dzisiaj; wczoraj; vandaag; gisteren; vanochtend; vanmiddag; vanavond; vannacht; avui;
ahir; idag; i dag; igår; i går; i morse; i aftes; i natt; i nat; dnes; včera; bugün; dün; azi; astăzi; tegnap; tänään;
danas; jučer; juče; сегодня; вчера; накануне; сьогодні; вчора; напередодні
"""
_NUMBER_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen",
    "ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn",
    "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze",
    "uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince",
)
_SMALLEST = 2  # "one" is an article or a pronoun more often than a number
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")


# Numbers that say when something happened, or who somebody is: they differ from report to report of one event.
_SPANS = """
days? weeks? months? years? decades? tage?n? wochen? monate?n? jahre?n? jahrzehnten? jours? semaines? mois ans? années?
días? semanas? mes meses años? décadas?
"""
_SHORT_SPANS = "seconds? minutes? hours? sekunden? minuten? stunden? secondes? heures? segundos? minutos? horas?"
_AGO = (
    "after later ago before earlier since on into old alt danach später zuvor vorher après plus avant después antes más"
)
_SINCE = "after last past previous first next since nach vor seit après depuis hace tras desde letzten ersten últimos"
_ABOUT = r"(?:(?:more than|less than|about|almost|nearly|over|just|only|barely|some|mehr als|fast|plus de|más de) )?"


def names_background(headline: str) -> bool:
    """Whether a headline names a kind of text that gives background: an analysis, a profile, a look back."""
    plain = _plain(headline)
    return bool(_words(_PHRASES).search(plain) or _announcement().search(plain) or _LATER.match(plain))


def opens_as_question(headline: str) -> bool:
    """Whether a headline begins with a question word or a year, as explainers and looks back do.

    A word in capitals is a name ("WHO sends teams"), and a verb opens a question only if there is a question mark.
    """
    bare = headline.lstrip(" \"“«»'‘¿")
    plain, first = _plain(bare), bare.partition(" ")[0]
    if first.isupper() and len(first) > 1 and not headline.isupper():
        return False
    asks = "?" in headline and _words(_VERBS).match(plain)
    return bool(asks or _words(_QUESTIONS).match(plain) or _YEAR.match(plain))


def speaks_of_today(text: str) -> bool:
    """Whether a text names today, yesterday, or a part of them."""
    return bool(_words(_TODAY).search(_plain(text)))


def find_numbers(text: str) -> frozenset[str]:
    """The numbers in a text as digits, those from two to fifteen also if written as words."""
    found = _NUMBER.findall(text.casefold())
    return frozenset(_values().get(word, word) for word in found if word[0].isdigit() or word in _values())


def find_figures(text: str) -> frozenset[str]:
    """The numbers in a text that can be news: no clock times, spans since an event, ordinals, ages and model numbers.

    A span that nothing relates to an event is one: "a ban of four years".
    """
    return find_numbers(_no_figures().sub(" ", text))


def _plain(text: str) -> str:
    return text.casefold().replace("’", "'")


@cache
def _words(table: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){_any_of(table)}(?!\w)")


@cache
def _announcement() -> re.Pattern[str]:
    """Where a headline announces its kind: "Analysis: …", "… – a profile", "Timeline of …", "The affair so far"."""
    kind, telling = _any_of(_KINDS), _any_of(_TELLINGS)
    begins = rf"^\W*(?:\w+[ '])?{kind}\s*{_BREAK}|^\W*(?:l'|(?:the|el|la|le|il|lo|o|a|der|die|das|de|het) )?{kind}\. "
    keys = rf"(?:^|{_BREAK})\W*(?:\w+ )?claves (?:de|del|para)(?!\w)"
    ends = rf"{_BREAK}\s*{_ARTICLE}{kind}\W*$|(?<!\w)explained\W*$"
    of = r"(?:d'|dell'|(?:of|auf|eines|einer|der|des|von|du|de|del|do|da|di|della|dei|van)(?!\w))"
    tells = rf"(?:^|{_BREAK})\W*{_ARTICLE}{telling} {of}"
    so_far = rf"(?:^|{_BREAK})\W*the [^:|]* so far\W*$"
    return re.compile(f"{begins}|{ends}|{tells}|{keys}|{so_far}")


def _any_of(table: str) -> str:
    entries = sorted({entry.strip() for entry in table.replace("\n", " ").split(";")}, key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, entries))})"


@cache
def _no_figures() -> re.Pattern[str]:
    words = "|".join(_values())
    number, spans, short = rf"(?:\d[\d.,]*|{words})", "|".join(_SPANS.split()), "|".join(_SHORT_SPANS.split())
    ago, since = "|".join(_AGO.split()), "|".join([*_SINCE.split(), "il y a"])
    clock = r"\d{1,2}[:h]\d\d|\d{1,2}(?:\.\d\d)? ?(?:[ap]\.?m\b\.?|uhr\b|o['’]clock)"
    ordinal, age, model = r"\d+(?:st|nd|rd|th)\b", r"[A-ZÀ-ÞА-Я][\w'’-]*, \d{1,2}(?=,)", r"[A-Z]\w*-\d+|[A-Z]\d+"
    aged = rf"aged {number}\b|{number}[- ]years?[- ]old\b"
    span = rf"{number}[- ](?:{spans}) (?:{ago})\b|(?:{since}) {_ABOUT}{number} (?:{spans})\b|{number} (?:{short})\b"
    return re.compile(rf"(?<!\w)(?:{age}|{model}|(?i:{clock}|{ordinal}|{aged}|{span}))")


@cache
def _values() -> dict[str, str]:
    rows = (row.split() for row in _NUMBER_WORDS)
    return {word: str(value) for row in rows for value, word in enumerate(row, 1) if value >= _SMALLEST}

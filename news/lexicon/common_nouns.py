"""Capitalised words that are no names: German nouns, and what stands before a name in many languages.

German capitalises all nouns, and two of them often stand side by side: "Millionen Euro", "Liter Wasser", "Anwalt Dr.".
"""

from functools import lru_cache

# Measures, times and numbers; then what reports of all kinds are about. A star stands for any ending.
_GERMAN = frozenset(
    """
    euro euros cent dollar dollars pfund franken rubel yen lira zloty kronen prozent prozentpunkt* promille grad
    meter metern kilometer* zentimeter* millimeter* quadratmeter* kubikmeter* hektar liter litern gramm kilo kilos
    kilogramm tonne tonnen zentner watt kilowatt* megawatt* gigawatt* stundenkilometer* stück dutzend hundert
    hunderte* tausend tausende* million millionen milliarde* billion* hälfte drittel viertel zahl zahlen anzahl
    menge mengen teil teile teilen reihe sekunde* minute* stunde stunden tag tage tagen tages woche* monat monate*
    monats jahr jahre jahren jahres jahrzehnt* jahrhundert* uhr ortszeit vormittag mittag nachmittag abend
    mitternacht anfang mitte ende beginn wochenende* frühling frühjahr montag* dienstag* mittwoch* donnerstag*
    freitag* samstag* sonnabend* sonntag* januar februar märz april juni juli september oktober november dezember
    mensch menschen person personen leute leuten kind kinder kindern frauen männer männern familie familien
    bürgerinnen einwohner* anwohner* besucher* patient* kunden mitarbeiter* beschäftigte* angestellte* arbeiter*
    schüler* student* opfer opfern täter* verdächtige* angeklagte* beschuldigte* tote toten verletzte* mandanten
    betroffene* geld gelder* geldbuße* kosten schaden schäden* schulden summe summen betrag beträge* preise preisen
    löhne* abgabe* gebühr* rechnung* verlust* gewinne* umsatz* schadenersatz* schadensersatz* steuergeld*
    steuerzahler* verfahren* prozess prozesse* urteil* anklage* vorwurf vorwürfe* haft strafe strafen bewährung
    beweise* akten akte aussage* abwasser* wasser strom luft feuer rauch müll erde öl säure säuren fische fischen
    tier tiere tieren gebäude* häuser* wohnung* straßen plätze* bauten anlage anlagen fabriken werke flüsse* meer
    wälder* dörfer* städte* gemeinden länder* orte orten schulen kliniken bäder* hallenbad* vereine* team teams
    mannschaft* spiele saison auto autos fahrzeug* busse züge* schiffe* flugzeug* lkw pkw firmen fraktion* parteien
    auftrag aufträge* verträge* angebot* affäre* skandal* krise krisen unglück* unfall unfälle* brände* streik
    streiks protest* angst sorgen frage fragen antwort* gründe* folge folgen fälle* problem* themen bericht* brief
    briefe* mail mails anfrage* angabe* beispiel* arbeit leben tod mal privathaus* vorarbeit* rezept* norden süden
    osten westen innenstadt umland kasse kassen nachricht* dokument* beleg* rücktritt* vertrauen mehrheit* stimmen
    sitzung* kritik druck
    """.split()
)
_ENDINGS = ("ung", "ungen", "heit", "heiten", "keit", "keiten", "schaft", "schaften", "tion", "tionen", "tät", "ismus")
_SHORTEST_ENDED = 8  # letters of a noun that is known by its ending: Jung and Hartung are names
_SHORTEST_HEAD = 5  # letters of a noun that is known as the last part of a compound
_HOW_MANY = frozenset(
    """
    ein eine einen einem einer eines kein keine keinen keinem keiner viele vielen vieler einige einigen einiger mehrere
    mehreren mehrerer wenige wenigen weniger alle allen aller beide beiden beider manche manchen jede jeden jedem jeder
    zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig dreißig vierzig fünfzig hundert tausend rund knapp
    unser unsere unseren unserem mein meine meinen meinem
    """.split()
)
_TITLES = frozenset(
    """
    m mr mrs ms mme mlle me mgr dr prof ing dott sig signor signora sr sra srta don doña dona herr herrn frau hr fr fru
    pan pani pana prezes burmistrz prokurator minister premier prezydent doktor kaptan sayın avukat başkan avvocato
    sindaco presidente ministro capitano alcalde alcaldesa monsieur madame maître mevrouw burgemeester dhr mec
    """.split()
)
# What stands before a name in German: professions and offices, then what has a name.
_GERMAN_TITLES = frozenset(
    """
    anwalt verteidiger richter staatsanwalt kläger zeuge trainer torwart stürmer kapitän sänger autor schauspieler
    regisseur künstler forscher bürgermeister landrat ministerpräsident präsident kanzler abgeordneter abgeordneten
    abgeordnete ob sprecher leiter führer chef vorsitzender vorsitzenden vorsitzende direktor dezernent dezernenten
    kämmerer kämmerin pfarrer bischof papst könig prinz prinzessin unternehmer gründer initiator stadtrat
    polizist kommissar fahrer mandant kollege ehemann ehefrau landwirt experte expert beamter beamte
    firma konzern unternehmen betrieb projekt labor verein klub fluss werk schiff frachter klinik zeitung magazin
    gemeinde stadt dorf insel
    """.split()
)
_SURNAMES = frozenset({"richter", "könig", "bischof", "papst", "prinz", "führer", "landwirt"})
_SHORTEST_LAST_PART = 6  # letters of a title that is known as the last part of a compound
_SHORT_LAST_PARTS = ("chef", "firma", "werk")
_CASES = ("s", "es", "in", "innen", "en")


def is_noun(word: str, language: str) -> bool:
    """Whether a capitalised word of a language that capitalises its nouns is one, and no part of a name."""
    return language == "de" and not is_title(word, language) and _is_german(word.casefold())


def is_title(word: str, language: str) -> bool:
    """Whether a word stands before a name: a form of address, an office or, in German, also what has a name."""
    plain = word.casefold()
    return plain in _TITLES or (language == "de" and _is_german_title(plain))


def is_surname_too(word: str) -> bool:
    """Whether what can stand before a name is a surname as well."""
    return word.casefold() in _SURNAMES


def says_how_many(before: str) -> bool:
    """Whether the end of a German text says how many of what follows there are, so that a common noun follows."""
    last = before.split()[-1:]
    return bool(last) and before[-1:] == " " and (last[0][-1].isdecimal() or last[0].casefold() in _HOW_MANY)


@lru_cache(maxsize=20_000)
def _is_german(word: str) -> bool:
    if word in _HOW_MANY or (len(word) >= _SHORTEST_ENDED and word.endswith(_ENDINGS)):
        return True
    if word in _GERMAN or any(f"{word[:length]}*" in _GERMAN for length in range(3, len(word) + 1)):
        return True
    heads = (word[place:] for place in range(3, len(word) - _SHORTEST_HEAD + 1))
    return any(head in _GERMAN or f"{head}*" in _GERMAN for head in heads)


@lru_cache(maxsize=20_000)
def _is_german_title(word: str) -> bool:
    forms = (word, *(word.removesuffix(case) for case in _CASES if word.endswith(case)))
    return any(form in _GERMAN_TITLES or _ends_with_title(form) for form in forms)


def _ends_with_title(form: str) -> bool:
    parts = (form[place:] for place in range(1, len(form) - _SHORTEST_LAST_PART + 1))
    return form.endswith(_SHORT_LAST_PARTS) or any(part in _GERMAN_TITLES for part in parts)

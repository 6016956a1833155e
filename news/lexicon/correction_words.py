"""How outlets mark a report that corrects or withdraws another, in two dozen languages."""

import re

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'"})
# What stands before a headline, by language.
_WITHDRAWN_HEADS = (
    "withdrawn|retracted|retraction|kill(?:ed)? story|story withdrawn|advisory[ -]+story withdrawn",
    "zurückgezogen|zurückziehung",
    "retiré|retrait|rétractation",
    "retirad[oa]|retractado|retractación",
    "отозвано|снято с ленты|отзыв",
    "відкликано|знято зі стрічки",
    "ritirat[oa]|annullat[oa]",
    "anulad[oa]",
    "wycofan[oea]|anulowan[oea]",
    "ingetrokken",
    "staženo|stažená zpráva",
    "stiahnuté",
    "geri çekildi",
    "retirat",
    "tillbakadrag(?:en|et)",
    "trukket tilbage|tilbagetrukket|trukket tilbake|tilbaketrukket",
    "visszavonva",
)
_CORRECTED_HEADS = (
    r"(?:official )?correction(?: \d+)?|corrected(?: \d+)?|corrects|refile|clarification",
    "korrektur|korrigiert|berichtigung|richtigstellung",
    "corrigé|rectificatif",
    "corrección|corregido|rectificación|fe de erratas",
    "исправлено|исправление|поправка|уточнение|уточнено",
    "виправлено|виправлення|уточнення|уточнено",
    "rettifica|errata corrige|correzione|corretto",
    "correção|corrigid[oa]|retificação|errata|erramos",
    "sprostowanie|korekta|poprawion[eay]|poprawka",
    "correctie|rectificatie|gecorrigeerd",
    "oprava|opraven[oaé]|upřesnění|spresnenie",
    "düzeltme|düzeltildi",
    "correcció|rectificació|fe d['’]errades|corregit",
    "rättelse|rättad|korrigering",
    "rettelse|rettet|berigtigelse|præcisering|korreksjon|presisering",
    "oikaisu|korjaus|korjattu",
    "helyesbítés|helyreigazítás|javítva",
    "erată|rectificare|corectură",
    "ispravak|ispravka|ispravljeno|popravek",
    "διόρθωση|επανόρθωση",
    "訂正|更正|정정",
)
_MARK = r"^[\s\[(*【]*(?:{})[\s\])*]*(?:[:\-–—|：]+\s*|[\])】]\s*)"
_MARKS = {
    kind: re.compile(_MARK.format("|".join(heads)), re.IGNORECASE)
    for kind, heads in (("withdrawn", _WITHDRAWN_HEADS), ("corrected", _CORRECTED_HEADS))
}
_WITHDRAWN_NOTES = (
    r"\bthis (?:report|story|article|item) (?:has been|was|is) (?:withdrawn|retracted)",
    r"\bplease (?:disregard|ignore) the (?:story|report|item)",
    r"\b(?:diese|der|dieser) (?:meldung|bericht|artikel) (?:wurde|wird|ist) (?:hiermit )?zurückgezogen",
    r"\bcet(?:te)? (?:article|dépêche|information) (?:a été|est) (?:retirée?|annulée?)",
    r"\best[ea] (?:artículo|noticia|nota|información) ha sido (?:retirad[oa]|anulad[oa])",
    r"\b(?:это сообщение|эта новость|этот материал|эта статья) (?:отозван[оа]?|снят[оа]?)",
    r"\b(?:це повідомлення|цю новину|цей матеріал|цю статтю) (?:відкликано|знято)",
    r"\bquest[oa] (?:articolo|notizia) è stat[oa] (?:ritirat[oa]|annullat[oa])",
    r"\best[ea] (?:texto|artigo|reportagem|notícia) foi (?:retirad[oa]|anulad[oa])",
    r"\b(?:ta depesza|ta informacja|ten artykuł|ten tekst) został[ay]? (?:wycofan[ya]|anulowan[ya])",
    r"\bdit (?:artikel|bericht) is ingetrokken",
)
_CORRECTED_NOTES = (
    r"\ban earlier version of this (?:article|story|report|headline)",
    r"\bthis (?:article|story|report) (?:has been|was) (?:corrected|amended)|^\W*\(?corrects\b",
    r"\bin (?:einer|der) (?:früheren|ersten) (?:version|fassung) d(?:ies)?es (?:artikels|textes|berichts)",
    r"\bune version (?:précédente|antérieure) de (?:cet article|ce texte|cette dépêche)",
    r"\buna versión (?:anterior|previa) de est[ea] (?:artículo|noticia|nota|texto)",
    r"\bв (?:более ранней|предыдущей|первоначальной) версии (?:этой |этого )?(?:статьи|материала|новости|текста)",
    r"\b[ув] (?:попередній|початковій|первісній) версії (?:цієї |цього )?(?:статті|матеріалу|новини|тексту)",
    r"\bin una (?:versione precedente|precedente versione) (?:di quest[oa] |dell')(?:articolo|notizia|testo)",
    r"\buma versão anterior (?:deste|desta|do|da) (?:texto|artigo|reportagem|notícia|matéria)",
    r"\bw (?:pierwotnej|poprzedniej|wcześniejszej|pierwszej) wersji (?:tego |naszego )?(?:tekstu|artykułu|materiału)",
    r"\bin een eerdere versie van (?:dit|het) (?:artikel|bericht|stuk|verhaal)",
    r"\bv (?:původní|předchozí|dřívější|první) verzi (?:tohoto |této )?(?:článku|textu|zprávy)",
    r"\bv (?:pôvodnej|predchádzajúcej|prvej) verzii (?:tohto |tejto )?(?:článku|textu|správy)",
    r"\bhaberin (?:önceki|ilk) (?:versiyonunda|sürümünde|hâlinde|halinde)",
    r"\buna versió anterior d'(?:aquest|aquesta) (?:article|text|notícia|informació)",
    r"\bi en tidigare version av (?:artikeln|texten|den här artikeln|denna artikel)",
    r"\bi en tidligere (?:version af|versjon av) (?:denne )?(?:artiklen|artikel|saken|artikkelen)",
    r"\b(?:jutun|artikkelin|uutisen) (?:aiemmassa|aikaisemmassa) versiossa",
    r"\bcikk(?:ünk)? (?:korábbi|első|eredeti) (?:változatában|verziójában)",
    r"\bo versiune anterioară a (?:acestui|acestei) (?:articol|text|știri)",
    r"\bu (?:prvoj|ranijoj|prethodnoj|prvotnoj) (?:verziji|inačici) (?:ovoga? )?(?:članka|teksta)",
)
_NOTES = {
    "withdrawn": re.compile("|".join(_WITHDRAWN_NOTES), re.IGNORECASE),
    "corrected": re.compile("|".join(_CORRECTED_NOTES), re.IGNORECASE),
}
# By these words a note says what was wrong; in other reports others err.
_ERRORS = re.compile(
    r"\b(?:wrongly|incorrectly|erroneously|mistakenly|misstated|fälschlich\w*|irrtümlich\w*|versehentlich|par erreur"
    r"|à tort|prière de lire|il fallait lire|por error|erróneamente|erroneamente|per errore|por engano|incorretamente"
    r"|błędnie|omyłkowo|mylnie|ten onrechte|abusievelijk|ошибочно|по ошибке|неверно|помилково|хибно|chybn[eě]|omylem"
    r"|nesprávn[eě]|yanlışlıkla|sehven|per error|erròniament|felaktigt|fejlagtigt|ved en fejl|feilaktig|ved en feil"
    r"|virheellisesti|tévesen|eronat|din greșeală|pogrešno|greškom)\b",
    re.IGNORECASE,
)

_NEWNESS = re.compile(
    r"^(?:\W*(?:update[ds]?(?: \d+)?|breaking(?: news)?|exclusive|live(?: updates?)?|developing|ticker|eilmeldung|eil"
    r"|exklusiv|mise à jour|en direct|última hora|en vivo|actualización|обновлено|срочно|new)"
    r"(?:\s*[:–—|]+\s*|\s+-+\s+))+",  # no hyphen: "Live-in carer charged"
    re.IGNORECASE,
)


def find_mark(headline: str) -> str:
    """The kind of correction that a headline announces, "corrected" or "withdrawn"; "" if none."""
    return next((kind for kind, mark in _MARKS.items() if mark.search(_plain(headline))), "")


def find_note(text: str) -> str:
    """The kind of correction that a text speaks of, "corrected" or "withdrawn"; "" if none."""
    plain = _plain(text)
    return next((kind for kind, note in _NOTES.items() if note.search(plain)), "")


def is_note(line: str) -> bool:
    """Whether a line of a report that corrects another says what was wrong."""
    plain = _plain(line)
    return bool(find_note(plain) or find_mark(plain) or _ERRORS.search(plain))


def without_mark(headline: str) -> str:
    """The headline without what announces a correction; unchanged if nothing else is in it."""
    for mark in _MARKS.values():
        headline = mark.sub("", headline) or headline
    return headline


def without_newness(headline: str) -> str:
    """The headline without "Updated:", "Breaking:" and the like; unchanged if nothing else is in it."""
    return _NEWNESS.sub("", headline) or headline


def _plain(text: str) -> str:
    return text.translate(_APOSTROPHES)

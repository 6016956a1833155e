"""How outlets mark a report that corrects or withdraws another, in English, German, French, Spanish and Russian."""

import re

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'"})
_WITHDRAWN_HEAD = (
    r"withdrawn|retracted|retraction|kill(?:ed)? story|story withdrawn|advisory[ -]+story withdrawn|zurückgezogen"
    r"|zurückziehung|retiré|retrait|rétractation|retirado|retirada|retractado|retractación|отозвано|снято с ленты|отзыв"
)
_CORRECTED_HEAD = (
    r"(?:official )?correction(?: \d+)?|corrected(?: \d+)?|corrects|refile|clarification|korrektur|korrigiert"
    r"|berichtigung|richtigstellung|correction|corrigé|rectificatif|corrección|corregido|rectificación|fe de erratas"
    r"|исправлено|исправление|поправка|уточнение|уточнено"
)
_MARK = r"^[\s\[(*]*(?:{})[\s\])*]*(?:[:\-–—|]+\s*|[\])]\s*)"
_MARKS = {
    "withdrawn": re.compile(_MARK.format(_WITHDRAWN_HEAD), re.IGNORECASE),
    "corrected": re.compile(_MARK.format(_CORRECTED_HEAD), re.IGNORECASE),
}
_NOTES = {
    "withdrawn": re.compile(
        r"\bthis (?:report|story|article|item) (?:has been|was|is) (?:withdrawn|retracted)"
        r"|\bplease (?:disregard|ignore) the (?:story|report|item)"
        r"|\b(?:diese|der|dieser) (?:meldung|bericht|artikel) (?:wurde|wird|ist) (?:hiermit )?zurückgezogen"
        r"|\bcet(?:te)? (?:article|dépêche|information) (?:a été|est) (?:retirée?|annulée?)"
        r"|\best[ea] (?:artículo|noticia|nota|información) ha sido (?:retirad[oa]|anulad[oa])"
        r"|\b(?:это сообщение|эта новость|этот материал|эта статья) (?:отозван[оа]?|снят[оа]?)",
        re.IGNORECASE,
    ),
    "corrected": re.compile(
        r"\ban earlier version of this (?:article|story|report|headline)"
        r"|\bthis (?:article|story|report) (?:has been|was) (?:corrected|amended)|^\W*\(?corrects\b"
        r"|\bin einer früheren (?:version|fassung) (?:dieses|des) (?:artikels|textes|berichts)"
        r"|\bune version (?:précédente|antérieure) de (?:cet article|ce texte|cette dépêche)"
        r"|\buna versión (?:anterior|previa) de est[ea] (?:artículo|noticia|nota|texto)"
        r"|\bв (?:более ранней|предыдущей|первоначальной) версии "
        r"(?:этой |этого |данной )?(?:статьи|материала|новости|текста)",
        re.IGNORECASE,
    ),
}

_NEWNESS = re.compile(
    r"^(?:\W*(?:update[ds]?(?: \d+)?|breaking(?: news)?|exclusive|live(?: updates?)?|developing|ticker|eilmeldung|eil"
    r"|exklusiv|mise à jour|en direct|última hora|en vivo|actualización|обновлено|срочно|new)"
    r"(?:\s*[:–—|]+\s*|\s+-+\s+))+",  # no hyphen: "Live-in carer charged"
    re.IGNORECASE,
)


def find_mark(headline: str) -> str:
    """The kind of correction that a headline announces, "corrected" or "withdrawn"; "" if none."""
    return next((kind for kind, mark in _MARKS.items() if mark.search(headline)), "")


def find_note(text: str) -> str:
    """The kind of correction that a text speaks of, "corrected" or "withdrawn"; "" if none."""
    plain = text.translate(_APOSTROPHES)
    return next((kind for kind, note in _NOTES.items() if note.search(plain)), "")


def without_mark(headline: str) -> str:
    """The headline without what announces a correction; unchanged if nothing else is in it."""
    for mark in _MARKS.values():
        headline = mark.sub("", headline) or headline
    return headline


def without_newness(headline: str) -> str:
    """The headline without "Updated:", "Breaking:" and the like; unchanged if nothing else is in it."""
    return _NEWNESS.sub("", headline) or headline

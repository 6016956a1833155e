"""Detect pages that are not articles: bot checks, errors, consent prompts, subscription offers.

Sites send these instead of an article, often with status 200. They are short, and most of their text says one of a few
things, in any language. News also reports attacks on web sites, stolen personal data and pages that have disappeared;
but a notice addresses its reader ("your browser", "our partners") or is a label of a few words ("Access denied"), while
a report tells of others in whole sentences. So a sentence only identifies a notice if it does the former.
"""

import re
from collections.abc import Mapping

_LONGEST_NOTICE = 3_000  # letters: a longer text is not a notice
_LEAST_SHARE = 0.25  # of a notice's letters are in sentences that identify it
_LEAST_SHARE_IF_DATED = 0.5  # the same for a page that says when it was published, as articles do
_LABEL, _SUBJECT_LABEL = 8, 3  # words: longer sentences must also address the reader
_LONGEST_TEASER = 2_000  # characters: a longer text above an offer is the article itself

_SENTENCE = re.compile(r"(?<=[.!?…])\s+|(?<=。)|\n")
_WORD = re.compile(r"\w+")
_ROBOT = r"""
\bcaptcha|\b(?:not|nicht|pas|no|non|kein\w*|не)\W+(?:a |un |ein )?(?:ro)?bot|you were a bot|are you a robot|не робот
|(?:are|you.re) (?:a )?human|unusual (?:traffic|activity)
|(?:enable|disable|activ|aktivier|abilit|habilit|включит|turn on|requires|supports|prevent)\w*
.{0,12}[ ](?:js|javascript|cookies)\b
|(?:javascript|cookies)\b.{0,40}(?:enabled|aktivieren|disabled|deaktiviert|erlaubt sein|reload)|accepting cookies
|(?:checking|verif\w+)[ ](?:that )?(?:you\b|your (?:browser|request|connection))|browser (?:is not|isn.t) supported
|ddos|ray id\b|(?:reference|support|incident|request) (?:id|\#)|security (?:service|check)|browser will redirect
|(?:have been|request|was) (?:blocked|rejected|denied)\b|security of your connection
|why have i been blocked|security solution|email the site owner|non essere un robot|security by cloudflare
|access (?:to this page has been |is )?denied|don.t have permission|access cannot be|attempting to access
"""
_ERROR = r"""
\b(?:4(?:0[1346]|10|29|51)|50[0234])\b.{0,12}(?:error|not found|forbidden|gone|bad gateway|unavailable)
|\berr(?:or|eur) [45]\d\d\b|page (?:not found|you.{0,30}(?:looking for|requested))
|(?:could|can)(?:n.t|[ ]?not) (?:find|connect to|be (?:found|satisfied))
|seite.{0,40}(?:nicht gefunden|existiert (?:leider )?nicht)|page.{0,50}(?:introuvable|n.existe (?:pas|plus))
|p[áa]gina.{0,50}(?:no (?:encontrada|existe)|não (?:encontrada|existe)|non (?:trovata|esiste))
|страниц\w+ не найден|сторінк\w+ не знайден|ページ.{0,6}見つかりません
|temporarily un(?:able|available)|service unavailable|something went wrong|an error occurred|try again later
|not available in your (?:region|country)|no longer available|legal reasons
"""
_CONSENT = r"""
\b(?:use|using|uses|verwenden|nutzen|utilis\w+|usamos|utilizamos|usiamo|plaatsen|gebruik van|mithilfe von)[ ]
(?:of |des |de |von |los )?cookies|pliki cookie|come i cookie
|cookies?[ ](?:and|und|et|y|e|o|ou|oder|or)[ ](?:similar|ähnlich|technolog|data|personal|similares|gebruiken)
|\b(?:accept|reject) all\b|alle (?:akzeptieren|ablehnen)|(?:tout|todo) (?:accepter|aceptar)
|(?:privacy|cookie|datenschutz)[ -]?(?:policy|settings|dashboard|center|einstellung|erklärung|instelling|beleid)
|politique de confidentialité|política de privacidad|informativa sulla privacy|ustawieniach prywatności
|\b(?:our|unsere|nos|nuestros|nostri|zaufani)[ ](?:bis zu )?(?:\d+ )?(?:partners?|partenaires|socios|partnerzy)\b
|personali[sz]ed (?:ads|advertising|content)|personalisierte anzeigen|werbetracking|werbung und tracking
|üblichem tracking|personenbezogene daten|données personnelles|dati personali|datos personales|danych osobowych
"""
_OFFER = r"""
(?:subscri\w+|sign in|log ?in|register|sign up|(?:create|have) an? (?:free )?account)\b.{0,40}
(?:to|and)[ ](?:\w+ )?(?:continu|keep read|read|unlock)|already (?:a |have a )?(?:subscri|member|registered)
|to continue reading|(?:for|exclusive to|available to|only) (?:our )?(?:paid |premium )?subscribers|unlock this
|unlimited access to|cancel any ?time|free articles (?:this|per) month
|nur für (?:\w+ )?(?:abonnent|registrierte)|(?:bereits|schon) (?:\S+[ -])?(?:abonnent|ein abo)|weiterlesen mit
|jetzt (?:\w+ ){0,4}(?:abonnieren|weiterlesen)|hier anmelden
|réservée? aux? abonn|abonnez-vous|déjà abonné|de cet article à lire
|(?:exclusivo|solo|reservado) para (?:\w+ )?suscriptor|suscríbete para|ya eres suscriptor
|exclusivo para assinantes|já é assinante|riservato agli abbonati|abbonati per|sei già abbonato
|alleen voor abonnees|al abonnee|allerede abonnent|dla (?:subskrybent|prenumerator)
|оформите подписку|уже подписаны
|会員(?:限定|登録|になる)|有料(?:会員|記事)|ログインして|続きをお読み|구독하기|订阅.{0,6}阅读
"""


def _compile(*patterns: str) -> re.Pattern[str]:
    """One pattern of several; a line break in them is layout, a blank is a blank."""
    return re.compile("|".join(pattern.replace("\n", "").replace("[ ]", " ") for pattern in patterns), re.IGNORECASE)


# What news reports on as well, so that only the shortest labels with these words identify a notice.
_SUBJECT = re.compile(
    r"ddos(?! protection)|personenbezogen|données personnelles|dati personali|datos personales|danych osobowych"
    r"|personali[sz]|captcha|no longer available|(?:were|was|been) (?:blocked|rejected|denied)|legal reasons"
    r"|unavailable",
    re.IGNORECASE,
)
# The reader, the site speaking of itself, or a request. Some German forms are only polite in the middle of a sentence.
_ADDRESS = re.compile(
    r"""
    (?i:\b(?:you|your|yours|yourself|we|our|(?-i:us)|please|vous|votre|vos|nous|notre|nos|veuillez|wir|unser\w*|uns|bitte
    |usted|su\ (?:navegador|cuenta)|nuestr\w+|tu|tus|ti|usamos|utilizamos|você|seu\ navegador|nossos?|nossas?|noi
    |nostr\w+|vostr\w+|tuo|usiamo|wij|we|uw|onze|je|jouw|nasz\w*|twoj\w*|вы|вас|ваш\w*|мы|наш\w*|ви|ваш\w*|ми)\b)
    |(?i:\b(?:this|the\ requested|diese[rs]?|die\ (?:angeforderte|gesuchte)
    |cette?|ce|esta?|questo|questa|deze|dit|эта|этот|эту|ця|цю)\s
    (?:\w+\s)?(?:web\W?)?(?:site|page|content|article|story|video|resource|url|seite|inhalt|artikel|beitrag|contenu
    |página|artículo|contenido|pagina|articolo|contenuto|conteúdo|artigo|страниц\w+|материал|сторінк\w+)\b)
    |(?<=\S\s)(?:Ihre?[mnrs]?|Ihnen|Sie)\b
    |(?i:^\W*(?:subscribe|sign\ (?:in|up)|log\ ?in|register|create|get|unlock|enable|disable|turn\ on|verify|check
    |accept|continue|try|abonnez|suscr[íi]b\w+|abbonati|assine|jetzt|hier|melden|оформите|включите)\b)
    """,
    re.VERBOSE,
)
_REPORTED = re.compile(
    r"\b(?:said|says|told|according to|announced|reported|sagte|teilte|hieß es|laut|selon|a (?:déclaré|dit|annoncé)"
    r"|dijo|según|informó|anunció|ha detto|secondo|disse|segundo|сказал\w*|заявил\w*|сообщил\w*|повідоми\w+)\b",
    re.IGNORECASE,
)
_OFFERS = _compile(_OFFER)
_KINDS: Mapping[str, re.Pattern[str]] = {
    "only checks for robots": _compile(_ROBOT),
    "only shows an error": _compile(_ERROR),
    "only asks for consent": _compile(_CONSENT),
    "only offers a subscription": _OFFERS,
}
_NOTICES = _compile(_ROBOT, _ERROR, _CONSENT, _OFFER)


class WallError(Exception):
    """A page shows a notice instead of an article; the message says which, as what "the page" does."""


def find_notice(title: str, text: str, *, is_dated: bool = False) -> str:
    """Say what a page that is no article does: "only checks for robots"; "" if its text may be an article.

    `is_dated`: the page states when it was published.
    """
    if _letters(text) >= _LONGEST_NOTICE:
        return ""
    sentences = [(_letters(sentence), sentence) for sentence in _SENTENCE.split(f"{title}\n{text}")]
    total = sum(letters for letters, _ in sentences)
    notices = [(letters, sentence) for letters, sentence in sentences if _says(_NOTICES, sentence)]
    least = _LEAST_SHARE_IF_DATED if is_dated else _LEAST_SHARE
    if not total or sum(letters for letters, _ in notices) < least * total:
        return ""
    sizes = {
        kind: sum(letters for letters, sentence in notices if pattern.search(sentence))
        for kind, pattern in _KINDS.items()
    }
    return max(sizes, key=lambda kind: sizes[kind])


def cut_offer(text: str) -> str:
    """A text up to the line where its site asks for a subscription; a long text as it is."""
    if len(text) > _LONGEST_TEASER:
        return text
    lines = text.split("\n")
    offers = (
        number for number, line in enumerate(lines) if any(_says(_OFFERS, part) for part in _SENTENCE.split(line))
    )
    return "\n".join(lines[: next(offers, len(lines))])


def _says(notice: re.Pattern[str], sentence: str) -> bool:
    """Whether a sentence contains a phrase of notices, and speaks as they do."""
    if not notice.search(sentence) or _REPORTED.search(sentence):
        return False
    longest = _SUBJECT_LABEL if _SUBJECT.search(sentence) else _LABEL
    return len(_WORD.findall(sentence)) <= longest or bool(_ADDRESS.search(sentence))


def _letters(text: str) -> int:
    return sum(map(len, _WORD.findall(text)))

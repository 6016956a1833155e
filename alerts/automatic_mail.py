"""Recognise mail that no person wrote: out-of-office notes, receipts, lists, delivery systems. Pure.

The standard header is Auto-Submitted (RFC 3834); older and common mail systems only set others, or none but a subject.
"""

import re

from alerts.incoming_mail import IncomingMail

_PRESENT = (
    "X-Autoreply",
    "X-Autorespond",
    "X-Autoresponse",
    "X-Autoreply-From",
    "X-Mail-Autoreply",
    "List-Id",
    "X-Loop",
)
_PRECEDENCE = frozenset("bulk junk list auto_reply auto-reply".split())
_SUPPRESSED = frozenset("all oof autoreply".split())  # by which Exchange marks its own notes
_ROBOT = re.compile(r"(?:mailer-daemon|postmaster|(?:no|do-?not)[-_.]?reply)(?:[-+._].*)?@.*", re.IGNORECASE)
_TAGS = re.compile(r"^(?:\s*\[[^\]]{1,40}\])*[\s*\"']*")  # what filters and lists put before a subject
# How mail programs begin the subject of an out-of-office note. A person's reply begins with "Re:" or its like.
_SUBJECT = re.compile(
    r"auto(?:matic|mated)?[- ]?(?:reply|response|respond)|auto:|out[- ]of[- ](?:the[- ])?office|ooo\b|"
    r"on (?:annual )?leave:|"
    r"vacation (?:reply|response|message)|i am (?:currently )?(?:out|away)|"
    r"automatische antwort|abwesenheits?|abwesend|réponse automatique|reponse automatique|absence du bureau|absent\b|"
    r"respuesta autom[aá]tica|fuera de (?:la )?oficina|ausente\b|risposta automatica|fuori (?:sede|ufficio)|"
    r"automatisch antwoord|afwezig|resposta autom[aá]tica|fora do escrit[oó]rio|ausência|"
    r"autosvar|automatisk[t]? svar|frånvaro|fravær|automaattinen vastaus|poissa|"
    r"odpowiedź automatyczna|automatyczna odpowiedź|autoodpowiedź|automatická odpověď|automatické odpovede|"
    r"automatikus válasz|răspuns automat|automatski odgovor|samodejni odgovor|otomatik (?:yanıt|cevap)|"
    r"автоматическ\w+ ответ|автоответ|автоматична відповідь|автовідповідь|автоматичен отговор|αυτόματη απάντηση|"
    r"自動返信|自動応答|自动回复|自动答复|自動回覆|자동 ?(?:응답|회신)|رد تلقائي|תשובה אוטומטית|"
    r"ตอบกลับอัตโนมัติ|trả lời tự động|balasan otomatis",
    re.IGNORECASE,
)


def is_automatic(mail: IncomingMail, sender: str) -> bool:
    """Whether a program wrote the mail, so that it contains no command and must not be answered."""
    submitted = mail.header("auto-submitted").partition(";")[0].strip().casefold()
    suppressed = re.findall(r"\w+", mail.header("x-auto-response-suppress").casefold())
    return (
        submitted not in {"", "no"}
        or any(name.lower() in mail.headers for name in _PRESENT)
        or mail.header("precedence").strip().casefold() in _PRECEDENCE
        or not _SUPPRESSED.isdisjoint(suppressed)
        or mail.header("return-path").replace(" ", "") == "<>"
        or mail.kind == "multipart/report"
        or _ROBOT.fullmatch(sender) is not None
        or _SUBJECT.match(_TAGS.sub("", mail.header("subject"))) is not None
    )

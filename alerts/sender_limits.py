"""Recognise replies by which a mail server refuses a sender that has sent too much, whoever the recipient is. Pure.

No standard code says so. Servers use 421, the enhanced codes below, or a temporary or permanent code with a text.
"""

import re

_ENHANCED = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
# 4.5: a congested system, by which Gmail means the daily quota; 1.90 and 7.7xx: Microsoft's limits for senders and
# tenants; 3.1: the server's disk is full; 3.2: it takes no mail; 7.28: Gmail's unusual rate of mail.
_CODES = re.compile(r"[45]\.(?:4\.5|1\.90|3\.[12]|7\.28|7\.(?:232|233|705|708))")
# .1.x and .2.x are about the recipient's address and mailbox, 3.4 about the size of this mail.
_OTHER_CODES = re.compile(r"[45]\.(?:[12]\.\d+|3\.4)")
_LIMIT = re.compile(
    r"\b(?:rate|quota|limit|limits|threshold|throttl\w*|too (?:many|much) (?:e-?mails?|mails?|messages?|connections?)|"
    r"too (?:fast|quickly)|(?:per|an?) (?:hour|day|minute)|daily|hourly)\b",
    re.IGNORECASE,
)
_EXCEEDED = re.compile(
    r"exceed|reach|throttl|limited|too (?:many|much|fast|quickly)|over\b|used up|slow down", re.IGNORECASE
)
_OF_SUBMISSION = re.compile(r"submission ?quota|sending limit|sending quota|send(?:er|ing) rate", re.IGNORECASE)
_OF_ELSE = re.compile(
    r"mail ?box|inbox|over ?quota|user is over|storage|message size|size limit|too large|recipient'?s? (?:rate|limit)|"
    r"receiving mail|grey ?list|hop ?count|line length",
    re.IGNORECASE,
)
# In the reply to a recipient. Not "Recipient address rejected": Postfix begins its replies about senders with it too.
_OF_RECIPIENT = re.compile(
    r"\b(?:(?:for|to|of|by) (?:the )?|this |that )(?:recipient|destination)\b(?!'?s? (?:limit|rate|quota|count))",
    re.IGNORECASE,
)


def is_sender_limit(code: int, text: str, *, at_recipient: bool = False) -> bool:
    """Whether a reply to a mail means that the sender must wait, so that no other mail would be accepted either.

    `at_recipient`: it is the reply to a recipient, who may have a limit that is nobody else's.
    """
    if not 400 <= code < 600 or (at_recipient and _OF_RECIPIENT.search(text)):
        return False
    enhanced = _ENHANCED.search(text)
    if code == 421 or (enhanced and _CODES.fullmatch(enhanced[1])) or _OF_SUBMISSION.search(text):
        return True
    if (enhanced and _OTHER_CODES.fullmatch(enhanced[1])) or _OF_ELSE.search(text):
        return False
    return bool(_LIMIT.search(text) and _EXCEEDED.search(text))

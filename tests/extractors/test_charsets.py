"""Bytes whose charset is declared wrongly or not at all are read as the charset that makes sense of them."""

import pytest

from extractors.charsets import decode_text

# real charsets of the web, each with sentences as they stand in feeds: few letters beyond ASCII among much markup
UNDECLARED = [
    ("cp1252", "Firefly tells Congress of “important letter” from Sylvania"),
    ("cp1252", "The café’s owner – once a minister – won’t sign"),
    ("cp1252", "Loan of £2.26bn is signed"),
    ("cp1252", "Der Präsident kündigt Gespräche über den Lithiumvertrag an"),
    ("cp1252", "Le président s’est dit prêt à signer l’accord dès mardi"),
    ("cp1252", "El presidente volverá a las negociaciones mañana, según el ministro"),
    ("cp1252", "O presidente disse que não assinará o acordo até à próxima reunião"),
    ("iso-8859-1", "Statsministern säger att avtalet är färdigt"),
    ("iso-8859-2", "Prezydent podpisał umowę o złożach litu, lecz żąda gwarancji bezpieczeństwa"),
    ("cp1250", "Prezident podepsal smlouvu a žádá bezpečnostní záruky, řekl mluvčí"),
    ("cp1251", "Президент готов подписать соглашение, сообщило министерство"),
    ("koi8-r", "Президент готов подписать соглашение, сообщило министерство"),
    ("cp1251", "Президент готовий підписати угоду, повідомило міністерство"),
    ("cp1253", "Ο πρόεδρος είναι έτοιμος να υπογράψει τη συμφωνία"),
    ("cp1254", "Cumhurbaşkanı anlaşmayı imzalamaya hazır olduğunu söyledi"),
    ("cp1255", "הנשיא מוכן לחתום על ההסכם, כך נמסר ממשרדו"),
    ("cp1256", "الرئيس مستعد لتوقيع الاتفاق بحسب وزارة الخارجية"),
    ("cp932", "大統領は協定に署名する用意があると述べた"),
    ("euc_jp", "大統領は協定に署名する用意があると述べた"),
    ("gb18030", "总统表示准备签署协议，外交部周二证实了这一消息"),
    ("big5", "總統表示準備簽署協議，外交部週二證實了這一消息"),
    ("cp949", "대통령은 협정에 서명할 준비가 되어 있다고 밝혔다"),
]
HEAD = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>News</title><item><title>'
TAIL = "</title><link>https://courier.example/2025/03/a</link><pubDate>Sat, 01 Mar 2025 10:00:00 GMT</pubDate></item>"


@pytest.mark.parametrize(("charset", "sentence"), UNDECLARED)
@pytest.mark.parametrize(("before", "after"), [("", ""), (HEAD, TAIL)])
def test_a_wrong_or_missing_charset_is_found_by_what_the_text_says(
    charset: str, sentence: str, before: str, after: str
) -> None:
    body = f"{before}{sentence}{after}".encode(charset)
    assert decode_text(body, "application/rss+xml; charset=utf-8") == f"{before}{sentence}{after}"


def test_text_of_no_charset_at_all_is_decoded_without_an_error() -> None:
    assert decode_text(bytes(range(128, 256)) * 9)
    assert decode_text(b"\xff\xfe\xfd" * 10)

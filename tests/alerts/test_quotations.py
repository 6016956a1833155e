"""Which lines of an answer its sender wrote: quotes of all mail programs and languages are not obeyed."""

import pytest

from alerts.html_text import read_html
from alerts.quotations import MOST_LINES, own_lines
from tests.alerts.incoming import HEADLINE, SENT_HTML, SENT_TEXT, commands, make_alternatives, make_answer

SENT = (SENT_TEXT, f"Update: {HEADLINE}")
MARKED = "\n".join(f"> {line}" for line in SENT_TEXT.splitlines())
OUTLOOK = {
    "English": ("From", "Sent", "To", "Subject"),
    "German": ("Von", "Gesendet", "An", "Betreff"),
    "French": ("De ", "Envoyé ", "À ", "Objet "),
    "Spanish": ("De", "Enviado", "Para", "Asunto"),
    "Polish": ("Od", "Wysłano", "Do", "Temat"),
    "Russian": ("От", "Отправлено", "Кому", "Тема"),
    "Japanese": ("差出人", "送信日時", "宛先", "件名"),
    "Chinese": ("发件人", "发送时间", "收件人", "主题"),
    "Arabic": ("من", "تم الإرسال", "إلى", "الموضوع"),
}
GMAIL = {
    "English": "On Sat, Nov 28, 2026 at 2:51 PM storywake: Freedonia <desk@example.org> wrote:",
    "English, wrapped": "On Sat, Nov 28, 2026 at 2:51 PM storywake: Freedonia and Sylvania <\ndesk@example.org> wrote:",
    "German": "Am Sa., 28. Nov. 2026 um 14:51 Uhr schrieb storywake: Freedonia <desk@example.org>:",
    "French": "Le sam. 28 nov. 2026 à 14:51, storywake: Freedonia <desk@example.org> a écrit :",
    "Japanese": "2026年11月28日(土) 14:51 storywake: Freedonia <desk@example.org>:",
    "Chinese": "storywake: Freedonia <desk@example.org> 于2026年11月28日周六 14:51写道：",
    "Apple": "On 28. Nov 2026, at 14:51, storywake: Freedonia <desk@example.org> wrote:",
    "Thunderbird": "On 28.11.26 14:51, storywake: Freedonia wrote:",
}


def outlook(language: str, colon: str = ":") -> str:
    names = OUTLOOK[language]
    values = ("storywake: Freedonia <desk@example.org>", "Saturday 28 November 2026 14:51", "Ann", HEADLINE)
    return "\n".join(f"{name}{colon} {value}" for name, value in zip(names, values, strict=True)) + f"\n\n{SENT_TEXT}"


@pytest.mark.parametrize("language", OUTLOOK)
@pytest.mark.parametrize("colon", [":", "："])
def test_an_unmarked_quote_of_outlook_is_cut(language: str, colon: str) -> None:
    assert own_lines(f"yes\n\nAnn\n\n{outlook(language, colon)}", SENT) == ["yes", "Ann"]


def test_an_outlook_quote_is_cut_even_if_it_is_not_of_our_mail() -> None:
    assert own_lines(f"yes\n\n{outlook('German').replace(SENT_TEXT, 'stop')}", ()) == ["yes"]


@pytest.mark.parametrize("program", GMAIL)
def test_answers_above_below_and_between_marked_quotes_are_read(program: str) -> None:
    above = f"no d1\n\n{GMAIL[program]}\n\n{MARKED}\n"
    assert own_lines(above, SENT)[0] == "no d1"
    below = f"{GMAIL[program]}\n{MARKED}\n\nno d1\n"
    assert own_lines(below, SENT)[-1] == "no d1"
    first, *others = MARKED.splitlines()
    between = "\n".join([GMAIL[program], first, "no d1", *others, "yes d2"])
    assert own_lines(between, SENT)[-2:] == ["no d1", "yes d2"]


@pytest.mark.parametrize("program", GMAIL)
def test_a_quote_that_is_introduced_and_not_marked_is_cut(program: str) -> None:
    assert "stop" not in own_lines(f"Thanks\n\n{GMAIL[program]}\n\nA headline\nstop\n", ())


@pytest.mark.parametrize(
    "rule", ["-----Original Message-----", "-------- Ursprüngliche Nachricht --------", "---- 元のメッセージ ----"]
)
def test_a_quote_below_a_titled_rule_is_cut(rule: str) -> None:
    assert own_lines(f"yes\n{rule}\nstop", ()) == ["yes"]


def test_a_quote_that_nothing_announces_is_recognised_by_our_text() -> None:
    assert own_lines(f"Thanks\n\n{SENT_TEXT}", SENT) == ["Thanks"]
    wrapped = HEADLINE.replace(" of Freedonia", "\nof Freedonia").replace("says ", "says\n")
    assert own_lines(f"Thanks\n{wrapped}\nstop", SENT) == ["Thanks"]


def test_a_signature_and_what_follows_it_is_not_read() -> None:
    assert own_lines("yes\n-- \nAnn\nstop", ()) == ["yes"]


def test_a_warning_above_the_answer_does_not_hide_it() -> None:
    assert own_lines("[EXTERNAL EMAIL] Do not click links.\n----\n\ufeffno d1", SENT)[-1] == "no d1"


def test_the_number_of_lines_is_limited() -> None:
    assert len(own_lines("stop\n" * (MOST_LINES + 5), ())) == MOST_LINES


HTML_QUOTES = {
    "Gmail": '<div>{own}</div><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">On Sat '
    'wrote:<br></div><blockquote class="gmail_quote">{sent}</blockquote></div>',
    "Apple": '<body>{own}<div><br><blockquote type="cite"><div>On 28 Nov wrote:</div>{sent}</blockquote></div></body>',
    "Outlook": '<div class="WordSection1"><p class="MsoNormal">{own}</p><div><div style="border:none;border-top:solid '
    '#E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in"><p class="MsoNormal"><b>Von:</b> storywake</p></div></div>{sent}</div>',
    "Outlook on the web": '<div>{own}</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg" dir="ltr">'
    "<b>From:</b> storywake</div>{sent}",
    "Yahoo": '<div>{own}</div><div id="yahoo_quoted_1" class="yahoo_quoted"><div>{sent}</div></div>',
    "GMX": '<div>{own}<div name="quote"><div name="quoted-content">{sent}</div></div></div>',
    "Thunderbird": '<p>{own}</p><div class="moz-cite-prefix">Am 28.11. schrieb x:</div><blockquote>{sent}</blockquote>',
}


@pytest.mark.parametrize("program", HTML_QUOTES)
def test_quotes_in_html_are_recognised(program: str) -> None:
    html = HTML_QUOTES[program].format(own="no d1", sent="<h2>A headline</h2><p>stop</p>")
    assert own_lines(read_html(html), ()) == ["no d1"]
    assert commands(make_alternatives("", html)) == [("no", (1,))]


def test_a_headline_in_html_that_nothing_marks_as_quoted_is_not_obeyed() -> None:
    assert commands(make_answer(f"<p>Thanks</p>{SENT_HTML}", kind="text/html")) == []


def test_an_answer_below_a_quote_in_html_is_read() -> None:
    assert own_lines(read_html("<blockquote><p>old<blockquote>older</blockquote>stop</blockquote><p>no d1"), ()) == [
        "no d1"
    ]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<head><title>stop</title><style>p {}</style></head><body>no&nbsp;d1</body>", "no d1"),
        ("<head><title>stop</title><body>yes", "yes"),
        ("a <!-- stop --> b<!-- stop", "a b"),
        ("<script>stop</script>1 < 2 &amp; 3", "1 < 2 & 3"),
        ("one<br>two<BR/>three", "one\ntwo\nthree"),
        ("</p></blockquote>odd</div>", "odd"),
        ("<blockquote>" * 600 + "stop", ""),
    ],
)
def test_html_becomes_lines_of_text(html: str, text: str) -> None:
    assert read_html(html) == text

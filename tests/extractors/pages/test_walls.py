import time

import pytest

from extractors.pages.article import extract_page
from extractors.pages.wall_phrases import languages_of
from extractors.pages.walls import WallError, cut_offer, find_notice

TEASER = "The harbour of Lindholm will be closed to large ships from June, the council decided after a long debate."

WALLS = [
    ("error", "Sorry!", "Something went wrong on our end. Please try again in a few minutes."),
    ("error", "Outside", "We're sorry, but this website is not available in your region. Thank you for your visit."),
    ("error", "Service", "Our website is undergoing planned maintenance and will be back online soon."),
    ("error", "Leider", "Dieser Inhalt ist in Ihrer Region leider nicht verfügbar. Wir bitten um Verständnis."),
    ("error", "Oups", "Oups ! La page que vous cherchez n'existe plus. Retour à l'accueil"),
    ("error", "Página", "La página que usted busca no se encuentra. Vuelva a intentarlo desde la portada."),
    ("error", "Pagina", "Ci dispiace, la pagina che stai cercando non esiste o è stata spostata."),
    ("error", "Pagina", "Deze pagina bestaat niet meer. Probeer het opnieuw vanaf de voorpagina."),
    ("error", "Fel", "Tyvärr kan vi inte hitta sidan du söker. Försök igen från startsidan."),
    ("error", "Fejl", "Beklager, vi kan ikke finde siden, du leder efter."),
    ("error", "Sivua ei löytynyt", "Valitettavasti etsimääsi sivua ei löytynyt. Palaa etusivulle."),
    ("error", "Błąd", "Przepraszamy, strona, której szukasz, nie istnieje. Wróć na stronę główną."),
    ("error", "Chyba", "Omlouváme se, stránka, kterou hledáte, neexistuje."),
    ("error", "Hata", "Üzgünüz, aradığınız sayfa bulunamadı. Lütfen adresi kontrol edin."),
    ("error", "Σφάλμα", "Λυπούμαστε, η σελίδα που ψάχνετε δεν υπάρχει."),
    ("error", "Сервіс", "На жаль, сторінку, яку ви шукали, не знайдено. Спробуйте пізніше."),
    ("error", "خطأ", "عذرا، لم يتم العثور على الصفحة. يرجى العودة إلى الصفحة الرئيسية."),
    ("error", "页面", "抱歉，您要找的页面已删除。请返回首页。"),
    ("error", "안내", "죄송합니다. 찾으시는 페이지가 존재하지 않습니다."),
    ("error", "Lỗi", "Rất tiếc, trang bạn tìm không tồn tại. Vui lòng quay lại."),
    ("consent", "Din integritet", "Vi och våra partner använder cookies för att visa annonser. Acceptera alla"),
    ("consent", "Soukromí", "Používáme soubory cookies, abychom vám ukázali reklamu. Přijmout vše"),
    ("consent", "Gizlilik", "Sitemizde size uygun reklamlar için çerezleri kullanıyoruz. Tümünü kabul et"),
    ("offer", "For abonnenter", "Denne saken er for abonnenter. Logg inn eller bli abonnent for å lese videre."),
    ("offer", "Låst", "Det här är en låst artikel. Bli prenumerant för att läsa vidare."),
    ("offer", "会員", "この記事は会員限定です。ログインして続きをお読みください。"),
    ("robot", "Vérification", "Veuillez activer JavaScript pour confirmer que vous n'êtes pas un robot."),
]
REPORTS = [
    ("Robot guards", "Prove that you are human, says a voice at the gate. If you cannot, a robot follows you home."),
    ("How you can tell that you talk to a robot", "A new test verifies people without riddles. We tried it at home."),
    (
        "Our partners must act",
        "Our partners have failed us. Our partners owe us shells, the minister told the deputies.",
    ),
    (
        "Unsere Partner sollen handeln",
        "Unsere Partner haben uns Granaten versprochen. Unsere Partner schulden sie uns.",
    ),
    ("Nos partenaires doivent agir", "Nos partenaires nous ont promis des obus. Nos partenaires se taisent depuis."),
    ("Syrup withdrawn", "The cough syrup is no longer available in your pharmacy. You should bring back old bottles."),
    ("Bluewave not available in your country", "Bluewave is not available in your country if you live in Sylvania."),
    ("Outage", 'Screens showed "Service unavailable. Please try again later." A broken cable was the cause.'),
    ("Störung", "„Bitte versuchen Sie es später noch einmal“, lasen Tausende. Schuld war ein Kabel."),
    ("Panne", "Le site affichait « Accès refusé. Veuillez réessayer plus tard ». Un câble était rompu."),
    ("Cookies", "Webseiten brauchen einen Knopf „Alle ablehnen“, entschied das Verwaltungsgericht Lindholm."),
    ("Server weg", "Wer den Pegel sucht, liest seit drei Wochen immer denselben Satz: Diese Seite existiert nicht."),
    ("Данные", "Сайт был закрыт шесть часов. Надпись «Попробуйте позже» видели все. Вчера его открыли."),
    ("銀行へのDDoS攻撃", "銀行のサイトが火曜日、DDoS攻撃を受けた。\n個人情報は盗まれていないと銀行は述べた。"),
    ("银行遭DDoS攻击", "银行网站周二遭到DDoS攻击，停机六小时。\n银行说，没有数据被盗。"),
    ("新聞、会員限定に", "新聞社は六月から全記事を会員限定にすると発表した。有料会員は三割増えた。"),
    ("报纸收费", "报纸六月起只有订阅才能阅读全文，社长说。\n读者批评这一决定。"),
    ("은행 장애", "은행 사이트가 멈췄다. 이용자들은 '잠시 후 다시 시도해 주세요'라는 문구만 봤다고 말했다."),
    (
        "Seite nicht gefunden",
        "Die Seite der Stadt Lindholm fehlt, klagte der Bürgermeister. Ein Techniker löschte sie.",
    ),
]
OFFERS = [
    "Subscribe to read the full story.\nAlready a subscriber? Log in",
    "This article is for subscribers.\nGet full access to all stories for $1. Cancel anytime.",
    "Weiterlesen mit Plus\nBereits Abonnent? Hier anmelden",
    "La suite est réservée aux abonnés.\nDéjà abonné ? Connectez-vous",
    "Чтобы читать дальше, оформите подписку.\nУже подписаны? Войдите",
    "この記事は有料会員限定です。\n残り1234文字",
    "この記事は会員限定です。\n紙の新聞を購読している方は、無料で会員登録できます。\n関連記事",
]
TRUE_ENDS = [
    "You can register and read about the plan at the town hall. The clerks have printed two hundred copies of it.",
    "Subscribers of the port's bulletin can cancel anytime. It once had ten free articles per month.",
    '"We never ask you to log in to continue," the port writes. Two captains have lost money all the same.',
    "Already a subscriber? You will pay a crown more.\nYou can cancel anytime.",
    "Si ya eres suscriptor no pagas más. Los demás pagarán dos coronas por cada barco.",
    "Nur für Abonnenten bleibt die Fähre umsonst. Alle anderen zahlen ab Juni zwei Kronen.",
    "Subscribe now, the port's campaign tells shipping lines.\nThe council votes on the ferry and its new quay in May.",
    "会員登録は無料だという。",
]


@pytest.mark.parametrize(("kind", "title", "text"), WALLS)
def test_a_page_that_speaks_to_its_reader_is_a_wall(kind: str, title: str, text: str) -> None:
    starts = {"error": "only shows", "consent": "only asks", "offer": "only offers", "robot": "only checks"}
    assert find_notice(title, text).startswith(starts[kind])


@pytest.mark.parametrize("is_dated", [False, True])
@pytest.mark.parametrize(("title", "text"), REPORTS)
def test_a_report_about_walls_is_none(title: str, text: str, *, is_dated: bool) -> None:
    assert find_notice(title, text, is_dated=is_dated) == ""
    assert cut_offer(text) == text


def test_a_title_without_a_page_suffices_above_a_few_words() -> None:
    assert find_notice("Seite nicht gefunden", "Unsere Redaktion hilft gern weiter.") == "only shows an error"
    assert not find_notice("Seite nicht gefunden", "Unsere Redaktion hilft gern weiter.", is_dated=True)
    assert not find_notice("Seite nicht gefunden", f"{TEASER} " * 4)


@pytest.mark.parametrize("offer", OFFERS)
def test_an_offer_at_the_end_is_cut(offer: str) -> None:
    assert cut_offer(f"{TEASER}\n{offer}") == TEASER


@pytest.mark.parametrize("end", TRUE_ENDS)
def test_the_end_of_a_report_about_prices_is_kept(end: str) -> None:
    assert cut_offer(f"{TEASER}\n{end}") == f"{TEASER}\n{end}"


def test_an_offer_above_paragraphs_is_kept() -> None:
    text = f"{TEASER}\nSubscribe now to keep reading.\n{TEASER}"
    assert cut_offer(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "This article is reserved for our subscribers. Subscribe now to keep reading. Already a subscriber? Sign in.",
        "Log in to continue reading this story. No account yet? Create a free account to read more.",
    ],
)
def test_a_page_that_is_all_offer_is_named(text: str) -> None:
    html = f"<html><head><title>Premium</title></head><body><article><p>{text}</p></article></body></html>"
    with pytest.raises(WallError, match="only offers a subscription"):
        extract_page(html.encode(), "https://news.example/a")


def test_no_phrase_is_found_in_nothing() -> None:
    assert languages_of("") == []
    assert languages_of(TEASER) == []


@pytest.mark.parametrize("mark", ['"', "'a ", "“", "„", "« ", "‘a", "abo", "nur für abo", "page ", "our a "])
def test_a_hostile_text_takes_no_time(mark: str) -> None:
    start = time.process_time()
    find_notice(mark * 100_000, mark * (3_000 // len(mark)))
    find_notice("", mark * 1_000_000)
    cut_offer(mark * (2_000 // len(mark)))
    assert time.process_time() - start < 2

"""The links of services that carry the address they lead to."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news import unwrap_url

PAGE = "https://courier.example/talks/geneva-2.html?id=3"
CODED = quote(PAGE, safe="")


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://www.google.com/url?rct=j&sa=t&url=https://courier.example/a%3Fid%3D1&ct=ga", "https://courier.example/a?id=1"),
        ("https://www.google.co.uk/url?q=https://courier.example/a&sa=U", "https://courier.example/a"),
        ("http://www.bing.com/news/apiclick.aspx?ref=FexRss&url=https%3a%2f%2fcourier.example%2fa&c=1", "https://courier.example/a"),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fcourier.example%2Fa&h=x", "https://courier.example/a"),
        ("https://duckduckgo.com/l/?uddg=https%3A%2F%2Fcourier.example%2Fa", "https://courier.example/a"),
        ("https://www.google.com/url?url=javascript:alert(1)", "https://www.google.com/url?url=javascript:alert(1)"),
        ("https://notgoogle.com/url?url=https://courier.example/a", "https://notgoogle.com/url?url=https://courier.example/a"),
        ("https://courier.example/url?url=https://other.example/", "https://courier.example/url?url=https://other.example/"),
        ("http://[", "http://["),
    ],
)  # fmt: skip
def test_the_links_of_alert_services_are_unwrapped(url: str, target: str) -> None:
    assert unwrap_url(url) == target


@pytest.mark.parametrize(
    "url",
    [
        f"https://eur01.safelinks.protection.outlook.com/?url={CODED}&data=x&reserved=0",
        f"https://news.google.com/news/url?sa=t&url={CODED}",
        f"http://www.bing.com/news/apiclick.aspx?Url={CODED}&c=1",
        f"https://us.rd.yahoo.com/rss/world/SIG=1/*{PAGE}",
        f"https://us.rd.yahoo.com/rss/world/SIG=1/*{CODED}",
        f"https://r.search.yahoo.com/_ylt=A/RV=2/RU={CODED}/RK=2/RS=b-",
        f"https://www.linkedin.com/redir/redirect?urlhash=x&url={CODED}",
        f"https://www.linkedin.com/safety/go?url={CODED}",
        f"https://l.instagram.com/?u={CODED}&e=x",
        f"https://out.reddit.com/t3_a?url={CODED}&token=x",
        f"https://medium.com/r/?url={CODED}",
        f"https://t.umblr.com/redirect?z={CODED}",
        f"https://disq.us/url?url={CODED}%3Aa-B_c&cuid=1",
        f"https://steamcommunity.com/linkfilter/?u={CODED}",
        f"https://go.skimresources.com/?id=1&url={CODED}",
        f"https://redirect.viglink.com/?key=1&u={CODED}",
        "https://urldefense.proofpoint.com/v2/url?u=https-3A__courier.example_talks_geneva-2D2.html-3Fid-3D3&d=x",
        f"https://urldefense.com/v3/__{PAGE}__;!!x$",
        f"https://t.me/iv?url={CODED}&rhash=x",
        f"https://translate.google.com/translate?sl=uk&u={CODED}",
        f"https://href.li/?{PAGE}",
        f"//duckduckgo.com/l/?uddg={CODED}",
        "https://duckduckgo.com/l/?uddg=" + CODED.removeprefix("https%3A"),
    ],
)
def test_a_wrapped_link_leads_to_the_page(url: str) -> None:
    assert unwrap_url(url) == PAGE


def wrap(address: str, times: int) -> str:
    for _ in range(times):
        address = "https://medium.com/r/?url=" + quote(address, safe="")
    return address


def test_up_to_three_wrappers_around_another_are_opened() -> None:
    assert [unwrap_url(wrap(PAGE, times)) for times in (2, 3, 4)] == [PAGE, PAGE, wrap(PAGE, 1)]


@pytest.mark.parametrize(
    "url",
    [
        "https://l.instagram.com/?u=mailto%3Aann%40example.org",
        "https://medium.com/r/?url=https%3A%2F%2F",
        "https://medium.com/r/?url=%2Fabout",
        f"https://medium.com/review?url={CODED}",
        f"https://courier.example/redirect?url={CODED}",
        f"https://mymedium.com/r/?url={CODED}",
        "https://urldefense.com/v3/__https://courier.example/a*b__;Kw!!x$",
        "https://us.rd.yahoo.com/rss/world/SIG=1/*ftp://courier.example/a",
        "https://t.me/courier/77",
    ],
)
def test_a_link_that_carries_no_page_stays(url: str) -> None:
    assert unwrap_url(url) == url


HOSTS = st.sampled_from(["https://medium.com/r/?url=", "https://urldefense.com/v3/__", "https://rd.yahoo.com/*", ""])


@given(st.builds("{}{}".format, HOSTS, st.one_of(st.text(), st.sampled_from(["http://[", "http://a:x/", "//"]))))
def test_no_link_raises(url: str) -> None:
    unwrap_url(url)

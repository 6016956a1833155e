"""The feeds of social networks, on invented documents of the shapes that they serve."""

from datetime import UTC, datetime

import pytest

from extractors import FeedError, ParsedFeed, parse_feed

WHEN = datetime(2025, 3, 4, 9, 30, tzinfo=UTC)

BLUESKY = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>
<description>Reports from Freedonia</description><link>https://bsky.app/profile/desk.freedonia.example</link>
<title>@desk.freedonia.example - Freedonia Desk</title>
<item><link>https://bsky.app/profile/desk.freedonia.example/post/3abc</link>
<description>Firefly signs the lithium treaty.&#xA;&#xA;More soon: https://freedonia.example/treaty</description>
<pubDate>04 Mar 2025 09:30 +0000</pubDate>
<guid isPermaLink="false">at://did:plc:invented/app.bsky.feed.post/3abc</guid></item></channel></rss>"""

MASTODON = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:webfeeds="http://webfeeds.org/rss/1.0"
xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Freedonia Desk</title>
<description>Public posts from @desk@social.example</description><link>https://social.example/@desk</link>
<webfeeds:icon>https://social.example/icon.png</webfeeds:icon><generator>Mastodon v4.3.0</generator>
<item><guid isPermaLink="true">https://social.example/@desk/114100000000000001</guid>
<link>https://social.example/@desk/114100000000000001</link><pubDate>Tue, 04 Mar 2025 09:30:00 +0000</pubDate>
<description>&lt;p&gt;Firefly signs the &lt;a href="https://social.example/tags/lithium"&gt;#&lt;span&gt;lithium&lt;/span&gt;&lt;/a&gt; treaty.&lt;/p&gt;&lt;p&gt;More soon.&lt;/p&gt;</description>
<media:content url="https://social.example/p.png" type="image/png" medium="image"/><category>lithium</category></item>
</channel></rss>"""  # noqa: E501

YOUTUBE = """<?xml version="1.0" encoding="UTF-8"?><feed xmlns:yt="http://www.youtube.com/xml/schemas/2015"
xmlns:media="http://search.yahoo.com/mrss/" xmlns="http://www.w3.org/2005/Atom">
<link rel="self" href="http://www.youtube.com/feeds/videos.xml?channel_id=UCinvented"/><id>yt:channel:invented</id>
<title>Freedonia TV</title><link rel="alternate" href="https://www.youtube.com/channel/UCinvented"/>
<entry><id>yt:video:abcdefghijk</id><yt:videoId>abcdefghijk</yt:videoId><title>Firefly signs the lithium treaty</title>
<link rel="alternate" href="https://www.youtube.com/watch?v=abcdefghijk"/><published>2025-03-04T09:30:00+00:00</published>
<updated>2025-03-05T10:00:00+00:00</updated><media:group><media:title>Firefly signs the lithium treaty</media:title>
<media:content url="https://www.youtube.com/v/abcdefghijk?version=3" type="application/x-shockwave-flash"/>
<media:description>The ceremony in Geneva in full.</media:description></media:group></entry></feed>"""

REDDIT = """<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"
xmlns:media="http://search.yahoo.com/mrss/"><category term="freedonia" label="r/freedonia"/>
<id>/r/freedonia/.rss</id><link rel="self" href="https://www.reddit.com/r/freedonia/.rss" type="application/atom+xml"/>
<title>Freedonia</title><entry><author><name>/u/invented</name></author><category term="freedonia" label="r/freedonia"/>
<content type="html">&lt;!-- SC_OFF --&gt;&lt;div class="md"&gt;&lt;p&gt;The treaty was signed in Geneva.&lt;/p&gt;&lt;/div&gt;&lt;!-- SC_ON --&gt; &amp;#32; submitted by &amp;#32; &lt;a href="https://www.reddit.com/user/invented"&gt; /u/invented &lt;/a&gt;</content>
<id>t3_abc123</id><link href="https://www.reddit.com/r/freedonia/comments/abc123/firefly_signs/"/>
<updated>2025-03-04T09:30:00+00:00</updated><published>2025-03-04T09:30:00+00:00</published>
<title>Firefly signs the lithium treaty</title></entry></feed>"""  # noqa: E501

TELEGRAM = """<!DOCTYPE html><html><head><title>Freedonia Desk – Telegram</title>
<meta property="og:title" content="Freedonia Desk"></head><body><section class="tgme_channel_history">
<div class="tgme_widget_message_wrap"><div class="tgme_widget_message" data-post="freedonia_desk/41">
<a class="tgme_widget_message_photo_wrap" href="https://t.me/freedonia_desk/41"></a>
<time datetime="2025-03-04T08:00:00+00:00" class="time">08:00</time></div></div>
<div class="tgme_widget_message_wrap"><div class="tgme_widget_message" data-post="freedonia_desk/42">
<a class="tgme_widget_message_reply"><div class="tgme_widget_message_text js-message_reply_text">An older post</div></a>
<div class="tgme_widget_message_text js-message_text" dir="auto"><b>Firefly signs the lithium treaty.</b><br/>More soon.
</div>
<a class="tgme_widget_message_date" href="https://t.me/freedonia_desk/42"><time datetime="2025-03-04T09:30:00+00:00"
class="time">09:30</time></a></div></div></section></body></html>"""


def read(document: str, url: str) -> ParsedFeed:
    return parse_feed(document.encode(), url)


@pytest.mark.parametrize(
    ("document", "address", "name", "link", "title", "said"),
    [
        (BLUESKY, "https://bsky.app/profile/desk.freedonia.example/rss", "@desk.freedonia.example - Freedonia Desk",
         "https://bsky.app/profile/desk.freedonia.example/post/3abc", "", "Firefly signs the lithium treaty."),
        (MASTODON, "https://social.example/@desk.rss", "Freedonia Desk",
         "https://social.example/@desk/114100000000000001", "", "Firefly signs the #lithium treaty.\nMore soon."),
        (YOUTUBE, "https://www.youtube.com/feeds/videos.xml?channel_id=UCinvented", "Freedonia TV",
         "https://www.youtube.com/watch?v=abcdefghijk", "Firefly signs the lithium treaty",
         "The ceremony in Geneva in full."),
        (REDDIT, "https://www.reddit.com/r/freedonia/new/.rss", "Freedonia",
         "https://www.reddit.com/r/freedonia/comments/abc123/firefly_signs/", "Firefly signs the lithium treaty",
         "The treaty was signed in Geneva."),
        (TELEGRAM, "https://t.me/s/freedonia_desk", "Freedonia Desk", "https://t.me/freedonia_desk/42",
         "Firefly signs the lithium treaty.", "Firefly signs the lithium treaty.\nMore soon."),
    ],
    ids=["Bluesky", "Mastodon", "YouTube", "Reddit", "Telegram"],
)  # fmt: skip
def test_posts_are_read_as_entries(document: str, address: str, name: str, link: str, title: str, said: str) -> None:
    found = read(document, address)
    (entry,) = found.entries
    assert (found.title, entry.url, entry.title, entry.published) == (name, link, title, WHEN)
    assert (entry.content or entry.summary).startswith(said)


def test_posts_without_a_text_are_counted_and_a_private_channel_is_an_error() -> None:
    assert dict(read(TELEGRAM, "https://t.me/s/freedonia_desk").dropped) == {"posts without a text": 1}
    with pytest.raises(FeedError, match="private or shows no preview"):
        read("<html><body><div class='tgme_page'>Contact</div></body></html>", "https://t.me/s/freedonia_desk")
    with pytest.raises(FeedError, match="is a web page"):
        read(TELEGRAM, "https://mirror.example/s/freedonia_desk")

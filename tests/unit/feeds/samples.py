"""Feeds of every kind, written for these tests: what mutants are bred from and the item diff is proved on."""

from datetime import UTC, datetime, timedelta

START = datetime(2026, 3, 1, tzinfo=UTC)
WORDS = "racks halls pumps cables chips fans grids lines loads tests".split()  # noqa: SIM905


def _words(n, count=10):
    return " ".join(WORDS[(n * 7 + k * 3) % 10] for k in range(count))


def rss20(count=12, size=40):
    items = "".join(
        f"""
    <item>
      <title>Deal {n}: {WORDS[n % 10]} &amp; more &#8211; &lt;b&gt;bold&lt;/b&gt;</title>
      <link>https://news.example/{n}?utm_source=rss&amp;id={n}</link>
      <guid isPermaLink="false">tag:news.example,2026:{n}</guid>
      <pubDate>{(START + timedelta(hours=n)):%a, %d %b %Y %H:%M:%S} +0100</pubDate>
      <dc:creator>A. Writer</dc:creator>
      <category>Chips</category>
      <description><![CDATA[<p>{_words(n, size)} &nbsp;<a href="/x?a=1&b=2">x</a></p><p>Second: 5 < 6</p>]]></description>
      <content:encoded><![CDATA[<div><p>{_words(n + 1, size * 2)}</p><img src="a.png"><p>More &eacute; words</p></div>]]></content:encoded>
      <source url="https://www.wire.example/feed">The Wire</source>
      <enclosure url="https://news.example/{n}.mp3" length="1" type="audio/mpeg"/>
    </item>"""
        for n in range(count)
    )
    return f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:atom="http://www.w3.org/2005/Atom" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
  <channel>
    <title>Deals &amp; halls</title><link>https://news.example/</link><description>All of it</description><language>en-US</language>
    <atom:link href="https://news.example/feed.xml" rel="self" type="application/rss+xml"/>
    <ttl>30</ttl><sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>
    <!-- made by hand -->{items}
  </channel>
</rss>"""


def rss091():
    items = "".join(
        f"<item><title>Old {n}</title><link>http://old.example/{n}</link><description>{_words(n)}</description></item>" for n in range(6)
    )
    return (
        '<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">'
        f'<rss version="0.91"><channel><title>Old</title><link>http://old.example/</link>{items}</channel></rss>'
    )


def rdf():
    names = "".join(f'<rdf:li resource="http://rdf.example/{n}"/>' for n in range(6))
    items = "".join(
        f'<item rdf:about="http://rdf.example/{n}"><title>Rdf {n}</title><link>http://rdf.example/{n}</link><dc:date>2026-03-0{n + 1}</dc:date></item>'
        for n in range(6)
    )
    return (
        '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="http://rdf.example/"><title>Rdf</title><link>http://rdf.example/</link>'
        f"<items><rdf:Seq>{names}</rdf:Seq></items></channel>{items}</rdf:RDF>"
    )


def atom10(count=10):
    entries = "".join(
        f"""<entry xml:lang="de"><id>urn:uuid:0000-{n}</id><title type="html">Titel {n} &amp;amp; &lt;i&gt;mehr&lt;/i&gt;</title>
  <link rel="alternate" href="artikel/{n}"/><link rel="edit" href="/e/{n}"/><updated>2026-03-0{n % 9 + 1}T10:00:00+01:00</updated>
  <published>2026-03-0{n % 9 + 1}T09:00:00Z</published><author><name>B. Autor</name></author><summary>Kurz {n}</summary>
  <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{_words(n)}</p><ul><li>eins</li><li>zwei</li></ul></div></content></entry>"""
        for n in range(count)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en" xml:base="https://atom.example/"><title>Atom</title>'
        f'<id>urn:feed</id><link href="https://atom.example/"/><updated>2026-03-01T00:00:00Z</updated>{entries}</feed>'
    )


def atom03():
    entry = "<entry><title>Three</title><id>tag:3</id><link rel='alternate' href='http://a.example/3'/><issued>2026-03-01T10:00:00Z</issued></entry>"
    return f'<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Three</title>{entry * 3}</feed>'


def cjk():
    items = "".join(
        f"<item><title>鴻海與夥伴合作 第{n}期</title><link>https://tw.example/{n}</link><description>資料中心機櫃 {n}</description></item>"
        for n in range(5)
    )
    return f'<rss version="2.0"><channel><title>新聞</title><language>zh-TW</language>{items}</channel></rss>'


def json_feed():
    items = ",".join(
        f'{{"id":"{n}","url":"https://json.example/{n}","title":"Json {n}","content_html":"<p>{_words(n)}</p>"}}' for n in range(5)
    )
    return f'{{"version":"https://jsonfeed.org/version/1.1","title":"Json","items":[{items}]}}'


def ill_formed():
    items = "".join(
        f"<item><title>Broken & {n}</title><link>https://b.example/?a={n}&b=2</link><description>x < y &nbsp; {n}</description></item>"
        for n in range(5)
    )
    return f"<rss version=2.0><channel><title>Broken</title>{items}"


ALL = {
    "rss20": rss20(4, 8).encode(),
    "rss091": rss091().encode(),
    "rdf": rdf().encode(),
    "atom10": atom10(4).encode(),
    "atom03": atom03().encode(),
    "cjk": cjk().encode(),
    "utf16": cjk().encode("utf-16"),
    "big5": cjk().replace("<rss", '<?xml version="1.0" encoding="big5"?><rss').encode("big5"),
    "json": json_feed().encode(),
    "ill-formed": ill_formed().encode(),
}

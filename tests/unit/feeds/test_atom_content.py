"""Atom's content comes without its markup."""

from bot.feeds.xml_feed import read_xml


def test_html_content_becomes_text():
    """Escaped HTML in `content` is text with paragraphs, although feedparser repeats it as an untyped summary."""
    body = (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><id>u</id><entry><title>a</title><id>1</id>'
        b'<content type="html">&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;</content></entry></feed>'
    )

    read = read_xml(body, content_type="application/atom+xml", url="https://example.org/")

    assert [item["text"] for item in read.items] == ["One.\n\nTwo."]

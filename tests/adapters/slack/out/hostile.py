"""Forty things people put into names, notes and quotes to make a chat do what they want."""

HOSTILE = (
    "<!channel>", "<!here>", "<!everyone>", "<@U1>", "<@U012AB3CD|boss>", "<#C1>", "<#C024BE7LR|general>",
    "<!subteam^S1>", "<!date^1392734382^{date}|x>", "<https://evil.example|invoice>", "<mailto:a@b.c|mail>",
    "https://evil.example/x?y=1&z=2", "http://evil.example", "www.evil.example", "a@evil.example", "mailto:a@b.c",
    "@channel", "@here", "#general", "*bold*", "_italic_", "~gone~", "`code`", "```code\nblock```", "> quoted",
    "1. first\n2. second", "- item\n- item", ":tada: :x:", "&lt;!channel&gt;", "&amp;&lt;@U1&gt;", "<at>Boss</at>",
    "[text](https://evil.example)", "![i](https://evil.example/i.png)", "\u202egnp.exe", "a\u200bb\u2060c\ufeff",
    "\u2066<!channel>\u2069", "null\x00 bell\x07 escape\x1b[31m", "<script>alert(1)</script>", "\ud800 half",
    "=HYPERLINK(\"https://evil.example\")",
)  # fmt: skip

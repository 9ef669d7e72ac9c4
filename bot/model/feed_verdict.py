"""What a test of an address found, in words that tell a stranger nothing of our network."""

from dataclasses import dataclass

from bot.model.feed import Fetched, FetchFailed, FetchProblem, FetchResult, ParsedFeed, ParseFailed, ParseResult

# One sentence for each class, for people: what it means and what to do.
ADVICE = {
    FetchProblem.UNREACHABLE: "Nobody answers there, or the address is not on the public internet. Check its spelling.",
    FetchProblem.TIMEOUT: "The server took longer than 10 seconds. Try again later.",
    FetchProblem.TLS: "The server's certificate is not valid. Its owner has to renew it.",
    FetchProblem.CLIENT_ERROR: "The server refuses or does not know the address. Check it; some publishers refuse a bot without a contact.",
    FetchProblem.SERVER_ERROR: "The server has a fault of its own. Try again later.",
    FetchProblem.GONE: "The feed was closed for good. Look for its successor.",
    FetchProblem.RATE_LIMITED: "The server asks for fewer requests. Try again later.",
    FetchProblem.REDIRECT: "The redirects go in a circle, too far, or somewhere that is not fetched. Use the feed's own address.",
    FetchProblem.TOO_LARGE: "The answer is larger than 5 MB. Look for a shorter feed of the site.",
    FetchProblem.PROTOCOL: "The server does not speak proper HTTP. Its owner has to mend it.",
    FetchProblem.EMPTY: "The answer is empty. Try again later.",
    FetchProblem.NOT_A_FEED: "That is no RSS, Atom or JSON feed. Look for the site's feed address.",
    FetchProblem.PARSER_ERROR: "The feed is too broken to read. Its owner has to mend it.",
    FetchProblem.PARSER_KILLED: "Reading the feed took more than 2 seconds or too much memory. It is not safe to follow.",
}


@dataclass(frozen=True, kw_only=True)
class FeedVerdict:
    """What a test of an address found."""

    url: str
    result: FetchResult
    parsed: ParseResult | None = None

    @property
    def problem(self) -> FetchProblem | None:
        """Why it cannot be followed, if so."""
        for outcome in (self.result, self.parsed):
            if isinstance(outcome, (FetchFailed, ParseFailed)):
                return outcome.problem
        return None

    @property
    def feed(self) -> ParsedFeed | None:
        """The feed, when it can be followed."""
        return self.parsed if isinstance(self.parsed, ParsedFeed) else None

    @property
    def address(self) -> str:
        """Where it is to be read: where it has moved for good, else where it was asked for."""
        return (self.result.moved_to if isinstance(self.result, Fetched) else None) or self.url

    def lines(self) -> tuple[str, ...]:
        """Return the verdict in words."""
        if self.problem is not None:
            status = f" (HTTP {self.result.status})" if isinstance(self.result, FetchFailed) and self.result.status else ""
            return (f"Not followed: {self.problem.value}{status}.", ADVICE[self.problem])
        feed = self.feed or ParsedFeed()
        newest = sorted(feed.items, key=lambda item: item.published.timestamp() if item.published else 0.0, reverse=True)[:3]
        said = [f"A feed: {feed.title or 'without a title'}. {len(feed.items)} items, {feed.skipped} unreadable."]
        if isinstance(self.result, Fetched) and self.result.moved_to:
            said.append(f"It has moved: use {self.result.moved_to}")
        said += [f"- {item.published:%Y-%m-%d %H:%M} {item.title}" if item.published else f"- {item.title}" for item in newest]
        said.append("Can be followed." if feed.items else "Can be followed, but shows nothing now.")
        return tuple(said)

"""The command table as it is used: for every command how it is written on both platforms, and what its answer says."""

from dataclasses import dataclass, field

from handlers.registry import COMMANDS

DECLARED = {command.name: command for command in COMMANDS}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One use of a command: how it is written on both platforms, and what its answer says and does not say."""

    line: str
    """As it is typed after `/deals` in Slack."""
    options: dict[str, object] = field(default_factory=dict)
    """The same as Discord's options."""
    says: tuple[str, ...]
    hides: tuple[str, ...] = ()
    keeps: dict[str, str] = field(default_factory=dict)
    """Patterns whose first group later rows may name."""

    @property
    def command(self) -> str:
        """The name of the command that the line uses."""
        words = self.line.split()
        return " ".join(words[:2]) if " ".join(words[:2]) in DECLARED else words[0]


def command_of(line):
    """The name of the command that a line begins with."""
    return Row(line=line, says=()).command


def row(line, says, *, hides=(), keeps=None, **options):
    """A row of the table."""
    return Row(
        line=line, options=options, says=(says,) if isinstance(says, str) else tuple(says), hides=tuple(hides), keeps=dict(keeps or {})
    )


SETTLING = (
    row("subscribe all floor=all language=de threads=off broadcast=on mode=daily",
        ("everything, also mentions, daily", "events with a report in German", "no replies in threads", "outside their threads"),
        storylines="all", floor="all", language="de", threads="off", broadcast="on", mode="daily"),
    row("subscribe all status=reported", ("Exactly this holds now", "every storyline", "reported and above", "By {admin}"),
        storylines="all", status="reported"),
    row("feeds test {feed}", ("{feed_title}", "A quiet morning"), url="{feed}"),
    row("feeds add {feed}", ("{feed_title}", "A quiet morning", "undo"), url="{feed}"),
)  # fmt: skip
"""What each workspace does before its own news comes."""

TRACKING = (
    row("track {names}", ("{first_name} × {second_name}: a preview", "{tracked_headline}"),
        parties="{names}", keeps={"draft": r"track save (\S+)"}),
    row("track save {draft}", ("Tracked: {first_name} × {second_name}", "undo"), parties="save {draft}", keeps={"slug": r"untrack (\S+)"}),
)  # fmt: skip

ROWS = (
    row("help latest", ("latest openai-foxconn 5", "Everybody can use it."), topic="latest"),
    row("latest", ("{headline}", "{own_value}", "show {event}", "show {own_event}")),
    row("latest {storyline} 1", ("{headline}", "{coverage}"), storyline="{storyline}", count=1, hides=("{own_value}",)),
    row("latest page=9", "There are no events that far back.", page=9),
    row("show {event}", ("{headline}", "{value}", "{power}", "{place}", "wire.example"), event="{event}"),
    row("show {own_event}", ("{own_headline}", "{own_value}", "{own_second}"), event="{own_event}"),
    row("facts {storyline}", ("OpenAI × {partner}", "Value: {value}", "Power: {power}", "Site: {place}"), storyline="{storyline}"),
    row("facts {own_storyline}", ("Value: {own_value}", "{own_host}"), storyline="{own_storyline}"),
    row("timeline {storyline}", ("2 Mar 2026", "announced", "{headline}"), storyline="{storyline}"),
    row("map", ("OpenAI – {partner}: {value}", "OpenAI – {own_partner}: {own_value}")),
    row("search {partner} gigawatts", ("{partner}", "show {event}"), words="{partner} gigawatts"),
    row("search {own_partner} {own_figure}", "{own_headline}", words="{own_partner} {own_figure}"),
    row("why {event}", ("Alerted in deals", "{partner}", "show {event}"), item="{event}"),
    row("why {negative}", ("Not a deal in deals", "How to choose a laptop for school"), item="{negative}"),
    row("storylines", ("● {storyline}", "OpenAI × {partner}", "{slug}")),
    row("tracked", ("{slug}", "1 of 10", "by {admin}")),
    row("list", ("deals follows every storyline", "reported and above", "By {admin} since 02 Mar 2026")),
    row("health", ("Feeds: 5 of 5 well", "{feed_title}: last read", "Wire: last read", "sent, 0 waiting")),
    row("export {storyline}", ("The ledger of OpenAI × {partner}", "claims in 1 deal\n", ".csv is attached"), storyline="{storyline}"),
    row("feedback {third}", ("What is wrong with “{third_headline}”?", "a vote"), event="{third}"),
    row("feedback {third} too-minor", ("Noted", "The admins of this workspace see it."), event="{third}", why="too-minor"),
    row("votes", ("{third_headline}", "1 vote: too minor", "By {reader}")),
    row("mute 2h", ("Exactly this holds now", "Muted until", "undo"), time="2h"),
    row("settings", ("Follows: everything", "Muted: until", "Feeds of its own: 1 of 25", "Votes of readers: 1")),
    row("undo", ("Taken back: mute 2h (by {admin})", "No longer muted")),
    row("quiet 22:00-07:00 Europe/Berlin", ("Alerts wait from 22:00 to 07:00, Europe/Berlin", "undo"), hours="22:00-07:00", zone="Europe/Berlin"),
    row("quiet off", "No quiet hours.", hours="off"),
    row("digest 08:00 weekdays Europe/Berlin", ("The digest comes at 08:00 Europe/Berlin, weekdays", "The next one"),
        time="08:00", days="weekdays", zone="Europe/Berlin"),
    row("digest off", "Alerts come as they happen.", time="off"),
    row("ping {role} for definitive", ("That role is pinged in this channel", "undo"), role="{role} for definitive"),
    row("ping @everyone", ("That is no role that I could name. Nothing was changed.", "ping {role_form}"), role="@everyone"),
    row("ping off", "Nobody is pinged in this channel any more.", role="off"),
    row("test {storyline}", ("{headline}", "{value}", "A preview for you alone: nothing was posted."), storyline="{storyline}"),
    row("feeds list", ("5 feeds are read", "{feed_title}", "Of this workspace: 1 of 25", "Wire"), keeps={"feed_id": r"{feed_title} · [\w.]+ · (\w+)"}),
    row("retract {event} the company denied it", ("Retracted: {headline}", "Reason: the company denied it", "undo"),
        event="{event}", reason="the company denied it"),
    row("latest", "{other_headline}", hides=("{headline}",)),
    row("why {event}", ("Retracted in deals", "the company denied it"), item="{event}"),
    row("restore {event}", ("It stands again: {headline}", "undo"), event="{event}"),
    row("merge {event} {other} one and the same", ("Told as one: {other_headline}", "Struck through: {headline}", "undo"),
        event="{event}", into="{other}", reason="one and the same"),
    row("restore {event}", "It stands again: {headline}", event="{event}"),
    row("split {event} 1", ("Nothing was changed", "sources mute"), event="{event}", report="1"),
    row("split {own_event} {own_address}", ("Told apart: {own_second}", "has one report less", "undo"),
        event="{own_event}", report="{own_address}"),
    row("claim dismiss {event}", ("The claims about “{headline}”", "Value: {value}"), event="{event}", keeps={"claim": r"(\d+)\. Value: "}),
    row("claim dismiss {event} {claim} of another deal", ("Dismissed: Value: {value}", "others see no change"),
        event="{event}", claim="{claim}", reason="of another deal"),
    row("claim restore {event} {claim}", "It counts again: Value: {value}", event="{event}", claim="{claim}"),
    row("sources list", ("0 publishers muted", "wire.example · wire", "{own_host}")),
    row("sources mute rackweekly.example invents figures", ("rackweekly.example counts for nothing in this workspace", "undo"),
        host="rackweekly.example", reason="invents figures"),
    row("sources list", ("1 publisher muted", "rackweekly.example · {admin}: invents figures")),
    row("sources unmute rackweekly.example", "rackweekly.example counts again", host="rackweekly.example"),
    row("untrack {slug}", ("{slug} is tracked no more", "undo"), storyline="{slug}"),
    row("feeds remove {feed_id}", ("“{feed_title}” is read no more.", "undo"), feed="{feed_id}"),
    row("ops here", "This channel follows news, and trouble is never told among news. Nothing was changed."),
    row("unsubscribe {storyline}", ("Exactly this holds now", "{own_storyline}", "subscribe all floor=material status=reported mode=live"), storyline="{storyline}"),
    row("unsubscribe", ("This channel follows nothing now", "{own_storyline}", "status=reported")),
    row("ops here", ("Trouble is told here from now on.", "ops off")),
    row("ops off", "Trouble is only in the log"),
    row("audit", ("{admin} · ops off", "{admin} · retract {event} “{headline}”", "{admin} · untrack {slug}", "{admin} · unsubscribe {storyline}")),
)  # fmt: skip

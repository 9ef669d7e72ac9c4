"""What corrections share: the event that is meant, the decision with its audit line, the echo with the way back."""

from bot.model.audit import AuditLine
from bot.model.card import Card, Line, Tone, code, line
from bot.model.command import CommandCall, Reply
from bot.model.ruling import Ruling, RulingKind
from bot.model.story import Story, StoryState
from bot.ports import Tables
from handlers.complete import short_id
from handlers.context import Context, Corrections
from handlers.desk_words import place, tenants

LONGEST_REASON = 200


def who(call: CommandCall) -> str:
    """Return the caller's name as audit lines have it."""
    return call.user_name or call.user


def reason_of(typed: str) -> str:
    """Return a reason in one line, cut at a word."""
    words = " ".join(typed.split())
    return words if len(words) <= LONGEST_REASON else words[:LONGEST_REASON].rsplit(" ", 1)[0] + " …"


def open_event(tables: Tables, typed: str, call: CommandCall) -> Story | None:
    """Return the open event that this workspace can see under a name; anything else is None, another workspace's too."""
    story = tables.stories.get(typed.strip().strip("<>"), tenants(call))
    return story if story is not None and story.state is StoryState.OPEN else None


def ruled(call: CommandCall, context: Context, kind: RulingKind, key: str, *, reason: str = "", value: str = "") -> Ruling:
    """Return a decision by the caller, now."""
    return Ruling(tenant=call.tenant, kind=kind, key=key, at=context.clock.now(), who=who(call), reason=reason, value=value)


def audited(tables: Tables, call: CommandCall, context: Context, what: str, undo: str) -> None:
    """Keep the audit line of a change, with the line that takes it back."""
    line_kept = AuditLine(tenant=call.tenant, at=context.clock.now(), who=who(call), what=what, undo=undo, destination_id=place(call).id)
    tables.audit.add(line_kept)


def corrections(context: Context) -> Corrections:
    """Return what corrects; a desk without it cannot be asked to."""
    if context.corrections is None:
        raise RuntimeError("this desk was made without corrections")
    return context.corrections


def done(title: str, *body: Line, undo: str) -> Reply:
    """Say what holds now and how to take it back."""
    return Reply(card=Card(tone=Tone.FIRM, title=title, body=body, footer=line("To take it back: ", code("undo"), " or ", code(undo))))


def unchanged(what: str, *body: Line) -> Reply:
    """Say why nothing was changed."""
    return Reply(card=Card(title=f"{what} Nothing was changed.", body=body))


def messages(count: int) -> Line:
    """Say how far a correction reaches."""
    if not count:
        return line("No channel of this workspace has been told of it, so no message changes.")
    return line(
        f"{count} alert{'s' if count != 1 else ''} of this workspace follow{'s' if count == 1 else ''}, in every channel; others see no change."
    )


def named(story: Story) -> str:
    """Return an event's name as commands take it."""
    return short_id(story.id)

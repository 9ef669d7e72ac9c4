"""The child process that reads what strangers wrote: `python -m bot.feeds.child`, spoken to over its standard input and output.

A request is two frames, JSON and body; the answer is a frame that says how many frames of items follow. The process limits itself before the
first request: memory, descriptors, no file of any size, and a timer that ends it when one request takes too long, even with the parent gone.
"""

import gc
import json
import os
import resource
import signal
import struct
import sys
from typing import Any, BinaryIO

LENGTH = struct.Struct(">I")
BATCH = 100
"""Items to a frame: what the parent decodes in one go."""
_RETIRE_AT = 200 * 1024
"""KiB of peak memory after which a child asks to be replaced."""


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until the input ends."""
    send(answers, {"ready": True})
    while (head := receive(requests)) is not None and (body := receive(requests)) is not None:
        request = json.loads(head)
        signal.setitimer(signal.ITIMER_REAL, request["seconds"] + 0.5)
        answer, items = _answer(request, body)
        del body
        batches = [items[i : i + BATCH] for i in range(0, len(items), BATCH)]
        answer["batches"] = len(batches)
        answer["retire"] = _peak() > _RETIRE_AT
        for frame in (answer, *batches):
            send(answers, frame)
        signal.setitimer(signal.ITIMER_REAL, 0)


def _peak() -> int:
    """Return this process's peak memory in KiB; `ru_maxrss` would begin at what the parent had when it forked, and retire every child."""
    try:
        with open("/proc/self/status", encoding="ascii", errors="replace") as status:  # noqa: PTH123  a child imports little
            return next(int(row.split()[1]) for row in status if row.startswith("VmHWM"))
    except (OSError, StopIteration):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _answer(request: dict[str, Any], body: bytes) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    try:
        if request["do"] == "article":
            from bot.feeds.extract import extract_article  # noqa: PLC0415  trafilatura costs 60 MB: only children that read articles pay

            return {"text": extract_article(body, request["content_type"], request["url"])}, []
        from bot.feeds.body_kind import read_feed  # noqa: PLC0415  feedparser costs 0.1 s, which an article's child does not need

        read = read_feed(body, content_type=request["content_type"], url=request["url"], known=frozenset(request["known"]))
    except MemoryError:
        os._exit(70)  # what is left of the heap is not to be trusted
    except Exception as error:  # noqa: BLE001  the parent is told the class; the text may be a stranger's
        from bot.feeds.found import NotAFeedError  # noqa: PLC0415

        problem = "not_a_feed" if isinstance(error, NotAFeedError) else "parser_error"
        return {"problem": problem, "detail": str(error) if problem == "not_a_feed" else type(error).__name__}, []
    return read.as_values(), read.items


def send(stream: BinaryIO, value: Any) -> None:
    """Write one frame."""
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    stream.write(LENGTH.pack(len(data)) + data)
    stream.flush()


def receive(stream: BinaryIO) -> bytes | None:
    """Read one frame, or None at the end."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    data = stream.read(LENGTH.unpack(head)[0])
    return data if len(data) == LENGTH.unpack(head)[0] else None


def limit(memory_bytes: int) -> None:
    """Take away what reading needs not: memory beyond the limit, descriptors, files."""
    for kind, most in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_NOFILE, 32),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard),) * 2)


def main() -> None:
    """Limit the process, import what reading needs, serve."""
    sys.dont_write_bytecode = True
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to end
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    limit(int(sys.argv[2]))
    if sys.argv[1] == "feed":
        import bot.feeds.body_kind  # noqa: PLC0415
        from bot.feeds.xml_feed import spare_feedparser  # noqa: PLC0415

        spare_feedparser()
    else:
        import bot.feeds.extract  # noqa: F401, PLC0415
    gc.freeze()
    serve(sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    main()

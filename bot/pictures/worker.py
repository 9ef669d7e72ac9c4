"""The process that draws: `python -m bot.pictures.worker`, asked over its standard input, one picture at a time."""

import sys
from typing import BinaryIO

from bot.model.codec import unpack
from bot.model.drawing import DealMap, Drawing, Timeline
from bot.pictures.deal_map import draw_map
from bot.pictures.frames import LENGTH
from bot.pictures.timeline import draw_timeline

KINDS = {"timeline": Timeline, "map": DealMap}


def draw(drawing: Drawing) -> bytes:
    """Return a drawing as PNG."""
    return draw_timeline(drawing) if isinstance(drawing, Timeline) else draw_map(drawing)


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer until the input ends; a drawing that cannot be drawn is answered by nothing."""
    _send(answers, b"ready")
    while (kind := _receive(requests)) is not None and (body := _receive(requests)) is not None:
        try:
            picture = draw(unpack(KINDS[kind.decode()], body.decode()))
        except Exception:  # noqa: BLE001  the parent says it in words; the next drawing is another one
            picture = b""
        _send(answers, picture)


def _send(stream: BinaryIO, data: bytes) -> None:
    stream.write(LENGTH.pack(len(data)) + data)
    stream.flush()


def _receive(stream: BinaryIO) -> bytes | None:
    head = stream.read(LENGTH.size)
    return stream.read(LENGTH.unpack(head)[0]) if len(head) == LENGTH.size else None


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)

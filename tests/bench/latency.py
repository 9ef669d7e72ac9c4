"""From an item on a feed, at the moment of its poll, to the message that a platform has accepted."""

import asyncio
import tempfile
import time
from datetime import timedelta

from bot.model.delivery import Order, SendResult
from bot.pipeline.run import POLL
from tests.bench.feeds import address
from tests.bench.ours import application, farm_feeds
from tests.emulators.feed_server import FeedServer

COMPANIES = ("Broadcom", "Foxconn", "Nvidia", "AMD", "Oracle", "Microsoft", "CoreWeave")
PLACES = ("Ohio", "Texas", "Wisconsin", "Kentucky", "Indiana", "Michigan", "Virginia")


def paper(number: int) -> str:
    """Return a feed whose newest item is the numbered deal."""
    items = []
    for one in range(number, max(-1, number - 5), -1):
        company, place = COMPANIES[one % len(COMPANIES)], PLACES[one // len(COMPANIES) % len(PLACES)]
        sentence = f"OpenAI and {company} signed an agreement to build AI data centers in {place} with {one + 3} gigawatts of capacity for ${one + 11} billion"
        link = f"https://openai.com/index/deal-{one}"
        items.append(
            f"<item><title>{sentence}</title><link>{link}</link><guid>{link}</guid><description>{sentence}, the companies said. </description></item>"
        )
    return f"<rss version='2.0'><channel><title>Newsroom</title>{''.join(items)}</channel></rss>"


async def item_to_message(count: int) -> list[float]:
    """Return the seconds that each of so many items took; items that open no story of their own are left out."""
    taken: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        async with FeedServer(address(0)) as server:
            server.put("0", paper(0))
            app = application(f"sqlite:///{folder}/latency.db")
            feeds = farm_feeds(1, server.port)
            platform = app.platforms["console"]
            accepted = asyncio.Event()
            send = platform.send

            async def noted(order: Order) -> SendResult:
                result = await send(order)
                accepted.set()
                return result

            platform.send = noted
            ids = [feed.id for feed in feeds]
            await app.start()
            await app.store.write(lambda tables: tables.feeds.sync(feeds, app.clock.now()))
            async with asyncio.timeout(30):
                while not await app.store.read(lambda tables: tables.feeds.state(ids[0]).last_ok_at):
                    await asyncio.sleep(0.02)
            for number in range(1, count + 1):
                server.put("0", paper(number))
                accepted.clear()
                now = app.clock.now() - timedelta(seconds=1)
                await app.store.write(lambda tables, now=now: tables.feeds.poll_now(ids, now))
                began = time.perf_counter()
                app.jobs.wake(POLL)
                try:
                    async with asyncio.timeout(3.0):
                        await accepted.wait()
                except TimeoutError:
                    continue
                taken.append(time.perf_counter() - began)
            await app.stop()
    return taken or [float("nan")]

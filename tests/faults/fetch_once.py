"""Fetches one address in a process of its own and prints what it cost: `python -m tests.faults.fetch_once URL MOST_BYTES SECONDS`."""

import asyncio
import json
import resource
import sys
import time

from bot.feeds.http import FetchLimits, HttpFetcher
from bot.model.feed import FetchFailed


async def watch(lags):
    while True:
        before = time.perf_counter()
        await asyncio.sleep(0.005)
        lags.append(time.perf_counter() - before - 0.005)


async def main(url, most_bytes, seconds):
    fetcher = HttpFetcher(allow=("127.0.0.0/8:*",), limits=FetchLimits(most_bytes=most_bytes, seconds=seconds))
    lags = [0.0]
    watcher = asyncio.create_task(watch(lags))
    await fetcher.fetch(url.rsplit("/", 1)[0] + "/small")  # so that imports and the session are not counted
    lags.clear()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    result = await fetcher.fetch(url)
    took = time.perf_counter() - began
    watcher.cancel()
    await fetcher.close()
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    problem = result.problem.value if isinstance(result, FetchFailed) else None
    print(json.dumps({"problem": problem, "seconds": took, "mib": grown, "lag": max(lags, default=0.0)}))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3])))

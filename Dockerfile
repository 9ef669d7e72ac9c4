# syntax=docker/dockerfile:1
# Two stages: wheels are fetched and checked against the lock in the first; the second holds Python, dealwire and nothing that builds.
FROM python:3.13-slim-bookworm AS build
WORKDIR /src
COPY requirements.lock pyproject.toml README.md LICENSE ./
RUN python -m venv /opt/dealwire \
    && /opt/dealwire/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY requirements-dev.lock ./
COPY bot ./bot
COPY handlers ./handlers
COPY config ./config
# hatchling builds our own wheel; it is pinned in the development lock and does not reach the second stage.
RUN python -m venv /opt/build \
    && /opt/build/bin/pip install --no-cache-dir --require-hashes -r requirements-dev.lock \
    && /opt/build/bin/pip wheel --no-cache-dir --no-deps --no-build-isolation --wheel-dir /wheels . \
    && /opt/dealwire/bin/pip install --no-cache-dir --no-deps /wheels/dealwire-*.whl

FROM python:3.13-slim-bookworm
RUN groupadd --system --gid 10001 dealwire \
    && useradd --system --uid 10001 --gid dealwire --home-dir /data --shell /usr/sbin/nologin dealwire \
    && install -d -o dealwire -g dealwire /data
COPY --from=build /opt/dealwire /opt/dealwire
ENV PATH=/opt/dealwire/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DEALWIRE_DATABASE_URL=sqlite:////data/dealwire.db \
    DEALWIRE_HTTP_BIND=0.0.0.0:8080 \
    DEALWIRE_LOG_FORMAT=json
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8080/healthz', timeout=4)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["dealwire"]
CMD ["run"]

# One image with every server and the command line. The command picks which:
#
#   docker build -t yuheng .
#   docker run --network host -v /etc/yuheng:/etc/yuheng:ro \
#     -v yuheng-aggregation:/var/lib/yuheng \
#     yuheng yuheng-aggregation --config /etc/yuheng/aggregation.textproto
#
# Without tls and access the servers listen on loopback only, so those that talk
# to each other share one network: the host's, or one of their containers'
# (--network container:…, or one pod). A server owns its data folder alone: one volume each.

FROM debian:12 AS build
WORKDIR /src
# The packages and tools first: they change less often than the sources.
COPY deploy/setup deploy/setup
COPY proto/package.json proto/package-lock.json proto/.npmrc proto/
COPY services/gateway/dashboard/package.json \
    services/gateway/dashboard/package-lock.json services/gateway/dashboard/
RUN ./deploy/setup
COPY . .
RUN ./deploy/build release yuheng yuheng-ingestion yuheng-document-reader \
    yuheng-validation yuheng-aggregation yuheng-reporting yuheng-gateway \
    yuheng-store-dump yuheng-prove
RUN install -D -s -t /out/bin build/release/bin/yuheng \
    build/release/bin/yuheng-ingestion \
    build/release/bin/yuheng-document-reader build/release/bin/yuheng-validation \
    build/release/bin/yuheng-aggregation build/release/bin/yuheng-reporting \
    build/release/bin/yuheng-gateway build/release/bin/yuheng-store-dump \
    build/release/bin/yuheng-prove

FROM debian:12-slim
# What the binaries link, by name: `ldd` says which.
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
      libabsl20220623 libcjose0 libfmt9 libgrpc++1.51 libgrpc29 libicu72 \
      libjemalloc2 \
      libprometheus-cpp-core1.0 libprometheus-cpp-pull1.0 libprotobuf32 \
      libpugixml1v5 librocksdb7.8 libsodium23 libspdlog1.10 libssl3 libstdc++6 \
      libxlsxwriter4 libxml2 libzip4 \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --home-dir /var/lib/yuheng --create-home \
    --shell /usr/sbin/nologin yuheng
COPY --from=build /out/bin/ /usr/local/bin/
COPY LICENSE /usr/local/share/doc/yuheng/
# Settings to start from; mount your own.
COPY deploy/config/ /usr/local/share/doc/yuheng/config/
# Texts are UTF-8 whatever the host says.
ENV LANG=C.UTF-8
USER yuheng
WORKDIR /var/lib/yuheng
VOLUME /var/lib/yuheng
# SIGTERM drains; the servers need no init process above them: env becomes the
# command.
STOPSIGNAL SIGTERM
ENTRYPOINT ["/usr/bin/env", "--"]
CMD ["yuheng", "--help"]

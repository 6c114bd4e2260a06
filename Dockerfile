ARG NODE_IMAGE=docker.io/library/node:26.10.0-trixie-slim

FROM ${NODE_IMAGE} AS base
WORKDIR /app
COPY package.json package-lock.json ./

FROM base AS development
RUN npm ci --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY src src
COPY plugins plugins
COPY scripts scripts
COPY config config

# One of the demo services, or what makes their secrets: the command is a file of src/demo.
# They listen on HOST (127.0.0.1) and PORT.
FROM development AS demo
RUN install -d -o node -g node -m 0700 /secrets
USER 1000:1000
ENTRYPOINT ["node"]
CMD ["src/demo/billing.ts"]

FROM development AS build
RUN npm run build

FROM base AS production
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

# The gateway. It writes nothing, so it can run with a read-only root filesystem.
# Mount a configuration at /etc/customer-cards-gateway: there is none by default, because one without your services
# would answer every card with a notice. The one at /app/config is the demo's, to start from.
# The addresses are the configuration's too. In a container of its own, listen on 0.0.0.0 (HOST and ADMIN_HOST in the
# demo's); that is not set here, because it would open the admin listener to the world under --network=host.
FROM ${NODE_IMAGE} AS gateway
ENV NODE_ENV=production
# For cache.maxBytes of 64 MiB in a container of 512 MiB: twice the cache for its churn, and as much for work. Raise the three together.
# And no debugger for whoever may signal the process.
ENV NODE_OPTIONS="--max-old-space-size=256 --disable-sigusr1"
WORKDIR /app
COPY --from=production /app/package.json ./
COPY --from=production /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY config config
# Compiled once, here, by a start that finds no configuration: a container that writes nothing would do it with each, 80 ms of it.
ENV NODE_COMPILE_CACHE=/app/.compile-cache
RUN node dist/src/main.js --config /nowhere 2>/dev/null || test $? -eq 1
# In Kubernetes gateway.yaml is a mount of its own, beside upstreams: what is mounted over this directory hides the link.
RUN install -d /etc/customer-cards-gateway && ln -s gateway/gateway.yaml /etc/customer-cards-gateway/gateway.yaml
USER 1000:1000
EXPOSE 8080 8081
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.ADMIN_PORT || 8081) + '/livez').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "dist/src/main.js"]
CMD ["--config", "/etc/customer-cards-gateway"]

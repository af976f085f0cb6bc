# The desk in a container: Node 24 alone, production dependencies alone, an unprivileged user, everything it keeps in /data.
#
#   docker build -t habeas .
#   docker run -d --name habeas -v habeas-data:/data -p 127.0.0.1:8484:8484 habeas
#   docker exec habeas habeas status
#
# /data holds habeas.yaml, the data map, the desk's database, mail sources and exports: back up this one volume. Secrets come
# better from the environment (HABEAS__IMAP__PASSWORD) than from the file.

FROM node:24-slim AS client
WORKDIR /app
COPY package.json package-lock.json prisma.config.ts ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY prisma ./prisma
RUN node node_modules/prisma/build/index.js generate

FROM node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
# with devDependencies in sight npm would keep prisma and typescript, which @prisma/client names as optional peers: 250 MB
# more. The versions stay those of the lock file.
RUN npm pkg delete devDependencies \
  && npm install --omit=dev --omit=peer --ignore-scripts --no-audit --no-fund \
  && npm cache clean --force

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /app
COPY package.json LICENSE ./
COPY templates ./templates
COPY prisma/migrations ./prisma/migrations
COPY src ./src
COPY --from=client /app/src/db/generated ./src/db/generated
COPY --from=dependencies /app/node_modules ./node_modules
# a small young generation and a heap told to stay small cost nothing here: the peak of a backlog of thousands stays under
# 400 MB instead of growing to 700; what the desk holds at once is about 130
RUN printf '#!/bin/sh\nexec node --max-semi-space-size=16 --max-old-space-size=512 /app/src/main.ts "$@"\n' > /usr/local/bin/habeas \
  && chmod 755 /usr/local/bin/habeas \
  && install -d -o node -g node -m 750 /data /backup

# inside the container the console has to listen on its outer side; publish it on the host's 127.0.0.1 or behind a proxy
ENV HABEAS__DATA_FOLDER=/data HABEAS__CONSOLE__LISTEN=0.0.0.0:8484
USER node
WORKDIR /data
VOLUME /data
EXPOSE 8484
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8484/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# the desk finishes the mail in hand and then stops
STOPSIGNAL SIGTERM
ENTRYPOINT ["habeas"]
CMD ["run"]

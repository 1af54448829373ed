FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund && npm cache clean --force
COPY . .
# Secrets come from the environment, never from the image (.dockerignore keeps .env and .om out).
USER node
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:'+(process.env.PORT||3000)+'/healthz').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
# Both roles; "bot" or "worker" after it runs one of them.
ENTRYPOINT ["node", "--max-semi-space-size=8", "--heap-growing-percent=30", "main.ts"]

// The gallery as pages: made here, so that they are read by what runs no scripts. No dependencies.
import * as http from "node:http";

const port = Number(process.env.PORT ?? 8080);
const api = required("API_URL");
/** The load balancer gives up after 60 seconds; a page is not worth a third of it. */
const apiTimeoutMs = Number(process.env.API_TIMEOUT_MS ?? 5_000);
/** The load balancer keeps connections for 60 seconds: closed later here, it never sends into a closed one. */
const keepAliveMs = 65_000;
const pageSize = 24;

/** Set once the task is to stop: what is begun ends, nothing new begins. */
let leaving = false;

const server = http.createServer((request, response) => {
  const started = performance.now();
  response.on("finish", () => {
    log("info", "request", {
      method: request.method,
      path: request.url?.split("?")[0],
      status: response.statusCode,
      milliseconds: Math.round(performance.now() - started),
    });
  });
  answer(request, response).catch((error) => {
    log("error", "page failed", { reason: error.message });
    send(
      response,
      502,
      "text/plain",
      "The photos can't be shown just now. Try again in a minute.\n",
    );
  });
});
server.keepAliveTimeout = keepAliveMs;
server.headersTimeout = keepAliveMs + 1_000;

async function answer(request, response) {
  const url = new URL(request.url ?? "/", "http://localhost");
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.setHeader("allow", "GET, HEAD");
    send(response, 405, "text/plain", "Only GET and HEAD.\n");
  } else if (url.pathname === "/health") {
    send(response, leaving ? 503 : 200, "text/plain", leaving ? "leaving\n" : "ok\n");
  } else if (url.pathname === "/") {
    await sendGallery(url.searchParams.get("cursor"), response);
  } else {
    send(response, 404, "text/plain", "There is no such page.\n");
  }
}

async function sendGallery(cursor, response) {
  const query = new URLSearchParams({ limit: String(pageSize), ...(cursor && { cursor }) });
  const found = await fetch(`${api.replace(/\/$/, "")}/photos?${query}`, {
    headers: { accept: "application/json" },
    signal: AbortSignal.timeout(apiTimeoutMs),
  });
  if (found.status === 400) {
    send(response, 400, "text/plain", "There is no such page of photos.\n");
    return;
  }
  if (!found.ok) {
    throw new Error(`the API answered ${found.status}`);
  }
  send(response, 200, "text/html", page(await found.json()));
}

function page({ photos, nextCursor }) {
  const items = photos.map(
    ({ url, uploadedAt }) =>
      `<li><img src="${escaped(url)}" alt="Photo of ${escaped(uploadedAt)}" loading="lazy"></li>`,
  );
  return [
    "<!doctype html>",
    '<html lang="en"><head><meta charset="utf-8"><title>Gallery</title></head><body>',
    "<h1>Gallery</h1>",
    items.length > 0 ? `<ul>${items.join("")}</ul>` : "<p>There are no photos yet.</p>",
    nextCursor ? `<a href="/?cursor=${encodeURIComponent(nextCursor)}">More photos</a>` : "",
    "</body></html>",
    "",
  ].join("\n");
}

function send(response, status, type, body) {
  response.writeHead(status, {
    "content-type": `${type}; charset=utf-8`,
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; img-src https:",
    "x-content-type-options": "nosniff",
    // A connection that stays would keep the task from ending.
    ...(leaving && { connection: "close" }),
  });
  response.end(body);
}

function escaped(text) {
  const entities = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  return String(text ?? "").replace(/[&<>"']/g, (character) => entities[character]);
}

function required(name) {
  const value = process.env[name];
  if (!value) {
    log("error", `${name} is not set`);
    process.exit(1);
  }
  return value;
}

function log(level, message, more = {}) {
  console.log(JSON.stringify({ level, message, ...more }));
}

// ECS stops a task by SIGTERM, when the load balancer has stopped sending, and waits 120 seconds.
process.on("SIGTERM", () => {
  leaving = true;
  log("info", "leaving");
  server.close(() => process.exit(0));
  server.closeIdleConnections();
});

server.listen(port, () => log("info", "listening", { port: server.address().port }));

import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { tls } from '../tls.ts';

/** What the wire gave and what it takes back. */
export type Asked = { method: string; uri: string; headers: IncomingMessage['headers']; body: string };
export type Reply = { status: number; headers: Record<string, string>; body: string };

/** Listens on 127.0.0.1 only; `port` 0 means any free one. Closing cuts what is still open. */
export async function listen(options: { https: boolean; port: number }, serve: (asked: Asked, response: ServerResponse) => Promise<void>) {
  const open = new Set<Socket>();
  const listener: RequestListener = (request, response) => {
    receive(request, response, serve).catch((error) => {
      if (response.destroyed) return;
      response.writeHead(599, { 'Content-Type': 'text/plain' }).end(`The sample store itself failed: ${error.stack}`);
    });
  };
  const server = options.https ? createSecureServer(tls, listener) : createServer(listener);
  server.keepAliveTimeout = 60_000;
  server.on('connection', (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket)).on('error', () => socket.destroy());
  });
  await new Promise<void>((done, fail) => server.once('error', fail).listen(options.port, '127.0.0.1', () => done()));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((done) => {
      server.close(() => done());
      for (const socket of open) socket.destroy();
    });
  return { port, close };
}

async function receive(
  request: IncomingMessage,
  response: ServerResponse,
  serve: (asked: Asked, response: ServerResponse) => Promise<void>,
) {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  await serve(
    { method: request.method ?? 'GET', uri: request.url ?? '/', headers: request.headers, body: Buffer.concat(parts).toString() },
    response,
  );
}

export function send(response: ServerResponse, { status, headers, body }: Reply) {
  const bytes = Buffer.from(body);
  response.writeHead(status, { ...headers, 'Content-Length': bytes.length }).end(bytes);
}

/** Promises more than it keeps: the connection ends in the middle of the body. */
export function sendHalf(response: ServerResponse, { status, headers, body }: Reply) {
  const bytes = Buffer.from(body);
  response.writeHead(status, { ...headers, 'Content-Length': bytes.length });
  response.write(bytes.subarray(0, bytes.length / 2), () => response.socket?.destroy());
}

import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer, type Server as SecureServer } from 'node:https';
import { createServer as createNetServer, type Socket } from 'node:net';
import { tls } from './tls.ts';

/** What the wire gave and what it takes back. */
export type Asked = { method: string; uri: string; headers: IncomingMessage['headers']; body: string };
export type Reply = { status: number; headers: Record<string, string>; body: string };

/** Which protocols a port speaks; with `both`, each connection says by its first byte which one it means. */
export type Protocol = 'http' | 'https' | 'both';
export type Serve = (asked: Asked, response: ServerResponse, scheme: 'http' | 'https') => Promise<void>;

/** Listens on 127.0.0.1 only; `port` 0 means any free one. Closing cuts what is still open. */
export async function listen(options: { protocol: Protocol; port: number }, serve: Serve) {
  const open = new Set<Socket>();
  const listener =
    (scheme: 'http' | 'https'): RequestListener =>
    (request, response) => {
      receive(request, response, scheme, serve).catch((error) => {
        if (response.destroyed) return;
        response.writeHead(599, { 'Content-Type': 'text/plain' }).end(`The sample store itself failed: ${error.stack}`);
      });
    };
  const plain = createServer({ keepAliveTimeout: 60_000 }, listener('http'));
  const secure = createSecureServer({ ...tls, keepAliveTimeout: 60_000 }, listener('https'));
  const server = { http: plain, https: secure, both: createNetServer((socket) => bySight(socket, plain, secure)) }[options.protocol];
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket)).on('error', () => socket.destroy());
  });
  await new Promise<void>((done, fail) => server.once('error', fail).listen(options.port, '127.0.0.1', () => done()));
  const address = server.address();
  const port = address && typeof address === 'object' ? address.port : 0;
  const close = () =>
    new Promise<void>((done) => {
      server.close(() => done());
      for (const socket of open) socket.destroy();
    });
  return { port, close };
}

/** TLS begins with byte 22. */
function bySight(socket: Socket, plain: Server, secure: SecureServer) {
  socket.once('data', (first: Buffer) => {
    socket.pause();
    socket.unshift(first);
    (first[0] === 22 ? secure : plain).emit('connection', socket);
    process.nextTick(() => socket.resume());
  });
}

async function receive(request: IncomingMessage, response: ServerResponse, scheme: 'http' | 'https', serve: Serve) {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  const asked = {
    method: request.method ?? 'GET',
    uri: request.url ?? '/',
    headers: request.headers,
    body: Buffer.concat(parts).toString(),
  };
  await serve(asked, response, scheme);
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

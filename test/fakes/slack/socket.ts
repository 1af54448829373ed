import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Json, parse, record, string } from './json.ts';
import { Refusal } from './method.ts';
import type { World } from './world.ts';

export type Envelope = {
  type: 'slash_commands' | 'interactive' | 'events_api';
  payload: Json;
  accepts: boolean;
  retry: { num: number; reason: string } | undefined;
};
/** How the app acknowledged; undefined: not in time. */
export type Acknowledged = { payload: Json } | undefined;
export type Sockets = ReturnType<typeof createSockets>;

const most = 10;

/** Slack's side of Socket Mode. */
export function createSockets(world: World) {
  const server = new WebSocketServer({ noServer: true });
  const open = new Set<WebSocket>();
  const tickets = new Map<string, number>();
  const waiting = new Map<string, (payload: Json) => void>();
  let turn = 0;

  server.on('connection', (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => socket.terminate());
    socket.on('message', (data) => {
      const { envelope_id: id, payload } = record(parse(String(data)));
      waiting.get(string(id))?.(record(payload));
    });
    const host = 'applink-1';
    const debug_info = { host, build_number: 1, approximate_connection_time: 18_060 };
    socket.send(JSON.stringify({ type: 'hello', num_connections: open.size, debug_info, connection_info: { app_id: world.app.id } }));
  });

  return {
    get connected() {
      return open.size;
    },
    /** Lets an app in by its ticket; each is good once, for half a minute. */
    attach(http: Server, down: () => boolean) {
      http.on('upgrade', (request, socket, head) => {
        const { pathname, searchParams } = new URL(request.url ?? '/', 'http://slack');
        if (down()) return void socket.destroy();
        const until = tickets.get(searchParams.get('ticket') ?? '');
        tickets.delete(searchParams.get('ticket') ?? '');
        if (pathname !== '/link/' || until === undefined || world.now() > until) return void socket.end('HTTP/1.1 404 Not Found\r\n\r\n');
        server.handleUpgrade(request, socket, head, (accepted) => server.emit('connection', accepted, request));
      });
    },
    /** apps.connections.open */
    open(token: string): string {
      if (!token) throw new Refusal('not_authed');
      if (world.teams.some((team) => team.token === token)) throw new Refusal('not_allowed_token_type');
      if (token !== world.app.appToken) throw new Refusal('invalid_auth');
      if (open.size >= most) throw new Refusal('too_many_websockets');
      const ticket = randomUUID();
      tickets.set(ticket, world.now() + 30_000);
      return `${world.url.replace('http', 'ws')}/link/?ticket=${ticket}&app_id=${world.app.id}`;
    },
    /** Sends one thing to one of the connections, in turns, and waits for its acknowledgement. */
    async send({ type, payload, accepts, retry }: Envelope, patience: number): Promise<Acknowledged> {
      const sockets = [...open];
      const socket = sockets[turn++ % (sockets.length || 1)];
      if (!socket) return undefined;
      const envelope_id = randomUUID();
      const retried = type === 'events_api' ? { retry_attempt: retry?.num ?? 0, retry_reason: retry?.reason ?? '' } : {};
      const answer = new Promise<Acknowledged>((resolve) => {
        const timer = setTimeout(() => resolve(undefined), patience);
        waiting.set(envelope_id, (payload) => {
          clearTimeout(timer);
          resolve({ payload });
        });
      });
      socket.send(JSON.stringify({ envelope_id, payload, type, accepts_response_payload: accepts, ...retried }));
      return answer.finally(() => waiting.delete(envelope_id));
    },
    /** Asks every connection to come again, as Slack does now and then. */
    refresh(reason: 'refresh_requested' | 'warning' = 'refresh_requested') {
      for (const socket of open) socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'applink-1' } }));
    },
    /** Cuts every connection without a word. */
    cut() {
      for (const socket of open) socket.terminate();
    },
    /** Says goodbye and waits a moment for the app's: cut off in the middle of its own, Bolt waits half a minute. */
    async close() {
      const goodbye = [...open].map((socket) => {
        const closed = once(socket, 'close');
        socket.close(1001);
        return closed;
      });
      await Promise.race([Promise.all(goodbye), pause(500, undefined, { ref: false })]);
      for (const socket of open) socket.terminate();
      server.close();
    },
  };
}

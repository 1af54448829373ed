import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../db/embedded.ts';

/** Something that a test can take away and bring back. */
export type Breakable = { port: number; breakIt: () => Promise<void>; mend: () => Promise<void>; close: () => Promise<void> };

/** A port before another one. Broken, it drops all connections and refuses new ones, as a server that is down. */
export async function breakablePort(target: number): Promise<Breakable> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const onward = connect(target, '127.0.0.1');
    for (const [one, other] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      sockets.add(one);
      one.on('error', () => {});
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const port = await listen(0);
  const breakIt = async () => {
    if (!server.listening) return;
    server.close();
    for (const socket of sockets) socket.destroy();
    await once(server, 'close');
  };
  return { port, breakIt, mend: async () => void (server.listening || (await listen(port))), close: breakIt };
}

/** A private Redis that keeps what it is told; broken, it is killed. */
export async function breakableRedis(): Promise<Breakable> {
  const folder = mkdtempSync(join(tmpdir(), 'om-redis-'));
  const port = await freePort();
  let child: ChildProcess | undefined;
  const lives = () => child !== undefined && child.exitCode === null && child.signalCode === null;
  const mend = async () => {
    if (lives()) return;
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--appendonly', 'yes', '--appendfsync', 'always'];
    child = spawn('redis-server', args, { stdio: 'ignore' });
    await once(child, 'spawn');
  };
  const breakIt = async () => {
    if (!child || !lives()) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  await mend();
  const close = async () => {
    await breakIt();
    rmSync(folder, { recursive: true, force: true });
  };
  return { port, breakIt, mend, close };
}

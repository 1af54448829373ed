import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { call, json, type Reply } from './slack/api.ts';
import { createDelivery, type Settings } from './slack/delivery.ts';
import { createEvents } from './slack/events.ts';
import { noFaults } from './slack/faults.ts';
import { messageAt } from './slack/messages.ts';
import { authorize, createAccess } from './slack/oauth.ts';
import { createPerson } from './slack/person.ts';
import { createRates } from './slack/rates.ts';
import { respond } from './slack/responses.ts';
import { screenOf } from './slack/screen.ts';
import { createSockets } from './slack/socket.ts';
import {
  type ChannelOptions,
  channelOf,
  dmOf,
  makeChannel,
  makeTeam,
  makeUser,
  sampleTeam,
  type TeamOptions,
  type UserOptions,
} from './slack/teams.ts';
import { type AppOptions, createWorld, teamOf, whoIs } from './slack/world.ts';

export type { Delivered, DeliveryOptions } from './slack/delivery.ts';
export type { Screen, SeenMessage, SeenView } from './slack/screen.ts';
export type { TeamOptions } from './slack/teams.ts';
export { type Button, buttonsOf, plainWords, wordsOf } from './slack/words.ts';

export type SlackOptions = Partial<Settings> & {
  port?: number;
  app?: Partial<AppOptions>;
  teams?: TeamOptions[];
  /** Holds messages to one a second, and edits of one message to one in three seconds. */
  strict?: boolean;
};
export type Slack = Awaited<ReturnType<typeof startSlack>>;

/** A Slack on 127.0.0.1, as strict as Slack: Web API, OAuth, Socket Mode, and people who type, press and read. */
export async function startSlack(options: SlackOptions = {}) {
  const world = createWorld({ ...sampleApp, ...options.app }, options.teams ?? [sampleTeam()]);
  const faults = noFaults();
  const rates = createRates(world);
  rates.strict = options.strict ?? false;
  const access = createAccess();
  const sockets = createSockets(world);
  const settings: Settings = { requestUrl: options.requestUrl ?? '', patience: options.patience ?? 3_000 };
  const delivery = createDelivery(world, sockets, settings);
  const api = { world, faults, rates, access, sockets };

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      world.problems.push(`Slack itself failed: ${error instanceof Error ? error.stack : error}`);
      response.writeHead(500).end();
    });
  });

  async function serve(request: IncomingMessage, response: ServerResponse) {
    const body = await text(request);
    const { pathname, search, searchParams } = new URL(request.url ?? '/', 'http://slack');
    const method = pathname.startsWith('/api/') ? pathname.slice('/api/'.length) : '';
    if (faults.down === 'closed') return void response.socket?.destroy();
    if (faults.down) return send(response, { status: faults.down, headers: {}, body: '' });
    const slow = faults.slow.get(method || pathname) ?? faults.slow.get('*');
    if (slow) await pause(slow, undefined, { ref: false });
    const { 'content-type': contentType = '', authorization = '' } = request.headers;
    if (method) send(response, call(api, { method, contentType, authorization, body, query: search }));
    else if (pathname === '/oauth/v2/authorize') send(response, authorize(world, access, searchParams));
    else if (/^\/(commands|actions)\//.test(pathname) && request.method === 'POST') send(response, respond(world, pathname, body));
    else send(response, json({ ok: false, error: 'not_found' }, 404));
  }

  sockets.attach(server, () => faults.down !== false);
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('No port.');
  world.url = `http://127.0.0.1:${address.port}`;

  const placeOf = (channel: string, team = 'T1') => {
    const place = channelOf(teamOf(world, team), channel);
    if (!place) throw new Error(`${team} has no channel ${channel}.`);
    return place;
  };

  return {
    url: world.url,
    /** What SLACK_API_URL is set to. */
    apiUrl: `${world.url}/api/`,
    authorizeUrl: `${world.url}/oauth/v2/authorize`,
    app: world.app,
    /** Where the app is told of things; empty: over its socket. */
    get requestUrl() {
      return settings.requestUrl;
    },
    set requestUrl(url: string) {
      settings.requestUrl = url;
    },
    get patience() {
      return settings.patience;
    },
    set patience(ms: number) {
      settings.patience = ms;
    },
    team: (id = 'T1') => teamOf(world, id),
    addTeam(team: TeamOptions) {
      const made = makeTeam(team);
      world.teams.push(made);
      return made;
    },
    addUser(user: UserOptions, team = 'T1') {
      teamOf(world, team).users.push(makeUser(user));
    },
    addChannel(channel: ChannelOptions, team = 'T1') {
      const { channels, bot } = teamOf(world, team);
      channels.push(makeChannel(channel, bot.user));
    },
    /** The id of a person's direct messages with the app. */
    dm: (user = 'U1') => dmOf(whoIs(world, user).team, user).id,
    /** Who stands at the consent page, and where Slack sends people back to. */
    access,

    ...createPerson(world, delivery),
    ...createEvents(world, delivery),
    again: delivery.again,
    retry: delivery.retry,
    raw: delivery.raw,
    forged: delivery.forged,
    screen: (user = 'U1', channel?: string) => screenOf(world, user, channel),

    /** A person deletes a message; its replies stay. */
    deleteMessage({ channel, ts }: { channel: string; ts: string }) {
      messageAt(world, channel, ts).deleted = true;
    },
    /** Somebody invites the app into a channel, and it is not told. */
    inviteBot(channel: string, team = 'T1') {
      placeOf(channel, team).members.add(teamOf(world, team).bot.user);
    },
    /** Somebody removes the app from a channel. */
    removeBot(channel: string, team = 'T1') {
      placeOf(channel, team).members.delete(teamOf(world, team).bot.user);
    },
    archive(channel: string, team = 'T1') {
      placeOf(channel, team).archived = true;
    },

    /** The next triggers are too old when they come. */
    expireTriggers(count = 1) {
      world.bornExpired = count;
    },
    /** How many milliseconds a trigger lives. */
    get triggerLife() {
      return world.triggerLife;
    },
    set triggerLife(ms: number) {
      world.triggerLife = ms;
    },
    /** As if so many milliseconds had passed, for triggers, response_urls, tickets, codes and rates. */
    later(ms: number) {
      world.ahead += ms;
    },
    limit: rates.limit,
    liftLimits: rates.lift,
    /** Nothing answers any more (`closed`), or with this status; false: all is well again. */
    down(how: 'closed' | number | false = 'closed') {
      faults.down = how;
      if (how === 'closed') sockets.cut();
    },
    /** Answers of this method (`*`: of all) take so long. */
    slow(ms: number, method = '*') {
      if (ms) faults.slow.set(method, ms);
      else faults.slow.delete(method);
    },
    /** The next calls of this method are answered with this error. */
    fail(method: string, error: string, times = 1) {
      faults.errors.push({ method, error, left: times });
    },
    sockets: {
      get connected() {
        return sockets.connected;
      },
      refresh: sockets.refresh,
      cut: sockets.cut,
    },

    calls: world.calls,
    callsOf: (method: string) => world.calls.filter((call) => call.method === method),
    /** What a test must fail for, unless it provoked it and took it. */
    problems: world.problems,
    takeProblems: (): string[] => world.problems.splice(0),
    async close() {
      await sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      if (world.problems.length) throw new Error(`Slack had to complain:\n${world.problems.join('\n')}`);
    },
  };
}

const sampleApp: AppOptions = {
  id: 'A1',
  name: 'OM Bot',
  command: '/om',
  signingSecret: 'sample-signing-secret',
  appToken: 'xapp-1-A1-sample',
  clientId: '1111.2222',
  clientSecret: 'sample-client-secret',
};

function send(response: ServerResponse, { status, headers, body }: Reply) {
  response.writeHead(status, headers).end(body);
}

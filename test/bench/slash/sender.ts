import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import { argv, exit } from 'node:process';
import { text } from 'node:stream/consumers';
import { endWithParent } from '../process.ts';
import { sending } from './senders.ts';

// Slack as it sends commands, in a process of its own: nobody measures with the time of who is measured. A line of JSON each second.
endWithParent();
const { url, signingSecret, answered, pace } = sending.parse(JSON.parse(argv[2] ?? ''));
const agent = new Agent({ keepAlive: true });
const users = ['U1', 'U2', 'U3'];
let sent = 0;
let answers: number[] = [];

async function command(): Promise<void> {
  const body = new URLSearchParams({
    ...{ token: 'none', team_id: 'T1', team_domain: 'sample-team', channel_id: 'C1', channel_name: 'orders', user_name: 'somebody' },
    ...{ api_app_id: 'A1', is_enterprise_install: 'false', command: '/om', text: 'status', user_id: users[sent % users.length] ?? '' },
    ...{ response_url: 'http://127.0.0.1:9/commands/none', trigger_id: `${process.pid}.${performance.timeOrigin}.${sent++}` },
  }).toString();
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const signature = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': Buffer.byteLength(body),
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${signature}`,
  };
  const began = performance.now();
  const said = await new Promise<string>((done, failed) => {
    const asked = request(url, { method: 'POST', agent, headers }, (response) => {
      text(response).then((answer) => done(`${response.statusCode} ${answer}`), failed);
    });
    asked.on('error', failed).end(body);
  });
  answers.push(Math.round((performance.now() - began) * 100) / 100);
  if (!said.startsWith('200') || !said.includes(answered)) throw new Error(`It was answered: ${said.slice(0, 200)}`);
}

function failed(error: unknown): never {
  console.error(error instanceof Error ? error.message : error);
  exit(1);
}

/** At a pace, whether or not what was sent before is answered. */
function atPace(perSecond: number) {
  const began = performance.now();
  setInterval(
    () => {
      const due = Math.floor(((performance.now() - began) * perSecond) / 1_000);
      while (sent < due) command().catch(failed);
    },
    Math.max(1, Math.floor(250 / perSecond)),
  );
}

/** So many at a time, each after the answer to the one before. */
async function inLine() {
  while (true) await command();
}

let window = performance.now();
setInterval(() => {
  const now = performance.now();
  console.log(JSON.stringify({ milliseconds: now - window, answers }));
  [window, answers] = [now, []];
}, 1_000);
if ('perSecond' in pace) atPace(pace.perSecond);
else for (let one = 0; one < pace.atOnce; one++) inLine().catch(failed);

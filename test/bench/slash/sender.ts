import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import { argv, exit } from 'node:process';
import { endWithParent } from '../process.ts';
import { sending } from './senders.ts';

// Slack as it sends commands, in a process of its own: nobody is measured with the time that this takes. Tells a line of JSON each second.
endWithParent();
const { url, signingSecret, answered, pace } = sending.parse(JSON.parse(argv[2] ?? ''));
const agent = new Agent({ keepAlive: true });
const users = ['U1', 'U2', 'U3'];
const always = new URLSearchParams({
  ...{ token: 'none', team_id: 'T1', team_domain: 'sample-team', channel_id: 'C1', channel_name: 'orders', user_name: 'somebody' },
  ...{ command: '/om', text: 'status', api_app_id: 'A1', is_enterprise_install: 'false', response_url: 'http://127.0.0.1:9/none' },
}).toString();
let sent = 0;
let second = { began: performance.now(), answers: [] as number[], late: 0 };

async function command(): Promise<void> {
  const body = `${always}&user_id=${users[sent % users.length]}&trigger_id=${process.pid}.${performance.timeOrigin}.${sent++}`;
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const signature = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  const began = performance.now();
  const { status, text } = await post(body, { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${signature}` });
  second.answers.push(Math.round((performance.now() - began) * 100) / 100);
  // Acknowledged in time, and answered afterwards.
  if (status === 200 && text === '') second.late += 1;
  else if (status !== 200 || !text.includes(answered)) throw new Error(`It was answered ${status}: ${text.slice(0, 200)}`);
}

const post = (body: string, signed: Record<string, string>) =>
  new Promise<{ status?: number; text: string }>((done, failed) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': body.length, ...signed };
    const asked = request(url, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => done({ status: response.statusCode, text })).on('error', failed);
    });
    asked.on('error', failed).end(body);
  });

function failed(error: unknown): never {
  console.error(error instanceof Error ? error.message : error);
  exit(1);
}

/** At a pace, whether or not what was sent before is answered. */
function atPace(perSecond: number) {
  const began = performance.now();
  const sendDue = () => {
    const due = Math.floor(((performance.now() - began) * perSecond) / 1_000);
    while (sent < due) command().catch(failed);
  };
  setInterval(sendDue, Math.max(1, Math.floor(250 / perSecond)));
}

/** Each after the answer to the one before. */
async function inLine() {
  while (true) await command();
}

setInterval(() => {
  const { began, answers, late } = second;
  second = { began: performance.now(), answers: [], late: 0 };
  console.log(JSON.stringify({ milliseconds: second.began - began, answers, late }));
}, 1_000);
if ('perSecond' in pace) atPace(pace.perSecond);
else for (let one = 0; one < pace.atOnce; one++) inLine().catch(failed);

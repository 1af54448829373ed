import { argv, exit } from 'node:process';
import { App, ExpressReceiver } from '@slack/bolt';
import { endWithParent } from '../process.ts';

// The least that answers a command with Bolt, as its documentation shows it: the signature is checked, "ok" is said. Prints its address.
endWithParent();
const [signingSecret = ''] = argv.slice(2);
const receiver = new ExpressReceiver({ signingSecret });
const app = new App({ receiver, authorize: async () => ({ botToken: 'xoxb-bare', botId: 'B1', botUserId: 'U9' }) });
app.command('/om', async ({ ack }) => ack('ok'));

const server = await app.start(0);
process.on('SIGTERM', () => exit(0));
const address = server.address();
if (typeof address !== 'object' || !address) throw new Error('No port.');
console.log(`http://127.0.0.1:${address.port}/slack/events`);

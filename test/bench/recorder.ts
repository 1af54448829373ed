import { request } from 'node:http';
import { argv } from 'node:process';
import { startMagento1 } from '../fakes/magento1.ts';
import { startMagento2 } from '../fakes/magento2.ts';
import { startPrestaShop } from '../fakes/prestashop.ts';
import { type Asked, listen, type Reply, send } from '../fakes/server.ts';
import { plainSpeech, type Speech } from '../fakes/speech.ts';
import { createMemory } from './memory-of-answers.ts';
import { endWithParent } from './process.ts';
import { type Recorded, spread } from './store.ts';

/**
 * A sample store that remembers, as a process of its own: node test/bench/recorder.ts PLATFORM ORDERS. While it is told to (POST /bench/import),
 * it answers from memory; the first time, and otherwise (POST /bench/live), the platform's fake behind it answers. GET /bench/requests tells
 * what is remembered. Prints one line of JSON, `Recorded`.
 */
endWithParent();
const [platform = '', orders] = argv.slice(2);
const count = Number(orders);
const starts = {
  prestashop: () => startPrestaShop({ many: { orders: count, days: spread } }),
  magento2: () => startMagento2({ https: false, orders: { count, days: spread } }),
  magento1: () => startMagento1({ orders: { count, days: spread } }),
};
const isKnown = (name: string): name is keyof typeof starts => name in starts;
if (!isKnown(platform)) throw new Error(`There is no recorder for ${platform}.`);

type Fake = { url: string; requests: unknown[]; credentials: { url: string }; speaks: Partial<Speech> };
const fake: Fake = await starts[platform]();
const memory = createMemory(ask);

const server = await listen({ protocol: 'http', port: 0 }, async (asked, response) => {
  const told = /^\/bench\/(\w+)$/.exec(asked.uri)?.[1];
  send(response, told ? obey(told) : await memory.answer(asked));
});
const url = `http://127.0.0.1:${server.port}`;

function obey(told: string): Reply {
  if (told === 'import') memory.begin();
  if (told === 'live') memory.end();
  return { status: 200, headers: { 'Content-Type': 'application/json' }, body: told === 'requests' ? JSON.stringify(memory.told()) : '{}' };
}

/** Asks the fake. It is told our address as its own (signatures are made for it), and tells ours instead of its own. */
function ask({ method, uri, headers, body }: Asked): Promise<Reply> {
  fake.requests.length = 0;
  return new Promise((done, failed) => {
    const asked = request(`${fake.url}${uri}`, { method, headers }, async (answer) => {
      const text = (await Array.fromAsync(answer)).join('').replaceAll(fake.url, url);
      const type = { 'Content-Type': answer.headers['content-type'] ?? '' };
      const kept = Object.entries(answer.headersDistinct).flatMap(([name, value = []]) =>
        /^(content-|transfer-|connection|keep-alive|date)/.test(name) ? [] : [[name, value.join(', ')]],
      );
      done({ status: answer.statusCode ?? 0, headers: { ...Object.fromEntries(kept), ...type }, body: text });
    });
    asked.on('error', failed).setHeader('Host', headers.host ?? '');
    asked.end(body);
  });
}

const speech = { ...plainSpeech, ...fake.speaks };
const recorded: Recorded = {
  platform,
  credentials: { ...fake.credentials, url },
  instruments: {
    methods: ['cod', 'bacs', 'paypal', 'stripe'].map(speech.payment),
    cod: speech.payment('cod'),
    statuses: ['processing', 'completed'].map(speech.status),
  },
};
console.log(JSON.stringify(recorded));

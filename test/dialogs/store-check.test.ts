import { describe, expect, it } from 'vitest';
import { type Right, rights, type StoreCheck } from '../../connectors/connector.ts';
import {
  AuthenticationError,
  type ConnectorError,
  InsecureError,
  NetworkError,
  PermissionError,
  ResponseError,
} from '../../connectors/errors.ts';
import { connectors } from '../../connectors/index.ts';
import { failedCheck, judge } from '../../dialogs/store-check.ts';

const { credentials } = connectors.woocommerce;
const facts = { name: 'Demo', url: 'https://demo.example', currency: 'EUR', timeZone: 'UTC', access: {}, notices: [] };
const refusing = (refused: Right, problem: ConnectorError): StoreCheck => ({
  rights: rights.map((right) => (right === refused ? { right, state: 'refused', problem } : { right, state: 'allowed' })),
  store: facts,
});
const beside = (right: Right, problem: ConnectorError) => {
  const verdict = judge(refusing(right, problem));
  if (verdict.state !== 'failed') throw new Error(`${right} is not needed`);
  return Object.keys(failedCheck(verdict, credentials).errors);
};

describe('a check', () => {
  it('is passed when all that is needed is allowed', () => {
    expect(judge(refusing('write back', new PermissionError('No.')))).toMatchObject({ state: 'passed', facts, refused: ['write back'] });
  });

  it.each(['reach', 'products', 'orders'] as const)('is not passed without %s', (right) => {
    const verdict = judge(refusing(right, new PermissionError('No.', { advice: ['Allow it.'] })));
    expect(verdict).toMatchObject({ state: 'failed', right, cause: { kind: 'permission', advice: ['Allow it.'] } });
  });

  it('is another question when only encryption is missing', () => {
    expect(judge(refusing('reach', new InsecureError('No https.')))).toEqual({ state: 'insecure' });
  });
});

it('has reached the shop that refuses the key', () => {
  const verdict = judge(refusing('reach', new AuthenticationError('The shop does not know this key.')));
  if (verdict.state !== 'failed') throw new Error('it was not refused');
  expect(verdict.items.slice(0, 2)).toEqual([
    { tone: 'good', label: 'Reach the store', text: 'yes' },
    { tone: 'bad', label: 'Read products', text: 'no: The shop does not know this key.' },
  ]);
});

describe('the word beside a field', () => {
  it.each([
    [new AuthenticationError('The shop at x does not know this key, or the user it belonged to is gone.'), ['consumerKey']],
    [new AuthenticationError('The shop at x knows the consumer key, but the consumer secret does not fit it.'), ['consumerSecret']],
    [new AuthenticationError('The shop at x refuses our signature, most likely because of a wrong consumer secret.'), ['consumerSecret']],
    [new NetworkError('There is no server with the name x (DNS).'), ['url']],
    [new ResponseError('A page of HTML.'), ['url']],
    [new PermissionError('Wordfence keeps us from x.'), []],
  ])('of “%s” stands at %j', (problem, fields) => expect(beside('reach', problem)).toEqual(fields));

  it('is not at the address when only orders may not be read', () => {
    expect(beside('orders', new NetworkError('The server is in trouble.'))).toEqual([]);
  });
});

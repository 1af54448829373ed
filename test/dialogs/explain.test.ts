import { expect, it } from 'vitest';
import {
  AuthenticationError,
  InsecureError,
  NetworkError,
  PermissionError,
  RateLimitError,
  ResponseError,
} from '../../connectors/errors.ts';
import { explain } from '../../dialogs/explain.ts';

it.each([
  [new AuthenticationError('This key is gone.'), 'authentication', 'The store does not accept our key. This key is gone.'],
  [new PermissionError('No orders.'), 'permission', 'The store does not let us do all that is needed. No orders.'],
  [new RateLimitError('Wait a minute.', 60), 'rate limit', 'The store asks us to wait, because it got too many questions. Wait a minute.'],
  [new NetworkError('It did not answer in time.'), 'network', 'The store does not answer. It did not answer in time.'],
  [new ResponseError('A page of HTML.'), 'response', 'The store answered something that we don’t understand. A page of HTML.'],
  [new InsecureError(''), 'insecure', 'The store can only be reached without encryption.'],
])('%s is told in plain words, with its cause', (error, kind, text) => {
  expect(explain(error)).toEqual({ kind, text, advice: undefined });
});

it('hands the click path on', () => {
  expect(explain(new NetworkError('Gone.', { advice: ['Look.', 'Mend.'] })).advice).toEqual(['Look.', 'Mend.']);
});

it.each([[new Error('password is hunter2')], ['a string'], [undefined]])('says of anything else only that it is our side', (error) => {
  expect(explain(error)).toEqual({ kind: 'unknown', text: 'Something went wrong on our side.' });
});

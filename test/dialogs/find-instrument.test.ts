import { describe, expect, it } from 'vitest';
import { findInstruments, nearestInstruments, readMap } from '../../dialogs/find-instrument.ts';

const instruments = [
  { handle: 'cod', method: 'cod', title: 'Plačilo po povzetju' },
  { handle: 'bacs', method: 'bacs', title: 'Bank transfer' },
  { handle: 'ppcp-gateway', method: 'ppcp-gateway', title: 'PayPal' },
  { handle: 'ppcp-credit-card', method: 'ppcp-credit-card-gateway', title: 'Credit or debit cards' },
  { handle: 'no-payment', method: '', title: 'Nothing to pay' },
];
const found = (said: string) => findInstruments(said, instruments).map(({ handle }) => handle);

describe('an instrument', () => {
  it.each([
    ['cod', ['cod']],
    ['COD', ['cod']],
    ['ppcp-credit-card-gateway', ['ppcp-credit-card']],
    ['PayPal', ['ppcp-gateway']],
    ['plačilo po povzetju', ['cod']],
    ['placilo', ['cod']],
    ['povzetju', ['cod']],
    ['bank', ['bacs']],
    ['ppcp', ['ppcp-gateway', 'ppcp-credit-card']],
    ['no-payment', ['no-payment']],
    ['klarna', []],
    ['—', []],
  ])('is known by “%s”', (said, handles) => expect(found(said)).toEqual(handles));

  it('may be any of them when none is named', () => expect(found('')).toHaveLength(instruments.length));

  it('that nobody knows brings the nearest', () => {
    expect(nearestInstruments('cot', instruments)[0]?.handle).toBe('cod');
    expect(nearestInstruments('payal', instruments)[0]?.handle).toBe('ppcp-gateway');
    expect(nearestInstruments('x', instruments)).toHaveLength(3);
  });
});

describe('“map”', () => {
  const stores = [
    { name: 'Demo Shop', handle: 'demo-shop' },
    { name: 'Olive & Oil', handle: 'olive-oil' },
  ];
  const readings = (words: string) =>
    readMap(words.split(' ').filter(Boolean), stores).map(({ said, stores: meant }) => [said, meant.map(({ handle }) => handle).join(' ')]);

  it.each([
    ['cod demo-shop', 'cod', 'demo-shop'],
    ['demo-shop cod', 'cod', 'demo-shop'],
    ['Demo Shop cash on delivery', 'cash on delivery', 'demo-shop'],
    ['cash on delivery olive-oil', 'cash on delivery', 'olive-oil'],
    ['demo-shop', '', 'demo-shop'],
    ['cod', 'cod', 'demo-shop olive-oil'],
    ['', '', 'demo-shop olive-oil'],
  ])('reads “%s” as “%s” of %s', (words, said, meant) => expect(readings(words)[0]).toEqual([said, meant]));

  it('takes words for an instrument before it takes them for a part of a store’s name', () => {
    expect(readings('cash demo')).toEqual(
      expect.arrayContaining([
        ['cash demo', 'demo-shop olive-oil'],
        ['cash', 'demo-shop'],
      ]),
    );
    expect(readings('cash demo')[0]).toEqual(['cash demo', 'demo-shop olive-oil']);
  });
});

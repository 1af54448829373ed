import Big from 'big.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shareOut } from '../../connectors/prestashop/amounts.ts';
import { isSince } from '../../connectors/prestashop/api.ts';
import { createClock } from '../../connectors/prestashop/clock.ts';
import { levelsOf } from '../../connectors/prestashop/stock.ts';
import { translated } from '../../connectors/prestashop/values.ts';
import { toXml } from '../../connectors/prestashop/xml.ts';

const clock = createClock('Europe/Ljubljana');

describe('an amount shared out', () => {
  const cents = fc.integer({ min: 0, max: 1_000_000 }).map((units) => (units / 100).toFixed(2));
  it('is as much as before, and each share within a cent of its part', () => {
    fc.assert(
      fc.property(cents, fc.array(cents, { minLength: 1, maxLength: 12 }), (whole, weights) => {
        const all = weights.reduce((sum, weight) => sum.plus(weight), new Big(0));
        const shares = shareOut(whole, weights);
        const sum = shares.reduce((total, share) => total.plus(share), new Big(0));
        expect(sum.eq(all.eq(0) ? 0 : whole)).toBe(true);
        if (!all.eq(0))
          for (const [at, share] of shares.entries())
            expect(
              new Big(share)
                .minus(new Big(whole).times(weights[at] ?? 0).div(all))
                .abs()
                .lte('0.01'),
            ).toBe(true);
      }),
    );
  });
});

describe('the shop’s clock', () => {
  it('is ahead of UTC by what its zone says on that day', () => {
    expect(clock.moment('2026-01-15 12:00:00').toISOString()).toBe('2026-01-15T11:00:00.000Z');
    expect(clock.moment('2026-07-15 12:00:00').toISOString()).toBe('2026-07-15T10:00:00.000Z');
    expect(clock.show(new Date('2026-07-15T22:30:00Z'))).toBe('2026-07-16 00:30:00');
  });

  it('shows an hour twice in autumn, and leaves one out in spring', () => {
    expect(clock.moments('2026-10-25 02:30:00').map((moment) => moment.toISOString())).toEqual([
      '2026-10-25T00:30:00.000Z',
      '2026-10-25T01:30:00.000Z',
    ]);
    expect(clock.moment('2026-03-29 02:30:00').toISOString()).toBe('2026-03-29T01:30:00.000Z');
  });

  it('means what it shows, everywhere and always', () => {
    const zones = ['Europe/Ljubljana', 'America/St_Johns', 'Australia/Lord_Howe', 'Pacific/Auckland', 'Asia/Kathmandu', 'UTC'].map(
      createClock,
    );
    const times = fc.integer({ min: 0, max: 2_000_000_000 }).map((seconds) => new Date(seconds * 1000));
    fc.assert(
      fc.property(times, fc.constantFrom(...zones), (moment, zone) => {
        expect(zone.moments(zone.show(moment)).map(Number)).toContain(moment.getTime());
      }),
    );
  });
});

describe('words and numbers', () => {
  it('translations: the language that was asked for, else the first that says something', () => {
    const both = [
      { id: '1', value: 'Shirt' },
      { id: 2, value: 'Majica' },
      { id: '3', value: '' },
    ];
    expect([translated(both, '2'), translated(both, '3'), translated(both), translated('Majica '), translated([])]).toEqual([
      ...['Majica', 'Shirt', 'Shirt', 'Majica', ''],
    ]);
  });

  it('stock that differs from shop to shop of one installation is no number', () => {
    const level = (id: number, id_shop: string, quantity: string) => ({
      id,
      id_product: '1',
      id_product_attribute: '0',
      id_shop,
      quantity,
    });
    expect(levelsOf([level(1, '1', '5'), level(2, '2', '5')]).get('1 0')).toBe('5');
    expect(levelsOf([level(1, '1', '5'), level(2, '2', '6')]).get('1 0')).toBeUndefined();
  });

  it('XML holds what it is told, without what would break it', () => {
    const said = toXml('order_carrier', { id: 7, note: 'a < b & c\u0000\u0007', empty: '', none: null, associations: { x: [] } });
    expect(said).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><prestashop><order_carrier><id>7</id><note>a &lt; b &amp; c</note><empty></empty><none></none></order_carrier></prestashop>',
    );
  });

  it('versions are compared number by number', () => {
    const since = (version: string) => isSince(version, 1, 7, 3);
    expect(['1.6.1.24', '1.7.2.9', '1.7.3', '1.7.10.0', '8.0.0', undefined].map((version) => since(version ?? ''))).toEqual([
      ...[false, false, true, true, true, false],
    ]);
  });
});

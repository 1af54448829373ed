import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type SkuFacts, skuReport } from '../../db/rules/skus.ts';

const product = (title: string, sku?: string, given: Partial<SkuFacts> = {}): SkuFacts => ({ title, sku, skuInherited: false, ...given });

test('counts what came over, and names what did not', () => {
  const report = skuReport([
    product('Mug', 'M-1'),
    product('Shirt', 'S-1', { variant: 'Size: L' }),
    product('Sticker', undefined, { editUrl: 'https://shop.example/edit/3' }),
    product('Empty', ''),
    product('Cap', 'C', { variant: 'Colour: red' }),
    product('Hat', 'C'),
    product('Poster', 'P', { variant: 'A3', skuInherited: true }),
    product('Poster', 'P', { variant: 'A4', skuInherited: true }),
  ]);
  expect(report).toEqual({
    products: 8,
    synced: 2,
    withoutSku: [{ title: 'Sticker', editUrl: 'https://shop.example/edit/3' }, { title: 'Empty' }],
    withoutSkuCount: 2,
    sharing: [{ sku: 'C', entries: [{ title: 'Cap', variant: 'Colour: red' }, { title: 'Hat' }] }],
    sharingCount: 2,
    inherited: [
      { title: 'Poster', variant: 'A3' },
      { title: 'Poster', variant: 'A4' },
    ],
    inheritedCount: 2,
  });
});

test('ends its lists after fifty, and counts on', () => {
  const report = skuReport(Array.from({ length: 70 }, (_, at) => product(`Thing ${at}`)));
  expect(report.withoutSku.length).toBe(50);
  expect(report.withoutSkuCount).toBe(70);
});

test('an SKU that only spells differently is another SKU', () => {
  expect(skuReport([product('a', 'x-1'), product('b', 'X-1')]).synced).toBe(2);
});

test('every product is told exactly once, whatever there is', () => {
  const any = fc.record({
    title: fc.string(),
    sku: fc.option(fc.constantFrom('', 'A', 'B', 'C'), { nil: undefined }),
    skuInherited: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(any), fc.nat(100), (products, sound) => {
      const report = skuReport(products, sound);
      expect(report.products).toBe(products.length + sound);
      expect(report.synced + report.withoutSkuCount + report.sharingCount + report.inheritedCount).toBe(report.products);
    }),
  );
});

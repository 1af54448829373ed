import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { looksLikeCod, methodHandle } from '../../db/rules/payment-names.ts';

describe('cash on delivery is known by its code', () => {
  const codes: [platform: string, ...codes: string[]][] = [
    ['WooCommerce', 'cod', 'COD', 'smart-cod', 'woocommerce_cod', 'cod_gls'],
    ['Shopify', 'Cash on Delivery (COD)', 'cash_on_delivery', 'Contrassegno', 'Plačilo po povzetju'],
    ['CS-Cart', 'cod.php', 'cash_on_delivery.php', 'C.O.D'],
    ['Shopamine', 'cash_on_delivery', 'cash_on_delivery:5'],
    ['PrestaShop', 'ps_cashondelivery', 'cashondelivery', 'codfee', 'codwfeeplus', 'cashondeliveryplus', 'seurcashondelivery'],
    ['Magento 2', 'cashondelivery', 'msp_cashondelivery', 'phoenix_cashondelivery'],
    ['Magento 1', 'cashondelivery', 'phoenix_cashondelivery', 'msp_cashondelivery'],
  ];
  const each = codes.flatMap(([platform, ...list]) => list.map((code) => [platform, code] as const));
  test.each(each)('%s: %s', (_platform, code) => {
    expect(looksLikeCod({ code, title: '' })).toEqual({ by: 'code', word: code });
  });
});

describe('cash on delivery is known by its title, and by which words of it', () => {
  const titles: [language: string, title: string, word: string][] = [
    ['en', 'Cash on delivery', 'Cash on delivery'],
    ['en', 'Cash on Delivery (COD)', 'Cash on Delivery'],
    ['en', 'COD', 'COD'],
    ['en', 'cod', 'cod'],
    ['en', 'GLS – C.O.D.', 'C.O.D'],
    ['en', 'Pay on delivery', 'Pay on delivery'],
    ['sl', 'Plačilo po povzetju', 'po povzetju'],
    ['sl', 'PLACILO PO POVZETJU (+1,90 €)', 'PO POVZETJU'],
    ['sl', 'Povzetje', 'Povzetje'],
    ['sl', 'Gotovina ob prevzemu (po povzetju)', 'po povzetju'],
    ['sl', 'Plačilo kurirju', 'kurirju'],
    ['hr', 'Plaćanje pouzećem', 'pouzećem'],
    ['hr', 'POUZECEM', 'POUZECEM'],
    ['hr', 'Pouzeće', 'Pouzeće'],
    ['hr', 'Gotovinom prilikom dostave', 'prilikom dostave'],
    ['sr', 'Plaćanje kuriru na vratima', 'kuriru'],
    ['sr', 'Плаћање поузећем', 'поузећем'],
    ['de', 'Nachnahme', 'Nachnahme'],
    ['de', 'Zahlung per NACHNAHME', 'NACHNAHME'],
    ['de', 'Nachnahmegebühr 5 €', 'Nachnahmegebühr'],
    ['it', 'Contrassegno', 'Contrassegno'],
    ['it', 'Pagamento alla consegna', 'alla consegna'],
    ['hu', 'Utánvét', 'Utánvét'],
    ['hu', 'utanvet', 'utanvet'],
    ['hu', 'Utánvétes fizetés a futárnak', 'Utánvétes'],
    ['cs', 'Na dobírku', 'dobírku'],
    ['sk', 'Dobierka', 'Dobierka'],
    ['pl', 'Płatność za pobraniem', 'za pobraniem'],
    ['ro', 'Plata ramburs', 'ramburs'],
    ['fr', 'Paiement à la livraison', 'à la livraison'],
    ['es', 'Contra reembolso', 'Contra reembolso'],
    ['el', 'Αντικαταβολή', 'Αντικαταβολή'],
    ['bg', 'Наложен платеж', 'Наложен платеж'],
  ];
  test.each(titles)('%s: %s', (_language, title, word) => {
    const [composed, taken] = [title.normalize('NFC'), title.normalize('NFD')];
    expect(looksLikeCod({ code: '6', title: composed })?.word).toBe(word);
    expect(looksLikeCod({ code: '6', title: taken })?.word.normalize('NFC')).toBe(word);
    expect(looksLikeCod({ code: '6', title: title.toUpperCase() })?.by).toBe('title');
  });
});

describe('these are no cash on delivery', () => {
  const none: [code: string, title: string][] = [
    ['', ''],
    ['stripe', 'Credit card (Stripe)'],
    ['codes', 'Promo codes'],
    ['barcode', 'Barcode'],
    ['decoder', 'Codice fiscale'],
    ['6', 'Plata cu cod QR'],
    ['6', 'Cod promoțional'],
    ['6', 'Plačilo ob prevzemu'],
    ['6', 'Cash'],
    ['6', 'Delivery'],
    ['bacs', 'Bančno nakazilo'],
    ['collect', 'Click & collect'],
    ['manual', 'Manual'],
  ];
  test.each(none)('%j %j', (code, title) => {
    expect(looksLikeCod({ code, title })).toBeUndefined();
  });
});

test('the same is said however often and after whatever else it is asked', () => {
  const name = fc.record({
    code: fc.constantFrom('cod', 'stripe', '6'),
    title: fc.oneof(fc.string(), fc.constantFrom('Nachnahme', 'Visa')),
  });
  fc.assert(
    fc.property(fc.array(name), (names) => {
      const first = names.map(looksLikeCod);
      expect(names.map(looksLikeCod)).toEqual(first);
      for (const [at, { code, title }] of names.entries()) {
        if (code === 'cod') expect(first[at]).toEqual({ by: 'code', word: 'cod' });
        else if (title === 'Nachnahme') expect(first[at]).toEqual({ by: 'title', word: 'Nachnahme' });
        else if (title === 'Visa') expect(first[at]).toBeUndefined();
      }
    }),
  );
});

test('says the same after thousands of other names', () => {
  for (let at = 0; at < 3000; at++) looksLikeCod({ code: `plugin-${at}`, title: 'Card' });
  expect(looksLikeCod({ code: 'plugin-1', title: 'Card' })).toBeUndefined();
  expect(looksLikeCod({ code: 'plugin-1', title: 'Nachnahme' })).toEqual({ by: 'title', word: 'Nachnahme' });
});

describe('what one types to name a method', () => {
  const cases: [code: string, taken: string[], handle: string][] = [
    ['cod', [], 'cod'],
    ['Cash on Delivery (COD)', [], 'cash-on-delivery-cod'],
    ['Plačilo po povzetju', [], 'placilo-po-povzetju'],
    ['ppcp-credit-card-gateway', [], 'ppcp-credit-card-gateway'],
    ['cod', ['cod'], 'cod-2'],
    ['COD', ['cod', 'cod-2'], 'cod-3'],
    ['', [], 'no-payment'],
    ['', ['no-payment'], 'no-payment-2'],
    ['***', [], 'method'],
    ['поузећем', [], 'поузећем'],
  ];
  test.each(cases)('%j beside %j is %s', (code, taken, handle) => {
    expect(methodHandle(code, new Set(taken))).toBe(handle);
  });

  test('is never one that is taken, never blank, and never long', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 60 }), { maxLength: 20 }), (codes) => {
        const taken = new Set<string>();
        for (const code of codes) {
          const handle = methodHandle(code, taken);
          expect(taken.has(handle)).toBe(false);
          expect(handle).toMatch(/^[^\s]{1,44}$/);
          taken.add(handle);
        }
      }),
    );
  });
});

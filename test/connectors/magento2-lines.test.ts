import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { money, quantity } from '../../connectors/magento2/money.ts';
import { line, orderOf, row, sumOf } from './magento2/sample.ts';

describe('the lines of an order', () => {
  const parent = { ...line, product_id: 2040, product_type: 'configurable', sku: 'MAJ-R-L', name: 'Majica' };
  const child = {
    ...line,
    item_id: 9002,
    parent_item_id: 9001,
    product_id: 2041,
    sku: 'MAJ-R-L',
    name: 'Majica R L',
    row_total: 0,
    tax_amount: 0,
  };
  const chosen = {
    product_option: {
      extension_attributes: {
        configurable_item_options: [
          { option_id: '93', option_value: 49 },
          { option_id: '137', option_value: 6 },
        ],
      },
    },
  };

  it('of a configurable and its child are one: the child’s SKU, the parent’s price, what was chosen in words', () => {
    const order = orderOf({ items: [{ ...parent, sku: 'MAJ-R-L-GRAV', ...chosen }, child] });
    expect(order.lines).toMatchObject([
      {
        ...{ id: '9001', sku: 'MAJ-R-L', productId: '2040', variantId: '2041', title: 'Majica', quantity: '2' },
        ...{ price: '16.31', subtotal: '32.62', total: '32.62', tax: '7.18' },
        descriptions: [
          { label: 'Barva', value: 'Rdeča' },
          { label: 'Velikost', value: 'L' },
        ],
      },
    ]);
    expect(sumOf(order)).toBe('39.80');
  });

  it('of a configurable take the price from wherever it is', () => {
    const priced = { ...child, row_total: 32.62, tax_amount: 7.18 };
    expect(orderOf({ items: [{ ...parent, row_total: 0, tax_amount: 0 }, priced] }).lines).toMatchObject([{ total: '32.62', tax: '7.18' }]);
    expect(orderOf({ items: [parent, priced] }).lines).toMatchObject([{ total: '32.62', tax: '7.18' }]);
  });

  it('of a configurable whose child is lost stand alone, and so does a child whose parent is', () => {
    expect(orderOf({ items: [parent] }).lines).toMatchObject([{ sku: 'MAJ-R-L', total: '32.62' }]);
    expect(orderOf({ items: [{ ...child, row_total: 32.62, tax_amount: 7.18 }] }).lines).toMatchObject([{ id: '9002', total: '32.62' }]);
  });

  const bundle = { ...line, product_type: 'bundle', sku: 'PAKET-A-B', name: 'Paket', qty_ordered: 1, row_total: 32.61, tax_amount: 7.19 };
  const part = (item_id: number, sku: string, qty_ordered: number, row_total = 0, tax_amount = 0) => ({
    ...line,
    ...{ item_id, parent_item_id: 9001, sku, name: sku, qty_ordered, row_total, tax_amount },
  });

  it('of a bundle whose parts have prices are its parts', () => {
    const order = orderOf({ items: [bundle, part(9002, 'A', 1, 20, 4.4), part(9003, 'B', 2, 12.61, 2.79)] });
    expect(order.lines).toMatchObject([
      { id: '9002', sku: 'A', quantity: '1', total: '20.00', tax: '4.40', descriptions: [{ label: 'Part of', value: 'Paket' }] },
      { id: '9003', sku: 'B', quantity: '2', total: '12.61', tax: '2.79' },
    ]);
    expect(sumOf(order)).toBe('39.80');
  });

  it('of a bundle with a price of its own are its parts, its price spread over them to the cent', () => {
    const order = orderOf({ items: [bundle, part(9002, 'A', 1), part(9003, 'B', 2)] });
    expect(order.lines).toMatchObject([
      { sku: 'A', quantity: '1', total: '10.87', tax: '2.40' },
      { sku: 'B', quantity: '2', total: '21.74', tax: '4.79', price: '10.87' },
    ]);
    expect(sumOf(order)).toBe('39.80');
    expect(order.fees).toEqual([]);
  });

  it('go by the product’s own SKU where options have theirs behind it, and say what was wished', () => {
    const custom_options = [
      { option_id: '5', option_value: 'Za Ano, 2. maja' },
      { option_id: '6', option_value: '11,12' },
      { option_id: '99', option_value: 'kdo ve' },
    ];
    const wished = { sku: 'SKODELICA-GRAV', product_option: { extension_attributes: { custom_options } } };
    expect(orderOf({ items: [{ ...line, ...wished }] }).lines).toMatchObject([
      {
        sku: 'SKODELICA',
        descriptions: [
          { label: 'Gravura', value: 'Za Ano, 2. maja' },
          { label: 'Embalaža', value: 'Škatla, Pentlja' },
          { label: 'Option 99', value: 'kdo ve' },
        ],
      },
    ]);
    expect(orderOf({ items: [{ ...line, ...wished, product_id: 8 }] }).lines).toMatchObject([{ sku: 'SKODELICA-GRAV' }]);
  });

  it('hold a discount once, also where prices and discounts are with tax', () => {
    const order = orderOf({
      ...{ items: [{ ...line, discount_amount: 3.98, discount_tax_compensation_amount: 0.72, tax_amount: 6.46 }] },
      ...{ tax_amount: 6.46, discount_amount: -3.98, discount_tax_compensation_amount: 0.72, grand_total: 35.82 },
      ...{ coupon_code: 'SPRING10', discount_description: 'Pomlad' },
    });
    expect(order.lines).toMatchObject([{ subtotal: '32.62', total: '29.36', tax: '6.46', price: '14.68' }]);
    expect(order.discounts).toEqual([{ code: 'SPRING10', title: 'Pomlad', total: '-3.26', tax: '-0.72' }]);
    expect([sumOf(order), order.fees]).toEqual(['35.82', []]);
  });

  it('are exact however floats are written', () => {
    expect([money(19.9), money(0.1 + 0.2), money('15.900000'), money(-0), money(4.0983), money(null)]).toEqual([
      ...['19.90', '0.30', '15.90', '0.00', '4.0983', '0.00'],
    ]);
    expect([quantity(2), quantity(1.5), quantity('3.0000')]).toEqual(['2', '1.5', '3']);
    fc.assert(fc.property(fc.integer({ min: -99_999_999, max: 99_999_999 }), (cents) => money(cents / 100) === (cents / 100).toFixed(2)));
  });
});

describe('what an order costs beside its lines', () => {
  it('is told where only the total knows of it: a surcharge of some extension, with its tax', () => {
    const order = orderOf({ grand_total: 42.24, tax_amount: 7.62 });
    expect(order.fees).toEqual([{ title: 'Other charges', total: '2.00', tax: '0.44' }]);
    expect(sumOf(order)).toBe('42.24');
  });

  it('is left to rounding up to two cents a line', () => {
    expect(orderOf({ grand_total: 39.82 }).fees).toEqual([]);
    expect(orderOf({ grand_total: 39.83 }).fees).toHaveLength(1);
  });

  it('is less by gift cards, store credit and points', () => {
    const paid = { gift_cards_amount: 10, customer_balance_amount: 5, reward_currency_amount: 1.5 };
    const order = orderOf({ grand_total: 23.3, extension_attributes: { ...row.extension_attributes, ...paid } });
    expect(order.fees.map(({ title, total }) => [title, total])).toEqual([
      ['Gift card', '-10.00'],
      ['Store credit', '-5.00'],
      ['Reward points', '-1.50'],
    ]);
    expect(sumOf(order)).toBe('23.30');
  });

  it('has shipping after its own discount, and none where nothing is sent', () => {
    const sent = {
      shipping_amount: 4.1,
      shipping_tax_amount: 0.72,
      shipping_discount_amount: 1,
      shipping_discount_tax_compensation_amount: 0.18,
    };
    const order = orderOf({ ...sent, shipping_description: 'Pošta - Paket', grand_total: 43.8, tax_amount: 7.9 });
    expect(order.shipping).toEqual([{ code: 'flatrate_flatrate', title: 'Pošta - Paket', total: '3.28', tax: '0.72' }]);
    expect([sumOf(order), order.fees]).toEqual(['43.80', []]);
    const virtual = orderOf({ is_virtual: 1, extension_attributes: { shipping_assignments: [{ shipping: { total: {} } }] } });
    expect(virtual.shipping).toEqual([]);
    expect(virtual.recipient).toEqual(virtual.buyer);
  });

  it('has its taxes by rate', () => {
    const applied_taxes = [{ code: 'SI-22', title: 'DDV', percent: 22, amount: 7.18, base_amount: 7.18 }];
    expect(orderOf({ extension_attributes: { ...row.extension_attributes, applied_taxes } }).taxes).toEqual([
      { code: 'SI-22', title: 'DDV', rate: '22', total: '7.18' },
    ]);
  });
});

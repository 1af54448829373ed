import Big from 'big.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderRecord } from '../../connectors/records.ts';
import { readRows } from '../../connectors/rows.ts';
import { timeZone } from '../../connectors/woocommerce/check.ts';
import { toOrder, toPaymentMethod, toProduct, toVariant } from '../../connectors/woocommerce/mapping.ts';
import * as payloads from '../../connectors/woocommerce/payloads.ts';
import { each, plain, sum } from '../../connectors/words.ts';

const line = {
  id: 3,
  name: 'Mug',
  product_id: 7,
  variation_id: 0,
  quantity: 2,
  subtotal: '10.00',
  total: '9.00',
  total_tax: '1.98',
  sku: 'M-1',
  meta_data: [],
};
const row = {
  id: 12,
  number: '12',
  status: 'processing',
  currency: 'EUR',
  total: '10.98',
  total_tax: '1.98',
  date_created_gmt: '2026-03-22T15:28:02',
  date_modified_gmt: '2026-03-22T15:28:08',
  date_paid_gmt: null,
  payment_method: 'cod',
  payment_method_title: 'Cash on delivery',
  billing: {
    first_name: 'Ana',
    last_name: 'Novak',
    address_1: 'Glavni trg 1',
    city: 'Kranj',
    country: 'SI',
    email: 'ana@example.test',
    phone: '',
  },
  shipping: { first_name: '', last_name: '', address_1: '', city: '', postcode: '' },
  line_items: [line],
};
const orderOf = (change: object) => {
  const { records, malformed } = readRows([{ ...row, ...change }], payloads.order, toOrder);
  if (malformed[0]) throw new Error(malformed[0].reason);
  return orderRecord.parse(records[0]);
};
const reasonOf = (change: object) => readRows([{ ...row, ...change }], payloads.order, toOrder).malformed[0];

describe('an order that plugins have changed', () => {
  it('may have numbers for texts and texts for numbers', () => {
    const order = orderOf({
      id: '12',
      number: 1012,
      total: 10.98,
      line_items: [{ ...line, id: '3', quantity: '2', total: 9, sku: 4711, product_id: '7' }],
    });
    expect(order).toMatchObject({ id: '12', number: '1012', total: '10.98' });
    expect(order.lines[0]).toMatchObject({
      id: '3',
      quantity: '2',
      total: '9',
      price: '4.50',
      sku: '4711',
      productId: '7',
      variantId: undefined,
    });
  });

  it('may leave out, empty or turn into objects what does not matter', () => {
    const odd = {
      billing: [],
      shipping: null,
      fee_lines: null,
      shipping_lines: { 1: { method_title: 'GLS', method_id: 'flat_rate', instance_id: 5, total: '', total_tax: null } },
    };
    const order = orderOf({ ...odd, meta_data: undefined, refunds: undefined, transaction_id: false, number: null });
    expect(order).toMatchObject({ number: '12', buyer: { name: '' }, fees: [], refunded: '0.00', refunds: [] });
    expect(order.shipping).toEqual([{ code: 'flat_rate:5', title: 'GLS', total: '0', tax: '0' }]);
    expect(order.transactionId).toBeUndefined();
  });

  it('may tell its status with the prefix of the database', () => expect(orderOf({ status: 'wc-packed' }).status).toBe('packed'));

  it('goes to who paid when no other address is given', () => {
    expect(orderOf({}).recipient).toEqual(orderOf({}).buyer);
    expect(orderOf({ shipping: { ...row.shipping, first_name: 'Jan', city: 'Bled' } }).recipient).toMatchObject({
      name: 'Jan',
      city: 'Bled',
    });
  });

  it.each([
    [{ total: null }, 'total'],
    [{ total: '10,98' }, 'total: is not a decimal number'],
    [{ total: '' }, 'total'],
    [{ id: null }, 'id'],
    [{ date_created_gmt: null }, 'date_created_gmt'],
    [{ date_created_gmt: '2026-13-45T99:00:00' }, 'is not a time'],
    [{ currency: 'EURO' }, 'currency'],
    [{ line_items: [{ ...line, quantity: 'two' }] }, 'line_items.0.quantity'],
  ])('that says %o cannot be read, and the reason says why', (change, reason) => {
    expect(reasonOf(change)).toMatchObject({ number: '12', reason: expect.stringContaining(reason), raw: expect.objectContaining(change) });
  });
});

describe('what an order says besides', () => {
  const meta = (...pairs: [string, unknown][]) => pairs.map(([key, value]) => ({ key, value }));

  it('is told when a merchant would want to know it', () => {
    const { descriptions } = orderOf({
      meta_data: meta(
        ['gift_message', 'Vse &quot;najboljše&quot;!<br>Ana'],
        ['_billing_eu_vat_number', 'SI12345678'],
        ['_wc_other/shop/delivery-time', 'in the evening'],
        ['Newsletter', true],
        ['is_vat_exempt', 'yes'],
      ),
    });
    expect(descriptions).toEqual([
      { label: 'Gift message', value: 'Vse "najboljše"! Ana' },
      { label: 'Billing eu vat number', value: 'SI12345678' },
      { label: 'Delivery time', value: 'in the evening' },
      { label: 'Newsletter', value: 'yes' },
      { label: 'VAT exempt', value: 'yes' },
    ]);
  });

  it('is left out when it is a plugin’s own', () => {
    const own = meta(
      ['_wc_order_attribution_utm_source', 'google'],
      ['_stripe_intent_id', 'pi_1'],
      ['is_vat_exempt', 'no'],
      ['payment_token', 'tok_1'],
    );
    const odd = meta(
      ['tracking', { a: 1 }],
      ['json', '{"a":1}'],
      ['php', 'a:1:{i:0;s:1:"x";}'],
      ['long', 'x'.repeat(501)],
      ['empty', ''],
      ['null', null],
    );
    expect(orderOf({ meta_data: [...own, ...odd, { value: 'no key' }] }).descriptions).toEqual([]);
  });

  it('stands with its line in the words that the buyer saw', () => {
    const options = [
      { key: 'pa_size', value: 'xl', display_key: 'Size', display_value: '<p>XL &amp; wide</p>' },
      { key: 'Engraving', value: 'Ana ❤ Jan' },
      { key: 'pa_colour', value: 'dark-red' },
      { key: '_reduced_stock', value: '1' },
    ];
    expect(orderOf({ line_items: [{ ...line, meta_data: options }] }).lines[0]?.descriptions).toEqual([
      { label: 'Size', value: 'XL & wide' },
      { label: 'Engraving', value: 'Ana ❤ Jan' },
      { label: 'Colour', value: 'dark-red' },
    ]);
  });
});

describe('amounts', () => {
  const amount = fc
    .tuple(fc.integer({ min: -10_000_000, max: 100_000_000 }), fc.integer({ min: 0, max: 6 }))
    .map(([value, digits]) => new Big(value).div(10 ** digits).toFixed(digits));

  it('of one piece are what the line’s total says, to a millionth', () => {
    const check = (total: string, quantity: number) => {
      const one = each(total, String(quantity));
      expect(one).toMatch(quantity === 1 ? /^/ : /^-?\d+\.\d{2,6}$/);
      expect(new Big(one).eq(new Big(total).div(quantity).round(6))).toBe(true);
    };
    fc.assert(fc.property(amount, fc.integer({ min: 1, max: 5_000 }), check));
    const some = [each('10.00', '2.5'), each('10.00', '0'), each('10', '3'), each('-1.00', '8')];
    expect(some).toEqual(['4.00', '10.00', '3.333333', '-0.125']);
  });

  it('add up without losing a digit', () => {
    const check = (all: string[]) => {
      const exact = all.reduce((total, one) => total.plus(one), new Big(0));
      expect(new Big(sum(all)).eq(exact)).toBe(true);
    };
    fc.assert(fc.property(fc.array(amount, { minLength: 1 }), check));
    expect([sum([]), sum(['0.10', '0.2']), sum(['5'])]).toEqual(['0', '0.30', '5']);
  });

  it('of discounts are negative, of refunds positive', () => {
    const order = orderOf({
      coupon_lines: [{ code: 'ten', discount: '1', discount_tax: '0' }],
      refunds: [
        { id: 1, reason: '', total: '-5.00' },
        { id: 2, reason: 'late', total: '-0.98' },
      ],
    });
    expect(order.discounts).toEqual([{ code: 'ten', title: 'ten', total: '-1', tax: '0' }]);
    expect([order.refunded, order.refunds.map(({ total }) => total)]).toEqual(['5.98', ['5.00', '0.98']]);
  });
});

describe('products', () => {
  const product = {
    id: 5,
    type: 'simple',
    name: 'R&amp;D <b>mug</b>',
    sku: ' ',
    price: '',
    status: 'publish',
    manage_stock: true,
    stock_quantity: -2,
    variations: [],
    date_modified_gmt: '2026-03-01T07:00:00',
  };

  it('have no price, SKU or stock where the shop has none', () => {
    expect(toProduct(payloads.product.parse(product), 'https://x')).toMatchObject({
      title: 'R&D mug',
      sku: undefined,
      price: undefined,
      stock: '-2',
    });
    const uncounted = payloads.product.parse({ ...product, manage_stock: false, price: '.5' });
    expect(toProduct(uncounted, 'https://x')).toMatchObject({ stock: undefined, price: '0.5' });
  });

  it('are edited in the admin’s own folder, a variation with its parent', () => {
    const parent = payloads.parent.parse({ id: 5, name: 'Mug', sku: 'M', status: 'publish', variations: [6] });
    const variation = payloads.variation.parse({
      id: 6,
      parent_id: 5,
      sku: 'M',
      price: '1',
      status: 'publish',
      manage_stock: 'parent',
      stock_quantity: 4,
      attributes: [{ name: 'Size', option: '' }],
    });
    expect(toVariant(variation, parent, 'https://x/wp')).toMatchObject({
      skuInherited: true,
      stock: '4',
      variant: 'Size: any',
      editUrl: 'https://x/wp/wp-admin/post.php?post=5&action=edit',
    });
  });
});

it('texts are read without tags and entities, and what only looks like a tag stays', () => {
  expect(['a &lt;3', 'I <3 you', '<b>bold</b> &amp; <i class="x">more</i>', 'one<br>two', 5, null].map(plain)).toEqual([
    'a <3',
    'I <3 you',
    'bold & more',
    'one two',
    '5',
    '',
  ]);
});

it('a way to pay without a title for buyers has the admin’s', () => {
  const gateway = { id: 'stripe', title: '', method_title: 'Stripe <em>cards</em>', enabled: 'yes' };
  expect(toPaymentMethod(payloads.paymentGateway.parse(gateway))).toEqual({ code: 'stripe', title: 'Stripe cards', enabled: true });
});

it('a time zone is a place, or hours from GMT', () => {
  const of = (timezone_string: string, gmt_offset: unknown) =>
    timeZone(payloads.index.parse({ timezone_string, gmt_offset, namespaces: [] }));
  expect([
    of('Europe/Ljubljana', 1),
    of('', 2),
    of('', '-3.5'),
    of('', '5.75'),
    of('', 0),
    of('UTC', 0),
    of('Nowhere/At-All', 1),
    timeZone(undefined),
  ]).toEqual(['Europe/Ljubljana', 'UTC+02:00', 'UTC-03:30', 'UTC+05:45', 'UTC', 'UTC', 'UTC+01:00', 'UTC']);
});

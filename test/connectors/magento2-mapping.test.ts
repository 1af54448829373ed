import { describe, expect, it } from 'vitest';
import { address, searchCriteria } from '../../connectors/magento2/criteria.ts';
import { toFamily, toProduct } from '../../connectors/magento2/mapping.ts';
import { readFailure } from '../../connectors/magento2/messages.ts';
import { oauthHeader } from '../../connectors/magento2/oauth.ts';
import * as payloads from '../../connectors/magento2/payloads.ts';
import { placesOf } from '../../connectors/magento2/resources.ts';
import { productRecord } from '../../connectors/records.ts';
import { home, orderOf, readOrder, row, words } from './magento2/sample.ts';

describe('an order', () => {
  it('is in the currency that the buyer saw', () => {
    expect(orderOf({ order_currency_code: 'HRK', base_currency_code: 'EUR', base_grand_total: 5.28 })).toMatchObject({
      currency: 'HRK',
      total: '39.80',
    });
  });

  it('was placed in UTC, though it does not say so', () => {
    expect(orderOf({}).placedAt.toISOString()).toBe('2024-05-02T08:15:22.000Z');
  });

  it('is paid once it was invoiced in full, and not before', () => {
    expect(orderOf({}).paidAt).toBeUndefined();
    expect(orderOf({ total_paid: 20 }).paidAt).toBeUndefined();
    expect(orderOf({ total_paid: 39.8 }).paidAt?.toISOString()).toBe('2024-05-02T08:16:03.000Z');
    expect(orderOf({ grand_total: 0, total_paid: 0 }).paidAt).toBeDefined();
    expect(orderOf({ grand_total: 0 }).paidAt).toBeUndefined();
  });

  it('has the title of its payment as the buyer chose it', () => {
    const paypal = { method: 'paypal_express', last_trans_id: '8AB', additional_information: ['verified', 'PayPal Express Checkout'] };
    const payment_additional_info = [
      { key: 'paypal_payer_status', value: 'verified' },
      { key: 'method_title', value: 'PayPal Express Checkout' },
    ];
    const told = orderOf({ payment: paypal, extension_attributes: { ...row.extension_attributes, payment_additional_info } });
    expect(told).toMatchObject({ paymentMethod: 'paypal_express', paymentMethodTitle: 'PayPal Express Checkout', transactionId: '8AB' });
    expect(orderOf({ payment: { method: 'cashondelivery', additional_information: ['Po povzetju', null] } }).paymentMethodTitle).toBe(
      'Po povzetju',
    );
    expect(orderOf({ payment: { method: 'braintree' } }).paymentMethodTitle).toBe('braintree');
    expect(orderOf({ payment: [] })).toMatchObject({ paymentMethod: '', paymentMethodTitle: '' });
  });

  it('tells what the buyer, and the shop to the buyer, wrote on it', () => {
    const order = orderOf({
      customer_note: 'Pokličite prej!',
      billing_address: { ...home, vat_id: '' },
      customer_taxvat: 'SI12345678',
      status_histories: [
        { comment: 'We refunded 54,54 € offline.', is_visible_on_front: 0 },
        { comment: 'Dostava <b>v petek</b>', is_visible_on_front: 1 },
      ],
      extension_attributes: {
        ...row.extension_attributes,
        gift_message: { sender: 'Ana', recipient: 'Žiga', message: 'Vse najboljše!' },
        pickup_location_code: 'kranj',
      },
    });
    expect(order.note).toBe('Pokličite prej!');
    expect(order.descriptions.map(({ label, value }) => `${label}: ${value}`)).toEqual([
      ...['VAT number: SI12345678', 'Gift from: Ana', 'Gift to: Žiga', 'Gift message: Vse najboljše!', 'Pickup location: kranj'],
      'Comment: Dostava v petek',
    ]);
  });

  it('may lack what others have: an address, a phone, a state, a status', () => {
    const bare = orderOf({ billing_address: null, extension_attributes: [], status: undefined, payment: null });
    expect(bare).toMatchObject({ status: 'processing', shipping: [], buyer: { name: '', email: 'ana@example.com' } });
    expect(bare.recipient).toEqual(bare.buyer);
    expect(
      orderOf({ billing_address: { ...home, street: 'Glavna 1\n2. nad.', region: 'Kalifornija', region_code: 'CA' } }).buyer,
    ).toMatchObject({
      ...{ street: 'Glavna 1', street2: '2. nad.', state: 'CA' },
    });
  });

  it('is put aside with its reason where its total, time or number cannot be read', () => {
    const reason = (change: object) => readOrder(change).malformed[0];
    expect(reason({ grand_total: 'n/a' })).toMatchObject({
      id: '5012',
      number: '000005012',
      reason: expect.stringContaining('grand_total'),
    });
    expect(reason({ created_at: '0000-00-00 00:00:00' })?.reason).toContain('created_at');
    expect(reason({ items: undefined })?.reason).toContain('items');
    expect(reason({ status: null, state: null })?.reason).toContain('status');
    expect(reason({ order_currency_code: null })?.reason).toContain('order_currency_code');
  });
});

describe('a product', () => {
  const family = toFamily(
    payloads.family.parse({
      ...{ id: 2040, name: 'Majica &amp; hlače', status: 1 },
      extension_attributes: {
        configurable_product_options: [
          { attribute_id: '137', label: 'Velikost', position: 1 },
          { attribute_id: '93', label: 'Barva', position: 0 },
        ],
        configurable_product_links: [2041],
      },
    }),
  );
  const codes: Record<string, string> = { 93: 'color', 137: 'velikost' };
  const attributes = { ...words.attributes, code: (id: string) => codes[id] };
  const child = {
    id: 2041,
    sku: 'MAJ-R-L',
    name: 'Majica R L',
    price: 19.9,
    status: 1,
    visibility: 1,
    type_id: 'simple',
    updated_at: '2024-05-03 14:20:41',
  };
  const values = [
    { attribute_code: 'color', value: '49' },
    { attribute_code: 'velikost', value: '6' },
    { attribute_code: 'gtin', value: '3830001234567' },
  ];
  const productOf = (change: object, of: typeof family | null = family) =>
    productRecord.parse(
      toProduct(payloads.product.parse({ ...child, custom_attributes: values, ...change }), attributes, of ?? undefined, '12'),
    );

  it('of a family is called as the family is, with its options in words and in their order', () => {
    expect(productOf({})).toMatchObject({
      ...{ id: '2041', parentId: '2040', sku: 'MAJ-R-L', title: 'Majica & hlače', variant: 'Barva: Rdeča, Velikost: L' },
      ...{ price: '19.90', stock: '12', barcode: '3830001234567', active: true },
    });
  });

  it('of a family that is switched off is sold only where it is seen alone', () => {
    const off = { ...family, active: false };
    expect(productOf({}, off).active).toBe(false);
    expect(productOf({ visibility: 4 }, off).active).toBe(true);
    expect(productOf({ status: 2 }, family).active).toBe(false);
  });

  it('may lack attributes, a price, a time, or have PHP’s empty list for them', () => {
    expect(productOf({ custom_attributes: undefined, price: undefined, updated_at: undefined }, null)).toMatchObject({
      ...{ title: 'Majica R L', variant: undefined, price: undefined, barcode: undefined },
      updatedAt: new Date(0),
    });
    expect(productOf({ custom_attributes: { 3: { attribute_code: 'ean', value: '1' } } }).barcode).toBe('1');
  });
});

describe('a question', () => {
  it('always has searchCriteria, and no blank or plus in its address', () => {
    const url = address(
      'https://shop.example.com/rest/all/V1/',
      'orders',
      searchCriteria({
        where: [[['updated_at', 'gteq', '2026-01-31 00:00:00']], [['sku', 'in', "a,b+c d'e"]]],
        sort: 'entity_id',
        size: 50,
        fields: 'items[id]',
      }),
    );
    expect(url.href).toBe(
      'https://shop.example.com/rest/all/V1/orders?searchCriteria[filterGroups][0][filters][0][field]=updated_at' +
        '&searchCriteria[filterGroups][0][filters][0][conditionType]=gteq&searchCriteria[filterGroups][0][filters][0][value]=2026-01-31%2000:00:00' +
        '&searchCriteria[filterGroups][1][filters][0][field]=sku&searchCriteria[filterGroups][1][filters][0][conditionType]=in' +
        '&searchCriteria[filterGroups][1][filters][0][value]=a,b%2Bc%20d%27e&searchCriteria[sortOrders][0][field]=entity_id' +
        '&searchCriteria[sortOrders][0][direction]=ASC&searchCriteria[pageSize]=50&searchCriteria[currentPage]=1&fields=items[id]',
    );
  });

  it('is signed as Magento checks signatures', () => {
    const url = new URL(
      'https://shop.example.com/rest/V1/orders?searchCriteria[filter_groups][0][filters][0][field]=updated_at&searchCriteria[filter_groups][0][filters][0][value]=2024-05-01%2000:00:00&searchCriteria[filter_groups][0][filters][0][condition_type]=gteq&searchCriteria[pageSize]=1',
    );
    const keys = {
      consumerKey: 'c'.repeat(32),
      consumerSecret: 's'.repeat(32),
      accessToken: 't'.repeat(32),
      accessTokenSecret: 'x'.repeat(32),
    };
    const header = oauthHeader('https://shop.example.com/rest/V1/orders', url.searchParams, keys, {
      ...{ method: 'GET', seconds: 1714600000, nonce: '0123456789abcdef' },
    });
    expect(header).toMatch(/^OAuth oauth_consumer_key="c{32}", /);
    expect(decodeURIComponent(header)).toContain('oauth_signature="ElFTTYdaW7AvHirJCnqjdMWgmWo37sMT7MocxMCUbMQ="');
    expect(header).not.toMatch(/s{32}|x{32}/);
  });
});

describe('a refusal', () => {
  it('has its template filled in, from names or from places', () => {
    const told = (json: unknown) => readFailure(json)?.message;
    expect(told({ message: "The consumer isn't authorized to access %resources.", parameters: { resources: 'A::b' } })).toBe(
      "The consumer isn't authorized to access A::b.",
    );
    expect(told({ message: 'The "%1" of %2 is %3.', parameters: ['name', 7] })).toBe('The "name" of 7 is %3.');
    expect(told({ message: 'Several.', errors: [{ message: '"%f" is required.', parameters: { f: 'x' } }], trace: '#0 /srv/secret' })).toBe(
      'Several. "x" is required.',
    );
    expect(told({ messages: { error: [{ code: 500, message: 'Server internal error. See details in report api/1' }] } })).toContain(
      'report api/1',
    );
    expect([told({}), told('x'), told(null), told([])]).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('names rights by where they are ticked, and those of extensions as they come', () => {
    expect(placesOf('Magento_Sales::actions_view, Vendor_Module::thing')).toEqual([
      'Sales → Operations → Orders → Actions → View',
      'Vendor_Module::thing',
    ]);
  });
});

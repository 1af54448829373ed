import Big from 'big.js';
import type { Api } from '../../../connectors/magento2/api.ts';
import { attributesOf } from '../../../connectors/magento2/attributes.ts';
import { type Beside, besideOrders } from '../../../connectors/magento2/beside.ts';
import { toOrder } from '../../../connectors/magento2/mapping.ts';
import * as payloads from '../../../connectors/magento2/payloads.ts';
import { orderRecord } from '../../../connectors/records.ts';
import { readRows } from '../../../connectors/rows.ts';

/** Nothing can be asked here: the words for numbers are handed in. */
const nobody: Api = {
  ask: () => Promise.reject(new Error('asked')),
  get: () => Promise.reject(new Error('asked')),
  list: () => Promise.reject(new Error('asked')),
  understand: () => Promise.reject(new Error('asked')),
  refuse: () => Promise.reject(new Error('asked')),
  front: () => Promise.reject(new Error('asked')),
};
const labels: Record<string, string> = { 93: 'Barva', 137: 'Velikost' };
const options: Record<string, string> = { 49: 'Rdeča', 6: 'L' };
export const words = {
  ...besideOrders(nobody),
  attributes: { ...attributesOf(nobody), label: (id: string) => labels[id], option: (_: string, value: string) => options[value] },
  customs: {
    meet: () => Promise.resolve(),
    sku: (product: string) => (product === '7' ? 'SKODELICA' : undefined),
    choice: (_: string, option: string) =>
      ({
        5: { title: 'Gravura', values: new Map<string, string>() },
        6: {
          title: 'Embalaža',
          values: new Map([
            ['11', 'Škatla'],
            ['12', 'Pentlja'],
          ]),
        },
      })[option],
  },
} satisfies Beside;

export const line = {
  item_id: 9001,
  product_id: 7,
  product_type: 'simple',
  sku: 'SKODELICA',
  name: 'Skodelica',
  qty_ordered: 2,
  row_total: 32.62,
  discount_amount: 0,
  discount_tax_compensation_amount: 0,
  tax_amount: 7.18,
  tax_percent: 22,
};
export const home = {
  firstname: 'Ana',
  lastname: 'Novak',
  street: ['Glavna 1', '2. nadstropje'],
  city: 'Kranj',
  postcode: '4000',
  country_id: 'SI',
  telephone: '040',
};
export const row = {
  entity_id: 5012,
  increment_id: '000005012',
  state: 'processing',
  status: 'processing',
  order_currency_code: 'EUR',
  grand_total: 39.8,
  tax_amount: 7.18,
  created_at: '2024-05-02 08:15:22',
  updated_at: '2024-05-02 08:16:03',
  customer_email: 'ana@example.com',
  billing_address: home,
  items: [line],
  payment: { method: 'checkmo', additional_information: ['Check / Money order'] },
  extension_attributes: { shipping_assignments: [{ shipping: { address: home, method: 'flatrate_flatrate' } }] },
};

export const readOrder = (change: object) =>
  readRows([{ ...row, ...change }], payloads.order, (order) => toOrder(order, words), { id: 'entity_id', number: 'increment_id' });
export const orderOf = (change: object) => {
  const { records, malformed } = readOrder(change);
  if (malformed[0]) throw new Error(malformed[0].reason);
  return orderRecord.parse(records[0]);
};
export const sumOf = ({ lines, shipping, fees }: ReturnType<typeof orderOf>) =>
  [...lines, ...shipping, ...fees].reduce((sum, { total, tax }) => sum.plus(total).plus(tax), Big(0)).toFixed(2);

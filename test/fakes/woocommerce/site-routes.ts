import { refusal } from './auth.ts';
import { atLeast, type Json, offsetOf, type Payload, pick } from './json.ts';
import { fieldsOf } from './lists.ts';
import { counts } from './order-routes.ts';
import type { Answer, Asking, Route } from './router.ts';

const listed = (asking: Asking, all: Payload[]): Answer => ({
  status: 200,
  body: pick(all, fieldsOf(asking.request.query)),
  headers: counts(all.length, 10, undefined),
});
const told = (asking: Asking, all: Json): Answer => ({ status: 200, body: pick(all, fieldsOf(asking.request.query)) });

/** What 10.5.2 and 3.9.1 listed. */
function namespaces(version: string): string[] {
  if (!atLeast(version, '4.0'))
    return ['oembed/1.0', 'wc/blocks', 'wc/store', 'wc/v1', 'wc/v2', 'wc/v3', 'wccom-site/v1', 'wp/v2', 'wp-site-health/v1'];
  return [
    'oembed/1.0',
    'wc/v3',
    'wc/v1',
    'jetpack/v4',
    'wc-admin',
    'wc-analytics',
    'wc/store',
    'wc/store/v1',
    'wc/private',
    'wc/v2',
    'wc-admin-email',
    'wc-telemetry',
    'wccom-site/v3',
    'wp/v2',
    'wp-site-health/v1',
    'wp-block-editor/v1',
  ];
}

/** The index of everything. Whoever asks for all of it gets more than a megabyte of routes. */
function index(asking: Asking): Answer {
  const { shop, writing, request } = asking;
  const fields = fieldsOf(request.query);
  const offset = offsetOf(new Date(), shop.timeZone) / 3_600_000;
  const facts: Payload = {
    name: shop.name,
    description: '',
    url: writing.home,
    home: writing.home,
    gmt_offset: offset,
    // Empty where the merchant chose a plain offset as "UTC+2".
    timezone_string: /^[+-]/.test(shop.timeZone) ? '' : shop.timeZone,
    namespaces: namespaces(writing.version),
    authentication: {},
    ...((!fields || fields.includes('routes')) && {
      routes: { '/wc/v3': { methods: ['GET'], endpoints: [], padding: 'route '.repeat(200_000) } },
    }),
  };
  return told(asking, facts);
}

function systemStatus(asking: Asking): Answer {
  const { shop, writing } = asking;
  const { version, home } = writing;
  const recent = atLeast(version, '8.0');
  const environment = {
    home_url: home,
    site_url: home,
    version,
    wp_version: recent ? '6.9.1' : '5.7.11',
    php_version: '8.2.20',
    default_timezone: 'UTC',
  };
  const settings = {
    api_enabled: false,
    force_ssl: false,
    currency: shop.currency,
    currency_symbol: '&euro;',
    currency_position: 'right_space',
    number_of_decimals: 2,
  };
  return told(asking, { environment, settings: { ...settings, ...(recent && { HPOS_enabled: true, HPOS_sync_enabled: false }) } });
}

const settingsOf = ({ shop }: Asking): Record<string, Payload[]> => ({
  general: [
    setting('woocommerce_store_city', 'City', 'text', 'Ljubljana'),
    setting('woocommerce_default_country', 'Country / State', 'select', 'SI'),
    setting('woocommerce_calc_taxes', 'Enable taxes', 'checkbox', 'yes'),
    setting('woocommerce_currency', 'Currency', 'select', shop.currency),
    setting('woocommerce_price_num_decimals', 'Number of decimals', 'number', '2'),
  ],
  products: [setting('woocommerce_weight_unit', 'Weight unit', 'select', 'kg')],
  tax: [setting('woocommerce_prices_include_tax', 'Prices entered with tax', 'radio', 'yes')],
});

const setting = (id: string, label: string, type: string, value: string): Payload => ({
  id,
  label,
  description: '',
  type,
  default: value,
  value,
});

function settings(asking: Asking): Answer | ReturnType<typeof refusal> {
  const group = settingsOf(asking)[asking.words[0] ?? ''];
  if (!group) return refusal(404, 'rest_setting_setting_group_invalid', 'Invalid setting group.');
  if (asking.words.length < 2) return told(asking, group);
  const one = group.find(({ id }) => id === asking.words[1]);
  return one ? told(asking, one) : refusal(404, 'rest_setting_setting_invalid', 'Invalid setting.');
}

function gateways(asking: Asking): Answer {
  const { shop, writing } = asking;
  const all = shop.payments.map(({ code, title, enabled }): Payload => {
    const secret = { id: 'api_key', label: 'API key', type: 'password', value: `sk_live_${code}_of_the_shop`, default: '' };
    const method = { method_title: title, method_description: `Take payments by ${title}.`, method_supports: ['products'] };
    const own = {
      id: code,
      title,
      description: '',
      order: '',
      enabled,
      ...method,
      settings: { title: { id: 'title', label: 'Title', type: 'safe_text', value: title, default: title }, api_key: secret },
    };
    return { ...own, needs_setup: false, _links: { self: [{ href: `${writing.root}wc/v3/payment_gateways/${code}` }] } };
  });
  return listed(asking, all);
}

/** Zone 0 is for the rest of the world; here nothing is sent there. Zone 1 has the first four ways, zone 2 the fifth. */
const zones = [
  { id: 0, name: 'Locations not covered by your other zones', order: 0, countries: [] },
  { id: 1, name: 'Slovenija', order: 0, countries: ['SI'] },
  { id: 2, name: 'EU', order: 1, countries: ['HR', 'AT', 'DE', 'IT'] },
];

function zoneMethods(asking: Asking) {
  const zone = asking.ids[0] ?? 0;
  if (!zones.some(({ id }) => id === zone)) return refusal(404, 'woocommerce_rest_shipping_zone_invalid', 'Resource does not exist.');
  const own = asking.shop.deliveries.filter((_, at) => zone === (at < 4 ? 1 : 2));
  const titles: Record<string, string> = { flat_rate: 'Flat rate', free_shipping: 'Free shipping', local_pickup: 'Local pickup' };
  const all = own.map(({ code, title, enabled }, at): Payload => {
    const [method = '', instance = ''] = code.split(':');
    const settings = { title: { id: 'title', label: 'Name', type: 'text', value: title, default: titles[method] ?? '' } };
    return {
      id: Number(instance),
      instance_id: Number(instance),
      title,
      order: at + 1,
      enabled,
      method_id: method,
      method_title: titles[method] ?? '',
      method_description: '<p></p>\n',
      settings,
    };
  });
  return listed(asking, all);
}

const zoneList = (asking: Asking) =>
  listed(
    asking,
    zones.map(({ id, name, order }) => ({ id, name, order })),
  );
const locations = (asking: Asking) =>
  listed(
    asking,
    (zones.find(({ id }) => id === asking.ids[0])?.countries ?? []).map((code) => ({ code, type: 'country' })),
  );
const methods = (asking: Asking) =>
  listed(
    asking,
    ['flat_rate', 'free_shipping', 'local_pickup'].map((id) => ({ id, title: id, description: '' })),
  );
const taxes = (asking: Asking) =>
  listed(
    asking,
    asking.shop.taxes.map(({ id, title, rate }) => ({
      id,
      country: 'SI',
      rate: `${Number(rate).toFixed(4)}`,
      name: title,
      class: id === 1 ? 'standard' : 'reduced-rate',
    })),
  );
const currency = (asking: Asking) => told(asking, { code: asking.shop.currency, name: 'Euro', symbol: '&euro;' });

export const siteRoutes: Route[] = [
  { path: /^$/, methods: { GET: index }, needs: 'anybody', allow: 'GET' },
  { path: /^wc\/v3\/system_status$/, methods: { GET: systemStatus }, needs: 'manage', allow: 'GET' },
  { path: /^wc\/v3\/settings\/(\w+)$/, methods: { GET: settings }, needs: 'manage', allow: 'GET' },
  { path: /^wc\/v3\/settings\/(\w+)\/(\w+)$/, methods: { GET: settings }, needs: 'manage', allow: 'GET, POST, PUT, PATCH' },
  { path: /^wc\/v3\/payment_gateways$/, methods: { GET: gateways }, needs: 'manage', allow: 'GET' },
  { path: /^wc\/v3\/shipping\/zones$/, methods: { GET: zoneList }, needs: 'manage', allow: 'GET, POST' },
  { path: /^wc\/v3\/shipping\/zones\/(\d+)\/methods$/, methods: { GET: zoneMethods }, needs: 'manage', allow: 'GET, POST' },
  { path: /^wc\/v3\/shipping\/zones\/(\d+)\/locations$/, methods: { GET: locations }, needs: 'manage', allow: 'GET, POST, PUT, PATCH' },
  { path: /^wc\/v3\/shipping_methods$/, methods: { GET: methods }, needs: 'manage', allow: 'GET' },
  { path: /^wc\/v3\/taxes$/, methods: { GET: taxes }, needs: 'manage', allow: 'GET, POST' },
  { path: /^wc\/v3\/data\/currencies\/current$/, methods: { GET: currency }, needs: 'manage', allow: 'GET' },
];

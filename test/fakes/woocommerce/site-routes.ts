import type { ShopPayment } from '../shop.ts';
import { refusal } from './auth.ts';
import { atLeast, type Json, linksTo, offsetOf, type Payload, pick } from './json.ts';
import { fieldsOf } from './lists.ts';
import { counts, withLinks } from './order-routes.ts';
import type { Answer, Asking, Route } from './router.ts';

/** Older versions did not count the lists that have no pages. */
const listed = (asking: Asking, all: Payload[]): Answer => ({
  status: 200,
  body: pick(all, fieldsOf(asking.request.query)),
  headers: atLeast(asking.writing.version, '8.0') ? counts(all.length, 10, undefined) : {},
});
const told = (asking: Asking, all: Json): Answer => ({ status: 200, body: pick(all, fieldsOf(asking.request.query)) });

/** What 10.5.2 and 3.9.1 listed; no version is WordPress alone. */
function namespaces(version: string): string[] {
  if (version === '') return ['oembed/1.0', 'wp/v2', 'wp-site-health/v1'];
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
  const fields3 = atLeast(writing.version, '4.0') ? fields : withLinks(fields);
  return { status: 200, body: pick({ ...facts, _links: { help: [{ href: 'http://v2.wp-api.org/' }] } }, fields3) };
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
  return listed(
    asking,
    asking.shop.payments.map((payment) => gateway(payment, asking)),
  );
}

function gateway({ code, title, enabled }: ShopPayment, { writing: { root, home, version } }: Asking): Payload {
  const list = `${root}wc/v3/payment_gateways`;
  const more = {
    needs_setup: false,
    post_install_scripts: [],
    settings_url: `${home}/wp-admin/admin.php?page=wc-settings&tab=checkout&section=${code}`,
    connection_url: null,
    setup_help_text: null,
    required_settings_keys: [],
  };
  return {
    id: code,
    title,
    description: 'Plačate, kakor vam je všeč.',
    order: '',
    enabled,
    method_title: title,
    method_description: `Take payments by ${title}.`,
    method_supports: ['products'],
    settings: {
      title: field('title', 'Title', 'safe_text', title),
      api_key: field('api_key', 'API key', 'password', `sk_live_${code}_of_the_shop`),
    },
    ...(atLeast(version, '8.0') && more),
    _links: linksTo(version, `${list}/${code}`, list, {}, ['GET', 'POST', 'PUT', 'PATCH']),
  };
}

const field = (id: string, label: string, type: string, value: string): Payload => ({
  id,
  label,
  description: '',
  type,
  value,
  default: '',
  tip: '',
  placeholder: '',
});

/** Zone 0 is for the rest of the world; here nothing is sent there. Zone 1 has the first four ways, zone 2 the fifth. */
const zones = [
  { id: 0, name: 'Locations not covered by your other zones', order: 0, countries: [] },
  { id: 1, name: 'Slovenija', order: 0, countries: ['SI'] },
  { id: 2, name: 'EU', order: 1, countries: ['HR', 'AT', 'DE', 'IT'] },
];

function zoneList(asking: Asking) {
  const list = `${asking.writing.root}wc/v3/shipping/zones`;
  const links = (id: number) => linksTo(asking.writing.version, `${list}/${id}`, list, { describedby: `${list}/${id}/locations` });
  return listed(
    asking,
    zones.map(({ id, name, order }) => ({ id, name, order, _links: links(id) })),
  );
}

const methodTitles: Record<string, string> = { flat_rate: 'Flat rate', free_shipping: 'Free shipping', local_pickup: 'Local pickup' };

function zoneMethods(asking: Asking) {
  const zone = asking.ids[0] ?? 0;
  if (!zones.some(({ id }) => id === zone)) return refusal(404, 'woocommerce_rest_shipping_zone_invalid', 'Resource does not exist.');
  const own = asking.shop.deliveries.filter((_, at) => zone === (at < 4 ? 1 : 2));
  const describes = `${asking.writing.root}wc/v3/shipping/zones/${zone}`;
  return listed(
    asking,
    own.map(({ code, title, enabled }, at): Payload => {
      const [method = '', instance = ''] = code.split(':');
      const kind = { method_id: method, method_title: methodTitles[method] ?? '', method_description: '<p></p>\n' };
      const settings = { title: { ...field('title', 'Name', 'text', title), default: methodTitles[method] ?? '' } };
      const _links = linksTo(asking.writing.version, `${describes}/methods/${instance}`, `${describes}/methods`, { describes });
      return { id: Number(instance), instance_id: Number(instance), title, order: at + 1, enabled, ...kind, settings, _links };
    }),
  );
}

function locations(asking: Asking) {
  const describes = `${asking.writing.root}wc/v3/shipping/zones/${asking.ids[0]}`;
  const countries = zones.find(({ id }) => id === asking.ids[0])?.countries ?? [];
  const _links = { collection: [{ href: `${describes}/locations` }], describes: [{ href: describes }] };
  return listed(
    asking,
    countries.map((code) => ({ code, type: 'country', _links })),
  );
}

export const siteRoutes: Route[] = [
  { path: /^$/, methods: { GET: index }, needs: 'anybody', allow: 'GET' },
  { path: /^wc\/v3\/system_status$/, methods: { GET: systemStatus }, needs: 'manage', allow: 'GET' },
  { path: /^wc\/v3\/settings\/(\w+)$/, methods: { GET: settings }, needs: 'manage', allow: 'GET' },
  { path: /^wc\/v3\/settings\/(\w+)\/(\w+)$/, methods: { GET: settings }, needs: 'manage', allow: 'GET, POST, PUT, PATCH' },
  { path: /^wc\/v3\/payment_gateways$/, methods: { GET: gateways }, needs: 'manage', allow: 'GET' },
  { path: /^wc\/v3\/shipping\/zones$/, methods: { GET: zoneList }, needs: 'manage', allow: 'GET, POST' },
  { path: /^wc\/v3\/shipping\/zones\/(\d+)\/methods$/, methods: { GET: zoneMethods }, needs: 'manage', allow: 'GET, POST' },
  { path: /^wc\/v3\/shipping\/zones\/(\d+)\/locations$/, methods: { GET: locations }, needs: 'manage', allow: 'GET, POST, PUT, PATCH' },
];

import { product, stockItem } from './catalog.ts';
import { creditmemo, order, shipment } from './sales.ts';
import { Fault, type Resource, type Site, type User } from './site.ts';
import { type Php, type Said, toPhp, writeFault, writeResponse } from './xml.ts';

/** Mage_Core_Model_{Magento,Store}_Api */
const magento: Resource = {
  info: (_, { version }) => ({
    ...{ magento_edition: 'Community', magento_version: version.startsWith('1.') ? version : '1.9.4.5' },
    ...(!version.startsWith('1.') && { openmage_version: version }),
  }),
};
const store: Resource = {
  list: (_, { shop }) => [{ store_id: 1, code: 'default', website_id: 1, group_id: 1, name: shop.name, sort_order: 0, is_active: 1 }],
};

const resources: Record<string, Resource> = {
  ...{ core_magento: magento, core_store: store, catalog_product: product, cataloginventory_stock_item: stockItem },
  ...{ sales_order: order, sales_order_shipment: shipment, sales_order_creditmemo: creditmemo },
};

const expired = () => new Fault(5, 'Session expired. Try to relogin.');
const denied = () => new Fault(2, 'Access denied.');

/** What Zend compares a call with: other types, or more or fewer of them, are fault 623. */
function signatures({ version }: Site): Record<string, RegExp> {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const many = major === 20 && minor >= 11 && minor <= 18 ? 'struct' : 'array';
  return {
    ...{ login: /^string string$/, resources: /^string$/, endSession: /^string$/, call: /^string string( array)?$/ },
    multiCall: new RegExp(`^string ${many}( array)?$`),
  };
}

/** One request's XML-RPC, from its method to its answer. */
export function answer(site: Site, method: string, params: Said[]): string {
  try {
    const signature = signatures(site)[method];
    if (!signature) throw new Fault(620, `Method "${method}" does not exist`);
    if (!signature.test(params.map(({ type }) => type).join(' '))) throw new Fault(623, 'Calling parameters do not match signature');
    return writeResponse(perform(site, method, params.map(toPhp)));
  } catch (error) {
    if (error instanceof Fault) return writeFault(error.code, error.message);
    throw error;
  }
}

function perform(site: Site, method: string, [session, ...args]: Exclude<Php, { xml: string }>[]): Php {
  if (method === 'login') return login(site, session, args[0]);
  const user = userOf(site, String(session));
  if (method === 'endSession') return site.sessions.delete(String(session));
  if (method === 'resources') return allowed(user);
  if (method === 'call') return call(site, user, String(args[0]), args[1]);
  return Object.values(args[0] ?? []).map((one) => within(site, user, one));
}

function login({ users, sessions }: Site, name: Php | undefined, key: Php | undefined): string {
  if (!name || !key) throw new Fault(6, 'Required parameter missing, for more details see "exception.log".');
  const user = users.find(({ apiUser, apiKey, active }) => active && apiUser === name && apiKey === key);
  if (!user) throw denied();
  const session = `${'0'.repeat(24)}${String(sessions.size + 1).padStart(8, '0')}`;
  sessions.set(session, { user, calls: 0 });
  return session;
}

function userOf({ sessions, setup }: Site, session: string): User {
  const found = sessions.get(session);
  if (!found) throw expired();
  if (++found.calls > (setup.sessionCalls ?? Number.POSITIVE_INFINITY)) {
    sessions.delete(session);
    throw expired();
  }
  return found.user;
}

function call(site: Site, { allowed }: User, path: string, args: Php | undefined): Php {
  const [name = '', method = ''] = path.split('.');
  const perform = resources[name]?.[method];
  if (!perform) throw new Fault(3, 'Invalid api path.');
  if (!allowed.test(path)) throw denied();
  const given = args === undefined ? [] : Array.isArray(args) ? args : [args];
  return perform(given.map(plain), site);
}

/** Inside `multiCall`, a refusal is a value like others, and its code a text. */
function within(site: Site, user: User, one: Php): Php {
  const [path, args] = Array.isArray(one) ? one : [];
  try {
    return call(site, user, String(path), args);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { isFault: true, faultCode: String(error.code), faultMessage: error.message };
  }
}

const plain = (value: Php): Exclude<Php, { xml: string }> => (typeof value === 'object' && value !== null && 'xml' in value ? null : value);

/** Only what the role may do. */
function allowed({ allowed }: User): Php {
  return Object.entries(resources).flatMap(([name, methods]) => {
    const its = Object.keys(methods).filter((method) => allowed.test(`${name}.${method}`));
    if (its.length === 0) return [];
    const told = its.map((method) => ({ title: method, description: null, path: `${name}.${method}`, name: method, aliases: [] }));
    return [{ title: name, description: null, name, aliases: [], methods: told }];
  });
}

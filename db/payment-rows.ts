import { createHash, randomUUID } from 'node:crypto';
import { type MethodName, methodHandle } from './rules/payment-names.ts';
import type { StoreSettings } from './rules/settings.ts';
import type { PaymentRow, PaymentRows, TransferSettings } from './rules/transfer.ts';
import type { Sql } from './sql.ts';

/** All that a decision of this store's orders looks at. */
export type Deciding = { orderPrefix: string; settings: StoreSettings; statuses: TransferSettings['statuses']; rows: PaymentRow[] | null };

/** One JSON value with all of `Deciding`; `store` is the parameter with the store's id. */
export const decidingSql = (
  store: string,
) => `(select json_build_object('orderPrefix', order_prefix, 'settings', settings, 'statuses', statuses,
  'rows', (select json_agg(json_build_object('method', method, 'title', title, 'statuses', statuses, 'cod', cod, 'paymentType', payment_type_id,
    'deliveryType', delivery_type_id, 'confirmed', confirmed_at is not null)) from payment_mapping where store_id = ${store}))
  from store where id = ${store})`;

/** How this store's orders are decided just now. */
export async function readDeciding(sql: Sql, store: string): Promise<Deciding> {
  const [row] = await sql<{ deciding: Deciding | null }>(`select ${decidingSql('$1')} as deciding`, [store]);
  if (!row?.deciding) throw new Error(`There is no store ${store}.`);
  return row.deciding;
}

/** Says in eight letters by what orders are decided; it changes with prefix, settings and rows. */
export function stampOf({ orderPrefix, settings, rows }: Deciding): string {
  const sorted = [...(rows ?? [])].sort((one, other) => (one.method < other.method ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([orderPrefix, settings, sorted]))
    .digest('hex')
    .slice(0, 8);
}

export const rowsOf = ({ rows }: Pick<Deciding, 'rows'>): PaymentRows => new Map(rows?.map((row) => [row.method, row]));

export const transferSettings = ({ settings, statuses }: Pick<Deciding, 'settings' | 'statuses'>): TransferSettings => ({
  payment: settings.payment,
  transferStatus: settings.transferStatus,
  statuses,
});

/** What orders are called that came without a payment method. */
const withoutMethod = 'No payment method';

/** Gives each of these methods a row, unconfirmed, unless it has one. Returns how many are new. */
export async function ensureRows(sql: Sql, store: string, methods: readonly MethodName[], now: Date): Promise<number> {
  if (methods.length === 0) return 0;
  const known = await sql<{ method: string; handle: string }>('select method, handle from payment_mapping where store_id = $1', [store]);
  const taken = new Set(known.map(({ handle }) => handle));
  const fresh = methods.filter(({ code }) => !known.some(({ method }) => method === code));
  for (const { code, title } of fresh) {
    const handle = methodHandle(code, taken);
    taken.add(handle);
    await sql(
      `insert into payment_mapping (id, store_id, method, handle, title, created_at) values ($1, $2, $3, $4, $5, $6)
       on conflict (store_id, method) do nothing`,
      [randomUUID(), store, code, handle, title || code || withoutMethod, now],
    );
  }
  return fresh.length;
}

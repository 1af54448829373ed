/** What the report looks at of a product. */
export type SkuFacts = { title: string; variant?: string | null; sku?: string | null; skuInherited: boolean; editUrl?: string | null };

/** A product to be told: its name, and where to mend it. */
export type SkuEntry = { title: string; variant?: string; editUrl?: string };

/**
 * Why a line of an order has no product here. `inherited`: its SKU is only its parent's. `shared`: `products` have it together. `deleted`: the
 * store no longer has its product. `unknown`: nothing here has this SKU.
 */
export type SkuProblem = {
  kind: 'no SKU' | 'inherited' | 'shared' | 'deleted' | 'unknown';
  /** What the line is called in the order. */
  line: string;
  sku?: string;
  /** Those to be mended, where they are known. */
  products: SkuEntry[];
};

/** How a store's products stand with their SKUs. Lists end after 50; the counts beside them are whole and count products. */
export type SkuReport = {
  products: number;
  /** With an SKU that is theirs alone. */
  synced: number;
  withoutSku: SkuEntry[];
  withoutSkuCount: number;
  /** Products that have one SKU together. */
  sharing: { sku: string; entries: SkuEntry[] }[];
  sharingCount: number;
  /** Variants whose SKU is only their parent's. */
  inherited: SkuEntry[];
  inheritedCount: number;
};

const longest = 50;

/** `sound` counts further products that are known to be in order, so that they need not be loaded. */
export function skuReport(products: Iterable<SkuFacts>, sound = 0): SkuReport {
  const withoutSku: SkuFacts[] = [];
  const inherited: SkuFacts[] = [];
  const bySku = new Map<string, SkuFacts[]>();
  for (const product of products) {
    if (!product.sku) withoutSku.push(product);
    else if (product.skuInherited) inherited.push(product);
    else bySku.set(product.sku, [...(bySku.get(product.sku) ?? []), product]);
  }
  const sharing = [...bySku].filter(([, sharers]) => sharers.length > 1);
  const synced = sound + bySku.size - sharing.length;
  const sharingCount = sharing.reduce((count, [, sharers]) => count + sharers.length, 0);
  return {
    products: synced + sharingCount + withoutSku.length + inherited.length,
    synced,
    withoutSku: entries(withoutSku),
    withoutSkuCount: withoutSku.length,
    sharing: sharing.slice(0, longest).map(([sku, sharers]) => ({ sku, entries: entries(sharers) })),
    sharingCount,
    inherited: entries(inherited),
    inheritedCount: inherited.length,
  };
}

const entries = (products: SkuFacts[]): SkuEntry[] => products.slice(0, longest).map(entry);

export const entry = ({ title, variant, editUrl }: SkuFacts): SkuEntry => ({
  title,
  ...(variant && { variant }),
  ...(editUrl && { editUrl }),
});

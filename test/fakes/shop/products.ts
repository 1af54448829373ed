import { reduced, type ShopProduct, type ShopVariant, standard } from '../shop.ts';

const day = 24 * 60 * 60 * 1000;
const things = ['svetilka', 'knjiga', 'torba', 'žoga', 'nogavice', 'ročna ura', 'svinčnik', 'blazina', 'skodelica', 'odeja'];
const kinds = ['Mala', 'Velika', 'Zelena', 'Črna', 'Bio', 'Nova', 'Stara', 'Žametna', 'Športna', 'Topla'];
const sizes = ['S', 'M', 'L', 'XL', 'XXL'];
const colours = ['Črna', 'Rdeča'];

/** Products that shops really have, each odd in its own way; they come first. */
const odd: Partial<ShopProduct>[] = [
  { name: 'ž & "quotes"', sku: 'ŽQ-1', price: '0.10', barcode: '3830010000017' },
  { name: 'Крем за лице', sku: 'KREM-50', price: '1234.5600', stock: 7 },
  { name: 'R&D čaj <3', sku: 'CAJ/R&D', price: '3.99' },
  { name: '日本の手帳 ☕', sku: 'šč ž 0/a', price: '12.5' },
  { name: 'Dvojček, prvi', sku: 'DVOJ-1', price: '19.90', stock: 4 },
  { name: 'Dvojček, drugi', sku: 'DVOJ-1', price: '21.90', stock: 9 },
  { name: 'Ročno delo brez šifre', sku: undefined, price: '45.00', stock: 1 },
  { name: 'Darilni bon', sku: undefined, price: '50', stock: null },
  { name: 'Vzorec', sku: undefined, price: '' },
  { name: 'Prodano naprej', sku: 'NAPREJ-1', price: '89.00', stock: -2 },
  { name: 'Na metre', sku: 'METER-1', price: '7.35', stock: 12.5 },
  { name: 'Še v pripravi', sku: 'OSNUTEK-1', price: '15.00', state: 'draft' },
  { name: 'Samo za stalne stranke', sku: 'ZASEBNO-1', price: '99.99', state: 'private' },
  { name: 'Zelo tanek zvezek', sku: 'ZVEZEK-1', price: '0.01', stock: 1000 },
];

/** 210 products sold as they are, 12 families with 40 variants in all, one family with nobody in it, one in the trash. */
export function sampleProducts(now: Date): ShopProduct[] {
  const simple = Array.from({ length: 210 }, (_, index) => simpleProduct(index, now));
  const families = Array.from({ length: 12 }, (_, index) => family(index, now));
  const lonely: ShopProduct = {
    ...simpleProduct(300, now),
    id: 900,
    name: 'Majica brez različic',
    sku: 'MAJ-0',
    family: true,
    stock: null,
  };
  const thrown: ShopProduct = { ...simpleProduct(301, now), id: 901, name: 'Odpadek', sku: 'SMETI-1', state: 'trash' };
  return [...simple, ...families, lonely, thrown];
}

/** It was sold once and is no more: orders still tell of it. */
export const deletedProduct = (now: Date): ShopProduct => ({
  ...simpleProduct(302, now),
  id: 0,
  name: 'Opuščena žoga',
  sku: undefined,
  price: '96.14',
});

function simpleProduct(index: number, now: Date): ShopProduct {
  const created = new Date(now.getTime() - (400 - (index % 100)) * day);
  return {
    id: 11 + index,
    name: `${kinds[index % 10]} ${things[Math.floor(index / 10) % 10]} ${index + 1}`,
    sku: `OM-${String(index + 1).padStart(4, '0')}`,
    price: `${1 + ((index * 37) % 150)}.${String((index * 13) % 100).padStart(2, '0')}`,
    stock: index % 3 === 0 ? null : (index * 7) % 60,
    barcode: index % 5 === 0 ? `38300200${String(index).padStart(5, '0')}` : undefined,
    state: 'on sale',
    tax: index % 4 === 3 ? reduced : standard,
    variants: [],
    family: false,
    created,
    modified: new Date(created.getTime() + (index % 90) * day),
    ...odd[index],
  };
}

/** Families 1–8: three sizes each with its SKU. 9: four variants that go by the parent's SKU. 10: the parent holds the stock. 11, 12: mixed. */
function family(index: number, now: Date): ShopProduct {
  const product = simpleProduct(index + 220, now);
  const shape = index < 8 ? sizes.slice(0, 3).map((size) => ({ Velikost: size })) : (families[index - 8] ?? []);
  const id = 500 + index * 10;
  const variants = shape.map((options, at): ShopVariant => {
    const own = index !== 8 && !(index === 10 && at === 1);
    return {
      id: id + 1 + at,
      options,
      sku: own ? `MAJ-${index + 1}-${Object.values(options).join('-')}` : undefined,
      price: `${12 + index}.${at}${index % 10}`,
      stock: index === 9 ? 'parent' : at === 1 ? null : 5 + at * 3 + index,
      barcode: at === 0 ? `383003000${String(index).padStart(4, '0')}` : undefined,
      active: !(index === 11 && at === 3),
      modified: new Date(product.modified.getTime() + at * 60_000),
    };
  });
  const name = index === 8 ? 'Majica brez svojih šifer' : index === 9 ? 'Majica s skupno zalogo' : `Majica & hlače ${index + 1}`;
  return {
    ...product,
    id,
    name,
    sku: `MAJ-${index + 1}`,
    price: '',
    stock: index === 9 ? 30 : null,
    barcode: undefined,
    family: true,
    variants,
  };
}

const pairs = sizes.slice(0, 2).flatMap((size) => colours.map((colour) => ({ Velikost: size, Barva: colour })));
const families: Record<string, string>[][] = [pairs, pairs, pairs, pairs];

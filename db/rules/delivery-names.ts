import { hear, heard, phrases } from './phrases.ts';

/** How ways of shipping are called, by the key of their delivery type; the particular before the general. */
const ways = [
  {
    key: 'locker',
    words: phrases(`paketomat*, paketnik*, paketni avtomat*, parcel locker*, locker*, packstation*, box now, boxnow, easybox, z box, zbox,
        alzabox, inpost, paczkomat*, foxpost, csomagautomat*, csomagpont*, packeta, zásilkovn*, zasielkovn*, parcelshop*, parcel shop*,
        paketshop*, pickup point*, pick up point*`),
  },
  {
    key: 'pickup',
    words: phrases(`osebni prevzem*, osebnem prevzemu, osebno, prevzem v*, local pickup, store pickup, pickup, pick up, click collect,
        in store, abholung*, selbstabhol*, ritiro*, személyes átvétel*, osobno preuzimanje, osobni preuzim*, lično preuzimanje,
        preuzimanje u*, osobní odběr*, osobný odber*, odbiór osobisty, ridicare personal*, retrait en*, recogida en*`),
  },
  {
    key: 'courier',
    words:
      phrases(`gls, dpd, dhl, ups, fedex, tnt, brt, bartolini, sda, hermes, mrw, seur, chronopost, fan courier, sameday, cargus, overseas,
        express one, city express, d express, bex, post express, intime, hitra pošta, brza pošta, brzom poštom, courier*, kurir*, kurier*,
        kurýr*, corriere*, futár*, dostavna služba, dostavno službo, kurirsk*, курир*, брза пошта`),
  },
  { key: 'post', words: phrases('pošt*, post*, пошт*, hp, poczt*, correos, la poste, laposte, royal mail, usps, postnl') },
];

/** The key of the delivery type that a way of shipping belongs to, if its title tells. */
export function deliveryKey(title: string): string | undefined {
  const text = heard(title);
  return ways.find(({ words }) => hear(text, words))?.key;
}

import type { ShopContact } from '../shop.ts';

const firstNames = ['Ana', 'Žiga', 'Čedomir', 'Łukasz', 'Đurđa', 'Jürgen', "Shannon O'Neil", 'Nina', 'Марија', '花子'];
const lastNames = ['Krajnc', 'Παπαδοπούλου', 'Žnidaršič', 'de la Cruz', 'Horvat', 'Groß', '山田'];
const places = [
  { city: 'Ljubljana', postcode: '1000', state: '', country: 'SI' },
  { city: 'Maribor', postcode: '2000', state: '', country: 'SI' },
  { city: 'Zagreb', postcode: '10000', state: 'HR-21', country: 'HR' },
  { city: 'Wien', postcode: '1010', state: '', country: 'AT' },
];

/** Who pays. Every seventh is a company; every eleventh left no phone number. */
export const buyerOf = (index: number): ShopContact => person(index, index % 11 === 10 ? '' : `040/${String(100_000 + index * 37)}`);

/** Who gets it, where it is somebody else. Every second of them has no phone number. */
export function recipientOf(index: number): ShopContact | undefined {
  if (index % 3 !== 2) return undefined;
  return { ...person(index + 5, index % 2 ? '' : '041 111 222'), email: '' };
}

function person(index: number, phone: string): ShopContact {
  return {
    firstName: firstNames[index % firstNames.length] ?? '',
    lastName: lastNames[index % lastNames.length] ?? '',
    company: index % 7 === 3 ? 'Podjetje & sin d.o.o.' : '',
    street: `Ulica ${1 + (index % 160)}`,
    street2: index % 4 === 1 ? '2. nadstropje' : '',
    ...(places[index % places.length] ?? { city: '', postcode: '', state: '', country: '' }),
    email: `kupec${index}@example.test`,
    phone,
  };
}

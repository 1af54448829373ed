/** `always`: every order is marked as paid. `never`: none is. `adjusted`: as the row of its payment instrument says. */
export const paymentTransfers = ['adjusted', 'always', 'never'] as const;
export type PaymentTransfer = (typeof paymentTransfers)[number];

/** The status in which an order begins here. */
export const startStatuses = ['received', 'confirmed', 'on hold'] as const;
export type StartStatus = (typeof startStatuses)[number];
export type OmStatus = StartStatus | 'shipped' | 'completed' | 'cancelled';

/** How often new orders are brought, in minutes; 0 is not by themselves. */
export const automaticMinutes = [5, 15, 60, 0] as const;
export type AutomaticMinutes = (typeof automaticMinutes)[number];

/** How orders of a store are transferred. Its order prefix stands beside it. */
export type StoreSettings = {
  /** Stock is told without what orders hold that are not yet shipped. */
  reservations: boolean;
  /** The buyer's note, gift message and checkout fields come along. */
  orderDescriptions: boolean;
  /** Options and personalisation of a line come along. */
  productDescriptions: boolean;
  /** A recipient without phone or e-mail gets the buyer's. */
  buyerContact: boolean;
  transferStatus: StartStatus;
  automatic: AutomaticMinutes;
  payment: PaymentTransfer;
};

/** What a store begins with. */
export const newStoreSettings: StoreSettings = {
  reservations: true,
  orderDescriptions: true,
  productDescriptions: true,
  buyerContact: true,
  transferStatus: 'received',
  automatic: 5,
  payment: 'adjusted',
};

import { userAgent } from '../http.ts';
import { allPlaces } from './resources.ts';

const roles = 'System → Web Services → SOAP/XML-RPC - Roles';
const users = 'System → Web Services → SOAP/XML-RPC - Users';

/** Where the merchant makes a role and a user for the API: Magento's own menus. */
export const createUser = [
  'Log in to the Magento admin.',
  `Open ${roles} and press “Add New Role”. Under “Role Info” give the Role Name: OM Bot (newer versions ask for your own admin password, too).`,
  `Under “Role Resources” choose Resource Access “All”, or “Custom” and tick: ${allPlaces}. Press “Save Role”.`,
  `Open ${users} and press “Add New User”. Under “User Info” give a User Name and an API Key of your own, and set “This account is” to Active.`,
  'Under “User Role” choose the role OM Bot, and press “Save User”. Keep the API Key: it cannot be read again later.',
  'If another program already reads the shop by SOAP, its API user and key are just what is needed here.',
] as const;

export const newKey = [
  `In the Magento admin open ${users} and open the user: its User Name must be the one you gave me, with the same capitals, and “This account is” Active.`,
  'Under “User Role” a role must be chosen. Without one, Magento says “Access denied” to the right key.',
  'If you are not sure of the key: enter a new API Key there, press “Save User”, and give me that one. It is not the password of an admin.',
] as const;

export const allow = (places: readonly string[]) =>
  [
    `In the Magento admin open ${users}, open the user, and see under “User Role” which role it has.`,
    `Open ${roles}, open that role and then its “Role Resources”: choose Resource Access “All”, or tick: ${places.join('; ')}.`,
    'Press “Save Role”. It holds at once.',
  ] as const;

export const sessionLost = [
  'Magento forgets a session as soon as it has begun one.',
  'In the Magento admin open System → Configuration → Services → Magento Core API → General Settings: “Client Session Timeout (sec.)” must be 3600 or so, not 0.',
  'If it is: the shop may stand on several servers that do not share their database. Tell your hoster.',
] as const;

export const noPath = [
  'A part of the API is missing. In the Magento admin open System → Configuration → Advanced → Advanced, and see that Mage_Api, Mage_Catalog, Mage_CatalogInventory and Mage_Sales are enabled.',
  'If they are: an extension has replaced them. Ask whoever looks after the shop.',
] as const;

export const brokenExtension = [
  'An extension stands in the way of Magento’s API. Ask whoever looks after the shop which one was added or updated lately.',
  'The details stand in var/log/exception.log in Magento’s folder.',
] as const;

export const requestSpoiled = [
  'What we send does not reach Magento as it was sent: a firewall, a proxy or a redirect changes it on the way.',
  'Give the address exactly as the browser shows it when the shop is open (with or without www, with https).',
  `If it is right: allow requests to /api/xmlrpc/ from the user agent “${userAgent}” in the firewall’s settings, or ask your hoster to.`,
] as const;

export const wrongAddress = [
  'Give the address under which customers see the shop. If it stands in a folder, give it too: https://example.com/shop.',
  'In the Magento admin it stands under System → Configuration → General → Web → Secure → “Base URL”.',
  'If it is right, a security rule may close /api/xmlrpc/ (many do, because of WordPress): ask your hoster to let it through.',
] as const;

export const moved = (to: string) =>
  [
    `If that is the same shop, enter this address: ${to}`,
    'After a move, the old address may still stand under System → Configuration → General → Web (“Base URL”, Unsecure and Secure). Mend it there, then System → Cache Management → “Flush Magento Cache”.',
  ] as const;

export const firewall = (name: string) =>
  [
    `${name} keeps our requests from the shop. Many rules close every address with “xmlrpc” in it, because of WordPress.`,
    `In its settings, allow requests to /api/xmlrpc/ and /index.php/api/xmlrpc/ from the user agent “${userAgent}” (or from our server’s address).`,
    'If your hoster looks after it, send them these two lines.',
  ] as const;

export const passwordWall = [
  'The web server asks for a name and password of its own before Magento is reached, as staging copies do.',
  'Ask your hoster to let /api/xmlrpc/ through without it, or to switch it off.',
  'Or give the bot the address with both in it: https://name:password@staging.example.com.',
] as const;

export const maintenance = [
  'Magento is in maintenance, or its server is busy. Usually it passes by itself.',
  'If it stays: delete the file “maintenance.flag” in Magento’s folder.',
] as const;

export const broke = (source?: string) =>
  [
    source
      ? `It happens in ${source}. Update that, or switch it off.`
      : 'An extension added or updated lately is the likely cause. The details stand in var/log/exception.log and var/report in Magento’s folder.',
    'If it happens only for long lists, ask your hoster for a higher PHP memory limit (memory_limit) and more time (max_execution_time).',
  ] as const;

export const phpOutput = (source: string) =>
  [
    `It comes from ${source}. Update that, or ask whoever looks after the shop to mend it.`,
    'Your hoster can keep such messages out of the answers by switching PHP’s “display_errors” off; in Magento, developer mode must be off, too (MAGE_IS_DEVELOPER_MODE).',
  ] as const;

export const htmlInstead = [
  'Check the address: it must be the Magento shop’s own, and customers must see the shop under it.',
  'A “coming soon” page, or a proxy before the shop, may answer in its place: let /api/xmlrpc/ through to Magento.',
] as const;

export const plainHttp = [
  'Best: switch https on. Most hosters give the certificate free of charge; then set System → Configuration → General → Web → Secure → “Base URL” to https://.',
  'Or accept the risk: everybody between us and the shop can then read the orders, and the API key, too.',
] as const;

export const downgraded = [
  'In the Magento admin open System → Configuration → General → Web and set both “Base URL”s to https://.',
  'If the hosting sends visitors from https to http, switch that off.',
] as const;

export const notShippable = (why: string) =>
  [
    `In the Magento admin open Sales → Orders and open the order: ${why}`,
    'Where it can be shipped, the order has a button “Ship”.',
  ] as const;

export const vendorGone =
  'Adobe ended its support for Magento 1 in June 2020: the shop gets no security updates any more. OpenMage continues it, and what works here works there as well.';
export const httpAccepted = 'The shop has no https: everybody on the way can read what we read, and the API key with it.';
export const otherFolder = (site: string) => `The shop was found at ${site}.`;
export const phpPrints = (source: string) =>
  `The shop prints PHP messages before its answers, from ${source}. We can still read them; to mend it, let your hoster switch “display_errors” off.`;
export const mailsWithoutNumber = (place: string) =>
  `When an order is told as sent, Magento’s mail to the buyer goes out before the tracking number is there, because the role may not send it later. To mend it, tick ${place}.`;

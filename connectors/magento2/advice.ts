import { userAgent } from '../http.ts';
import { needed, placesOf } from './resources.ts';

/** Where the merchant makes an Integration: Magento's own menus. An admin's password is never asked for. */
export const createIntegration = [
  'Log in to the Magento Admin and open System → Extensions → Integrations.',
  'Press “Add New Integration”. Name: OM Bot. Leave the other fields empty, and enter your own admin password under “Your Password”.',
  `Open the tab “API” and set Resource Access to “All”, or to “Custom” and tick: ${needed.flatMap(placesOf).join('; ')}.`,
  'Press the arrow beside “Save” → “Save & Activate”, then “Allow”.',
  'Copy all four values that are shown: Consumer Key, Consumer Secret, Access Token, Access Token Secret.',
] as const;

const openIntegration = 'In the Magento Admin open System → Extensions → Integrations.';

export const fourValues = [
  openIntegration,
  'The integration must be there and its Status “Active”. If it is not: press “Activate” (or make a new one), then “Allow”.',
  'Open it: under “Integration Details” stand Consumer Key, Consumer Secret, Access Token and Access Token Secret. Copy all four anew, each into its own field.',
] as const;

export const signature = [
  openIntegration,
  'Open the integration, and copy the Consumer Secret and the Access Token Secret once more, in full.',
  'If that is refused, too: a proxy may hide from Magento under which address it was reached. Ask your hoster to pass on X-Forwarded-Proto and the host name.',
  'Only if nothing else helps, let the token be used without a signature: see the next step, and its risk.',
  'Stores → Settings → Configuration → Services → OAuth → Consumer Settings → “Allow OAuth Access Tokens to be used as standalone Bearer tokens” = Yes → “Save Config”, then flush the cache. Whoever then gets hold of the Access Token alone may do what the integration may.',
] as const;

export const headerStripped = [
  openIntegration,
  'Look that the integration’s Status is “Active”, and that its tab “API” allows at least one resource; if you changed something, press “Save” and then “Reauthorize”.',
  'If all is well there: the web server may take the Authorization header away before Magento sees it. Ask your hoster to pass it on (for Apache: SetEnvIf Authorization "(.*)" HTTP_AUTHORIZATION=$1).',
] as const;

export const allow = (places: readonly string[]) =>
  [
    openIntegration,
    `Open the integration, then its tab “API”, and tick: ${places.join('; ')}.`,
    'Press “Save”. If the list then shows “Reauthorize” beside it, press that and “Allow”, and give me the four values again.',
    'If it is ticked already, flush the cache: System → Tools → Cache Management → “Flush Magento Cache”.',
  ] as const;

export const wrongAddress = [
  'Give the address under which customers see the shop. If it stands in a folder, give it too: https://example.com/shop.',
  'In the Magento Admin it stands under Stores → Settings → Configuration → General → Web → Base URLs (Secure).',
] as const;

export const noRoute = [
  'This part of Magento’s API is missing: a module is switched off, or Magento is older than 2.3.',
  'Ask whoever looks after the shop to run “bin/magento module:status”, and to update Magento to 2.4.',
] as const;

export const cloudService = [
  'Adobe Commerce as a Cloud Service knows no Integrations, so this connection does not fit it.',
  'Give the address of a Magento Open Source or Adobe Commerce shop (2.3 or newer) that is reached under its own domain.',
] as const;

export const maintenance = [
  'Magento is in maintenance mode, or its server is busy. Usually it passes by itself within a few minutes.',
  'If it stays: ask whoever looks after the shop to run “bin/magento maintenance:disable”.',
] as const;

export const broke = (report?: string) =>
  [
    report
      ? `The cause stands in the shop’s log under ${report}: send that to whoever looks after the shop (var/log/exception.log and var/report).`
      : 'The cause stands in the shop’s log (var/log/exception.log): ask whoever looks after the shop to look there.',
    'If it happens only for long lists, ask your hoster for a higher PHP memory limit.',
  ] as const;

export const phpOutput = (source: string) =>
  [
    `It comes from ${source}. Ask whoever looks after the shop to update that, or to switch it off.`,
    'Set the shop to production mode (“bin/magento deploy:mode:set production”) and PHP’s “display_errors” to off: warnings then go to a log instead of into the answers.',
  ] as const;

export const firewall = (name: string) =>
  [
    `${name} keeps our requests from the shop.`,
    `In its settings, allow requests to /rest/ from the user agent “${userAgent}” (or from our server’s address).`,
    'If your hoster looks after it, send them these two lines.',
  ] as const;

export const passwordWall = [
  'The web server asks for a name and password of its own before Magento is reached, as staging copies do.',
  'Magento’s own keys travel in the same place as that password, so both at once do not work.',
  'Ask your hoster to let /rest/ through without it (or from our server’s address).',
] as const;

export const htmlInstead = [
  'Check the address: it must be the Magento shop’s own, and customers must see the shop under it.',
  'A “coming soon” page, or a proxy before the shop, may answer in its place: let /rest/ through to Magento.',
] as const;

export const moved = (to: string) => [`If that is the same shop, enter this address: ${to}`] as const;

export const plainHttp = [
  'Best: switch https on. Most hosters give the certificate free of charge; then set the Base URLs under Stores → Settings → Configuration → General → Web to https://.',
  'Or accept the risk: everybody between us and the shop can then read the orders. The secrets themselves do not travel.',
] as const;

export const downgraded = [
  'In the Magento Admin open Stores → Settings → Configuration → General → Web, and set the Base URLs to https:// and “Use Secure URLs on Storefront” to Yes.',
  'If the hosting sends visitors from https to http, switch that off.',
] as const;

export const onHold = ['In the Magento Admin open Sales → Orders, open the order and press “Unhold”. Then it can be shipped.'] as const;

export const notShippable = [
  'In the Magento Admin open Sales → Orders and open the order: where it can be shipped, there is a button “Ship”.',
  'If there is none, it waits for its payment, or nothing in it is left to be sent.',
] as const;

export const statusFollows = [
  'In Magento an order goes on by itself: shipped it is “Processing”, invoiced as well it is “Complete”. If it is not invoiced yet, press “Invoice” under Sales → Orders.',
  'Newer versions take only statuses that belong to the state an order is in (Stores → Settings → Order Status → “Assign Status to State”). Choose such a one, or none.',
] as const;

export const sourceEmpty = [
  'In the Magento Admin open Catalog → Products and look at the Quantity per Source of what was ordered: the source it is sent from must have that many.',
  'Or ship it by hand under Sales → Orders, where the source can be chosen.',
] as const;

export const bearerUsed =
  'Signed requests do not get through to Magento, so the Access Token is used alone (the shop allows it: Stores → Settings → Configuration → Services → OAuth → Consumer Settings). Whoever gets hold of it may do what the integration may. Better: ask your hoster to pass the real address and the Authorization header on to Magento, then switch that off.';
export const tlsProxy =
  'Magento does not know that it is reached by https (a proxy in front of it ends the encryption), so we sign for http. To mend it, let the proxy send X-Forwarded-Proto, and set “Offloader header” under Stores → Settings → Configuration → General → Web.';
export const httpAccepted = 'The shop has no https: everybody on the way can read what we read.';
export const otherFolder = (site: string) => `The shop was found at ${site}.`;
export const otherName = (home: string, reached: string) =>
  `The shop calls itself ${home}, but answers at ${reached}. If this is a staging copy, its orders are not the real ones.`;
export const noStoreRights = (place: string) =>
  `The integration may not read the store’s settings, so its time zone is not known. Tick ${place} to mend it.`;
export const noStockRights = (place: string) => `The integration may not read what is in stock. Tick ${place} to mend it.`;
export const slowStock =
  'Magento’s own stock management (Inventory) is switched off, so what is in stock has to be asked for product by product: the first product sync takes long.';
export const currencies = (all: readonly string[], ours: string) =>
  `The websites of this shop reckon in ${all.join(', ')}. Prices of products are told in ${ours}; orders in what their buyers paid with.`;

import { userAgent } from '../http.ts';

/** Where the merchant makes a key: PrestaShop's own menus. */
export const createKey = [
  'Log in to your PrestaShop back office as a SuperAdmin.',
  'Open Advanced Parameters → Webservice (in PrestaShop 1.6: Advanced Parameters → Web service).',
  'Below, under Configuration: set “Enable PrestaShop’s webservice” to Yes, and press “Save”.',
  'Above: press “Add new webservice key”, then “Generate!” beside the field Key. Description: OM Bot. Enable webservice key: Yes.',
  'Permissions: tick the whole column “View (GET)”; “Add (POST)” in the row order_histories; “Modify (PUT)” in the rows order_carriers and stock_availables.',
  'If you have several shops: choose them under “Shop association”. Press “Save”.',
  'Copy the key of 32 letters and digits, and enter it here.',
] as const;

export const newKey = [
  'In PrestaShop open Advanced Parameters → Webservice and look whether the key is in the list, with a green tick under “Enabled”.',
  'If it is not enabled: press the cross, so that it becomes a tick.',
  'If it is not there: press “Add new webservice key” → “Generate!”, tick the permissions, press “Save”.',
  'Copy all 32 letters and digits of it, and enter them where I ask you for the key.',
] as const;

export const switchedOff = [
  'In PrestaShop open Advanced Parameters → Webservice.',
  'Below, under Configuration: set “Enable PrestaShop’s webservice” to Yes, and press “Save”.',
] as const;

export const allPermissions = [
  'In PrestaShop open Advanced Parameters → Webservice and press the pencil beside the key.',
  'Permissions: tick the whole column “View (GET)”; “Add (POST)” in the row order_histories; “Modify (PUT)” in the rows order_carriers and stock_availables.',
  'Press “Save”.',
] as const;

export const permissions = (column: string, resources: readonly string[]) =>
  [
    'In PrestaShop open Advanced Parameters → Webservice and press the pencil beside the key.',
    resources.length > 6
      ? `Permissions: tick the whole column “${column}”.`
      : `Permissions: in the column “${column}”, tick the rows ${resources.join(', ')}.`,
    'Press “Save”.',
  ] as const;

export const shopAssociation = [
  'In PrestaShop open Advanced Parameters → Webservice and press the pencil beside the key.',
  'Under “Shop association” tick this shop. If there is no such field, or it is ticked already: press “Save” once, that links the key anew.',
] as const;

export const headerStripped = [
  'In PrestaShop open Advanced Parameters → Webservice, set “Enable CGI mode for PHP” to Yes, and press “Save”.',
  'If that does not help, ask your hoster to pass the Authorization header on to PHP. On Apache: SetEnvIf Authorization "(.*)" HTTP_AUTHORIZATION=$1',
] as const;

export const wrongAddress = [
  'Give the address under which customers see the shop. If it stands in a folder, give it too: https://example.com/shop.',
  'In PrestaShop it stands under Shop Parameters → Traffic & SEO → “Shop URL” (in 1.6: Preferences → SEO & URLs).',
  'If the address is right: in the same place set “Friendly URL” to Yes and press “Save”; that writes the file .htaccess anew.',
] as const;

export const firewall = (name: string) =>
  [
    `${name} keeps our requests from the shop.`,
    `In its settings, allow requests to /api/ from the user agent “${userAgent}” (or from our server’s address).`,
    'If your hoster looks after it, send them these two lines.',
  ] as const;

export const passwordWall = [
  'The web server asks for a name and password of its own before PrestaShop is reached, as staging copies do.',
  'Ask your hoster to let /api/ through without it, or to switch it off.',
  'Or give the bot the address with both in it: https://name:password@staging.example.com.',
] as const;

export const critical = [
  'In PrestaShop open Modules → Module Manager: a module updated lately is the likely cause; disable it and try again.',
  'The details are under Advanced Parameters → Logs, and in your hoster’s error log.',
  'If it happens only for long lists, ask your hoster for a higher PHP memory limit.',
] as const;

export const maintenance = [
  'PrestaShop’s own maintenance mode does not stop the web service, so it is the server that is closed. Ask your hoster.',
  'Usually it passes by itself.',
] as const;

export const moved = (to: string) =>
  [
    `If that is the same shop, enter this address: ${to}`,
    'Or set the domain under Shop Parameters → Traffic & SEO → “Shop URL” to the one you gave.',
  ] as const;

export const plainHttp = [
  'Best: switch https on. Most hosters give the certificate free of charge; then set Shop Parameters → General → “Enable SSL” and “Enable SSL on all pages” to Yes.',
  'Or accept the risk: everybody between us and the shop can then read the key and the orders.',
] as const;

export const downgraded = [
  'In PrestaShop open Shop Parameters → General and set “Enable SSL” and “Enable SSL on all pages” to Yes.',
  'If the hosting sends visitors from https to http, have that switched off.',
] as const;

export const noTimeZone = [
  'In PrestaShop open International → Localization → Configuration (in 1.6: Localization → Localization).',
  'Choose the “Time zone” and press “Save”.',
] as const;

export const keyInAddress =
  'The web server removes the Authorization header, so the key travels in the (encrypted) address instead. To mend it, set Advanced Parameters → Webservice → “Enable CGI mode for PHP” to Yes.';
export const noRewriting =
  'Friendly URLs do not work. It works by a detour; better is Shop Parameters → Traffic & SEO → “Friendly URL”: Yes.';
export const httpAccepted = 'The shop has no https: everybody on the way can read what we read, and the key with it.';
export const otherFolder = (site: string) => `The shop was found at ${site}.`;

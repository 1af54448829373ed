import { userAgent } from '../http.ts';

/** Where the merchant makes a key: WooCommerce's own menus. */
export const createKey = [
  'Log in to your WordPress admin as an Administrator or Shop manager.',
  'Open WooCommerce → Settings → Advanced → REST API.',
  'Press “Add key” (the first time: “Create an API key”).',
  'Description: OM Bot. User: an Administrator or Shop manager whose account stays. Permissions: Read/Write.',
  'Press “Generate API key”, and copy the Consumer key (ck_…) and the Consumer secret (cs_…) now: the secret is shown only once.',
] as const;

export const newKey = [
  'In WordPress open WooCommerce → Settings → Advanced → REST API and look whether the key is still in the list.',
  'If it is not there, or you are not sure: press “Add key”, choose Permissions “Read/Write”, press “Generate API key”.',
  'Copy both values in full, and enter them where I ask you for the keys.',
] as const;

export const swapped = [
  'The consumer key begins with ck_, the consumer secret with cs_.',
  'Give them again, each in its own field.',
] as const;

export const mayNotRead = [
  'In WordPress open WooCommerce → Settings → Advanced → REST API and press “View/edit” under the key.',
  'Set Permissions to “Read/Write” and press “Update”.',
] as const;

export const mayNotWrite = mayNotRead;

export const wrongRole = [
  'In WordPress open WooCommerce → Settings → Advanced → REST API and see to which user the key belongs.',
  'Open Users → All Users, edit that user and set the Role to “Shop manager” or “Administrator”.',
  'Or make a new key for an Administrator or Shop manager, and enter it where I ask you for the keys.',
] as const;

export const clock = [
  'The clock of the shop’s server is wrong by more than 15 minutes, so it takes our signature for an old one.',
  'Ask your hoster to set the server’s clock (NTP).',
  'Or switch the shop to https: then no clock is compared.',
] as const;

export const signature = [
  'Copy the consumer secret once more, in full. It belongs to this consumer key alone.',
  'If you no longer have it: make a new key under WooCommerce → Settings → Advanced → REST API, and enter both values.',
  'If that is refused, too: in WordPress open Settings → General, and enter exactly the “Site Address (URL)” that stands there.',
] as const;

export const permalinks = [
  'In WordPress open Settings → Permalinks.',
  'Choose “Post name” (anything but “Plain”) and press “Save Changes”.',
] as const;

export const wrongAddress = [
  'Give the address under which customers see the shop. If it stands in a folder, give it too: https://example.com/shop.',
  'In WordPress it stands under Settings → General → “Site Address (URL)”.',
  ...permalinks.map((step) => step.replace('In WordPress open', 'If the address is right: in WordPress open')),
] as const;

export const noWooCommerce = [
  'In WordPress open Plugins → Installed Plugins and look whether WooCommerce is there and active; if not, press “Activate”.',
  'If it is active, update it under Dashboard → Updates: version 3.5 or newer is needed.',
] as const;

export const restClosed = [
  'A plugin closes WordPress’s REST API. Look in its settings (often named “Disable REST API”, “REST API access” or “Hardening”: Disable WP REST API, Solid Security, All-In-One Security, Perfmatters …).',
  'Allow the addresses that begin with /wp-json/wc/ there, or logged-in users only.',
  'Check as well under WooCommerce → Settings → Advanced → REST API that the key is still in the list.',
] as const;

export const firewall = (name: string) =>
  [
    `${name} keeps our requests from the shop.`,
    `In its settings, allow requests to /wp-json/wc/ from the user agent “${userAgent}” (or from our server’s address).`,
    'If your hoster looks after it, send them these two lines.',
  ] as const;

export const passwordWall = [
  'The web server asks for a name and password of its own before WordPress is reached, as staging copies do.',
  'Ask your hoster to let /wp-json/ through without it, or to switch it off.',
  'Or give the bot the address with both in it: https://name:password@staging.example.com.',
] as const;

export const phpOutput = (source: string) =>
  [
    `It comes from ${source}. Update that, or switch it off under Plugins → Installed Plugins.`,
    'In wp-config.php, set WP_DEBUG_DISPLAY to false: warnings then go to a log instead of into the answers.',
    'Your hoster can do the same by switching “display_errors” off.',
  ] as const;

export const critical = (source?: string) =>
  [
    source
      ? `It happens in ${source}. Update that, or switch it off under Plugins → Installed Plugins.`
      : 'In WordPress open Plugins → Installed Plugins: a plugin updated lately is the likely cause; switch it off and try again.',
    'The details are under WooCommerce → Status → Logs (fatal-errors), and in the mail that WordPress sent to the admin.',
    'If it happens only for long lists, ask your hoster for a higher PHP memory limit.',
  ] as const;

export const database = ['WordPress cannot reach its database. Ask your hoster; usually it passes by itself after a few minutes.'] as const;

export const maintenance = [
  'WordPress is installing updates, or a maintenance plugin is on. After updates it opens by itself within ten minutes.',
  'If it stays: delete the file “.maintenance” in the folder of WordPress, or switch the maintenance plugin off.',
] as const;

export const htmlInstead = [
  'A “coming soon” or maintenance plugin may answer in place of the shop: switch it off, or let /wp-json/ through in its settings.',
  'In WooCommerce: Settings → Site visibility → Live.',
  'Check the address, too: it must be the WordPress shop’s own.',
] as const;

export const moved = (to: string) => [`If that is the same shop, enter this address: ${to}`] as const;

export const plainHttp = [
  'Best: switch https on. Most hosters give the certificate free of charge; then set both addresses under Settings → General to https://.',
  'Or accept the risk: everybody between us and the shop can then read the orders. The secret itself does not travel.',
] as const;

export const downgraded = [
  'In WordPress open Settings → General and set “WordPress Address (URL)” and “Site Address (URL)” to https://.',
  'If a plugin or the hosting sends visitors from https to http, switch that off.',
] as const;

export const headerStripped =
  'The web server removes the Authorization header, so the key travels in the (encrypted) address instead. To mend it, add to .htaccess: SetEnvIf Authorization "(.*)" HTTP_AUTHORIZATION=$1';
export const tlsProxy =
  "WordPress does not know that it is reached by https (a proxy in front of it ends the encryption), so we sign each request instead. To mend it, set $_SERVER['HTTPS'] = 'on' in wp-config.php when HTTP_X_FORWARDED_PROTO is https.";
export const plainPermalinks = 'Permalinks are set to “Plain”. It works by a detour; better is Settings → Permalinks → “Post name”.';
export const httpAccepted = 'The shop has no https: everybody on the way can read what we read.';
export const otherName = (home: string, reached: string) =>
  `The shop calls itself ${home}, but answers at ${reached}. If this is a staging copy, its orders are not the real ones; if not, set both addresses alike under Settings → General.`;
export const otherFolder = (site: string) => `The shop was found at ${site}.`;

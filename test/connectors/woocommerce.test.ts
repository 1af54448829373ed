import { woocommerce } from '../../connectors/woocommerce/index.ts';
import { startWooCommerce } from '../fakes/woocommerce.ts';
import { testConnector } from './contract.ts';

testConnector({
  connector: woocommerce,
  start: ({ shop }) => startWooCommerce({ shop, https: true }),
  wrong: {
    'a key that nobody knows': { consumerKey: `ck_${'9'.repeat(40)}` },
    'the secret of another key': { consumerSecret: `cs_${'9'.repeat(40)}` },
    'key and secret in each other’s place': { consumerKey: `cs_${'8'.repeat(40)}`, consumerSecret: `ck_${'8'.repeat(40)}` },
  },
  ordersPath: /\/wc\/v3\/orders$/,
});

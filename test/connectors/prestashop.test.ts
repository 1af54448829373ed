import { prestashop } from '../../connectors/prestashop/index.ts';
import { startPrestaShop, without } from '../fakes/prestashop.ts';
import { testConnector } from './contract.ts';

testConnector({
  connector: prestashop,
  start: ({ shop }) => startPrestaShop({ shop, https: true }),
  wrong: {
    'a key that nobody knows': { key: '9'.repeat(32) },
    'a key that is disabled': { key: '4'.repeat(32) },
    'half a key': { key: 'OMBOT0123456789A' },
  },
  ordersPath: /\/api\/orders$/,
  besidePath:
    /\/api\/(addresses|customers|order_(details|payments|slip|cart_rules|states)|messages|countries|states|currencies|carriers|taxes|cart_rules|customizations|product_customization_fields)$/,
  without,
});

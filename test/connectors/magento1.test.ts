import { magento1 } from '../../connectors/magento1/index.ts';
import { startMagento1 } from '../fakes/magento1.ts';
import { testConnector } from './contract.ts';

testConnector({
  connector: magento1,
  start: ({ shop }) => startMagento1({ shop, https: true }),
  wrong: {
    'a user that nobody knows': { apiUser: 'nobody-knows-me' },
    'the key of another user': { apiKey: 'kljuc-reads-4711' },
  },
  ordersPath: /#(sales_order\.list (order_id|created_at|updated_at)|sales_order\.info)/,
  besidePath: /#(login|multiCall .*|sales_order\.list increment_id .*|sales_order_creditmemo\.\w+ ?.*)$/,
  without: ['fees', 'products without SKU', 'payment methods', 'delivery methods'],
});

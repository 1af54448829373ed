import type { Right } from '../connector.ts';

/**
 * What we call, and where the merchant ticks it: the tree of “Role Resources”.
 * https://github.com/OpenMage/magento-lts : app/code/core/Mage/{Catalog,CatalogInventory,Sales}/etc/api.xml
 */
const places: Record<string, string> = {
  'core_magento.info': 'Core → Magento info',
  'core_store.list': 'Core → Store → List of stores',
  'catalog_product.list': 'Catalog → Product → Retrieve products data',
  'catalog_product.info': 'Catalog → Product → Retrieve products data',
  'cataloginventory_stock_item.list': 'Catalog Inventory → Retrieve stock data',
  'cataloginventory_stock_item.update': 'Catalog Inventory → Update product stock data',
  'sales_order.list': 'Sales → Order → Retrieve orders info',
  'sales_order.info': 'Sales → Order → Retrieve orders info',
  'sales_order.addComment': 'Sales → Order → Change status, add comments',
  'sales_order_shipment.create': 'Sales → Order → Order shipments → Create',
  'sales_order_shipment.addTrack': 'Sales → Order → Order shipments → Tracking',
  'sales_order_shipment.list': 'Sales → Order → Order shipments → Retrieve shipment info',
  'sales_order_shipment.info': 'Sales → Order → Order shipments → Retrieve shipment info',
  'sales_order_shipment.getCarriers': 'Sales → Order → Order shipments → Retrieve shipment info',
  'sales_order_shipment.sendInfo': 'Sales → Order → Order shipments → Send shipment info',
  'sales_order_creditmemo.list': 'Sales → Order → Order credit memo → Retrieve credit memo list',
  'sales_order_creditmemo.info': 'Sales → Order → Order credit memo → Retrieve credit memo info',
};

export const placeOf = (path: string): string => places[path] ?? path;
export const placesOf = (paths: readonly string[]): string[] => [...new Set(paths.map(placeOf))];
export const allPlaces = placesOf(Object.keys(places)).join('; ');

export const sendInfo = 'sales_order_shipment.sendInfo';

/** How a merchant pays and which statuses there are is read from the orders: Magento 1 has no list of either. */
const orders = ['sales_order.list', 'sales_order.info'];

/** What each right needs. */
export const needed: Record<Exclude<Right, 'reach'>, readonly string[]> = {
  products: ['catalog_product.list', 'catalog_product.info', 'cataloginventory_stock_item.list'],
  orders,
  'payment methods': orders,
  'order statuses': orders,
  'write back': [
    'sales_order_shipment.create',
    'sales_order_shipment.addTrack',
    'sales_order_shipment.list',
    'sales_order_shipment.info',
    'cataloginventory_stock_item.update',
  ],
};

/** Where an integration's rights are ticked, by Magento's own word for each: the tree at Integrations → API → Resources. */
const places: Record<string, string> = {
  'Magento_Backend::admin': 'any of them',
  'Magento_Sales::actions_view': 'Sales → Operations → Orders → Actions → View',
  'Magento_Sales::comment': 'Sales → Operations → Orders → Actions → Comment',
  'Magento_Sales::ship': 'Sales → Operations → Orders → Actions → Ship',
  'Magento_Sales::invoice': 'Sales → Operations → Orders → Actions → Invoice',
  'Magento_Sales::sales_invoice': 'Sales → Operations → Invoices',
  'Magento_Sales::shipment': 'Sales → Operations → Shipments',
  'Magento_Sales::sales_creditmemo': 'Sales → Operations → Credit Memos',
  'Magento_Sales::creditmemo': 'Sales → Operations → Orders → Actions → Credit Memos',
  'Magento_Catalog::products': 'Catalog → Inventory → Products',
  'Magento_Catalog::catalog_inventory': 'Catalog → Inventory',
  'Magento_Catalog::attributes_attributes': 'Stores → Attributes → Product',
  'Magento_Backend::store': 'Stores → Settings → All Stores',
  'Magento_InventoryApi::source': 'Stores → Inventory → Sources',
  'Magento_InventoryApi::stock': 'Stores → Inventory → Stocks',
};

/** What an integration is to be given, best all at once. */
export const needed = [
  'Magento_Sales::actions_view',
  'Magento_Sales::ship',
  'Magento_Sales::comment',
  'Magento_Sales::sales_creditmemo',
  'Magento_Catalog::products',
  'Magento_Catalog::catalog_inventory',
  'Magento_Catalog::attributes_attributes',
  'Magento_Backend::store',
  'Magento_InventoryApi::source',
] as const;

/** "Magento_Sales::actions_view" → where it is ticked; several may be named at once. Those of extensions stay as they are. */
export const placesOf = (resources: string): string[] =>
  resources
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)
    .map((name) => places[name] ?? name);

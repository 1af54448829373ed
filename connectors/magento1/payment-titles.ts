import { inWords } from '../magento-statuses.ts';

/** What Magento calls its own methods, and often met extensions call theirs: the API tells only their codes. */
const titles: Record<string, string> = {
  checkmo: 'Check / Money order',
  free: 'No Payment Information Required',
  banktransfer: 'Bank Transfer Payment',
  cashondelivery: 'Cash On Delivery',
  phoenix_cashondelivery: 'Cash on Delivery',
  purchaseorder: 'Purchase Order',
  ccsave: 'Credit Card (saved)',
  authorizenet: 'Credit Card (Authorize.net)',
  authorizenet_directpost: 'Credit Card Direct Post (Authorize.net)',
  paypal_express: 'PayPal Express Checkout',
  paypal_express_bml: 'PayPal Credit',
  paypal_direct: 'PayPal Payments Pro',
  paypal_standard: 'PayPal Website Payments Standard',
  paypaluk_express: 'PayPal Express Checkout (Payflow)',
  paypaluk_direct: 'PayPal Payments Pro (Payflow)',
  payflow_link: 'Credit Card (Payflow Link)',
  payflow_advanced: 'Credit Card (Payflow Advanced)',
  verisign: 'Credit Card (Payflow Pro)',
  hosted_pro: 'PayPal Payments Pro Hosted Solution',
  paypal_billing_agreement: 'PayPal Billing Agreement',
  cryozonic_stripe: 'Credit Card (Stripe)',
  stripe: 'Credit Card (Stripe)',
  gene_braintree_creditcard: 'Credit Card (Braintree)',
  gene_braintree_paypal: 'PayPal (Braintree)',
  m2epropayment: 'M2E Pro (marketplace)',
};

/** Of others the code in words: "msp_ideal" → "Msp ideal". */
export const paymentTitle = (code: string): string => titles[code] ?? inWords(code);

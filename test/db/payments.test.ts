import { describe, expect, test } from 'vitest';
import { propose, type SeenOrders } from '../../db/rules/payments.ts';
import { realOrders, type ShopOrder, sampleShop } from '../fakes/shop.ts';
import { given, seen, short } from './sample-seen.ts';

describe('what is proposed', () => {
  const cases: [platform: string, code: string, title: string, expected: string, name?: string][] = [
    ['WooCommerce', 'cod', 'Plačilo po povzetju', 'cod'],
    ['WooCommerce', 'bacs', 'Bančno nakazilo', 'bank'],
    ['WooCommerce', 'cheque', 'Check payments', 'cheque'],
    ['WooCommerce', 'paypal', 'PayPal', 'paypal', 'PayPal'],
    ['WooCommerce', 'stripe', 'Credit card (Stripe)', 'card', 'Stripe'],
    ['WooCommerce', 'stripe', 'Apple Pay', 'card', 'Stripe'],
    ['WooCommerce', 'stripe_klarna', 'Klarna', 'later', 'Klarna'],
    ['WooCommerce', 'stripe_sepa', 'SEPA Direct Debit', 'bank'],
    ['WooCommerce', 'stripe_ideal', 'iDEAL', 'bank', 'iDEAL'],
    ['WooCommerce', 'stripe_bancontact', 'Bancontact', 'bank', 'Bancontact'],
    ['WooCommerce', 'ppcp-gateway', 'PayPal', 'paypal', 'PayPal'],
    ['WooCommerce', 'ppcp-credit-card-gateway', 'Kreditkarte', 'card', 'credit card'],
    ['WooCommerce', 'ppcp-card-button-gateway', 'Debit & Credit Cards', 'card', 'credit card'],
    ['WooCommerce', 'woocommerce_payments', 'Card', 'card', 'WooCommerce Payments'],
    ['WooCommerce', 'klarna_payments', 'Pay over time', 'later', 'Klarna'],
    ['WooCommerce', 'kco', 'Klarna', 'later', 'Klarna'],
    ['WooCommerce', 'mollie_wc_gateway_klarnapaylater', 'Achteraf betalen', 'later', 'Klarna'],
    ['WooCommerce', 'mollie_wc_gateway_banktransfer', 'Bank transfer', 'bank'],
    ['WooCommerce', 'mollie_wc_gateway_creditcard', 'Credit card', 'card', 'Mollie'],
    ['WooCommerce', 'square_credit_card', 'Credit Card', 'card', 'Square'],
    ['WooCommerce', 'amazon_payments_advanced', 'Amazon Pay', 'wallet', 'Amazon Payments'],
    ['WooCommerce', 'satispay', 'Satispay', 'wallet', 'Satispay'],
    ['WooCommerce', 'leanpay', 'Plačilo na obroke – Leanpay', 'later', 'Leanpay'],
    ['WooCommerce', 'revolut_cc', 'Revolut', 'card', 'Revolut'],
    ['Shopify', 'shopify_payments', 'shopify_payments', 'card', 'Shopify Payments'],
    ['Shopify', 'Cash on Delivery (COD)', 'Cash on Delivery (COD)', 'cod'],
    ['Shopify', 'Contrassegno', 'Contrassegno', 'cod'],
    ['Shopify', 'Bank Deposit', 'Bank Deposit', 'bank'],
    ['Shopify', 'Money Order', 'Money Order', 'cheque'],
    ['Shopify', 'gift_card', 'Gift card', 'gift', 'gift card'],
    ['Shopify', 'shopify_installments', 'Shop Pay Installments', 'later', 'pay later'],
    ['Shopify', 'klarna', 'Klarna', 'later', 'Klarna'],
    ['Shopify', 'manual', 'manual', 'not paid?'],
    ['Shopify', 'bogus', 'Bogus Gateway', 'not paid?'],
    ['CS-Cart', '6', 'Po povzetju', 'cod'],
    ['CS-Cart', '2', 'C.O.D', 'cod'],
    ['CS-Cart', '1', 'Credit card', 'card', 'credit card'],
    ['CS-Cart', 'paypal_express.php', 'PayPal Express Checkout', 'paypal', 'PayPal'],
    ['CS-Cart', 'stripe_connect.php', 'Kartica', 'card', 'Stripe'],
    ['CS-Cart', '9', 'Phone ordering', 'not paid?'],
    ['Shopamine', 'cash_on_delivery', 'Po povzetju', 'cod'],
    ['Shopamine', 'unhandled', 'Po povzetju', 'cod'],
    ['Shopamine', 'unhandled', 'Po predračunu (UPN)', 'bank'],
    ['Shopamine', 'megapos', 'Plačilna kartica', 'card', 'MegaPOS'],
    ['Shopamine', 'banka_koper', 'Activa', 'card', 'credit card'],
    ['Shopamine', 'paypal_wp_standard', 'PayPal', 'paypal', 'PayPal'],
    ['PrestaShop', 'ps_cashondelivery', 'Cash on delivery (COD)', 'cod'],
    ['PrestaShop', 'codwfeeplus', 'Pago contra reembolso', 'cod'],
    ['PrestaShop', 'ps_wirepayment', 'Bank transfer', 'bank'],
    ['PrestaShop', 'bankwire', 'Überweisung', 'bank'],
    ['PrestaShop', 'ps_checkpayment', 'Payments by check', 'cheque'],
    ['PrestaShop', 'ps_checkout', 'PayPal', 'paypal', 'PayPal'],
    ['PrestaShop', 'stripe_official', 'Visa', 'card', 'Stripe'],
    ['PrestaShop', 'braintreeofficial', 'Carte bancaire', 'card', 'Braintree'],
    ['PrestaShop', 'bankart', 'Kreditna kartica', 'card', 'Bankart'],
    ['PrestaShop', 'corvuspay', 'CorvusPay', 'card', 'CorvusPay'],
    ['Magento 2', 'cashondelivery', 'Utánvét', 'cod'],
    ['Magento 2', 'banktransfer', 'Bank Transfer Payment', 'bank'],
    ['Magento 2', 'checkmo', 'Check / Money order', 'cheque'],
    ['Magento 2', 'purchaseorder', 'Purchase Order', 'not paid?'],
    ['Magento 2', 'paypal_express', 'PayPal Express Checkout', 'paypal', 'PayPal'],
    ['Magento 2', 'paypal_paylater', 'PayPal Pay Later', 'later', 'PayPal Pay Later'],
    ['Magento 2', 'braintree_applepay', 'Apple Pay', 'wallet', 'Apple Pay'],
    ['Magento 2', 'braintree_paypal', 'PayPal', 'paypal', 'PayPal'],
    ['Magento 2', 'adyen_cc', 'Credit card', 'card', 'Adyen'],
    ['Magento 2', 'amazon_payment_v2', 'Amazon Pay', 'wallet', 'Amazon Payment'],
    ['Magento 2', 'payment_services_paypal_hosted_fields', 'Card', 'card', 'credit card'],
    ['Magento 1', 'phoenix_cashondelivery', 'Nachnahme', 'cod'],
    ['Magento 1', 'ccsave', 'Saved by us', 'not paid?'],
    ['Magento 1', 'authorizenet_directpost', '', 'card', 'Authorize.Net'],
    ['Magento 1', 'paypal_express_bml', '', 'later', 'pay later'],
    ['Magento 1', 'gene_braintree_creditcard', '', 'card', 'Braintree'],
    ['by title, sl', '6', 'Plačilo s kartico', 'card', 'credit card'],
    ['by title, sl', '6', 'Predračun', 'bank'],
    ['by title, sl', '6', 'Po ponudbi', 'bank'],
    ['by title, sl', '6', 'Darilna kartica', 'gift', 'gift card'],
    ['by title, hr', '6', 'Plaćanje karticom', 'card', 'credit card'],
    ['by title, hr', '6', 'Virmanom', 'bank'],
    ['by title, hr', '6', 'Internet bankarstvo / opća uplatnica', 'bank'],
    ['by title, sr', '6', 'Уплата на рачун', 'bank'],
    ['by title, de', '6', 'Vorkasse', 'bank'],
    ['by title, de', '6', 'SOFORT Überweisung', 'bank', 'Sofort'],
    ['by title, de', '6', 'Kreditkarte', 'card', 'credit card'],
    ['by title, it', '6', 'Bonifico bancario', 'bank'],
    ['by title, it', '6', 'Carta di credito', 'card', 'credit card'],
    ['by title, hu', '6', 'Banki átutalás', 'bank'],
    ['by title, hu', '6', 'Bankkártyás fizetés', 'card', 'credit card'],
    ['by title, hu', '6', 'Barion', 'card', 'Barion'],
    ['by title, pl', '6', 'Przelewy24', 'bank', 'Przelewy24'],
    ['by title, pl', '6', 'Przelew bankowy', 'bank'],
    ['handed over, en', '6', 'Pay on collection', 'not paid?'],
    ['handed over, en', '6', 'Cash', 'not paid?'],
    ['handed over, sl', '6', 'Plačilo ob prevzemu', 'not paid?'],
    ['handed over, sl', '6', 'Kartica ob prevzemu', 'not paid?'],
    ['handed over, hr', '6', 'Gotovina u poslovnici', 'not paid?'],
    ['handed over, de', '6', 'Barzahlung bei Abholung', 'not paid?'],
    ['invoice, de', '6', 'Kauf auf Rechnung', 'not paid?'],
    ['contradictory', 'cod', 'Credit card', 'cod?'],
    ['contradictory', 'stripe', 'Plačilo po povzetju', 'cod?'],
    ['contradictory', 'cod', 'Plačilo v trgovini', 'cod?'],
    ['contradictory', '6', 'Kartica po povzetju', 'cod?'],
    ['contradictory', 'stripe', 'Plačilo ob prevzemu', 'not paid?'],
    ['contradictory', 'bacs', 'PayPal', 'bank?'],
    ['contradictory', 'cheque', 'Bančno nakazilo', 'cheque?'],
    ['no contradiction', 'cod', 'Gotovina ob prevzemu', 'cod'],
    ['no contradiction', 'cod', 'Placilo gotovina', 'cod'],
  ];
  test.each(cases)('%s: %j “%s” is %s', (_platform, code, title, expected, name) => {
    const proposal = propose({ code, title }, seen(), given);
    expect(short(proposal)).toBe(expected);
    expect(proposal.statuses).toEqual(['processing', 'completed']);
    expect(proposal.reasons.flatMap((reason) => (reason.kind === 'paid at once' ? [reason.name] : [])).slice(0, 1)).toEqual(
      name ? [name] : proposal.safe ? [] : expect.anything(),
    );
    expect(proposal.reasons.length).toBeGreaterThan(0);
  });
});

/** What the sample shop's orders of one method tell, all of them. */
function seenIn(orders: ShopOrder[]): SeenOrders {
  const counted = (words: string[]) => Object.fromEntries(words.map((word) => [word, words.filter((other) => other === word).length]));
  return {
    orders: orders.length,
    sums: {},
    statuses: counted(orders.map(({ status }) => status)),
    free: orders.filter(({ total }) => total === 0).length,
    paidInStore: orders.filter(({ paid }) => paid).length,
    deliveries: counted(orders.flatMap(({ shipping }) => shipping.map(({ title }) => title))),
  };
}

test('every method of the sample shop has a safe proposal', () => {
  const shop = sampleShop({ now: new Date('2026-11-20T12:00:00Z') });
  const statuses = shop.statuses.map(({ code, title, meaning }) => ({ code, title, meaning }));
  const proposals = [...shop.payments, { code: '', title: '' }].map(({ code, title }) => {
    const orders = realOrders(shop).filter(({ payment }) => payment.code === code);
    return [code, short(propose({ code, title }, seenIn(orders), { ...given, statuses }))];
  });
  expect(Object.fromEntries(proposals)).toEqual({
    cod: 'cod',
    bacs: 'bank',
    cheque: 'cheque',
    paypal: 'paypal',
    stripe: 'card',
    '': 'free',
  });
});

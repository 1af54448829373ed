/** Where the money comes from: the carrier, a counter, one of these two, there at once, sent later by bank or cheque, not needed. */
export type PaymentKind = 'cod' | 'counter' | 'hand-over' | 'at once' | 'transfer' | 'cheque' | 'free';

/**
 * A way to pay and how it is called, in codes and in titles. `brands` are in both, and are names by themselves. `key` is its payment type's.
 * "pouzeć*" is a word that begins so, "=cash" the whole text; accents and capitals do not count. `but` are words that only sound like it.
 */
export type PaymentWords = {
  kind: PaymentKind;
  key?: string;
  name: string;
  codes?: string;
  titles?: string;
  brands?: string;
  but?: string;
};

/** The particular before the general: "stripe_klarna" is Klarna, and a gift card is no card. */
export const paymentWords: readonly PaymentWords[] = [
  {
    kind: 'cod',
    name: 'cash on delivery',
    codes: 'cod, cash on delivery, collect on delivery, pay on delivery, codfee, codpro, codwfee, smartcod',
    titles: `cash on delivery, cash upon delivery, collect on delivery, pay on delivery, payment on delivery, pay upon delivery, cod,
      c o d, po povzetju, povzet*, odkupnin*, ob dostavi, pri dostavi, kurirju, dostavljavcu, poštarju, pouzeć*, pouzetk*, po dostavi,
      prilikom dostave, prilikom isporuke, pri isporuci, kuriru, dostavljaču, поузећ*, поузетк*, приликом испоруке, при испоруци,
      nachnahme*, postnachnahme, zahlung bei lieferung, barzahlung bei lieferung, bezahlung bei lieferung, bar bei lieferung,
      contrassegn*, contro assegno, alla consegna, utánvét*, futárnál, dobírk*, dobírce, dobierk*, za pobraniem, pobranie*, przy dostawie,
      ramburs*, la livrare, contre remboursement, à la livraison, contra reembolso, contrareembolso, contra entrega, contraentrega,
      rembours, αντικαταβολή, наложен платеж, наложенный платеж, при достава`,
    // In Romanian "cod" is a code.
    but: 'cu cod, prin cod, cod qr, cod de, cod promo*, cod postal',
  },
  {
    kind: 'counter',
    name: 'paid at the counter',
    codes: 'cash on pickup, pay in store, pay at store, pos cash, local pickup, store pickup',
    titles: `v trgovini, v poslovalnici, na blagajni, osebni prevzem, osebnem prevzemu, osebno, u trgovini, u poslovnici, u prodavnici,
      u radnji, osobno preuzimanje, osobnom preuzimanju, osobnog preuzimanja, lično preuzimanje, ličnom preuzimanju, in store, in shop,
      at store, at the store, at the shop, local pickup, store pickup, selbstabhol*, im geschäft, im laden, abholung im, vor ort,
      in negozio, ritiro in, személyes átvétel*, személyesen, üzletben, boltban, osobní odběr, osobním odběru, osobný odber,
      osobnom odbere, na prodejně, odbiór osobisty, odbiorze osobistym, en tienda, en magasin, in magazin`,
  },
  {
    kind: 'hand-over',
    name: 'paid when handed over',
    codes: '=cash',
    titles: `ob prevzemu, pri prevzemu, pri preuzimanju, prilikom preuzimanja, kod preuzimanja, po preuzimanju, приликом преузимања,
      on collection, upon collection, on pickup, on pick up, bei abholung, bei übergabe, al ritiro, alla ricezione, átvételkor,
      při převzetí, pri prevzatí, při odběru, przy odbiorze, la ridicare, au retrait, a la recogida, cash, gotovin*, готовин*, bargeld,
      barzahlung, =bar, contanti, készpénz*, hotov*, gotówk*, numerar`,
    but: 'cash app, shop cash',
  },
  {
    kind: 'at once',
    key: 'gift',
    name: 'gift card',
    codes: 'gift card, gift certificate, store credit, customer balance',
    titles: `gift card*, gift certificate*, gift voucher*, voucher*, store credit, darilni bon*, darilnim bonom, darilna kartica,
      darilno kartico, vrednostni bon*, poklon bon*, poklon kartic*, geschenk*, gutschein*, buono regalo, buoni regalo, carta regalo,
      ajándék*, utalvány*, dárkov*, darčekov*, karta podarunkowa, carte cadeau, tarjeta regalo`,
  },
  {
    kind: 'at once',
    key: 'later',
    name: 'pay later',
    codes: 'shopify installments, shop pay installments, bml, =alma, alma payment',
    titles: 'buy now pay later, shop pay installments',
    brands: `Klarna, PayPal Pay Later, Afterpay, Clearpay, Affirm, Riverty, Leanpay, Scalapay, Twisto, Oney, Cofidis, Sezzle, Laybuy,
      Mondu, Billie, Ratepay, HeidiPay, in3, PayPo, Skip Pay, Aplazame, SeQura, Floa`,
  },
  { kind: 'at once', key: 'later', name: 'Klarna', codes: 'kco, klarna kp' },
  { kind: 'at once', key: 'later', name: 'PayPal Pay Later', codes: 'ppcp pay later, ppcp paylater, paypal paylater' },
  {
    kind: 'at once',
    key: 'wallet',
    name: 'digital wallet',
    codes: 'payment request',
    brands: `Apple Pay, Google Pay, GPay, Samsung Pay, Amazon Pay, Amazon Payment, Amazon Payments, Shop Pay, Shop Cash, Skrill, Neteller,
      Paysafecard, Satispay, TWINT, Bizum, MobilePay, Vipps, Swish, Flik, KEKS Pay, Aircash, Alipay, WeChat Pay, Cash App`,
  },
  {
    kind: 'at once',
    key: 'bank',
    name: 'bank payment',
    titles: 'pay by bank, instant bank transfer, instant bank payment, sofort*',
    brands: 'iDEAL, Bancontact, EPS, giropay, Sofort, Przelewy24, P24, BLIK, Trustly, TatraPay',
  },
  {
    kind: 'transfer',
    key: 'bank',
    name: 'bank transfer',
    codes: 'bacs, bank transfer, bank wire, wire payment, wire transfer, bank deposit, sepa, direct debit, multibanco, predracun, upn',
    titles: `bacs, bank transfer*, bank deposit, direct deposit, wire transfer*, wire payment, bank wire, sepa, direct debit, multibanco,
      nakazil*, predračun*, upn, trr, po ponudbi, ponudba, položnic*, na transakcijski račun, virman*, uplatnic*, po ponudi,
      uplata na račun, uplatom na račun, nalog za uplatu, nalogom za uplatu, bankovni prijenos, bankovnim prijenosom,
      bankovna transakcija, bankovni transfer, bankarski transfer, internet bankarstv*, internetsko bankarstvo, profaktur*, вирман*,
      предрачун*, уплата на рачун, überweisung*, banküberweisung*, vorkasse, vorauskasse, vorauszahlung, bonific*, átutalás*,
      előreutalás*, utalás*, bankovní převod*, bankovním převodem, převodem, převod na účet, bankový prevod, bankovým prevodom, prevodom,
      prevod na účet, przelew*, transfer bancar, virament*, ordin de plată, virement*, transferencia*, transferência*, overschrijving,
      overboeking`,
  },
  {
    kind: 'cheque',
    key: 'cheque',
    name: 'cheque',
    codes: 'cheque, checkmo, check payment, money order',
    titles: `cheque*, check payment*, check money order, money order*, personal check, business check, by check, =check, =checks, ček,
      čeki, čekom, čekovi, čekovima, scheck*, assegn*, csekk*, šek, šekem, czek*`,
  },
  {
    kind: 'at once',
    key: 'card',
    name: 'credit card',
    codes: `ppcp credit card gateway, ppcp card button gateway, paypal hosted fields, paypal credit card, paypal direct, paypaluk direct,
      paypal pro, hosted pro, adyen official, nexi xpay, sumup payment, otp simple`,
  },
  { kind: 'at once', key: 'paypal', name: 'PayPal', codes: 'ppcp, ps checkout, payflow express', brands: 'PayPal' },
  {
    kind: 'at once',
    key: 'card',
    name: 'credit card',
    codes: 'credit card, debit card, card, cards, visa, mastercard, verisign, banka koper',
    titles: `card, cards, creditcard*, visa, mastercard, maestro, amex, american express, diners*, kart*, карт*, kreditkart*, bankkárty*,
      hitelkárty*, carta, carte di credito, carte bancaire, carte bleue, tarjeta*, cartão`,
    brands: `Stripe, Braintree, Square, Adyen, Mollie, MultiSafepay, Buckaroo, Authorize.Net, Worldpay, Checkout.com, WooPayments,
      WooCommerce Payments, Shopify Payments, Bankart, MegaPOS, Revolut, CorvusPay, Monri, WSPay, Payten, NestPay, Nexi, XPay, SumUp,
      Barion, SimplePay, PayU, GoPay, Comgate, GP webpay, Besteron, TrustPay, Tpay, Dotpay, Redsys, 2Checkout, Verifone, Saferpay,
      Wirecard, Datatrans, PAYONE, Computop, Opayo, Sage Pay, Elavon, Viva, Viva Wallet, EveryPay, Eurobank, Paysera, Montonio, Paytrail,
      Quickpay, Netopia, mobilPay, myPOS, Payflow, Razorpay, Paystack, Mercado Pago, PayFast, eWay, Moneris, Bambora, Cybersource, Nuvei,
      Airwallex, PayPlug, HiPay, Ogone, Ingenico, Worldline, PayZen, SystemPay, Monetico, Axepta, Payline, Paybox, GestPay, PikPay, ThePay,
      CardPay, PostFinance`,
    // Kept by the shop, to be charged by hand: nothing is paid yet.
    but: 'ccsave, card saved, saved card',
  },
  {
    kind: 'free',
    key: 'free',
    name: 'nothing to pay',
    codes: '=free, =free order, =freeorder, =no payment',
    titles: `=free, free order, no payment required, no payment information required, no payment needed, nothing to pay,
      plačilo ni potrebno, =brezplačno, brezplačno naročilo, =besplatno, besplatna narudžba, =kostenlos, kostenlose bestellung, =gratis,
      ordine gratuito, =ingyenes, ingyenes rendelés`,
  },
];

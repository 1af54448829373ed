import { describe, expect, it } from 'vitest';
import { addressKey, hidePassword, isAddress, isLoopback, normaliseAddress, restorePassword, sameShop } from '../../connectors/address.ts';

describe('the address a merchant types', () => {
  it.each([
    ['shop.example.com', 'https://shop.example.com'],
    ['  https://Shop.Example.com/  ', 'https://shop.example.com'],
    ['http://shop.example.com', 'http://shop.example.com'],
    ['https://shop.example.com:443', 'https://shop.example.com'],
    ['https://shop.example.com:8443/', 'https://shop.example.com:8443'],
    ['example.com/shop/', 'https://example.com/shop'],
    ['https://example.com/shop/wp-admin/admin.php?page=wc-settings', 'https://example.com/shop'],
    ['https://example.com/wp-login.php', 'https://example.com'],
    ['https://example.com/index.php/wp-json/wc/v3', 'https://example.com'],
    ['https://example.com/wp-json/', 'https://example.com'],
    ['https://example.com/?lang=sl#top', 'https://example.com'],
    ['<https://example.com>', 'https://example.com'],
    ['https://example.com.', 'https://example.com'],
    ['čevlji.si', 'https://xn--evlji-gya.si'],
    ['127.0.0.1:8080', 'https://127.0.0.1:8080'],
    ['localhost:3000/shop', 'https://localhost:3000/shop'],
    ['https://staging:secret@staging.example.com/', 'https://staging:secret@staging.example.com'],
  ])('%s is read as %s', (typed, address) => {
    expect(normaliseAddress(typed)).toBe(address);
  });

  it('read twice is the same', () => {
    for (const typed of ['Example.com/shop/wp-admin/', 'http://www.example.com:80/', 'nonsense']) {
      expect(normaliseAddress(normaliseAddress(typed))).toBe(normaliseAddress(typed));
    }
  });

  it.each(['', 'my shop', 'myshop', 'ana@example.com', 'ftp://example.com', 'javascript:alert(1)', 'file:///etc/passwd', 'https://'])(
    '“%s” is none',
    (typed) => {
      expect(isAddress(typed)).toBe(false);
      expect(normaliseAddress(typed)).toBe(typed);
    },
  );
});

describe('the key of an address', () => {
  it.each([
    'https://example.com',
    'http://example.com/',
    'https://www.Example.com',
    'EXAMPLE.COM/',
    'https://example.com:443',
    'http://example.com:80/wp-admin/',
    'https://ana:secret@example.com',
  ])('is the same for %s', (address) => {
    expect(addressKey(address)).toBe('example.com');
  });

  it('tells shops apart that stand in folders, on ports and under other names', () => {
    const keys = ['example.com', 'example.com/shop', 'example.com/Outlet', 'shop.example.com', 'example.com:8080', 'example.org'].map(
      addressKey,
    );
    expect(new Set(keys).size).toBe(keys.length);
    expect(addressKey('https://example.com/Shop/')).toBe(addressKey('www.example.com/shop'));
  });

  it('is there for anything that is typed', () => {
    expect(addressKey('  My Shop ')).toBe('my shop');
    expect(addressKey('https://example.com/%E0%A4%A')).toBe('example.com/%e0%a4%a');
  });
});

describe('a password inside an address', () => {
  it.each([
    ['https://ana:secret@shop.example.com/x', 'https://ana:•••@shop.example.com/x'],
    ['ana:s@/cret@shop.example.com', 'ana:•••@shop.example.com'],
    ['http://:secret@127.0.0.1:8080', 'http://:•••@127.0.0.1:8080'],
  ])('%s is shown as %s, and comes back', (given, shown) => {
    expect(hidePassword(given)).toBe(shown);
    expect(restorePassword(shown, given)).toBe(given);
  });

  it.each([['https://shop.example.com:8080/a'], ['https://ana@shop.example.com'], ['Ana: ana@shop.example.com'], ['DS-']])(
    'is not seen in %s',
    (text) => expect(hidePassword(text)).toBe(text),
  );

  it('stays as it is typed when none was there before', () => {
    expect(restorePassword('https://ana:•••@shop.example.com', 'https://shop.example.com')).toBe('https://ana:•••@shop.example.com');
  });
});

describe('credentials follow a redirect', () => {
  const url = (address: string) => new URL(address);

  it.each([
    ['http://example.com/', 'https://example.com/'],
    ['https://example.com/', 'https://www.example.com/'],
    ['http://www.example.com/', 'https://example.com/shop/'],
  ])('from %s to %s', (from, to) => expect(sameShop(url(from), url(to))).toBe(true));

  it.each([
    ['https://example.com/', 'http://example.com/'],
    ['https://example.com/', 'https://example.com.evil.org/'],
    ['https://example.com/', 'https://shop.example.com/'],
    ['https://example.com/', 'https://example.com:8443/'],
    ['https://example.com/', 'https://evil.org/example.com'],
  ])('but not from %s to %s', (from, to) => expect(sameShop(url(from), url(to))).toBe(false));
});

it('knows what does not leave this machine', () => {
  const at = (address: string) => isLoopback(new URL(address));
  expect(['http://127.0.0.1:8080', 'http://127.8.8.8', 'http://localhost', 'http://[::1]:80'].map(at)).toEqual([true, true, true, true]);
  expect(['http://127.example.com', 'http://localhost.example.com', 'http://0.0.0.0', 'http://10.0.0.1'].map(at)).toEqual([
    false,
    false,
    false,
    false,
  ]);
});

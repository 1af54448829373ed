import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entriesOf, readPhp } from '../../connectors/magento1/php-values.ts';
import { shares } from '../../connectors/magento1/shares.ts';
import { readAnswer, type Value, XmlError } from '../../connectors/magento1/xmlrpc-reading.ts';
import { type Given, writeCall } from '../../connectors/magento1/xmlrpc-writing.ts';
import { serialized } from '../fakes/magento1/words.ts';
import { type Php, readRequest, toPhp, writeFault, writeResponse } from '../fakes/magento1/xml.ts';

const document = (value: string) => `<?xml version="1.0"?><methodResponse><params><param>${value}</param></params></methodResponse>`;
/** What is read of a value; a fault is told by its text. */
function read(xml: string): Value | undefined {
  const answer = readAnswer(xml);
  return answer && ('fault' in answer ? answer.fault.text : answer.value);
}
const readValue = (value: string) => read(document(value));

describe('an answer in XML-RPC', () => {
  const values: [string, string, Value][] = [
    ['a text', '<value><string>Čopova 1</string></value>', 'Čopova 1'],
    ['a text without a type, with its blanks', '<value> a b </value>', ' a b '],
    ['nothing at all', '<value></value>', ''],
    ['nothing in short', '<value/>', ''],
    ['an empty text in short', '<value><string/></value>', ''],
    ['XML’s own five entities', '<value><string>&lt;b&gt; R&amp;D &quot;x&quot; &apos;y&apos;</string></value>', `<b> R&D "x" 'y'`],
    ['characters by number', '<value><string>&#269;&#x17e;&#128578;</string></value>', 'čž🙂'],
    ['no others', '<value><string>&nbsp;&e;&#xD800;&#0;&#99999999;</string></value>', '&nbsp;&e;&#99999999;'],
    ['entities once only', '<value><string>&amp;lt;</string></value>', '&lt;'],
    ['CDATA', '<value><string>a<![CDATA[<b> & ]]>c</string></value>', 'a<b> & c'],
    ['CDATA without a type', '<value><![CDATA[<b>]]></value>', '<b>'],
    ['comments', '<value><!-- one --><string>a<!-- <b> -->c</string><!-- two --></value>', 'ac'],
    [
      'numbers as they were written',
      '<value><array><data><value><int>7</int></value><value><i4>-1</i4></value></data></array></value>',
      ['7', '-1'],
    ],
    ['numbers that no float holds', '<value><double>12345678901234567.891</double></value>', '12345678901234567.891'],
    ['large whole numbers', '<value><i8>9007199254740993</i8></value>', '9007199254740993'],
    [
      'yes and no',
      '<value><array><data><value><boolean>1</boolean></value><value><boolean>0</boolean></value></data></array></value>',
      [true, false],
    ],
    ['nil', '<value><nil/></value>', null],
    ['an empty list', '<value><array><data/></array></value>', []],
    ['an empty list at length', '<value><array><data></data></array></value>', []],
    [
      'a struct without what holds nothing',
      '<value><struct><member><name>a</name><value><nil/></value></member><member><name>b</name><value>1</value></member></struct></value>',
      { b: '1' },
    ],
    ['an empty struct', '<value><struct></struct></value>', {}],
    ['times', '<value><dateTime.iso8601>20261123T15:40:24</dateTime.iso8601></value>', '20261123T15:40:24'],
    ['controls left out', '<value><string>a\u0000\u0007b\tc</string></value>', 'ab\tc'],
  ];
  it.each(values)('holds %s', (_, xml, value) => {
    expect(readValue(xml)).toEqual(value);
  });

  it('may be set with indents, attributes and a comment before it', () => {
    const xml = `<?xml version='1.0' encoding="UTF-8"?>\n<!-- Zend -->\n<methodResponse xmlns:ex="x">\n <params>\n  <param>\n   <value>\n    <struct>\n     <member>\n      <name>a b</name>\n      <value>\n       <string>c</string>\n      </value>\n     </member>\n    </struct>\n   </value>\n  </param>\n </params>\n</methodResponse>`;
    expect(read(xml)).toEqual({ 'a b': 'c' });
  });

  it('says what PHP printed before it', () => {
    const printed = '<br />\n<b>Warning</b>: oh';
    expect(readAnswer(`${printed}\n${document('<value>x</value>')}`)).toEqual({ value: 'x', before: printed });
    expect(readAnswer(`\uFEFF${document('<value>x</value>')}`)).toMatchObject({ value: 'x' });
  });

  it('may be a refusal', () => {
    expect(readAnswer(writeFault(2, 'Access "denied".'))).toEqual({ before: '', fault: { code: '2', text: 'Access "denied".' } });
  });

  it('is none where a page stands in its place', () => {
    for (const text of ['', '<html><body>Hello</body></html>', '{"a":1}', '<?xml version="1.0"?><html></html>', '<?xml versio'])
      expect(readAnswer(text)).toBeUndefined();
  });

  it('never looks anything up: document types are refused', () => {
    const doctype = '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>';
    expect(() =>
      read(`<?xml version="1.0"?>${doctype}<methodResponse><params><param><value>&e;</value></param></params></methodResponse>`),
    ).toThrow(XmlError);
    expect(() => readValue(`<value><struct>${doctype}</struct></value>`)).toThrow(XmlError);
  });

  it('says whether it ends in the middle', () => {
    const whole = document('<value><array><data><value><string>č</string></value></data></array></value>');
    const begun = whole.indexOf('<methodResponse>') + '<methodResponse>'.length;
    const cut = Array.from({ length: whole.lastIndexOf('</array>') - begun }, (_, at) => whole.slice(0, begun + at));
    for (const text of cut) {
      let error: unknown;
      try {
        read(text);
      } catch (thrown) {
        error = thrown;
      }
      expect(error).toMatchObject({ half: true });
    }
  });

  it.each([
    '<value><string>a</int></value>',
    '<value><set/></value>',
    '<value><struct><value/></struct></value>',
    '<value><array><value/></array></value>',
    '<value><struct>text</struct></value>',
    '<value><string>a<b>c</b></string></value>',
  ])('is refused where it is spoiled: %s', (xml) => {
    expect(() => readValue(xml)).toThrow(XmlError);
  });

  it('does not go deeper than anything of Magento’s', () => {
    const deep = '<value><array><data>'.repeat(5000) + '</data></array></value>'.repeat(5000);
    expect(() => readValue(deep)).toThrow(/too deep/);
  });

  it('gives no object another nature', () => {
    const value = readValue(
      '<value><struct><member><name>__proto__</name><value><struct><member><name>bad</name><value>1</value></member></struct></value></member></struct></value>',
    );
    expect([value, Object.getPrototypeOf(value)]).toEqual([{}, Object.prototype]);
  });

  it('is read at the length of many megabytes', () => {
    const member = (name: string, value: string) => `<member><name>${name}</name><value>${value}</value></member>`;
    const row = `<value><struct>${member('increment_id', '<string>100000129</string>')}${member('coupon_code', '<nil/>').repeat(130)}</struct></value>`;
    const xml = document(`<value><array><data>${row.repeat(700)}</data></array></value>`);
    expect(xml.length).toBeGreaterThan(5_000_000);
    const began = performance.now();
    expect(readValue(xml.slice(xml.indexOf('<value>'), xml.lastIndexOf('</param>')))).toHaveLength(700);
    // A tenth of that on an idle machine.
    expect(performance.now() - began).toBeLessThan(3000);
  });

  it('says again whatever PHP has', () => {
    const texts = fc.string({ unit: 'grapheme' }).filter((text) => !/\p{Cc}/u.test(text));
    const php = fc.letrec<{ value: Php }>((tie) => ({
      value: fc.oneof({ maxDepth: 3 }, texts, fc.array(tie('value')), fc.dictionary(texts, tie('value'))),
    }));
    fc.assert(
      fc.property(php.value, (value) => {
        const empty = (one: unknown): unknown =>
          Array.isArray(one) ? one.map(empty) : typeof one === 'object' && one !== null ? struct(one) : one;
        const struct = (one: object) => {
          const entries = Object.entries(one).filter(([name]) => name !== '__proto__');
          return Object.keys(one).length === 0 ? [] : Object.fromEntries(entries.map(([name, its]) => [name, empty(its)]));
        };
        expect(read(writeResponse(value))).toEqual(empty(value));
      }),
      { numRuns: 200 },
    );
  });
});

describe('a call in XML-RPC', () => {
  it('says each value with its type, because Magento compares them', () => {
    const given: Given[] = ['<č & "ž">', 7, true, null, [], {}, [['a']], { from: '1', to: undefined }];
    const read = readRequest(writeCall('call', given));
    expect(read?.method).toBe('call');
    expect(read?.params.map(({ type }) => type)).toEqual(['string', 'int', 'boolean', 'nil', 'array', 'struct', 'array', 'struct']);
    expect(read?.params.map(toPhp)).toEqual(['<č & "ž">', 7, true, null, [], {}, [['a']], { from: '1' }]);
  });

  it('lets nothing out of its place', () => {
    const bad = '</string></value></param><param><value>x\u0000\u0008';
    expect(readRequest(writeCall('login', [bad, 'key']))?.params.map(toPhp)).toEqual([bad.replace(/[\0\b]/g, ''), 'key']);
  });
});

describe('what PHP serialised', () => {
  it('is read, its lengths counted in bytes', () => {
    const options = { attributes_info: [{ label: 'Barva', value: 'Črna' }], info_buyRequest: { qty: 3 }, simple_sku: 'A "1";' };
    expect(readPhp(serialized(options))).toEqual({
      attributes_info: { 0: { label: 'Barva', value: 'Črna' } },
      info_buyRequest: { qty: '3' },
      simple_sku: 'A "1";',
    });
    expect(readPhp('a:3:{i:0;d:1.5;i:1;b:0;i:2;N;}')).toEqual({ 0: '1.5', 1: '0', 2: null });
  });

  it('may be JSON in newer shops', () => {
    expect(readPhp('{"options":[{"label":"Gravura","value":"Ana"}]}')).toEqual({ options: { 0: { label: 'Gravura', value: 'Ana' } } });
  });

  it.each([
    '',
    'x',
    'a:1:{',
    's:99:"a";',
    's:1:"ab";',
    'a:999999999:{}',
    'O:8:"stdClass":0:{}',
    'a:1:{i:0;O:1:"A":0:{}}',
    `${'a:1:{i:0;'.repeat(100)}N;${'}'.repeat(100)}`,
    '{"a":',
  ])('is nothing where it cannot be read: %s', (text) => {
    expect(entriesOf(readPhp(text))).toEqual({});
  });
});

describe('an amount in parts', () => {
  it.each<[string, number[], string[]]>([
    ['10.00', [1, 1, 1], ['3.33', '3.33', '3.34']],
    ['10.00', [30, 10], ['7.50', '2.50']],
    ['0.01', [1, 1], ['0.00', '0.01']],
    ['-5.00', [0, 0], ['-2.50', '-2.50']],
    ['7', [1, 2], ['2', '5']],
  ])('%s by %j', (whole, weights, parts) => {
    expect(shares(whole, weights)).toEqual(parts);
  });
});

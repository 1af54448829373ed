import { describe, expect, test } from 'vitest';
import { fitted, fromSlack, split, toMarkdown, toMrkdwn, toNotice, toPlain, withoutMention } from '../../bot/slack/text.ts';

/** Shown here, invisible in Slack: "¬" keeps a mark from being one, "·" makes the edge of a word. */
const visible = (text: string) => text.replaceAll('\u00AD', '¬').replaceAll('\u200B', '·');

describe('our texts in Slack’s marks', () => {
  test.each([
    ['bold stays bold', 'Open *Products* now', 'Open *Products* now'],
    ['bold beside a letter too', '*Demo*’s shop', '*Demo*·’s shop'],
    ['blanks inside bold are left out, or it would not be bold', 'x * bold * y', 'x *bold* y'],
    ['an address is a link', 'See https://a.example/x?a=1&b=2.', 'See <https://a.example/x?a=1&amp;b=2|a.example/x?a=1&amp;b=2>.'],
    ['an address cannot end its link early', 'https://a.example/x|y>z', '<https://a.example/x%7Cy|a.example/x|y>¬&gt;z'],
    ['nobody is notified', '<!channel> <@U1> <!subteam^S1>', '&lt;!channel&gt; &lt;@U1&gt; &lt;!subteam^S1&gt;'],
    ['what is escaped stays as it was written', '&lt;b&gt; & co', '&amp;lt;b&amp;gt; &amp; co'],
    ['marks of strangers are none', '_x_ ~x~ `x` (_y_)', '¬_x_ ¬~x~ ¬`x¬` (¬_y_)'],
    ['a block of code is none', '```x```', '¬`¬`¬`x¬`¬`¬`'],
    ['a mark inside a word needs nothing', 'SKU A_1_B', 'SKU A_1_B'],
    ['stars that are no pair are none', '5 * 3', '5 ¬* 3'],
    ['a smile stays a word', 'a :smile: b', 'a :¬smile: b'],
    ['a time of day is no smile', '12:30:45', '12:30:45'],
    ['a line is no quotation', 'a\n> b', 'a\n¬&gt; b'],
  ])('%s', (_name, text, shown) => expect(visible(toMrkdwn(text))).toBe(shown));

  test('where there are no marks, none are shown, and nothing is escaped', () => {
    expect(visible(toPlain('*Bold* & <b> _x_ :smile:'))).toBe('Bold & <b> _x_ :¬smile:');
  });

  test('a notification shows no marks, and notifies nobody else', () => {
    expect(visible(toNotice('*Bold* <!here> _x_'))).toBe('Bold &lt;!here&gt; ¬_x_');
  });

  test.each([
    ['Open *Products*', 'Open **Products**'],
    ['<!channel> _x_ `x` [a](b) # 1', '&lt;!channel&gt; \\_x\\_ \\`x\\` \\[a\\](b) \\# 1'],
    ['1. one\n- two', '1\\. one\n\\- two'],
    ['https://a.example/x', '[a.example/x](https://a.example/x)'],
  ])('as Markdown, %j is %j', (text, shown) => expect(toMarkdown(text)).toBe(shown));
});

describe('what a person typed', () => {
  test.each([
    ['<@U2|bor> and <@U3>', '@U2 and @U3'],
    ['<#C1|orders> <#C2|> <#C3>', '#orders #C2 #C3'],
    ['<!here> <!subteam^S1|@team> <!channel|channel>', '@here @team channel'],
    ['connect <https://demo.example>', 'connect https://demo.example'],
    ['connect <https://demo.example|demo.example>', 'connect https://demo.example'],
    // Slack makes a link of what looks like one; nobody said that it goes without encryption.
    ['connect <http://demo.example|demo.example>', 'connect demo.example'],
    ['connect <http://demo.example>', 'connect http://demo.example'],
    ['<mailto:a@b.example|a@b.example>', 'a@b.example'],
    ['Olive &amp; &lt;Oil&gt; &amp;amp;', 'Olive & <Oil> &amp;'],
    ['sku \u00AD_x_ copied from us', 'sku _x_ copied from us'],
  ])('%j means %j', (sent, typed) => expect(fromSlack(sent)).toBe(typed));

  test('comes back as it was, whatever it is, when it is copied from a message of ours', () => {
    for (const text of ['_x_', ':smile:', '`x`', '<!channel> & co', '> x', '~a~ * b']) expect(fromSlack(toMrkdwn(text))).toBe(text);
  });

  test('a mention of us is left out, one of others is not', () => {
    expect(withoutMention('<@U1> managers add <@U2>', 'U1')).toBe('managers add <@U2>');
    expect(withoutMention('hello <@U1|om>', 'U1')).toBe('hello');
  });
});

describe('a text that is too long', () => {
  test.each(['a', '&', '😀', '_x_ ', '*b* '])('is cut with "…" when it is made of %j', (unit) => {
    const shown = fitted(unit.repeat(5000), 300, toMrkdwn);
    expect(shown.length).toBeLessThanOrEqual(300);
    expect(shown.length).toBeGreaterThan(200);
    expect(shown).toMatch(/…$/);
  });

  test('is not cut in the middle of what is bold', () => {
    expect(fitted('Order *one* of *Klarna and others*', 24, toMrkdwn)).toBe('Order *one* of Klarna…');
    expect(fitted('Order *one* of *Klarna and others*', 12, toPlain)).toBe('Order one…');
  });

  test('is never empty', () => expect(fitted(' \n', 300, toPlain)).toBe('–'));

  test.each(['word & ', 'line\n', '&', '😀'])('is parted without loss, made of %j', (unit) => {
    const parts = split(unit.repeat(2000), 3000, toMrkdwn);
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) expect(toMrkdwn(part).length).toBeLessThanOrEqual(3000);
    expect(parts.join('').replace(/\s/g, '')).toBe(unit.repeat(2000).replace(/\s/g, ''));
    for (const part of parts) expect(part.isWellFormed()).toBe(true);
  });
});

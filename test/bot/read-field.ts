import type { FieldKind } from '../../dialogs/fields.ts';
import type { ShownField } from './contract.ts';
import { all, type Element, hasClass, isTag, wordsOf } from './read-html.ts';

const kinds: Record<string, FieldKind> = { password: 'secret', date: 'date', radio: 'choice', checkbox: 'choices' };

/** What a browser shows of a field, and what a screen reader ties to it. */
export function readField(field: Element): ShownField {
  const inputs = all(field, isTag('input', 'select')).filter(({ attributes }) => attributes.type !== 'hidden');
  const input = inputs[0];
  const { name = '', type = '', value = '', inputmode, placeholder } = input?.attributes ?? {};
  const options = all(field, (one) => (isTag('option')(one) ? one.attributes.value !== '' : hasClass('option')(one)));
  const chosen = options.filter(
    (one) => 'selected' in one.attributes || all(one, isTag('input')).some(({ attributes }) => 'checked' in attributes),
  );
  const described = [field, input].flatMap((one) => one?.attributes['aria-describedby']?.split(' ') ?? []);
  const tied = all(field, ({ attributes }) => described.includes(attributes.id ?? ''));
  return {
    name: name.replace(/^f\.|\[\]$/g, ''),
    kind: input?.tag === 'select' ? 'choice' : inputmode === 'numeric' ? 'number' : (kinds[type] ?? 'text'),
    label: all(field, isTag('label', 'legend')).map(wordsOf)[0] ?? '',
    help: tied.filter(hasClass('help')).map(wordsOf).join(' '),
    placeholder,
    value: options.length ? '' : value,
    options: options.map(wordsOf),
    chosen: chosen.map(wordsOf),
    error: tied.filter(hasClass('error')).map(wordsOf).join(' '),
  };
}

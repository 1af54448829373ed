import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { dialog, Invalid } from '../../dialogs/dialog.ts';
import { number, secret, text } from '../../dialogs/fields.ts';
import { play } from './play.ts';

type Kitchen = { taste: (dish: string, key: string) => Promise<object | Invalid>; serve: (dish: string, turn: string) => Promise<void> };

const cook = dialog<Kitchen, { wish?: { dish: string } }>('cook')
  .ask(
    'wish',
    () => ({ title: 'What shall it be?', fields: { dish: text('Dish'), guests: number('Guests', { min: 1, max: 8, initial: 2 }) } }),
    {
      unless: ({ wish }) => wish?.dish === 'soup',
    },
  )
  .ask('pantry', ({ wish }) => ({ title: `For ${wish.dish}`, fields: { key: secret('Key of the pantry'), shelf: text('Shelf') } }))
  .wait('taste', 'Tasting…', ({ wish, pantry }, { taste }) => taste(wish.dish, pantry.key))
  .finish('Serving…', async ({ wish, taste }, { serve }, { id }) => {
    await serve(wish.dish, id);
    return { title: `${wish.dish} is served`, text: JSON.stringify(taste) };
  });

function kitchen(taste: Kitchen['taste'] = async () => ({ good: true })) {
  const served: string[] = [];
  return { served, taste, serve: async (dish: string, turn: string) => void served.push(`${dish} ${turn}`) };
}

const stew = { dish: 'stew', guests: '4' };
const pantry = { key: 'under the mat', shelf: 'top' };

describe('a conversation', () => {
  it('asks, waits and finishes in the order of the steps', async () => {
    const services = kitchen();
    const { screens, conversation } = await play(cook, services, stew, pantry);
    expect(screens.map(({ kind }) => kind)).toEqual(['form', 'form', 'waiting', 'waiting', 'done']);
    expect(screens.flatMap((screen) => (screen.kind === 'waiting' ? [screen.text] : []))).toEqual(['Tasting…', 'Serving…']);
    expect(services.served).toEqual([`stew ${conversation.id}`]);
  });

  it('builds a question from what was learned before', async () => {
    const { form } = await play(cook, kitchen(), stew);
    expect(form?.form.title).toBe('For stew');
  });

  it('proposes what the form proposes, until something was typed', async () => {
    expect((await play(cook, kitchen())).form?.given).toEqual({ guests: 2 });
    expect((await play(cook, kitchen(), { dish: '', guests: '3' })).form?.given).toEqual({ dish: '', guests: 3 });
  });

  it('says beside each field what is wrong, and keeps all that was typed', async () => {
    const { form } = await play(cook, kitchen(), { dish: ' ', guests: 'many' });
    expect(form?.errors).toEqual({ dish: 'Please fill this in.', guests: 'Please give a whole number from 1 to 8.' });
    expect(form?.given).toEqual({ dish: ' ', guests: 'many' });
  });

  it('does not show a password inside an address again, and keeps it where its sign was left', async () => {
    const used: string[] = [];
    const services = kitchen(async (dish) => {
      used.push(dish);
      return new Invalid({ dish: 'Not today.' }, undefined, 'wish');
    });
    const typed = { dish: 'https://ana:s3cr@t@staging.example.com', guests: '2' };
    const { form } = await play(cook, services, typed, pantry);
    expect(form?.given.dish).toBe('https://ana:•••@staging.example.com');
    await play(cook, services, typed, pantry, { dish: 'https://ana:•••@other.example.com', guests: '2' }, { shelf: 'top' });
    expect(used.at(-1)).toBe('https://ana:s3cr@t@other.example.com');
  });

  it('does not show a secret again, and keeps it when the field is left blank', async () => {
    let used = '';
    const services = kitchen(async (_, key) => {
      used = key;
      return {};
    });
    const wrong = await play(cook, services, stew, { key: 'under the mat', shelf: '' });
    expect(JSON.stringify(wrong.form)).not.toContain('under the mat');
    expect(wrong.form?.kept).toEqual(['key']);
    await play(cook, services, stew, { key: 'under the mat', shelf: '' }, { key: '', shelf: 'top' });
    expect(used).toBe('under the mat');
  });

  it('does not offer to keep a secret that cannot be right', async () => {
    const short = dialog<object>('short')
      .ask('door', () => ({ title: 'Door', fields: { code: secret('Code', { schema: z.string().length(4, 'Four digits, please.') }) } }))
      .finish('Opening…', async () => ({ title: 'Open' }));
    const { form } = await play(short, {}, { code: '12' });
    expect(form).toMatchObject({ errors: { code: 'Four digits, please.' }, kept: [] });
    const { form: blank } = await play(short, {}, { code: '' });
    expect(blank?.errors).toEqual({ code: 'Please fill this in.' });
  });

  it('leaves out what is known already', async () => {
    const { form } = await play({ dialog: cook, given: { wish: { dish: 'soup' } } }, kitchen());
    expect(form?.form.title).toBe('For soup');
  });

  it('judges what a command said like an answer, and asks again with what was said', async () => {
    const { form } = await play({ dialog: cook, given: { wish: { guests: '20' } } }, kitchen());
    expect(form?.errors).toEqual({ guests: 'Please give a whole number from 1 to 8.' });
    expect(form?.given).toEqual({ dish: undefined, guests: '20' });
  });

  it('goes back to the question before when a look finds something wrong', async () => {
    const notice = { tone: 'bad' as const, text: 'Too salty.' };
    const services = kitchen(async () => new Invalid({ shelf: 'The salt stands there.' }, notice));
    const { form } = await play(cook, services, stew, pantry);
    expect(form).toMatchObject({ errors: { shelf: 'The salt stands there.' }, given: { shelf: 'top' }, kept: ['key'] });
    expect(form?.form.notice).toEqual(notice);
  });

  it('goes back to the question that is named', async () => {
    const services = kitchen(async () => new Invalid({ dish: 'We are out of it.' }, undefined, 'wish'));
    const { form } = await play(cook, services, stew, pantry);
    expect(form).toMatchObject({ errors: { dish: 'We are out of it.' }, given: { dish: 'stew', guests: 4 } });
  });

  it('forgets the reasons once the answer is right', async () => {
    let tastes = 0;
    const services = kitchen(async () => (tastes++ === 0 ? new Invalid({ shelf: 'No.' }, { tone: 'bad', text: 'No.' }) : {}));
    const { card } = await play(cook, services, stew, pantry, pantry);
    expect(card?.title).toBe('stew is served');
  });

  it('ignores an answer to a question that is not asked any more', async () => {
    const services = kitchen();
    const { card, conversation } = await play(cook, services, stew, pantry, pantry);
    expect(card?.title).toBe('stew is served');
    expect(services.served).toEqual([`stew ${conversation.id}`]);
  });

  it('takes no answer to a field that the form does not have', async () => {
    const { conversation } = await play(cook, kitchen(), { ...stew, wish: 'more', step: 3 });
    expect(conversation.known.wish).toEqual({ dish: 'stew', guests: 4 });
  });

  it('goes on at the ending after a crash, with the same turn', async () => {
    const services = kitchen();
    let crashed = false;
    const serve = async (dish: string, turn: string) => {
      await services.serve(dish, turn);
      if (!crashed) {
        crashed = true;
        throw new Error('the cook fell');
      }
    };
    const before = await play(cook, kitchen(), stew);
    const crash = play({ dialog: cook, at: before.conversation }, { ...services, serve }, pantry);
    await expect(crash).rejects.toThrow('the cook fell');
    await play({ dialog: cook, at: before.conversation }, { ...services, serve }, pantry);
    const once = `stew ${before.conversation.id}`;
    expect(services.served).toEqual([once, once]);
  });
});

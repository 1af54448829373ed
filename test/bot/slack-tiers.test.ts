import { expect, it } from 'vitest';
import { createTiers } from '../../bot/slack/tiers.ts';

it('edits fifty times a minute for one workspace, and then says how long to wait', () => {
  let now = 0;
  const tiers = createTiers(() => now);
  for (let edit = 0; edit < 50; edit++) {
    expect(tiers.wait('T1', 'chat.update')).toBe(0);
    now += 1_000;
  }
  expect(tiers.wait('T1', 'chat.update')).toBe(10);
  expect(tiers.wait('T2', 'chat.update')).toBe(0);
  now += 10_001;
  expect(tiers.wait('T1', 'chat.update')).toBe(0);
  expect(tiers.wait('T1', 'chat.update')).toBeGreaterThan(0);
});

import { pino } from 'pino';
import { createConversations } from '../../bot/conversations.ts';
import { webChat, webSurface } from '../../bot/web/post.ts';
import { openDatabase } from '../../db/orm.ts';
import { testKey } from '../database.ts';
import type { Shop } from './chat.ts';
import { dialogs, fragile } from './dialogs.ts';

/** A bot process of its own that answers a question and is stuck in the work; it waits to be killed. Arguments: database, lease. */
const [url = '', lease] = process.argv.slice(2);
const orm = await openDatabase({ url, keys: [testKey] });
const shop: Shop = { check: () => new Promise(() => console.log('stuck')) };
const conversations = createConversations({
  ...{ orm, chat: 'web', surface: webSurface(orm), dialogs, services: () => shop, log: pino({ level: 'silent' }) },
  ...{ keep: 60_000, hurry: 10, lease: Number(lease) },
});
const { id } = await conversations.begin(fragile, {}, await webChat(orm), 'fragile');
console.log(id);
await conversations.answer(id, 1, { address: 'shop.example' });
setInterval(() => {}, 1_000);

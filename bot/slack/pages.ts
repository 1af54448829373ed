import type { KnownBlock } from '@slack/types';
import { digits } from '../../dialogs/words.ts';
import { lengthOf, section } from './blocks.ts';
import { buttonRows, pageButton } from './buttons.ts';

/** What stays together on one page. `count`: how many entries of a list it holds; `table`: one of these on a page. */
export type Part = { blocks: KnownBlock[]; count: number; table?: true };

/** How much fits. */
export type Room = { blocks: number; characters: number };

/** Which page; `source` is how the card is found again. Without a page the first is shown, and *Show all* leads to all of them. */
export type Place = { page?: number; source?: string };

/** What turning the pages takes. */
const pager = 2;

/** The parts of one page, and how to come to the others. Nothing is left out that no page has. */
export function onePage(parts: readonly Part[], room: Room, { page, source }: Place): KnownBlock[] {
  const [whole, ...others] = pagesOf(parts, room);
  if (!others.length) return (whole ?? []).flatMap(({ blocks }) => blocks);
  const pages = pagesOf(parts, { ...room, blocks: room.blocks - pager });
  const at = Math.min(Math.max(page ?? 0, 0), pages.length - 1);
  const left = pages.slice(at + 1).flat();
  const to = (label: string, page: number) => (source === undefined ? undefined : pageButton(label, source, page));
  const next = left.length ? (page === undefined ? to('Show all', 0) : to('More', at + 1)) : undefined;
  const earlier = at > 0 ? to('Earlier', at - 1) : undefined;
  const words = [...(page === undefined ? [] : [`Page ${at + 1} of ${pages.length}`]), ...(left.length ? [andMore(left)] : [])];
  return [
    ...(pages[at] ?? []).flatMap(({ blocks }) => blocks),
    { ...section(words.join(' · ')), ...(next && { accessory: next }) },
    // In a block of its own: no two buttons of a block may be called the same.
    ...(earlier ? buttonRows([earlier]) : []),
  ];
}

function andMore(left: readonly Part[]): string {
  const count = left.reduce((sum, part) => sum + part.count, 0);
  return count ? `… and ${digits(count)} more` : '… and more';
}

/** Part after part as long as there is room. A part that is too long for any page has one of its own. */
function pagesOf(parts: readonly Part[], room: Room): Part[][] {
  const pages: Part[][] = [];
  let free = { blocks: 0, characters: 0 };
  for (const part of parts) {
    const length = lengthOf(part.blocks);
    const last = pages.at(-1);
    const fits = part.blocks.length <= free.blocks && length <= free.characters && !(part.table && last?.some(({ table }) => table));
    if (last && fits) last.push(part);
    else {
      pages.push([part]);
      free = { ...room };
    }
    free = { blocks: free.blocks - part.blocks.length, characters: free.characters - length };
  }
  return pages;
}

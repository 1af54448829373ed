import { seenBy, type Team } from './teams.ts';

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
export const escaped = (text: string): string => text.replace(/[&<>]/g, (sign) => escapes[sign] ?? sign);

/** What Slack makes a link of, though no one typed http. */
const domains = /(?<![\w@.-])((?:[a-z0-9-]+\.)+(?:com|net|org|io|eu|si|de|at|it|hr|shop|store)(?:\/\S*)?)(?!\S)/gi;

/** What a person typed, as Slack hands it on: `@bor` and `#orders` by id, addresses as links, `&` and brackets escaped. */
export function typed(text: string, team: Team, user: string, { labels }: { labels: boolean }): string {
  const known = team.channels.filter((channel) => (channel.kind === 'public' || channel.kind === 'private') && seenBy(channel, user));
  const kept: string[] = [];
  const keep = (link: string) => `\u0000${kept.push(link) - 1}\u0000`;
  const marked = text
    .replace(/\bmailto:|(?<=^|\s)[\w.+-]+@[\w-]+\.[\w.]+/g, (address) => keep(`<mailto:${address}|${address}>`))
    .replace(/https?:\/\/[^\s<>]+/g, (url) => keep(`<${escaped(url)}>`))
    .replace(domains, (name) => keep(`<http://${escaped(name)}|${escaped(name)}>`))
    .replace(/(?<=^|\s)@([\w.-]+)/g, (whole, name) => {
      const person = team.users.find((one) => one.name === name || (one.id === team.bot.user && /^om$/i.test(name)));
      return person ? keep(labels ? `<@${person.id}|${person.name}>` : `<@${person.id}>`) : whole;
    })
    .replace(/(?<=^|\s)#([\w-]+)/g, (whole, name) => {
      const channel = known.find((one) => one.name === name);
      return channel ? keep(labels ? `<#${channel.id}|${channel.name}>` : `<#${channel.id}|>`) : whole;
    });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: nobody types a zero byte, so it can mark a place
  return escaped(marked).replace(/\u0000(\d+)\u0000/g, (_, at) => kept[Number(at)] ?? '');
}

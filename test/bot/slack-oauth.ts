import type { Slack } from '../fakes/slack.ts';

/** A browser on the way to an installation and back, with its cookies. */
export function openBrowser(address: string) {
  const cookies = new Map<string, string>();
  async function get(url: string) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { redirect: 'manual', headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = line.split(';')[0]?.split('=') ?? [];
      cookies.set(name, value);
    }
    return { status: response.status, page: await response.text(), to: response.headers.get('location') ?? '', headers: response.headers };
  }
  return {
    get,
    cookies,
    /** From our door to Slack, whose person answers at once; gives the address by which Slack sends them back. */
    async consent(): Promise<string> {
      const door = await get(`${address}/slack/install`);
      return (await get(door.to)).to;
    },
  };
}

/** Somebody of this workspace installs the app, as they do in a browser. */
export async function install(address: string, slack: Slack, team = 'T1', user = team === 'T1' ? 'U1' : `U${team.slice(1)}1`) {
  Object.assign(slack.access.installer, { team, user, consents: true });
  const browser = openBrowser(address);
  return browser.get(await browser.consent());
}

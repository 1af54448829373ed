import type { ServerResponse } from 'node:http';
import { type CallbackOptions, ErrorCode } from '@slack/oauth';
import type { Logger } from '../../log.ts';
import { errorPage } from '../web/page.ts';
import { WholeOrganisation } from './install.ts';

/** Where an installation begins. */
export const installPath = '/slack/install';

/** What a browser shows after Slack has sent it back to us. */
export const installPages = (log: Logger): CallbackOptions => ({
  successAsync: async ({ team }, _options, _request, response) => {
    const where = team?.name ? ` (${team.name})` : '';
    const text = `Go back to Slack${where} and type /om connect in the channel of your shop. For its alerts there, type /invite @OM Bot as well.`;
    show(response, 200, errorPage('OM Bot is installed', text, false));
  },
  failureAsync: async (error, _options, _request, response) => {
    log.warn({ code: error.code }, 'An installation to Slack did not come about.');
    show(response, 400, errorPage('OM Bot was not installed', reasonFor(error), { href: installPath, label: 'Start again' }));
  },
});

function show(response: ServerResponse, status: number, page: string) {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(page);
}

function reasonFor(error: Error & { code: string }): string {
  if (error instanceof WholeOrganisation)
    return 'It can be installed to a workspace, not to a whole organisation. Nothing was stored here. Please take it out of the organisation in Slack, start again, and choose one workspace.';
  if (error.code === ErrorCode.InvalidStateError || error.code === ErrorCode.MissingStateError)
    return 'The way back from Slack took longer than 10 minutes, or began in another browser. Nothing was changed. Please start again.';
  return 'Slack did not let us in. Nothing was changed. Please start again; an admin of the workspace may have to allow it.';
}

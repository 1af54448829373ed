import type { CallbackOptions } from '@slack/oauth';
import type { Logger } from '../../log.ts';
import { errorPage } from '../web/page.ts';

/** What a browser shows after Slack has sent it back to us. */
export const installPages = (log: Logger): CallbackOptions => ({
  successAsync: async ({ team }, _options, _request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
    response.end(errorPage('OM Bot is installed', `Go back to Slack${team?.name ? ` (${team.name})` : ''} and type /om in any channel.`));
  },
  failureAsync: async (error, _options, _request, response) => {
    log.warn({ code: error.code }, 'An installation to Slack did not come about.');
    response.writeHead(400, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
    const words =
      error.code === 'slack_oauth_invalid_state' || error.code === 'slack_oauth_missing_state'
        ? 'The way back from Slack took too long, or began in another browser. Please start again.'
        : 'Slack did not let us in. Nothing was changed. Please start again; an admin of the workspace may have to allow it.';
    response.end(errorPage('OM Bot was not installed', words));
  },
});

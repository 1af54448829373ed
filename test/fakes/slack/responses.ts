import { json, type Reply } from './api.ts';
import { contentOf } from './chat.ts';
import { textLimit } from './check.ts';
import { isRecord, type Json, parse, string, yes } from './json.ts';
import { addMessage, type Content, changeMessage } from './messages.ts';
import { Refusal } from './method.ts';
import { type ResponseUrl, teamOf, type World } from './world.ts';

/** Takes a post to a response_url. */
export function respond(world: World, path: string, text: string): Reply {
  const known = world.responseUrls.get(path);
  const body = parse(text);
  const at = world.now();
  const told = (error?: string, status = 200): Reply => {
    world.calls.push({ method: 'response_url', args: isRecord(body) ? body : {}, team: known?.team, at, ...(error ? { error } : {}) });
    return error ? json({ ok: false, error }, status) : { status, headers: { 'content-type': 'text/html' }, body: 'ok' };
  };
  if (!known || known.left <= 0) return told('used_url', 404);
  if (at > known.until || !teamOf(world, known.team).installed) return told('expired_url', 404);
  known.left--;
  if (!isRecord(body)) return told('invalid_payload', 400);
  try {
    take(world, known, body);
    return told();
  } catch (error) {
    if (error instanceof Refusal) return told(error.message, 400);
    throw error;
  }
}

/** Replaces or deletes what was pressed, or says something new. A command has no original: there everything is new. */
function take(world: World, known: ResponseUrl, body: Json) {
  if (yes(body.delete_original) && known.message) {
    known.message.deleted = true;
    return;
  }
  const content = contentOf(world, `response_url in ${known.channel}`, body, textLimit.post);
  const message = known.message;
  if (yes(body.replace_original) && message && !message.deleted) changeMessage(world, message, { blocks: [], attachments: [], ...content });
  else say(world, known, content, { all: body.response_type === 'in_channel', thread: string(body.thread_ts) });
}

/** A message of the app that came without the Web API: the channel need not know the bot. */
export function say(
  world: World,
  to: { team: string; channel: string; user: string },
  content: Content,
  { all, thread }: { all: boolean; thread?: string },
) {
  const team = teamOf(world, to.team);
  const place = { team, channel: to.channel, user: team.bot.user, ...(all ? {} : { only: to.user }) };
  return addMessage(world, thread ? { ...place, thread_ts: thread } : place, content);
}

import type { Post } from '../jobs/job.ts';

/** One messenger. `post` sends a card to one of its channels, or edits the one sent under the same key. */
export type Surface = { post: Post };

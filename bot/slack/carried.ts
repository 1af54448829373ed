import { z } from 'zod';

const metadata = z.object({ id: z.uuid(), version: z.number().int() });
const page = z.object({ source: z.string().regex(/^\d{1,18}$/), page: z.number().int().min(0) });

/** Which conversation a modal shows, and which version of it. Whose it is must be asked for. */
export const readMetadata = (carried: string | undefined) => read(metadata, carried);

/** Which page of which card a button leads to. Whose it is must be asked for. */
export const readPage = (carried: string | undefined) => read(page, carried);

/** What we gave Slack and get back. Undefined where we cannot have given that. */
function read<T>(schema: z.ZodType<T>, carried = ''): T | undefined {
  try {
    return schema.safeParse(JSON.parse(carried)).data;
  } catch {
    return undefined;
  }
}

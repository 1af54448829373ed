import { addressKey } from '../../connectors/address.ts';
import type { Access, Platform, StoreCheck } from '../../connectors/connector.ts';
import { rights } from '../../connectors/connector.ts';
import { ConnectorError } from '../../connectors/errors.ts';
import { Connection } from '../../db/entities/connection.ts';
import type { Services } from '../../dialogs/services.ts';
import type { Asked, ServicesContext } from './context.ts';

type Question = { platform: Platform; credentials: Record<string, string>; plainHttp: boolean; access?: Access };

/** Looks at a store before its credentials are kept. Changes nothing. */
export const checksOf = (asked: Asked): Pick<Services, 'checkStore' | 'checkCredentials'> => ({
  checkStore: (question) => check(asked, question),

  async checkCredentials({ store: handle, credentials, plainHttp }) {
    const { orm, who } = asked;
    const known = await orm.em.fork().findOneOrFail(Connection, { store: { workspace: who.workspace, handle } }, { populate: ['store'] });
    const { platform, addressKey: wanted } = known.store;
    const { url = known.store.url } = known.credentials;
    const question = { platform, credentials: { ...credentials, url }, plainHttp: plainHttp || known.plainHttp };
    const found = await check(asked, question);
    return { check: found, same: !found.store || addressKey(found.store.url) === wanted };
  },
});

/** Asks the store itself. What a connector throws is told as "not reached". */
export async function check(
  { connectors, http }: ServicesContext,
  { platform, credentials, plainHttp, access }: Question,
): Promise<StoreCheck> {
  try {
    return await connectors[platform].open(credentials, http.with({ plainHttp }), access).check();
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    return {
      rights: rights.map((right) => (right === 'reach' ? { right, state: 'refused', problem: error } : { right, state: 'unknown' })),
    };
  }
}

import type { Services } from '../dialogs/services.ts';
import { alertsOf } from './services/alerts.ts';
import { checksOf } from './services/checks.ts';
import { connectingOf } from './services/connecting.ts';
import type { Asked, ServicesContext } from './services/context.ts';
import { guard } from './services/guard.ts';
import { healthOf } from './services/health.ts';
import { homeOf } from './services/home.ts';
import { ordersOf } from './services/orders.ts';
import { paymentsOf } from './services/payments.ts';
import { peopleOf } from './services/people.ts';
import { runsOf } from './services/runs.ts';
import { settingsOf } from './services/settings.ts';
import { storesOf } from './services/stores.ts';
import { typesOf } from './services/types.ts';
import type { Who } from './surface.ts';

export type { ServicesContext } from './services/context.ts';

/** All that a dialog or a command may ask, for one person in one channel. Each call opens and closes what it needs. */
export function createServices(context: ServicesContext, who: Who): Services {
  const asked: Asked = { ...context, who };
  return guard({
    ...storesOf(asked),
    ...checksOf(asked),
    ...connectingOf(asked),
    ...runsOf(asked),
    ...healthOf(asked),
    ...paymentsOf(asked),
    ...settingsOf(asked),
    ...typesOf(asked),
    ...ordersOf(asked),
    ...peopleOf(asked),
    ...alertsOf(asked),
    ...homeOf(asked),
  });
}

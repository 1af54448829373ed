import { checkHealth } from './check-health.ts';
import { deliverMessages } from './deliver-messages.ts';
import { forgetConversations } from './forget-conversations.ts';
import { forgetWorkspaces } from './forget-workspaces.ts';
import { importOrders } from './import-orders.ts';
import type { Job } from './job.ts';
import { postCard } from './post-card.ts';
import { readPayments } from './read-payments.ts';
import { reconcile } from './reconcile.ts';
import { releaseHeldOrders } from './release-held-orders.ts';
import { syncNightly } from './sync-nightly.ts';
import { syncOrders } from './sync-orders.ts';
import { syncProducts } from './sync-products.ts';

/** Every job that a worker knows. */
export const jobs: readonly Job[] = [
  checkHealth,
  deliverMessages,
  forgetConversations,
  forgetWorkspaces,
  importOrders,
  postCard,
  readPayments,
  reconcile,
  releaseHeldOrders,
  syncNightly,
  syncOrders,
  syncProducts,
];

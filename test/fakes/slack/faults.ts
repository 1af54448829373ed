/** What is wrong with Slack, when a test says so. */
export type Faults = {
  /** Nothing answers: the connection is closed, or every answer has this status. */
  down: false | 'closed' | number;
  /** Milliseconds before an answer, by method; `*` is every one. */
  slow: Map<string, number>;
  /** Errors to be answered in the place of an answer, by method. */
  errors: { method: string; error: string; left: number }[];
};

export const noFaults = (): Faults => ({ down: false, slow: new Map(), errors: [] });

/** The error that a test wants for this call, once fewer. */
export function plannedError(faults: Faults, method: string): string | undefined {
  const planned = faults.errors.find((one) => one.method === method && one.left > 0);
  if (planned) planned.left--;
  return planned?.error;
}

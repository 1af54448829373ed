/** What a run waits for while the store's limit holds it up. */
export const waitingForLimit = (seconds: number): string => `the store’s limit, ${Math.ceil(seconds)} s`;

/** What a run waits for while the store's limit holds it up. */
export const waitingForLimit = (seconds: number): string => `the store’s limit, ${Math.ceil(seconds)} s`;

/** What a run waits for while the store does not answer, and while its connection is red or switched off. */
export const waitingForAnswer = 'the store to answer; I try again by myself';
export const waitingForGreen = 'the connection to be green again';

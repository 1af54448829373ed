/** Who switched a connection off when a messenger took us out; it is switched on again when we come back. Stands after "Disabled by". */
export const removedFrom = { slack: 'whoever removed OM Bot from Slack' } as const;

/** The colour of a contract's standing; the word stands beside it. */
export const standingTones = { running: 'good', ending: 'warm', over: 'idle', 'not-begun': 'idle' } as const;

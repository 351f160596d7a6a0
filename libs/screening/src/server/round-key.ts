/** The data key under which a round's item answers and the words written about them are sealed: one a round and bureau. */
export const roundKeyScope = (roundId: string): string => `round:${roundId}`;

/** One page of a list: the server hands on where the next one starts. */
export type Page<Row> = { items: Row[]; nextCursor: string | null };
export type PageAsk = { cursor?: string | undefined; limit?: number };

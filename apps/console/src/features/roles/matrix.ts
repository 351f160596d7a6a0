import { type Decided, fittingWords, isAdministrator, POST_KINDS, type PostKind, refusalToGive, refusalToTake, type ScopeWord } from '@heliotrope/organisation/rules';

import type { Roles } from './roles.api.js';

/** The draft of a matrix: which cells are to say something else. */
export type DraftCells = Readonly<Record<string, Decided>>;

export type Cell = {
  action: string;
  post: PostKind;
  /** In force on the day shown; null: not held. */
  word: ScopeWord | null;
  /** Who gave it: a bureau's id, or null for the installation's default. */
  bureauId: number | null;
  /** What the draft says instead. */
  draft: Decided | undefined;
  /** The words it may take; empty and not to be taken: nobody may change it. */
  words: readonly ScopeWord[];
  mayTake: boolean;
  /** This bureau has decided about it: it can be given back to what stands above. */
  own: boolean;
};

export type Group = { domain: string; rows: { action: string; name: string; cells: readonly Cell[] }[] };

export const cellKey = (post: string, action: string) => `${post} ${action}`;

/** The matrix as it is drawn: actions under their domain, in each a cell for every post. */
export function groupsOf(roles: Roles, draft: DraftCells, posts: readonly PostKind[] = POST_KINDS): Group[] {
  const rights = new Map(roles.rights.map((right) => [cellKey(right.post, right.action), right]));
  const own = new Set(roles.own.map((one) => cellKey(one.post, one.action)));
  const groups = new Map<string, Group>();
  for (const { action, name } of roles.actions) {
    const domain = action.slice(0, action.indexOf('.'));
    const group = groups.get(domain) ?? { domain, rows: [] };
    groups.set(domain, group);
    group.rows.push({
      action, name, cells: posts.map((post) => {
        const right = rights.get(cellKey(post, action));
        return {
          action, post, word: right?.word ?? null, bureauId: right?.bureauId ?? null, draft: draft[cellKey(post, action)],
          words: wordsFor(action, post), mayTake: refusalToTake(action, post) === null, own: own.has(cellKey(post, action)),
        };
      }),
    });
  }
  return [...groups.values()];
}

/** The words an administrator may choose for this cell. */
export function wordsFor(action: string, post: PostKind): readonly ScopeWord[] {
  return fittingWords(action, post).filter((word) => refusalToGive(action, post, word) === null);
}

/** Can anything be chosen here? What no post like this may have is empty for good. */
export const isOpen = (cell: Cell): boolean => !isAdministrator(cell.post) && (cell.words.length > 0 || (cell.word !== null && cell.mayTake));

/** What the cell will say: the draft's word, or what is in force. */
export const shownWord = (cell: Cell): Decided | null => cell.draft ?? cell.word;

/** The draft with this cell in it, or without it when it says what already stands. */
export function withCell(draft: DraftCells, cell: Cell, word: Decided | null): DraftCells {
  const { [cellKey(cell.post, cell.action)]: _, ...rest } = draft;
  const same = word === null || word === cell.word || (word === 'none' && cell.word === null) || (word === 'inherit' && !cell.own);
  return same ? rest : { ...rest, [cellKey(cell.post, cell.action)]: word };
}

export const editsOf = (draft: DraftCells) =>
  Object.entries(draft).map(([key, word]) => ({ post: key.slice(0, key.indexOf(' ')) as PostKind, action: key.slice(key.indexOf(' ') + 1), word }));

/** A draft that was kept, as the matrix takes it. */
export const cellsOf = (edits: readonly { post: string; action: string; word: Decided }[]): DraftCells =>
  Object.fromEntries(edits.map(({ post, action, word }) => [cellKey(post, action), word]));

/** The actions a post would have if the draft were in force; `inherit` is shown as it stands now. */
export function actionsUnder(roles: Roles, draft: DraftCells, post: PostKind): { action: string; name: string; word: ScopeWord }[] {
  const rights = new Map(roles.rights.filter((right) => right.post === post).map((right) => [right.action, right.word]));
  return roles.actions.flatMap(({ action, name }) => {
    const drafted = draft[cellKey(post, action)];
    const word = drafted === undefined || drafted === 'inherit' ? rights.get(action) : drafted === 'none' ? undefined : drafted;
    return word === undefined ? [] : [{ action, name, word }];
  });
}

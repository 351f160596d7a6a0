/** What a key means on a question: choose and go on, choose and stay, or move between questions. */
export type KeyMeaning =
  | { readonly act: 'press' | 'move'; readonly position: number }
  | { readonly act: 'next' }
  | { readonly act: 'previous' };

interface Key {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly repeat: boolean;
  readonly target: unknown;
}

/** Enter and the arrows keep their own meaning on a button, a link or a drop-down. */
const ownKeys = new Set(['BUTTON', 'A', 'SUMMARY', 'SELECT', 'TEXTAREA']);

/**
 * Arrows only move the choice: somebody listening to the options one by one must not be carried to the next question.
 *
 * @param count number of options. @param position of the option chosen now, -1 for none.
 */
export function keyMeaning(event: Key, count: number, position: number): KeyMeaning | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  const target = (event.target ?? {}) as { tagName?: string; type?: string };
  const own = ownKeys.has(target.tagName ?? '') || (target.tagName === 'INPUT' && target.type !== 'radio');
  const digit = /^[1-9]$/.test(event.key) ? Number(event.key) : 0;
  if (digit && digit <= count && !event.repeat && target.tagName !== 'SELECT') return { act: 'press', position: digit - 1 };
  if (own) return undefined;
  switch (event.key) {
    case 'ArrowDown':
      return { act: 'move', position: (position + 1) % count };
    case 'ArrowUp':
      return { act: 'move', position: position <= 0 ? count - 1 : position - 1 };
    case 'ArrowRight':
      return event.repeat ? undefined : { act: 'next' };
    case 'Enter':
      return event.repeat ? undefined : { act: 'next' };
    case 'ArrowLeft':
      return { act: 'previous' };
    default:
      return undefined;
  }
}

/** A link the server gave, if it stays inside this console; anything else leads to the message list. */
export function inside(link: string): string {
  return /^\/(?![/\\])/.test(link) ? link : '/messages';
}

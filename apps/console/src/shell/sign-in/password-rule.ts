/** The server's rule (organisation/rules/password.ts); kept here only so that the words come before the refusal. */
export const isStrong = (password: string): boolean =>
  [...password].length >= 8 && [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/].filter((kind) => kind.test(password)).length >= 3;

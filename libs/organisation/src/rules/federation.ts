/*
 * Through which outside doors may staff come in, and what must be known of each? An outside identity is one factor: who
 * holds a post that asks for a second one still shows it (second-factor.ts). Sources: OpenID Connect Core 1.0 §3.1 with
 * PKCE (RFC 7636); the sign-in interfaces WeCom and DingTalk publish for their own apps, which are no OpenID Connect.
 */

export const PROVIDER_KINDS = ['oidc', 'wecom', 'dingtalk'] as const;
export type ProviderKind = (typeof PROVIDER_KINDS)[number];

export interface ProviderDescription {
  readonly name: string;
  /** Where the door stands when the bureau names no other, as one does for 政务微信; null: it has to be named. */
  readonly address: string | null;
  /** Does the provider tell apps of one organisation apart by a further number? */
  readonly needsAgent: boolean;
}

export const PROVIDERS: Readonly<Record<ProviderKind, ProviderDescription>> = {
  oidc: { name: '统一身份认证（OpenID Connect）', address: null, needsAgent: false },
  wecom: { name: '企业微信', address: 'https://qyapi.weixin.qq.com', needsAgent: true },
  dingtalk: { name: '钉钉', address: 'https://api.dingtalk.com', needsAgent: false },
};

/** The page a browser may be sent to after signing in: a path of our own console. Anything else leads to its start. */
export function ownPath(path: string | undefined): string {
  // A second slash or a backslash would make the browser read a host.
  return path !== undefined && /^\/(?![/\\])[^\s\\]*$/.test(path) && path.length <= 500 ? path : '/';
}

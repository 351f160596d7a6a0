import type { AccountDetailDto, AccountDto, AccountPageDto, AccountReasonBody, CodeSlipDto, CodeSlipsDto, NewAccountBody, OnlinePageDto, OnlineSessionDto } from '@heliotrope/api-client';

import { get, post } from '../../api/http.js';
import type { PageAsk } from '../../api/page.js';

export type Account = AccountDto;
export type AccountDetail = AccountDetailDto;
export type CodeSlip = CodeSlipDto;
export type OnlineSession = OnlineSessionDto;
export type NewAccount = NewAccountBody;

export const listAccounts = (ask: { q?: string | undefined; state?: string | undefined } & PageAsk) => get<AccountPageDto>('/api/organisation/accounts', ask);
export const account = (id: string) => get<AccountDetail>(`/api/organisation/accounts/${id}`);
export const createAccount = (body: NewAccount) => post<CodeSlip>('/api/organisation/accounts', body);
export const issueCodes = async (ids: readonly string[]) => (await post<CodeSlipsDto>('/api/organisation/accounts/codes', { ids })).items;
export const resetAccount = (id: string, reason: string) => post<CodeSlip>(`/api/organisation/accounts/${id}/reset`, { reason } satisfies AccountReasonBody);

export type QuietAct = 'disable' | 'enable' | 'second-factor-reset';
export const actOn = (id: string, act: QuietAct, reason: string) => post(`/api/organisation/accounts/${id}/${act}`, { reason } satisfies AccountReasonBody);

export const listOnline = (ask: { q?: string | undefined } & PageAsk) => get<OnlinePageDto>('/api/organisation/online-sessions', ask);
export const endSession = (id: string, reason: string) => post(`/api/organisation/online-sessions/${id}/end`, { reason } satisfies AccountReasonBody);

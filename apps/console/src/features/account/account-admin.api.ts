import type { AccountDetailDto, AccountDto, AccountPageDto, AccountReasonBody, CodeSlipDto, CodeSlipsDto, NewAccountBody, OnlinePageDto, OnlineSessionDto, StaffImportDto, StaffStartedDto } from '@heliotrope/api-client';

import { get, post, saveFile, upload } from '../../api/http.js';
import type { PageAsk } from '../../api/page.js';
import type { ImportSource } from '../../ui/import-wizard.js';

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

/** The staff list as the import wizard drives it; `posts` hears how many rows name a post, which is proposed and not given. */
export const staffSource = (bureau: () => string | undefined, posts: (n: number) => void): ImportSource => ({
  downloadTemplate: () => saveFile('/api/organisation/staff-imports/template.xlsx', '人员名单模板.xlsx'),
  upload: (file) => {
    const form = new FormData();
    const of = bureau();
    if (of) form.append('jurisdictionId', of); // fields go before the file: the server reads as it comes
    form.append('file', file);
    return upload<StaffStartedDto>('/api/organisation/staff-imports', form);
  },
  load: async (id) => {
    const found = await get<StaffImportDto>(`/api/organisation/staff-imports/${id}`);
    posts(found.posts);
    return { ...found, besides: found.posts };
  },
  confirm: (id) => post(`/api/organisation/staff-imports/${id}/confirm`),
  cancel: (id) => post(`/api/organisation/staff-imports/${id}/cancel`),
  downloadErrors: (id) => saveFile(`/api/organisation/staff-imports/${id}/errors.xlsx`, '人员名单错误行.xlsx'),
});

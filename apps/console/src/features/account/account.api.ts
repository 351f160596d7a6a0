import type { DeviceDto, DevicesDto, EndedDto, OwnAccountDto, RecoveryCodesDto } from '@heliotrope/api-client';

import { get, post, remove } from '../../api/http.js';

export type OwnAccount = OwnAccountDto;
export type Device = DeviceDto;

export const ownAccount = () => get<OwnAccount>('/api/account');
export const renewRecoveryCodes = async (code: string) => (await post<RecoveryCodesDto>('/api/account/recovery-codes', { code })).recoveryCodes;
export const devices = async () => (await get<DevicesDto>('/api/account/sessions')).items;
export const endDevice = (id: string) => remove(`/api/account/sessions/${id}`);
export const endOtherDevices = () => remove<EndedDto>('/api/account/sessions');

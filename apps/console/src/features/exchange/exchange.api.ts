import type {
  ApiClientBody, ApiClientDetailDto, ApiClientDto, ApiClientsDto, ApiScopesDto, ApiSecretDto, ApiUsagePageDto, DeliveryDto, DeliveryPageDto, IdentityProviderBody,
  IdentityProviderDto, IdentityProvidersDto, NewApiClientBody, NewApiClientDto, NewIdentityProviderBody, NewWebhookBody, NewWebhookDto, OpenFactsDto, PackageReadDto,
  RosterPackageBody, RosterPackageOrderDto, WebhookBody, WebhookDto, WebhooksDto, WebhookSecretDto,
} from '@heliotrope/api-client';

import { get, post, put, remove, upload } from '../../api/http.js';
import type { Page, PageAsk } from '../../api/page.js';

export type ApiClient = ApiClientDto;
export type ApiClientDetail = ApiClientDetailDto;
export type Webhook = WebhookDto;
export type Delivery = DeliveryDto;
export type Provider = IdentityProviderDto;
export type PackageRead = PackageReadDto;

const CLIENTS = '/api/organisation/api-clients';
const HOOKS = '/api/webhooks';
const PROVIDERS = '/api/organisation/identity-providers';

/** A short list as one page: the server sends it whole. */
const whole = <Row>({ items }: { items: Row[] }): Page<Row> => ({ items, nextCursor: null });

export const listClients = async () => whole(await get<ApiClientsDto>(CLIENTS));
export const oneClient = (id: string) => get<ApiClientDetail>(`${CLIENTS}/${id}`);
export const clientScopes = async () => (await get<ApiScopesDto>(`${CLIENTS}/scopes`)).items;
export const clientUsage = (id: string, days: number) => get<ApiUsagePageDto>(`${CLIENTS}/${id}/usage`, { days });
export const proposeClient = (body: NewApiClientBody) => post<NewApiClientDto>(CLIENTS, body);
export const editClient = (id: string, body: ApiClientBody, version: number) => put<ApiClient>(`${CLIENTS}/${id}`, body, version);
export const approveClient = (id: string, version: number) => post<ApiClient>(`${CLIENTS}/${id}/approve`, {}, version);
export const disableClient = (id: string) => post<ApiClient>(`${CLIENTS}/${id}/disable`, {});
export const proposeClientAgain = (id: string) => post<ApiClient>(`${CLIENTS}/${id}/propose`, {});
export const rotateClient = (id: string, atOnce: boolean) => post<ApiSecretDto>(`${CLIENTS}/${id}/secret`, { atOnce });

export const listHooks = async () => whole(await get<WebhooksDto>(HOOKS));
export const oneHook = (id: string) => get<Webhook>(`${HOOKS}/${id}`);
export const hookFacts = async () => (await get<OpenFactsDto>(`${HOOKS}/facts`)).items;
export const addHook = (body: NewWebhookBody) => post<NewWebhookDto>(HOOKS, body);
export const editHook = (id: string, body: WebhookBody, version: number) => put<Webhook>(`${HOOKS}/${id}`, body, version);
export const removeHook = (id: string) => remove(`${HOOKS}/${id}`);
export const renewHookSecret = (id: string) => post<WebhookSecretDto>(`${HOOKS}/${id}/secret`, {});
export const tryHook = (id: string) => post(`${HOOKS}/${id}/trial`, {});
export const listDeliveries = (id: string, ask: PageAsk) => get<DeliveryPageDto>(`${HOOKS}/${id}/deliveries`, ask);
export const replay = (id: string, delivery: string) => post<Delivery>(`${HOOKS}/${id}/deliveries/${delivery}/replay`, {});

export const orderPackage = (body: RosterPackageBody) => post<RosterPackageOrderDto>('/api/organisation/oneroster-exports', body);
export function sendPackage(file: File, jurisdictionId: number | undefined): Promise<PackageRead> {
  const form = new FormData();
  if (jurisdictionId !== undefined) form.append('jurisdictionId', String(jurisdictionId)); // before the file: what stands behind it is not read
  form.append('file', file);
  return upload<PackageRead>('/api/organisation/oneroster-imports', form);
}

export const listProviders = async () => whole(await get<IdentityProvidersDto>(PROVIDERS));
export const addProvider = (body: NewIdentityProviderBody) => post<Provider>(PROVIDERS, body);
export const editProvider = (id: string, body: IdentityProviderBody, version: number) => put<Provider>(`${PROVIDERS}/${id}`, body, version);
export const approveProvider = (id: string, version: number) => post<Provider>(`${PROVIDERS}/${id}/approve`, {}, version);
export const tryProvider = (id: string) => post(`${PROVIDERS}/${id}/trial`, {});

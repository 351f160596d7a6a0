import { get } from '../api/http.js';

export type OrgKind = 'province' | 'city' | 'county' | 'school' | 'class';
export type OrgNode = { id: string; kind: OrgKind; name: string; code: string; parentId: string | null; hasChildren: boolean };

export const orgChildren = async (parent?: string) => (await get<{ items: OrgNode[] }>('/api/organisation/tree', { parent })).items;
export const orgSearch = async (q: string, signal?: AbortSignal) => (await get<{ items: OrgNode[] }>('/api/organisation/tree', { q }, signal)).items;

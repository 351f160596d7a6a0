import type { TreeDto, TreeNodeDto } from '@heliotrope/api-client';

import { get } from '../api/http.js';

export type OrgNode = TreeNodeDto;
export type OrgKind = OrgNode['kind'];

export const orgChildren = async (parent?: string) => (await get<TreeDto>('/api/organisation/tree', { parent })).items;
export const orgSearch = async (q: string, signal?: AbortSignal) => (await get<TreeDto>('/api/organisation/tree', { q }, signal)).items;

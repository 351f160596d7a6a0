import { computed, reactive, ref } from 'vue';

import { Problem } from '../api/problem.js';
import type { Column } from '../ui/columns.js';
import type { ExportRow } from '../ui/ExportCentre.vue';
import type { ImportSource, ImportState, ImportView } from '../ui/import-wizard.js';
import type { Ordinal } from '../ui/levels.js';
import type { List } from '../ui/list.js';
import type { Run } from '../ui/runs.store.js';
import type { TimelineEntry } from '../ui/Timeline.vue';
import type { FilterDef, UrlFilters } from '../ui/url-filters.js';

// Everything the design page shows is written here: the page asks no server, and the moments are fixed so that a
// photograph taken tomorrow equals the one taken today.

export type Sample = { id: string; name: string; place: string; level: Ordinal; acute: boolean; at: string };

export const rows: Sample[] = [
  { id: '1', name: '陈思远', place: '云溪县第一中学 高一1班', level: 4, acute: true, at: '2026-10-12 08:31' },
  { id: '2', name: '王雨桐', place: '云溪县第一中学 高一2班', level: 3, acute: false, at: '2026-10-12 08:33' },
  { id: '3', name: '赵明', place: '云溪县第二中学 九年级4班', level: 2, acute: false, at: '2026-10-12 09:02' },
  { id: '4', name: '刘子涵', place: '城关镇中心小学 五年级2班', level: 1, acute: false, at: '2026-10-12 09:40' },
  { id: '5', name: '欧阳晓月', place: '石桥乡九年一贯制学校 七年级1班', level: 0, acute: false, at: '2026-10-12 10:05' },
];

export const columns: Column<Sample>[] = [
  { key: 'name', title: '学生', text: (row) => row.name, card: 'title', fixed: true },
  { key: 'level', title: '等级', card: 'state', width: '150px' },
  { key: 'place', title: '班级', text: (row) => row.place },
  { key: 'at', title: '提交时间', text: (row) => row.at, width: '180px' },
];

export const problem = new Problem(409, {
  title: '本轮测评已结束，不能再提交',
  code: 'screening/round-closed',
  detail: '结束时间为 2026-10-19 18:00。如需延长，请由制定轮次的单位另开新的轮次。',
});

export const rowProblem = new Problem(422, {
  title: '有 2 处填写需要修改',
  code: 'platform/invalid-body',
  errors: [
    { row: 12, message: '身份证号校验位不正确' },
    { row: 30, message: '年级“高四”不存在' },
  ],
});

/** A list that asks nobody: full, empty, loading or refused. */
export function stillList(state: 'full' | 'empty' | 'loading' | 'refused'): List<Sample> {
  return {
    rows: computed(() => (state === 'full' ? rows : [])),
    loading: computed(() => state === 'loading'),
    busy: computed(() => false),
    problem: computed(() => (state === 'refused' ? problem : null)),
    limit: ref(50),
    pageNumber: computed(() => 1),
    hasNext: computed(() => state === 'full'),
    next: () => undefined,
    previous: () => undefined,
    refresh: () => Promise.resolve(),
  };
}

const defs: FilterDef[] = [
  { key: 'q', label: '姓名', kind: 'text', placeholder: '姓名或学籍号' },
  { key: 'level', label: '等级', kind: 'choice', options: [{ value: '3', label: '重度' }, { value: '4', label: '紧急' }] },
  { key: 'mine', label: '只看我负责的', kind: 'toggle' },
  { key: 'state', label: '状态', kind: 'choice', options: [{ value: 'open', label: '待接手' }] },
];

export function stillFilters(): UrlFilters {
  return { defs: computed(() => defs), draft: reactive({ q: '', level: '', mine: '', state: '' }), applied: computed(() => ({})), apply: () => undefined, reset: () => undefined };
}

export const timeline: TimelineEntry[] = [
  { id: '4', at: '2026-10-12T02:10:00Z', title: '处理记录', by: '林晓燕', text: '已到教室把学生接到辅导室，班主任陪同。学生愿意交谈，目前情绪平稳。\n下一步：16:30 前与监护人通话，晚自习前再次评估。', tone: 'sun' },
  { id: '3', at: '2026-10-12T00:50:00Z', title: '已接手', by: '林晓燕', tone: 'good' },
  { id: '2', at: '2026-10-12T00:32:00Z', title: '已通知负责人', by: '关键题预警', byRule: true, tone: 'plain' },
  { id: '1', at: '2026-10-12T00:31:00Z', title: '个案建立', by: '关键题预警', byRule: true, text: '关键题的回答须立即关注，不等人工判断\nPHQ-9 第 9 题：近两周出现过想死或伤害自己的念头', tone: 'warm' },
];

export const runs: Run[] = [
  { id: 'a', title: '开启 2026年秋季学生心理健康测评', state: 'running', done: 11_689, total: 18_642, note: '云溪县第二中学' },
  { id: 'b', title: '云溪县第一中学 报告', state: 'queued', done: 0, total: null, note: '' },
  { id: 'c', title: '导入学生名册', state: 'done', done: 1244, total: 1244, note: '' },
  { id: 'd', title: '石桥乡九年一贯制学校 报告', state: 'failed', done: 40, total: 100, note: '' },
];

export const exportRows: ExportRow[] = [
  { id: '1', title: '云溪县第一中学测评报告', fileName: '云溪县第一中学测评报告.pdf', state: 'ready', bytes: 184_320, requestedAt: '2026-10-20T01:00:00Z', expiresAt: '2026-10-27T01:00:00Z' },
  { id: '2', title: '云溪县第二中学测评报告', fileName: '云溪县第二中学测评报告.xlsx', state: 'making', bytes: null, requestedAt: '2026-10-20T01:05:00Z', expiresAt: null },
  { id: '3', title: '石桥乡九年一贯制学校测评报告', fileName: '石桥乡九年一贯制学校测评报告.pdf', state: 'failed', bytes: null, requestedAt: '2026-10-19T01:05:00Z', expiresAt: null },
  { id: '4', title: '2025年秋季汇总', fileName: '2025年秋季汇总.xlsx', state: 'expired', bytes: 2_411_724, requestedAt: '2025-10-20T01:05:00Z', expiresAt: '2025-10-27T01:00:00Z' },
];

const nothing = () => Promise.resolve();
export const importSource: ImportSource = { downloadTemplate: nothing, upload: () => Promise.resolve({ id: 'x' }), load: (id) => Promise.resolve(importView('checked', id)), confirm: nothing, cancel: nothing, downloadErrors: nothing };

export function importView(state: ImportState, id = 'x', wrong = 7): ImportView {
  const faults = wrong ? [{ row: 12, field: '身份证号', message: '校验位不正确' }, { row: 30, field: '年级', message: '没有“高四”这个年级' }] : [];
  return { id, state, failure: state === 'failed' ? '表中缺少这些列：姓名、年级。' : null, counts: { new: 1208, changed: 36, unchanged: 415, leaving: 3, wrong, overtaken: 0 }, faults, jobRunId: null };
}

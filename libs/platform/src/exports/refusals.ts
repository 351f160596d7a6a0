import { defineRefusals } from '@heliotrope/kernel';

export const exportRefusals = defineRefusals({
  'platform/export-absent': { kind: 'absent', zh: '没有找到这份导出文件。' },
  'platform/export-not-ready': { kind: 'not-yet', zh: '文件还在生成，请稍候。' },
  'platform/export-failed': { kind: 'conflict', zh: '文件生成失败，请重新导出。' },
  'platform/export-expired': { kind: 'absent', zh: '文件已过期，请重新导出。' },
});

import { defineRefusals } from '@heliotrope/kernel';

export const exportRefusals = defineRefusals({
  'platform/export-absent': { kind: 'absent', zh: '没有找到这份导出文件。' },
  'platform/export-not-ready': { kind: 'not-yet', zh: '文件还在生成，请稍候。' },
  'platform/export-failed': { kind: 'conflict', zh: '文件生成失败，请重新导出。' },
  'platform/export-asked': { kind: 'not-yet', zh: '导出申请等待他人批准。' },
  'platform/export-refused': { kind: 'conflict', zh: '导出申请未获批准。' },
  'platform/export-own': { kind: 'forbidden', zh: '不能审批自己的导出申请。' },
  'platform/export-decided': { kind: 'conflict', zh: '这份导出申请已经有人处理。' },
  'platform/export-too-many': { kind: 'invalid', zh: '导出的人数超过上限（{most}），请缩小范围。' },
  'platform/export-password-gone': { kind: 'conflict', zh: '密码只显示一次，已经显示过；如已遗失，请重新申请导出。' },
  'platform/export-expired': { kind: 'absent', zh: '文件已过期，请重新导出。' },
});

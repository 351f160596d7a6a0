import { defineRefusals } from '@heliotrope/kernel';

export const auditRefusals = defineRefusals({
  'platform/audit-too-long': { kind: 'invalid', zh: '一次最多导出 {most} 条日志，请缩短时间范围。' },
});

import { defineRefusals } from '@heliotrope/kernel';

export const policyRefusals = defineRefusals({
  'policy/none-in-force': { kind: 'conflict', zh: '本地区在该日期没有可用的政策参数（{key}），请先在政策包中设置。' },
});

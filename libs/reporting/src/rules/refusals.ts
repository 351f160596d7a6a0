import { defineRefusals } from '@heliotrope/kernel';

export const reportingRefusals = defineRefusals({
  'reporting/school-absent': { kind: 'absent', zh: '没有找到这所学校在本轮测评中的数据。' },
});

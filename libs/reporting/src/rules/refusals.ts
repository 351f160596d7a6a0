import { defineRefusals } from '@heliotrope/kernel';

export const reportingRefusals = defineRefusals({
  'reporting/school-absent': { kind: 'absent', zh: '没有找到这所学校在本轮测评中的数据。' },
  'reporting/class-absent': { kind: 'absent', zh: '没有找到这个班级在本轮测评中的数据。' },
  'reporting/round-absent': { kind: 'absent', zh: '没有找到这一轮测评的数据。' },
  'reporting/pupil-absent': { kind: 'absent', zh: '没有找到这名学生的测评记录。' },
});

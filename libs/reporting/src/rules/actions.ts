import { defineActions } from '@heliotrope/kernel';

export const reportingActions = defineActions({
  'reporting.attention-list': '申请导出关注学生名单',
  'reporting.school-report': '生成学校测评报告',
});

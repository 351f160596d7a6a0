import { defineActions } from '@heliotrope/kernel';

export const reportingActions = defineActions({
  'reporting.attention-list': '申请导出关注学生名单',
  'reporting.class-report': '查看班级参测报告',
  'reporting.school-report': '生成学校测评报告',
  'reporting.bureau-report': '生成全局（县区）测评报告',
  'reporting.pupil-report': '查看、申请导出一名学生的测评报告',
});

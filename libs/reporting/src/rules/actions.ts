import { defineActions } from '@heliotrope/kernel';

export const reportingActions = defineActions({
  'reporting.school-report': '生成学校测评报告',
});

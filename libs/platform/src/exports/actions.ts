import { defineActions } from '@heliotrope/kernel';

export const exportActions = defineActions({
  'platform.approve-exports': '审批含个人信息的导出',
  'platform.approve-log-exports': '审批审计日志的导出',
});

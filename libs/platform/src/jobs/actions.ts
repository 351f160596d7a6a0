import { defineActions } from '@heliotrope/kernel';

export const platformActions = defineActions({
  'platform.follow-job-runs': '查看自己发起的任务',
  'platform.read-messages': '查看消息与待办',
  'platform.read-exports': '下载自己的导出文件',
});

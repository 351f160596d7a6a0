import { defineActions } from '@heliotrope/kernel';

export const accountActions = defineActions({
  'organisation.read-accounts': '查看账号与在线用户',
  'organisation.manage-accounts': '管理账号：新建、发放登录码、重置、停用、强制退出',
});

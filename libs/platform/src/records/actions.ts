import { defineActions } from '@heliotrope/kernel';

export const recordActions = defineActions({
  'platform.ask-access': '申请查看常规权限之外的个人记录',
  'platform.break-glass': '紧急情况下直接查看个人记录（事后复核）',
  'platform.approve-access': '审批查看申请，复核紧急查看',
});

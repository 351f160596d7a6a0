import { defineActions } from '@heliotrope/kernel';

export const crisisEscalationActions = defineActions({
  'crisis-escalation.read-cases': '查看危机个案',
  'crisis-escalation.read-crisis-report': '经批准或在紧急情况下查看危机报告',
  'crisis-escalation.acknowledge': '接手危机个案',
  'crisis-escalation.note': '在个案中记录',
  'crisis-escalation.count-cases': '查看个案统计（无姓名）',
});

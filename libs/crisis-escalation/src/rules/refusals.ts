import { defineRefusals } from '@heliotrope/kernel';

export const crisisEscalationRefusals = defineRefusals({
  'crisis-escalation/case-absent': { kind: 'absent', zh: '没有找到这个个案。' },
  'crisis-escalation/already-acknowledged': { kind: 'conflict', zh: '这个个案已经有人接手。' },
});

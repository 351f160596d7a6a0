import { defineRefusals } from '@heliotrope/kernel';

export const recordRefusals = defineRefusals({
  'platform/purpose-needed': { kind: 'forbidden', zh: '请先说明查看这份记录的用途。' },
  'platform/purpose-unknown': { kind: 'invalid', zh: '请从列表中选择用途；选择“其他”时请写明。' },
  'platform/access-needed': { kind: 'forbidden', zh: '查看这份记录须先经批准。' },
  'platform/access-absent': { kind: 'absent', zh: '没有找到这份查看申请。' },
  'platform/access-decided': { kind: 'conflict', zh: '这份申请已经有人处理。' },
  'platform/access-own': { kind: 'forbidden', zh: '不能审批或复核自己的查看。' },
  'platform/record-absent': { kind: 'absent', zh: '没有找到这份记录，或它不能这样申请查看。' },
});

import { defineActions } from '@heliotrope/kernel';

export const rosterLifeActions = defineActions({
  'organisation.read-transfers': '查看学生转出与转入',
  'organisation.transfer-out': '提出学生转学',
  'organisation.transfer-in': '接收转入学生',
  'organisation.write-transfer-summary': '撰写随转交接摘要',
  'organisation.read-transfer-summary': '查看随转交接摘要',
  'organisation.read-duplicates': '查看重复学籍',
  'organisation.decide-duplicates': '合并或保留重复学籍',
  'organisation.promote': '办理毕业离校与并班',
});

import { defineActions } from '@heliotrope/kernel';

export const dataProtectionActions = defineActions({
  'data-protection.read-campaigns': '查看告知书与征求同意的进度（只有人数）',
  'data-protection.publish-notice': '发布告知书新版本',
  'data-protection.plan-campaign': '发起征求同意',
  'data-protection.read-consents': '查看本班（本校）学生的同意情况',
  'data-protection.record-consent': '印发同意码、录入纸质同意书',
  'data-protection.read-assessments': '查看个人信息保护影响评估',
  'data-protection.write-assessment': '填写个人信息保护影响评估',
  'data-protection.approve-assessment': '批准、撤销个人信息保护影响评估',
  'data-protection.read-recipients': '查看接收方台账与提供记录',
  'data-protection.edit-recipients': '登记接收方、受托方',
  'data-protection.record-provision': '登记一次对外提供',
  'data-protection.read-retention': '查看留存期限与销毁证明',
  'data-protection.place-hold': '设置、解除保全',
  'data-protection.rights-desk': '受理个人信息权利申请',
  'data-protection.decide-rights': '答复个人信息权利申请',
  'data-protection.audit-pack': '生成未成年人个人信息保护合规审计材料',
});

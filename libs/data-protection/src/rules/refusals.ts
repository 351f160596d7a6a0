import { defineRefusals } from '@heliotrope/kernel';

export const dataProtectionRefusals = defineRefusals({
  'data-protection/bureau-needed': { kind: 'invalid', zh: '请先在左侧选择教育局。' },
  'data-protection/pupil-absent': { kind: 'absent', zh: '没有找到这名学生。' },
  'data-protection/day': { kind: 'invalid', zh: '日期不对：{day}' },
  'data-protection/days-backwards': { kind: 'invalid', zh: '起始日期应早于截止日期。' },
  // 告知与同意
  'data-protection/notice-absent': { kind: 'absent', zh: '没有找到这份告知书。' },
  'data-protection/notice-incomplete': { kind: 'invalid', zh: '告知书缺少法定内容，请按提示补全。' },
  'data-protection/notice-unchanged': { kind: 'conflict', zh: '内容与现行版本相同，没有发布新版本。' },
  'data-protection/campaign-absent': { kind: 'absent', zh: '没有找到这次征求同意。' },
  'data-protection/campaign-over': { kind: 'conflict', zh: '这次征求同意不在进行期间。' },
  'data-protection/notice-needed': { kind: 'conflict', zh: '请先发布这一事项面向监护人和学生的告知书。' },
  'data-protection/code-unknown': { kind: 'absent', zh: '同意码不对或已过期，请核对通知单，或联系班主任。' },
  'data-protection/too-many-attempts': { kind: 'too-many', zh: '尝试次数过多，请稍候再试。' },
  'data-protection/already-asked': { kind: 'conflict', zh: '对方在这次征求中已经答复，不再重复询问。' },
  'data-protection/already-said': { kind: 'conflict', zh: '这一决定已经登记过了。' },
  'data-protection/nothing-to-withdraw': { kind: 'conflict', zh: '目前没有可撤回的同意。' },
  'data-protection/not-the-decider': { kind: 'invalid', zh: '按学生年龄，此事不由填写的一方决定。' },
  'data-protection/signed-in-future': { kind: 'invalid', zh: '签署日期不能晚于今天。' },
  'data-protection/record-absent': { kind: 'absent', zh: '没有找到这条同意记录。' },
  'data-protection/scan-missing': { kind: 'invalid', zh: '请选择扫描件（PDF、JPG 或 PNG，不超过 10 MB）。' },
  // 影响评估
  'data-protection/assessment-absent': { kind: 'absent', zh: '没有找到这份影响评估。' },
  'data-protection/assessment-incomplete': { kind: 'invalid', zh: '影响评估缺少法定内容，请按提示补全。' },
  'data-protection/assessment-state': { kind: 'conflict', zh: '这份影响评估现在的状态不能这样操作。' },
  'data-protection/assessment-says-stop': { kind: 'conflict', zh: '评估结论是不得开展，不能批准。' },
  'data-protection/author-cannot-approve': { kind: 'conflict', zh: '影响评估须由填写人以外的人批准。' },
  'data-protection/assessment-over': { kind: 'invalid', zh: '有效期截止日期已经过去。' },
  'data-protection/no-assessment-in-force': { kind: 'conflict', zh: '还没有生效的个人信息保护影响评估（{subject}），请先完成评估并批准。' },
  // 接收方
  'data-protection/recipient-absent': { kind: 'absent', zh: '没有找到这个接收方。' },
  'data-protection/recipient-state': { kind: 'conflict', zh: '这个接收方已经终止。' },
  'data-protection/provision-outside-contract': { kind: 'conflict', zh: '不在合同约定的期限内，不得提供。' },
  'data-protection/provision-class-not-agreed': { kind: 'conflict', zh: '提供的数据类别不在合同约定之内。' },
  'data-protection/provision-needs-basis': { kind: 'invalid', zh: '向其他处理者提供个人信息，须有单独同意、法定职责或紧急情况之一作为依据。' },
  // 留存
  'data-protection/hold-absent': { kind: 'absent', zh: '没有找到这项保全。' },
  'data-protection/hold-lifted': { kind: 'conflict', zh: '这项保全已经解除。' },
  'data-protection/class-unknown': { kind: 'invalid', zh: '不认识这个数据类别。' },
  'data-protection/destruction-absent': { kind: 'absent', zh: '没有找到这份销毁证明。' },
  // 权利申请
  'data-protection/request-absent': { kind: 'absent', zh: '没有找到这份申请。' },
  'data-protection/request-decided': { kind: 'conflict', zh: '这份申请已经答复。' },
  'data-protection/refusal-needs-reason': { kind: 'invalid', zh: '拒绝须书面说明理由，至少十个字。' },
  'data-protection/request-open-already': { kind: 'conflict', zh: '同一事项的申请正在办理中。' },
  'data-protection/received-in-future': { kind: 'invalid', zh: '收到日期不能晚于今天。' },
  'data-protection/pack-not-asked': { kind: 'conflict', zh: '只有查阅、复制类申请才生成查阅材料。' },
  'data-protection/pack-own-request': { kind: 'conflict', zh: '查阅材料须由登记人以外的人申请生成，请由学校负责人或另一位心理教师办理。' },
  // 年度审计
  'data-protection/year-not-begun': { kind: 'invalid', zh: '该年度还没有开始，无法生成审计材料。' },
});

import { defineActions } from '@heliotrope/kernel';

/** What can be done in screening. Which post may do which is dated data of the organisation. */
export const SCREENING_ACTIONS = defineActions({
  'screening.read-instruments': '查看量表目录',
  'screening.edit-instruments': '导入、导出量表',
  'screening.approve-instrument': '批准量表用于年级',
  'screening.plan-round': '制定测评轮次',
  'screening.open-round': '开启测评轮次',
  'screening.close-round': '结束测评轮次',
  'screening.read-board': '查看测评进度',
  'screening.print-seat-slips': '打印座位码',
  'screening.enter-paper': '录入纸质答卷',
  'screening.settle-paper': '核对两遍录入并提交纸质答卷',
  'screening.review': '查看待复核学生',
  'screening.record-interview': '记录复检访谈',
  'screening.confirm-level': '确认预警等级',
  'screening.lower-level': '下调预警等级',
  'screening.second-lowering': '同意下调预警等级',
  'screening.read-in-emergency': '紧急查看一条复核（不含作答）',
  'screening.report': '查看测评结果汇总',
});

import { defineActions } from '@heliotrope/kernel';

/** What is done to places and to the pages of their pupils. */
export const placeActions = defineActions({
  'organisation.edit-schools': '登记、变更、撤并学校',
  'organisation.edit-classes': '维护校区、教学点与班级',
  'organisation.import-places': '用表格导入学校、班级、重点关注',
  'organisation.edit-school-calendar': '维护本校校历',
  'organisation.edit-holidays': '录入国家放假与调休安排',
  'organisation.read-dormitories': '查看宿舍与住宿学生',
  'organisation.edit-dormitories': '维护宿舍与住宿安排',
  'organisation.edit-students': '变更学生基本信息、办理休学与复学',
  'organisation.edit-guardians': '维护监护人',
  'organisation.reveal-numbers': '查看完整的学籍号、证件号',
  'organisation.reveal-guardians': '查看完整的监护人姓名、电话',
  'organisation.read-reveals': '查看谁看过学生的完整信息',
  'organisation.read-focus': '查看重点关注学生',
  'organisation.edit-focus': '标注重点关注学生',
  'organisation.edit-focus-categories': '维护本局的重点关注类别',
  'organisation.read-committee': '查看心理委员',
  'organisation.edit-committee': '维护心理委员',
});

import { defineActions } from '@heliotrope/kernel';

export const organisationActions = defineActions({
  'organisation.read-tree': '查看组织机构、学校与班级',
  'organisation.read-calendar': '查看学期与校历',
  'organisation.edit-calendar': '维护学期与校历',
  'organisation.edit-divisions': '维护行政区划与教育局',
  'organisation.read-students': '查看学生名册（脱敏）',
  'organisation.import-roster': '导入学生名册',
});

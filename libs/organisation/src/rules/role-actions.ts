import { defineActions } from '@heliotrope/kernel';

export const roleActions = defineActions({
  'organisation.read-grants': '查看角色与权限',
  'organisation.edit-grants': '调整角色与权限',
  'organisation.read-staff': '查看人员与岗位',
  'organisation.appoint': '任免岗位',
  'organisation.accept-posts': '接受或不接受人员名单提出的岗位',
  'organisation.record-background-check': '登记从业查询日期',
  'organisation.lend': '临时授权给同事',
  'organisation.read-loans': '查看临时授权记录',
});

import { defineRefusals } from '@heliotrope/kernel';

export const organisationRefusals = defineRefusals({
  // One sentence for an unknown user, a wrong password and an unused account: none of them is to be told apart.
  'organisation/sign-in-busy': { kind: 'too-many', zh: '登录的人太多，请稍后再试。' },
  'organisation/sign-in-failed': { kind: 'unauthenticated', zh: '用户名或密码不正确。连续输错5次，账号将锁定15至30分钟。' },
  'organisation/code-failed': { kind: 'unauthenticated', zh: '用户名或一次性登录码不正确，或登录码已失效。连续输错5次，账号将锁定15至30分钟。' },
  'organisation/first-sign-in-needed': { kind: 'not-yet', zh: '请先用一次性登录码完成首次登录并设置密码。' },
  'organisation/password-weak': { kind: 'invalid', zh: '新密码不符合要求：{reasons}。' },
  'organisation/school-absent': { kind: 'absent', zh: '没有找到这所学校。' },
  'organisation/bureau-absent': { kind: 'absent', zh: '没有找到这个机构。' },
  'organisation/division-code': { kind: 'invalid', zh: '行政区划代码应为6位数字，省、市、县的代码应与级别相符。' },
  'organisation/division-parent': { kind: 'invalid', zh: '没有上级行政区划{parent}，请先添加上级。' },
  'organisation/day': { kind: 'invalid', zh: '没有{day}这一天。' },
  'organisation/term-backwards': { kind: 'invalid', zh: '学期的结束日期应晚于开始日期，并在该学年之内。' },
  'organisation/term-overlaps': { kind: 'conflict', zh: '与{year}学年第{number}学期的日期重叠。' },
  'organisation/import-absent': { kind: 'absent', zh: '没有找到这次导入。' },
  'organisation/import-not-checked': { kind: 'not-yet', zh: '预检还没有完成，请稍候再确认。' },
  'organisation/import-over': { kind: 'conflict', zh: '这次导入已经结束，不能再操作。' },
  'organisation/import-empty': { kind: 'invalid', zh: '表中没有可以导入的行。' },
  'organisation/import-nothing-wrong': { kind: 'absent', zh: '这次导入没有错误行。' },
  'organisation/file-missing': { kind: 'invalid', zh: '请选择要导入的文件。' },
  'organisation/file-unreadable': { kind: 'invalid', zh: '文件无法读取，请用Excel、WPS表格（xlsx、xls）或CSV格式。' },
  'organisation/header-missing': { kind: 'invalid', zh: '没有找到表头，请使用导入模板，保留第一行的列名。' },
  'organisation/columns-missing': { kind: 'invalid', zh: '表中缺少这些列：{columns}。' },
  'organisation/sheets-differ': { kind: 'invalid', zh: '第{sheet}张工作表的表头与前面的不同，请统一列名和顺序，或分开上传。' },
  'organisation/jurisdiction-needed': { kind: 'invalid', zh: '您管理多个教育局，请先选择是哪一个。' },
});

import { defineRefusals } from '@heliotrope/kernel';

export const accountRefusals = defineRefusals({
  'organisation/password-used-before': { kind: 'invalid', zh: '新密码不能与最近5次用过的密码相同。' },
  'organisation/password-wrong': { kind: 'unauthenticated', zh: '当前密码不正确。连续输错5次，账号将锁定15至30分钟。' },
  'organisation/second-factor-failed': { kind: 'unauthenticated', zh: '验证码不正确或已经用过，请等待新的验证码再输入。连续输错5次，账号将锁定15至30分钟。' },
  'organisation/second-factor-unasked': { kind: 'conflict', zh: '这一步已经完成，请刷新页面。' },
  'organisation/second-factor-not-begun': { kind: 'conflict', zh: '绑定已过期，请重新获取二维码。' },
  'organisation/second-factor-absent': { kind: 'absent', zh: '这个账号还没有绑定动态验证码。' },
  'organisation/session-absent': { kind: 'absent', zh: '没有找到这处登录，可能已经退出。' },
  'organisation/account-absent': { kind: 'absent', zh: '没有找到这个账号。' },
  'organisation/account-shared': { kind: 'forbidden', zh: '这个人在别的教育局也有岗位，请由上级教育局的系统管理员办理。' },
  'organisation/account-own': { kind: 'forbidden', zh: '不能对自己的账号做这项操作，请由另一位系统管理员办理。' },
  'organisation/account-state': { kind: 'conflict', zh: '账号的状态已经改变，请刷新后再试。' },
  'organisation/account-invited': { kind: 'conflict', zh: '账号正等待凭一次性登录码首次登录，此时不能解除动态验证码。请待本人登录后，由另一位系统管理员办理。' },
  'organisation/account-other-hand': { kind: 'forbidden', zh: '同一账号的重置密码、发放登录码与解除动态验证码，7天内不能由同一位系统管理员办理，请由另一位系统管理员办理。' },
  'organisation/username-taken': { kind: 'conflict', zh: '登录名“{username}”已被使用，请换一个。' },
  'organisation/username-form': { kind: 'invalid', zh: '登录名应为3至64个小写字母、数字、点、横线或下划线，以字母或数字开头。' },
  'organisation/person-name': { kind: 'invalid', zh: '请填写本人姓名。每个账号只属于一个人，不能以科室、年级组等名义共用。' },
  'organisation/phone-form': { kind: 'invalid', zh: '手机号码不正确。' },
  'organisation/staff-import-absent': { kind: 'absent', zh: '没有找到这次导入。' },
});

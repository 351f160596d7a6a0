import { defineActions, defineRefusals } from '@heliotrope/kernel';

export const federationActions = defineActions({
  'organisation.read-identity-providers': '查看外部登录方式',
  'organisation.manage-identity-providers': '维护外部登录方式',
  'organisation.approve-identity-providers': '批准外部登录方式',
});

export const federationRefusals = defineRefusals({
  'organisation/federation-stale': { kind: 'invalid', zh: '登录已超时或浏览器禁用了Cookie，请重新开始。' },
  'organisation/federation-failed': { kind: 'unauthenticated', zh: '对方没有确认您的身份，请重试或改用用户名登录。' },
  // One sentence for an identity nobody has linked and for an account that may not come in: they are not to be told apart.
  'organisation/identity-unlinked': { kind: 'unauthenticated', zh: '这个外部账号没有关联可用的平台账号。请先用用户名登录，在“我的账号”中关联。' },
  'organisation/identity-taken': { kind: 'conflict', zh: '这个外部账号已关联其他平台账号，或您已关联过该登录方式。' },
  'organisation/identity-absent': { kind: 'absent', zh: '没有找到这项关联。' },
  'organisation/identity-provider-absent': { kind: 'absent', zh: '没有找到这种登录方式，或它已停用。' },
  'organisation/identity-provider-taken': { kind: 'conflict', zh: '本机构已有同名的登录方式。' },
  'organisation/identity-provider-address': { kind: 'invalid', zh: '请填写统一身份认证的地址。' },
  'organisation/identity-provider-unapproved': { kind: 'forbidden', zh: '启用外部登录方式须由安全管理员批准。' },
  'organisation/identity-provider-secret': { kind: 'invalid', zh: '更换地址时请重新填写客户端密钥。' },
});

import { defineActions, defineRefusals } from '@heliotrope/kernel';

export const exchangeActions = defineActions({
  'organisation.read-api-clients': '查看API接入与用量',
  'organisation.manage-api-clients': '维护API接入',
  'organisation.approve-api-clients': '批准API接入',
  'organisation.export-roster': '导出名册（OneRoster）',
});

export const exchangeRefusals = defineRefusals({
  'organisation/api-client-absent': { kind: 'absent', zh: '没有找到这项API接入。' },
  'organisation/api-client-bureau': { kind: 'absent', zh: '没有找到这个教育局。' },
  'organisation/api-client-schools': { kind: 'absent', zh: '选择的学校中有的不属于这个教育局。' },
  'organisation/api-client-taken': { kind: 'conflict', zh: '本机构已有同名的API接入。' },
  'organisation/api-client-scopes': { kind: 'invalid', zh: '没有这些权限范围：{scopes}。' },
  'organisation/api-client-addresses': { kind: 'invalid', zh: '这些地址段写法有误或太宽（IPv4不宽于/16，IPv6不宽于/32）：{addresses}。' },
  'organisation/api-client-last-day': { kind: 'invalid', zh: '有效期从今天起最长一年。' },
  'organisation/api-client-own-proposal': { kind: 'conflict', zh: '登记的人不能批准自己登记的接入。' },
  'organisation/api-client-state': { kind: 'conflict', zh: '这项API接入现在的状态不能这样操作。' },
  'organisation/oauth-request': { kind: 'invalid', zh: '令牌请求缺少参数或参数重复。' },
  'organisation/oauth-grant-type': { kind: 'invalid', zh: '只支持客户端凭据方式（client_credentials）。' },
  'organisation/oauth-client': { kind: 'unauthenticated', zh: '客户端号或密钥不正确，或者接入未启用、已到期、来自不允许的地址。' },
  'organisation/oauth-scope': { kind: 'invalid', zh: '请求的权限范围超出了批准的范围。' },
  'organisation/exchange-absent': { kind: 'absent', zh: '没有找到这条记录。' },
  'organisation/exchange-filter': { kind: 'invalid', zh: '筛选条件无法识别。' },
  'organisation/exchange-fields': { kind: 'invalid', zh: '没有这些字段：{fields}。' },
  'organisation/exchange-sort': { kind: 'invalid', zh: '不能按这个字段排序。' },
  'organisation/exchange-place': { kind: 'absent', zh: '没有找到可以导出名册的教育局或学校。' },
  'organisation/exchange-since': { kind: 'invalid', zh: '增量导出请填写从哪天起的变动，不晚于今天。' },
  'organisation/package-incomplete': { kind: 'invalid', zh: '数据包中缺少文件：{files}。' },
  'organisation/package-version': { kind: 'invalid', zh: '只能导入OneRoster 1.2或1.1的数据包（manifest.csv中的oneroster.version）。' },
  'organisation/package-columns': { kind: 'invalid', zh: '{file}中缺少这些列：{columns}。' },
  'organisation/package-rows': { kind: 'too-large', zh: '数据包各表合计超过{most}行，请按学校分成几个数据包。' },
  'organisation/exchange-page': { kind: 'invalid', zh: '分页参数有误：limit为1至{most}，offset不小于0。' },
});

import { defineRefusals } from '@heliotrope/kernel';

export const outboundRefusals = defineRefusals({
  'platform/outbound-refused': { kind: 'invalid', zh: '不能访问这个地址：须为 https 的公网地址，或由运维人员许可的内部地址。' },
  'platform/outbound-silent': { kind: 'unavailable', zh: '对方地址没有应答（{reason}）。' },
});

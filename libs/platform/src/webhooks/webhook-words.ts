import { defineActions, defineRefusals } from '@heliotrope/kernel';

export const MANAGE_WEBHOOKS = 'platform.manage-webhooks';
/** The type of a message that is only a try. */
export const TRIAL = 'platform/trial';

export const webhookActions = defineActions({ [MANAGE_WEBHOOKS]: '维护事件推送' });

export const webhookRefusals = defineRefusals({
  'platform/webhook-absent': { kind: 'absent', zh: '没有找到这项事件推送。' },
  'platform/webhook-bureau': { kind: 'absent', zh: '没有找到这个教育局。' },
  'platform/webhook-taken': { kind: 'conflict', zh: '已有同名的事件推送。' },
  'platform/webhook-facts': { kind: 'invalid', zh: '这些事件不能推送到平台以外：{facts}。' },
  'platform/delivery-absent': { kind: 'absent', zh: '没有找到这条推送记录。' },
});

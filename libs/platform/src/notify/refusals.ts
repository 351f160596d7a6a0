import { defineRefusals } from '@heliotrope/kernel';

export const messageRefusals = defineRefusals({
  'platform/message-absent': { kind: 'absent', zh: '没有找到这条消息。' },
});

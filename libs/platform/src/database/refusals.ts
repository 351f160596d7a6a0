import { defineRefusals } from '@heliotrope/kernel';

export const platformRefusals = defineRefusals({
  'platform/not-allowed': { kind: 'forbidden', zh: '您的岗位没有这项权限。' },
  'platform/sign-in-needed': { kind: 'unauthenticated', zh: '请先登录。' },
  'platform/sign-in-unfinished': { kind: 'forbidden', zh: '登录还没有完成，请先完成剩下的步骤。' },
  'platform/csrf': { kind: 'forbidden', zh: '页面已过期，请刷新后重试。' },
  'platform/not-found': { kind: 'absent', zh: '没有找到您要的内容。' },
  'platform/invalid-body': { kind: 'invalid', zh: '提交的内容有误，请按提示修改。' },
  'platform/malformed': { kind: 'invalid', zh: '请求的格式无法识别。' },
  'platform/too-large': { kind: 'too-large', zh: '提交的内容太大。' },
  'platform/too-many': { kind: 'too-many', zh: '操作太频繁，请稍后再试。' },
  'platform/unavailable': { kind: 'unavailable', zh: '服务暂时不可用，请稍后重试。' },
  'platform/job-run-absent': { kind: 'absent', zh: '没有找到这项任务。' },
  'platform/cancelled': { kind: 'conflict', zh: '任务已取消。' },
  'platform/bug': { kind: 'unavailable', zh: '系统出现意外，请把追踪号告诉管理员。' },
});

import { defineActions } from '@heliotrope/kernel';

export const auditActions = defineActions({ 'platform.read-audit': '查看与导出审计日志' });

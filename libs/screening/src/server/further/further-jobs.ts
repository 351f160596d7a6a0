import { defineJob, defineSchedule } from '@heliotrope/platform';

export const seatWindow = defineJob<{ windowId: string }>({ name: 'screening.seat-window', attempts: 8 });
export const seatDueWindows = defineSchedule('screening.seat-due-windows', '* * * * *');

import account from './features/account/index.js';
import audit from './features/audit/index.js';
import crisisEscalation from './features/crisis-escalation/index.js';
import dataProtection from './features/data-protection/index.js';
import exchange from './features/exchange/index.js';
import messages from './features/messages/index.js';
import organisation from './features/organisation/index.js';
import records from './features/records/index.js';
import reporting from './features/reporting/index.js';
import roles from './features/roles/index.js';
import screening from './features/screening/index.js';
import transfer from './features/transfer/index.js';
import type { Feature } from './feature.js';

/** The rail, top to bottom: today's work first, then in the order a student travels. */
export const features: readonly Feature[] = [messages, screening, crisisEscalation, records, dataProtection, reporting, organisation, transfer, roles, audit, exchange, account];

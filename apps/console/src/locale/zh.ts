import account from '../features/account/locale.zh.js';
import audit from '../features/audit/locale.zh.js';
import crisis from '../features/crisis-escalation/locale.zh.js';
import protection from '../features/data-protection/locale.zh.js';
import exchange from '../features/exchange/locale.zh.js';
import messages from '../features/messages/locale.zh.js';
import organisation from '../features/organisation/locale.zh.js';
import place from '../features/organisation/places.zh.js';
import records from '../features/records/locale.zh.js';
import reporting from '../features/reporting/locale.zh.js';
import roles from '../features/roles/locale.zh.js';
import screening from '../features/screening/locale.zh.js';
import transfer from '../features/transfer/locale.zh.js';
import shell from '../shell/locale.zh.js';
import ui from '../ui/locale.zh.js';

export default { ui, shell, account, organisation, place, transfer, roles, screening, crisis, protection, records, reporting, audit, exchange, messages };

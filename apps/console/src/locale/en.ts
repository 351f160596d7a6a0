import account from '../features/account/locale.en.js';
import audit from '../features/audit/locale.en.js';
import crisis from '../features/crisis-escalation/locale.en.js';
import protection from '../features/data-protection/locale.en.js';
import exchange from '../features/exchange/locale.en.js';
import messages from '../features/messages/locale.en.js';
import organisation from '../features/organisation/locale.en.js';
import place from '../features/organisation/places.en.js';
import records from '../features/records/locale.en.js';
import reporting from '../features/reporting/locale.en.js';
import roles from '../features/roles/locale.en.js';
import screening from '../features/screening/locale.en.js';
import transfer from '../features/transfer/locale.en.js';
import shell from '../shell/locale.en.js';
import ui from '../ui/locale.en.js';

export default { ui, shell, account, organisation, place, transfer, roles, screening, crisis, protection, records, reporting, audit, exchange, messages };

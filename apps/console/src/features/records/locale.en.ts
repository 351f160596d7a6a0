import type { Words } from '../../locale/words.js';
import type zh from './locale.zh.js';

const en: Words<typeof zh> = {
  title: 'Special access',
  access: {
    title: 'Special access',
    lead: 'A record beyond your post takes a reason and another person’s word; an emergency opens at once and is judged by another within three days. Every step is on record.',
    waiting: 'Waiting for me', mine: 'My requests', none: 'Nothing is waiting', noneNext: 'Requests and emergencies to judge appear here.',
    noMine: 'No request yet', noMineNext: 'Ask from a crisis report.',
    who: 'Asked by', what: 'Record', reason: 'Reason', state: 'State', until: 'Until', at: 'Asked at',
    case: 'Crisis case', review: 'Review', other: 'Record',
    asked: 'Asked', granted: 'Granted', refused: 'Refused', over: 'Over', justified: 'Judged justified', unjustified: 'Judged unjustified', toJudge: 'To be judged',
    approval: 'Request', 'break-glass': 'Emergency',
    grant: 'Approve', refuse: 'Refuse', judge: 'Judge',
  },
  ask: {
    title: 'Ask for access', emergencyTitle: 'Emergency access', lead: 'The approver reads the reason; name no pupil in it.', emergencyLead: 'Only where life is in danger and there is no time. The head and the audit administrator are told at once; another person judges it within three days.',
    reason: 'Reason (eight characters at least)', needReason: 'Give a reason of at least eight characters', hours: 'Hours', submit: 'Ask', emergency: 'View now', done: 'Asked; waiting for approval',
  },
  verdict: { title: 'Judge an emergency access', verdict: 'Was it justified?', justified: 'Justified', unjustified: 'Unjustified', words: 'Remarks', needWords: 'Write at least four characters', submit: 'Judge' },
  reports: {
    title: 'Crisis reports', lead: 'Cases at the gravest level in your area, without names. Opening one takes approval; in an emergency it opens first and is judged afterwards.',
    school: 'School', opened: 'Reported', state: 'State', open: 'Not taken up', acknowledged: 'Taken up', empty: 'No such case', emptyNext: 'Cases reported by schools appear here.',
    view: 'View', ask: 'Ask for access', emergency: 'Emergency',
  },
  report: { title: 'Crisis report', by: 'Opened by', approval: 'approval', 'break-glass': 'emergency', pupil: 'Pupil', owner: 'In charge', opened: 'Reported', acknowledged: 'Taken up', none: 'not yet' },
};

export default en;

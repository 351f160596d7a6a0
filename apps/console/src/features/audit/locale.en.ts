import type { Words } from '../../locale/words.js';
import type zh from './locale.zh.js';

const en: Words<typeof zh> = {
  title: 'Audit log',
  lead: 'Who did what when, from where and what for. Ids only: no pupil’s name and no result.',
  whole: 'Chain whole: {n} entries checked just now, {anchors} anchors fit', broken: 'Chain in doubt from entry {seq} on: look at once', checking: 'Checking the chain', anchored: 'Last anchored',
  kind: 'Kind', kinds: { 'sign-in': 'Sign-in', reading: 'Records read', export: 'Exports', permission: 'Rights changed', 'level-change': 'Levels changed' },
  account: 'Account id', object: 'Object', objectHint: 'student:id',
  at: 'When', who: 'Who', what: 'Did what', on: 'Object', detail: 'Detail', system: 'System', none: 'No entries', noneNext: 'Sign-ins, readings, exports and changes are written here.',
  export: 'Export', exportTitle: 'Export the audit log', exportLead: 'With its proof; approved by the security administrator, fetched sealed from the export centre.', from: 'From', until: 'Until', reason: 'Reason (eight characters at least)', needReason: 'Give a reason of at least eight characters', needDays: 'Choose both days', submit: 'Ask', asked: 'Asked; waiting for the security administrator',
  purpose: 'Purpose', ip: 'From',
};

export default en;

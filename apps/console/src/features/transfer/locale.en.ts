export default {
  title: 'Moving on',
  list: {
    title: 'Transfers', lead: 'The sending school proposes, the receiving school accepts; then the file follows and each side keeps its record.', side: 'Direction', out: 'Out', in: 'In',
    name: 'Pupil', school: 'Other school', state: 'State', leaves: 'Leaves on', at: 'Proposed', emptyOut: 'Nobody is leaving', emptyIn: 'Nobody has asked to come', emptyNext: 'When a pupil moves, the sending school proposes it here.',
    propose: 'Propose a transfer',
  },
  state: { proposed: 'Waiting', accepted: 'Accepted', declined: 'Declined', withdrawn: 'Taken back' },
  form: {
    title: 'Propose a transfer', lead: 'Until the other school accepts, the pupil stays here.', pupil: 'Pupil', school: 'Receiving school', schoolHint: 'Name or code of the school', leaves: 'Leaves on', basis: 'Handover summary',
    none: 'None goes along', consent: 'The guardian has agreed in writing', vital: 'Life or health would be in danger without it', consentOn: 'Day of the consent', note: 'What the danger is and why it cannot wait', submit: 'Propose',
  },
  detail: {
    title: 'Transfer', out: 'To {school}', in: 'From {school}', grade: 'Grade', basis: 'Ground for a handover', file: 'Psychology file at the old school', has: 'Yes; it stays there and can be asked for with the guardian’s consent', hasNot: 'None',
    reason: 'Why it was declined', withdraw: 'Take back', accept: 'Accept into a class', decline: 'Decline', class: 'Class', declineReason: 'Reason (the sending school reads it)', summary: 'Handover summary',
    write: 'Write the summary', writeLead: 'Level of attention and what is planned, no answers and no notes. The receiving psychology teacher reads it once the pupil is there.', read: 'Read the summary', readLead: 'Reading is logged.', written: 'Written; goes along on acceptance', withdrawn: 'Taken back', pupil: 'Open the pupil’s page', done: 'Done', withdrawText: 'The pupil stays, and the other school is told.',
  },
  twins: {
    title: 'Duplicates', lead: 'One citizen number, or the same name, birthday and guardian’s phone. A person decides: one record, or two pupils.', number: 'Same citizen number', person: 'Same name, birthday and phone', reason: 'Ground', records: 'Records', at: 'Found',
    empty: 'No duplicates', emptyNext: 'They are looked for after each import.', decide: 'Decide', keepThis: 'Keep this one', keep: 'They are two pupils', merge: 'Merge', elsewhere: 'The other record is at another school; the bureau decides', note: 'Note', born: 'born {year}', lost: 'Numbers, guardians and places of the other record go into the one kept; the other is marked as left and its records stay.',
  },
  year: {
    title: 'New school year', lead: 'The grade follows from the entry year and moves up on 1 September by itself; here are graduation, new classes and classes put together.', school: 'Choose a school on the left first.', graduated: 'Classes that have finished', graduatedText: 'Their pupils are still on the roster. They are marked as left; the next school enters them anew.', nobody: 'No class is to be graduated.',
    graduate: 'Graduate the chosen classes', pupils: '{n} pupils', entry: 'New classes', entryText: '{stage} has no class of {year} yet.', entryDone: 'Every stage has its classes of {year}.', count: 'How many', open: 'Open them', join: 'Put classes together', from: 'From', into: 'Into', joinText: 'Only two classes of one grade; each pupil’s history keeps the old class.', doJoin: 'Put together', done: 'Done: {n}', sure: '{n} pupils will be marked as left.',
    stage: { primary: 'Primary school', junior: 'Junior school', senior: 'Senior school' },
  },
};

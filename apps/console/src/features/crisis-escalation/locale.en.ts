import type { Words } from '../../locale/words.js';
import type zh from './locale.zh.js';

const en: Words<typeof zh> = {
  title: 'Cases',
  cases: {
    title: 'Crisis cases',
    lead: 'Acknowledge first, then record. What nobody acknowledges in time goes to the next person by itself.',
    student: 'Student',
    level: 'Level',
    class: 'Class',
    owner: 'Owner',
    opened: 'Opened',
    due: 'Acknowledge by',
    state: 'State',
    mine: 'Only mine',
    open: 'To acknowledge',
    acknowledged: 'Acknowledged',
    empty: 'No crisis cases',
    emptyNext: 'When answers show danger or you confirm a level, a case opens by itself and its owner is told.',
  },
  case: {
    title: 'Case',
    named: 'Case {name}',
    acknowledge: 'Acknowledge case',
    acknowledged: 'You have acknowledged it',
    note: 'Record what was done',
    noteTitle: 'Record what was done',
    noteLead: 'What was done, what came of it, what is next. A record is never changed, only added to.',
    noteText: 'Record',
    noteShort: 'At least 5 characters',
    noteDone: 'Recorded',
    submitNote: 'Record',
    facts: 'Facts',
    timeline: 'Timeline',
    seeReview: 'Open screening review',
    first: 'Please acknowledge this case first',
    firstText: 'It says that you have seen it and started. Without it the case is escalated when the time is over.',
    step: {
      opened: 'Case opened',
      raised: 'Level raised',
      attached: 'New concern attached',
      told: 'Owner told',
      acknowledged: 'Acknowledged',
      noted: 'Note',
      'level-lowered': 'Level lowered',
    },
  },
};

export default en;

import type { Words } from '../../locale/words.js';
import type zh from './locale.zh.js';

const en: Words<typeof zh> = {
  title: 'Reports',
  exports: { title: 'Export centre', lead: 'Finished files wait here. Permission is checked again and recorded at download; old files are deleted.',
    waiting: 'Waiting for me', who: 'Asked by', reason: 'Reason', at: 'Asked at', grant: 'Approve', refuse: 'Refuse', none: 'Nothing to approve', noneNext: 'Requests for lists of pupils appear here.',
    passwordTitle: 'Password of the file', passwordLead: 'Shown this once; write it down now. 7-Zip or WinRAR open the file with it.', passwordKept: 'Written down' },
  attention: {
    title: 'Ask for the attention list', lead: 'Names pupils. The school leader approves it; the file is sealed and deleted after seven days.', round: 'Round', reason: 'Reason (eight characters at least, no names)', needRound: 'Choose a round', needReason: 'Give a reason of at least eight characters', submit: 'Ask', asked: 'Asked; waiting for the school leader',
  },
  place: {
    page: 'Report', title: 'Report', lead: '{round}. Small cells are suppressed so that nobody can be inferred.',
    of: 'Of', kinds: { bureau: 'Whole bureau', school: 'School', class: 'Class' },
    school: 'School', schoolHint: 'School name, pinyin or code', class: 'Class', format: 'Format',
    formats: { page: 'Look and print', pdf: 'Document (PDF)', docx: 'Editable (Word)', xlsx: 'Table (XLSX)' },
    open: 'Look', submit: 'Make report', needSchool: 'Please choose a school', needClass: 'Please choose a class', job: 'Report of {round}', started: 'Being made; download it from the export centre',
  },
  sheet: { back: 'Back', print: 'Print', hidden: 'Too few to be shown' },
  pupil: { title: 'Report of one pupil', open: 'Report', ask: 'Ask for a sealed file', askLead: 'The school leader approves it; the file is sealed and deleted after seven days; one pupil at a time.' },
};

export default en;

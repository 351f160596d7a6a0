import type { Words } from '../../locale/words.js';
import type zh from './locale.zh.js';

const en: Words<typeof zh> = {
  title: 'Reports',
  exports: { title: 'Export centre', lead: 'Finished files wait here. Permission is checked again and recorded at download; old files are deleted.' },
  school: {
    title: 'Make school report',
    lead: '{round}. Small cells are suppressed so that nobody can be inferred.',
    school: 'School',
    schoolHint: 'School name, pinyin or code',
    format: 'Format',
    xlsx: 'Table (XLSX)',
    pdf: 'Document (PDF)',
    submit: 'Make report',
    needSchool: 'Please choose a school',
    job: 'Report of {school}',
    started: 'Being made; download it from the export centre',
  },
};

export default en;

import { FocusReader } from '../focus/focus-reader.service.js';
import { FocusRepository } from '../focus/focus.repository.js';
import { FocusCategoryRepository } from '../focus/focus-category.repository.js';
import { RosterApplyRepository } from './roster-apply.repository.js';
import { RosterApplyService } from './roster-apply.service.js';
import { RosterCheckService } from './roster-check.service.js';
import { RosterImportRepository } from './roster-import.repository.js';
import { RosterImportService } from './roster-import.service.js';
import { RosterJudge } from './roster-judge.service.js';
import { PupilRecordsBook } from './pupil-records.js';
import { RosterExpiryService } from './roster-expiry.service.js';
import { RosterUndoRepository } from './roster-undo.repository.js';
import { RosterUndoService } from './roster-undo.service.js';
import { RosterSealer } from './roster-sealer.service.js';
import { RosterStageRepository } from './roster-stage.repository.js';

export const ROSTER_IMPORT_PROVIDERS = [
  RosterImportRepository, RosterStageRepository, RosterApplyRepository, RosterSealer, RosterJudge,
  RosterImportService, RosterCheckService, RosterApplyService,
  FocusRepository, FocusCategoryRepository, FocusReader, PupilRecordsBook, RosterUndoRepository, RosterUndoService, RosterExpiryService,
];

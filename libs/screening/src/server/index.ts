export { SEAT_TOKEN, type Seat } from './answering/seat-token.service.js';
export { SHEET_STATEMENTS } from './answering/sheet.repository.js';
export { SheetService } from './answering/sheet.service.js';
export { FoldCompletion } from './completion/fold-completion.job.js';
export { openRound } from './round/open-round.job.js';
export { RoundService } from './round/round.service.js';
export { InstrumentLibrary, type ShelvedInstrument } from './instrument-library.js';
export { ScreeningHttpModule, ScreeningJobsModule, ScreeningModule } from './screening.module.js';
export { ScreeningReader } from './screening-reader.service.js';

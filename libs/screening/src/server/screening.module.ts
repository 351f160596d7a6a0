import { DataProtectionModule } from '@heliotrope/data-protection';
import { OrganisationModule, WatchModule } from '@heliotrope/organisation';
import { authenticatorOf, CryptoModule, RecordsModule } from '@heliotrope/platform';
import { PolicyModule } from '@heliotrope/policy';
import { Module } from '@nestjs/common';
import '../rules/actions.js';
import '../rules/refusals.js';
import { AnsweringController } from './answering/answering.controller.js';
import { SeatRepository } from './answering/seat.repository.js';
import { SeatService } from './answering/seat.service.js';
import { SeatTokenService } from './answering/seat-token.service.js';
import { SecondAnswersRepository } from './answering/second-answers.repository.js';
import { SecondAnswersService } from './answering/second-answers.service.js';
import { SheetRepository } from './answering/sheet.repository.js';
import { SheetService } from './answering/sheet.service.js';
import { CapacityController } from './capacity/capacity.controller.js';
import { CapacityRepository } from './capacity/capacity.repository.js';
import { CapacityService } from './capacity/capacity.service.js';
import { BoardController } from './completion/board.controller.js';
import { BoardService } from './completion/board.service.js';
import { CompletionRepository } from './completion/completion.repository.js';
import { CompletionFoldRepository } from './completion/completion-fold.repository.js';
import { CompletionFoldService } from './completion/completion-fold.service.js';
import { FoldCompletion } from './completion/fold-completion.job.js';
import { HearConsent } from './completion/hear-consent.listener.js';
import { RefusalRepository } from './completion/refusal.repository.js';
import { RefusalService } from './completion/refusal.service.js';
import { RegionBoardService } from './completion/region-board.service.js';
import { SettleRefusals } from './completion/settle-refusals.job.js';
import { ScoreDestructionRepository } from './data/score-destruction.repository.js';
import { ScoreKeeper } from './data/score-keeper.service.js';
import { FurtherSeatingService } from './further/further-seating.service.js';
import { FurtherSeatsRepository } from './further/further-seats.repository.js';
import { FurtherWindowController } from './further/further-window.controller.js';
import { FurtherWindowRepository } from './further/further-window.repository.js';
import { FurtherWindowService } from './further/further-window.service.js';
import { SeatDueWindows, SeatWindowJob } from './further/seat-window.job.js';
import { ItemAnswerKeeper } from './data/item-answer-keeper.service.js';
import { PupilScreeningRepository } from './data/pupil-screening.repository.js';
import { PupilScreeningSource } from './data/pupil-screening-source.service.js';
import { ScreenedPupilRepository } from './data/screened-pupils.repository.js';
import { StopScreening } from './data/stop-screening.service.js';
import { InstrumentController } from './instrument/instrument.controller.js';
import { InstrumentImportService } from './instrument/instrument-import.service.js';
import { InstrumentRepository } from './instrument/instrument.repository.js';
import { InstrumentService } from './instrument/instrument.service.js';
import { InstrumentShelf } from './instrument/instrument-shelf.service.js';
import { InstrumentLibrary, INSTRUMENTS_DIRECTORY } from './instrument-library.js';
import { PaperBatchController } from './paper/paper-batch.controller.js';
import { PaperBatchRepository } from './paper/paper-batch.repository.js';
import { PaperBatchService } from './paper/paper-batch.service.js';
import { PaperEntryController } from './paper/paper-entry.controller.js';
import { PaperEntryRepository } from './paper/paper-entry.repository.js';
import { PaperEntryService } from './paper/paper-entry.service.js';
import { PaperJudge } from './paper/paper-judge.service.js';
import { PaperSettlingService } from './paper/paper-settling.service.js';
import { PaperSheetRepository } from './paper/paper-sheet.repository.js';
import { PaperTakingService } from './paper/paper-taking.service.js';
import { CheckLevels } from './review/check-levels.job.js';
import { InterviewKeeper } from './data/interview-keeper.service.js';
import { DraftController } from './draft/draft.controller.js';
import { DraftRepository } from './draft/draft.repository.js';
import { DraftService } from './draft/draft.service.js';
import { LeftDraftService } from './draft/left-draft.service.js';
import { SweepDrafts } from './draft/sweep-drafts.job.js';
import { InterviewController } from './interview/interview.controller.js';
import { InterviewQueueService } from './interview/interview-queue.service.js';
import { InterviewRecord } from './interview/interview-record.service.js';
import { InterviewRepository } from './interview/interview.repository.js';
import { InterviewService } from './interview/interview.service.js';
import { LevelSweep } from './review/level-sweep.service.js';
import { Soundness } from './review/soundness.service.js';
import { LevelDecisionService } from './review/level-decision.service.js';
import { LoweringReason } from './review/lowering-reason.service.js';
import { LoweringRepository } from './review/lowering.repository.js';
import { LoweringService } from './review/lowering.service.js';
import { LoweringTodos } from './review/lowering-todos.service.js';
import { ReviewController } from './review/review.controller.js';
import { PupilRecordRepository } from './review/pupil-record.repository.js';
import { PupilRecordService } from './review/pupil-record.service.js';
import { ReviewLines } from './review/review-lines.service.js';
import { ReviewRecords } from './review/review-records.access.js';
import { ReviewRepository } from './review/review.repository.js';
import { ReviewService } from './review/review.service.js';
import { ReviewDueService } from './review/review-due.service.js';
import { ReviewTodos } from './review/review-todos.service.js';
import { SecondLoweringController } from './review/second-lowering.controller.js';
import { SheetReadingService } from './review/sheet-reading.service.js';
import { WeighingService } from './review/weighing.service.js';
import { WeighSheets } from './review/weigh-sheets.listener.js';
import { DueRoundRepository } from './round/due-round.repository.js';
import { DueRoundService } from './round/due-round.service.js';
import { OpenDueRounds } from './round/open-due-rounds.job.js';
import { OpeningRepository } from './round/opening.repository.js';
import { OpeningService } from './round/opening.service.js';
import { OpenRoundJob } from './round/open-round.job.js';
import { RoundController } from './round/round.controller.js';
import { RoundPlanning } from './round/round-planning.service.js';
import { RoundRepository } from './round/round.repository.js';
import { RoundService } from './round/round.service.js';
import { SeatSlipRepository } from './round/seat-slip.repository.js';
import { SeatSlipService } from './round/seat-slip.service.js';
import { MakeYearlyRounds } from './yearly/make-yearly-rounds.job.js';
import { YearlyMakingService } from './yearly/yearly-making.service.js';
import { YearlyPlanController } from './yearly/yearly-plan.controller.js';
import { YearlyPlanRepository } from './yearly/yearly-plan.repository.js';
import { YearlyPlanService } from './yearly/yearly-plan.service.js';
import { ScreeningReader } from './screening-reader.service.js';

@Module({
  imports: [OrganisationModule, PolicyModule, CryptoModule, DataProtectionModule],
  providers: [
    { provide: InstrumentLibrary, useFactory: (held: InstrumentRepository) => new InstrumentLibrary(INSTRUMENTS_DIRECTORY, held), inject: [InstrumentRepository] },
    InstrumentRepository, InstrumentShelf, InstrumentService,
    RoundRepository, RoundPlanning, CapacityRepository, CapacityService, FurtherWindowRepository, FurtherWindowService, YearlyPlanRepository, CompletionRepository, ReviewRepository, RoundService, SheetRepository, SheetService, DraftRepository, SheetReadingService, Soundness, PupilRecordRepository, PupilRecordService, ScreeningReader,
    SecondAnswersRepository, SecondAnswersService, ScreenedPupilRepository, PupilScreeningRepository, PaperSheetRepository, ItemAnswerKeeper, InterviewKeeper, ScoreDestructionRepository, ScoreKeeper, StopScreening, PupilScreeningSource,
  ],
  exports: [SecondAnswersService, PaperSheetRepository, RoundPlanning, YearlyPlanRepository, FurtherWindowRepository, FurtherWindowService, CapacityService, InstrumentLibrary, InstrumentRepository, InstrumentShelf, InstrumentService, RoundRepository, CompletionRepository, ReviewRepository, RoundService, SheetService, DraftRepository, SheetReadingService, Soundness, ScreeningReader],
})
export class ScreeningModule {}

@Module({
  imports: [ScreeningModule, OrganisationModule, PolicyModule, RecordsModule, DataProtectionModule],
  controllers: [AnsweringController, DraftController, BoardController, CapacityController, FurtherWindowController, RoundController, YearlyPlanController, ReviewController, SecondLoweringController, InterviewController, InstrumentController, PaperBatchController, PaperEntryController],
  providers: [
    YearlyPlanService, BoardService, RegionBoardService, SeatSlipRepository, SeatSlipService, SeatRepository, SeatService, SeatTokenService, DraftService,
    InstrumentImportService,
    PaperBatchRepository, PaperBatchService, PaperEntryRepository, PaperEntryService, PaperJudge, PaperSettlingService, PaperTakingService,
    ReviewDueService, ReviewLines, ReviewService, InterviewRepository, InterviewRecord, InterviewService, InterviewQueueService, ReviewRecords, LevelDecisionService, ReviewTodos,
    LoweringRepository, LoweringReason, LoweringService, LoweringTodos,
    { provide: authenticatorOf('pupil'), useExisting: SeatTokenService },
  ],
})
export class ScreeningHttpModule {}

@Module({
  imports: [WatchModule, ScreeningModule, OrganisationModule, DataProtectionModule],
  providers: [
    OpeningRepository, OpeningService, OpenRoundJob, DueRoundRepository, DueRoundService, OpenDueRounds,
    CompletionFoldRepository, CompletionFoldService, FoldCompletion, RefusalRepository, RefusalService, HearConsent, SettleRefusals,
    FurtherSeatsRepository, FurtherSeatingService, SeatWindowJob, SeatDueWindows, YearlyMakingService, MakeYearlyRounds, WeighingService, WeighSheets, LevelSweep, CheckLevels, LeftDraftService, SweepDrafts,
  ],
})
export class ScreeningJobsModule {}

import { CryptoModule, RecordsModule } from '@heliotrope/platform';
import { PolicyModule } from '@heliotrope/policy';
import { Module } from '@nestjs/common';
import { CalendarService } from './calendar/calendar.service.js';
import { HolidayRepository } from './calendar/holiday.repository.js';
import { HolidayTodos } from './calendar/holiday-todos.service.js';
import { ClassRepository } from './classes/class.repository.js';
import { ClassService } from './classes/class.service.js';
import { CommitteeRepository } from './committee/committee.repository.js';
import { CommitteeService } from './committee/committee.service.js';
import { BureauRegisterRepository } from './divisions/bureau-register.repository.js';
import { BureauRegisterService } from './divisions/bureau-register.service.js';
import { DivisionRepository } from './divisions/division.repository.js';
import { DormitoryRepository } from './dormitory/dormitory.repository.js';
import { DormitoryService } from './dormitory/dormitory.service.js';
import { StayRepository } from './dormitory/stay.repository.js';
import { FocusCategoryRepository } from './focus/focus-category.repository.js';
import { FocusCategoryService } from './focus/focus-category.service.js';
import { FocusReader } from './focus/focus-reader.service.js';
import { FocusRepository } from './focus/focus.repository.js';
import { FocusService } from './focus/focus.service.js';
import { GuardianReader } from './guardian/guardian-reader.service.js';
import { GuardianRepository } from './guardian/guardian.repository.js';
import { GuardianService } from './guardian/guardian.service.js';
import { ClassJudge } from './place-import/class-judge.service.js';
import { FocusJudge } from './place-import/focus-judge.service.js';
import { PlaceImportRepository } from './place-import/place-import.repository.js';
import { PlaceImportService } from './place-import/place-import.service.js';
import { SchoolJudge } from './place-import/school-judge.service.js';
import { BureauRepository } from './reading/bureau.repository.js';
import { CalendarRepository } from './reading/calendar.repository.js';
import { SchoolRepository } from './reading/school.repository.js';
import { RevealRepository } from './reveal/reveal.repository.js';
import { RevealService } from './reveal/reveal.service.js';
import { CampusRepository } from './school/campus.repository.js';
import { CampusService } from './school/campus.service.js';
import { SchoolRegisterRepository } from './school/school-register.repository.js';
import { SchoolRegisterService } from './school/school-register.service.js';
import { PupilCorrections } from './students/pupil-corrections.service.js';
import { PupilEditRepository } from './students/pupil-edit.repository.js';
import { PupilEditService } from './students/pupil-edit.service.js';
import { PupilPageRepository } from './students/pupil-page.repository.js';
import { PupilPageService } from './students/pupil-page.service.js';
import { StudentRepository } from './students/student.repository.js';

/** Places and the pages of their pupils: what is edited by hand. Repositories hold no state, so other rooms have their own. */
@Module({
  imports: [CryptoModule, PolicyModule, RecordsModule],
  providers: [
    BureauRepository, SchoolRepository, CalendarRepository, DivisionRepository, StudentRepository,
    BureauRegisterRepository, BureauRegisterService, SchoolRegisterRepository, SchoolRegisterService, CampusRepository, CampusService,
    ClassRepository, ClassService, HolidayRepository, CalendarService, HolidayTodos,
    DormitoryRepository, StayRepository, DormitoryService,
    PupilPageRepository, PupilPageService, PupilEditRepository, PupilEditService, PupilCorrections, GuardianRepository, GuardianReader, GuardianService,
    RevealRepository, RevealService, FocusRepository, FocusCategoryRepository, FocusReader, FocusService, FocusCategoryService, CommitteeRepository, CommitteeService,
    PlaceImportRepository, SchoolJudge, ClassJudge, FocusJudge, PlaceImportService,
  ],
  exports: [
    BureauRegisterService, SchoolRegisterService, CampusService, ClassService, CalendarService, DormitoryService, PupilPageService, PupilEditService, PupilCorrections,
    GuardianService, RevealService, FocusService, FocusCategoryService, CommitteeService, PlaceImportService,
  ],
})
export class PlacesModule {}

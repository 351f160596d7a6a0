import { Module } from '@nestjs/common';
import { CalendarController } from './calendar/calendar.controller.js';
import { ClassController } from './classes/class.controller.js';
import { CommitteeController } from './committee/committee.controller.js';
import { BureauController } from './divisions/bureau.controller.js';
import { DormitoryController } from './dormitory/dormitory.controller.js';
import { FocusCategoryController } from './focus/focus-category.controller.js';
import { FocusController } from './focus/focus.controller.js';
import { GuardianController } from './guardian/guardian.controller.js';
import { OrganisationModule } from './organisation.module.js';
import { PlaceImportController } from './place-import/place-import.controller.js';
import { PlacesModule } from './places.module.js';
import { RevealController } from './reveal/reveal.controller.js';
import { SchoolController } from './school/school.controller.js';
import { StudentController } from './students/student.controller.js';

@Module({
  imports: [OrganisationModule, PlacesModule],
  controllers: [
    BureauController, SchoolController, ClassController, CalendarController, DormitoryController, StudentController, GuardianController,
    RevealController, FocusController, FocusCategoryController, CommitteeController, PlaceImportController,
  ],
})
export class PlacesHttpModule {}

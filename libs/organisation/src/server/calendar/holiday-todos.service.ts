import { chinaDayOf, chinaInstant, schoolDay } from '@heliotrope/kernel';
import { TellsTodos, type Todo, type TodoSource, type Tx } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { missingHolidayYears } from '../../rules/index.js';
import { HolidayRepository } from './holiday.repository.js';

/** A year that begins without its holidays counts every deadline in school days wrongly: whoever can enter them is asked in time. */
@TellsTodos('organisation.edit-holidays')
export class HolidayTodos implements TodoSource {
  constructor(@Inject(HolidayRepository) private readonly holidays: HolidayRepository) {}

  async todos(tx: Tx): Promise<Todo[]> {
    const entered = (await this.holidays.years(tx)).map((row) => row.year);
    return missingHolidayYears(entered, chinaDayOf(tx.now)).map((year) => ({
      id: `holiday-year:${year}`, kind: 'organisation/holiday-year-missing', title: `还没有录入${year}年国家放假安排`,
      link: '/organisation/calendar', dueAt: chinaInstant(schoolDay(`${year}-01-01`)),
    }));
  }
}

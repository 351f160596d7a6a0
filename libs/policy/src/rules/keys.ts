import {
  byOrdinal, coverage, day, duration, flag, focusCategories, helpLines, listOf, number, oneOf, scale, share, text, whole, yearlyDay, type Shape,
} from './shapes.js';

/** What may be asked of policy, in which unit, and which of two numbers asks more of the school. */
export interface PolicyKey<V> {
  readonly zh: string;
  readonly unit: string;
  readonly shape: Shape<V>;
  readonly stricter?: 'higher' | 'lower';
}

const key = <V>(zh: string, unit: string, shape: Shape<V>, stricter?: 'higher' | 'lower'): PolicyKey<V> =>
  stricter ? { zh, unit, shape, stricter } : { zh, unit, shape };

const REPORTERS = ['peer', 'class', 'grade', 'school', 'family', 'hospital', 'community'] as const;
const ACCOUNTS = ['province', 'city', 'county', 'school'] as const;
const STAFF = ['psychology-teacher', 'full-time-psychology-teacher'] as const;

/** The vocabulary of the packs. A pack that uses a word not listed here is refused, with the line it stands on. */
export const policyKeys = {
  'screening.month': key('普查月份', 'month', whole(1, 12)),
  'screening.times-per-school-year': key('每学年测评次数', 'rounds/school-year', whole(1, 12), 'higher'),
  'screening.coverage': key('测评覆盖学段与年级', 'stages', coverage),
  'screening.organiser': key('测评组织者', 'tier', oneOf(ACCOUNTS)),
  'screening.sweep-at-term-start': key('开学后全覆盖摸排', 'yes/no', flag),
  'screening.retest-flagged': key('预警学生复检', 'yes/no', flag),
  'screening.expected-flagged-share': key('预计需访谈的学生占比（没有上一轮时）', 'share', share),
  'screening.make-up-days': key('补测期限', 'days after the round', whole(1, 60), 'lower'),
  'screening.retest-days': key('重测期限', 'days after the round', whole(1, 60), 'lower'),
  'review.follow-up-school-days': key('测评后访谈跟进期', 'school-days', whole(1, 60), 'lower'),
  'review.hours-per-interview': key('每次访谈用时', 'hours', number(0.1, 8)),
  'review.interview-hours-a-week': key('每名心理教师每周可用于访谈的时间', 'hours/week', number(0, 40)),
  'screening.paper-second-person': key('纸质答卷第二遍须由他人录入', 'yes/no', flag),
  'screening.paper-typed-within': key('纸质答卷录入期限（测评结束后）', 'days', whole(0, 120), 'lower'),
  'review.interview-due': key('复检访谈期限', 'time by ordinal', byOrdinal(duration)),
  'crisis.first-response-due': key('首次响应期限', 'time by ordinal', byOrdinal(duration)),
  'crisis.guardian-contact-due': key('联系监护人期限', 'time by ordinal', byOrdinal(duration)),
  'crisis.bureau-told-due': key('报告主管教育局期限', 'time by ordinal', byOrdinal(duration)),
  'crisis.contact-every': key('跟进联系间隔', 'time by ordinal', byOrdinal(duration)),
  'crisis.reassess-after': key('再评估时间', 'times by ordinal', byOrdinal(listOf(duration))),
  'severity.scale': key('预警等级名称与对应', 'scale', scale),
  'ladder.in-school': key('校内预警链', 'tiers', listOf(oneOf(REPORTERS))),
  'ladder.out-of-school': key('校外预警网络', 'tiers', listOf(oneOf(REPORTERS))),
  'ladder.accounts': key('平台账号层级', 'tiers', listOf(oneOf(ACCOUNTS))),
  'statistics.min-denominator': key('公布统计的最小人数', 'pupils', whole(1, 100), 'higher'),
  'statistics.min-cell': key('公布统计的最小格值', 'pupils', whole(1, 100), 'higher'),
  'data.keep-years': key('个人信息保存年限', 'years', number(0, 100), 'lower'),
  'data.rights-answer-days': key('权利申请答复期限', 'working-days', whole(1, 60), 'lower'),
  'data.stop-after-withdrawal': key('撤回同意后停止处理的期限', 'time', duration),
  'data.guardian-also-from-14': key('满十四周岁另征监护人同意', 'yes/no', flag),
  'help.lines': key('求助热线', 'lines', helpLines),
  'lessons.per-week': key('心理健康教育课时', 'lessons/week', number(0, 10), 'higher'),
  'lessons.window': key('课时核算周期', 'time', duration),
  'lessons.place': key('课时安排所在', 'course', oneOf(['physical-education-and-health', 'own-timetable-slot'] as const)),
  'lessons.content-share': key('课程内容最低占比', 'share', share, 'higher'),
  'staffing.teachers-per-school': key('每校心理健康教师数', 'persons', whole(0, 100), 'higher'),
  'staffing.schools-with-full-time': key('配有专职心理教师的学校占比', 'share', share, 'higher'),
  'staffing.certificate-needed': key('必须持证', 'yes/no', flag),
  'staffing.qualifying': key('计入配备的人员', 'staff', listOf(oneOf(STAFF))),
  'staffing.background-check-every': key('从业限制查询间隔', 'days', whole(30, 1830), 'lower'),
  'training.hours-per-school-year': key('每学年培训学时', 'class-hours', number(0, 500), 'higher'),
  'training.rotation': key('全员轮训周期', 'years', whole(1, 20), 'lower'),
  'training.participation': key('参训率', 'share', share, 'higher'),
  'home-visits.per-pupil': key('每生每学年家访次数', 'visits/school-year', whole(0, 50), 'higher'),
  'home-visits.share': key('家访学生占比', 'share', share, 'higher'),
  'home-visits.within': key('家访期限', 'time', duration),
  'parents.events-per-year': key('每年家长活动次数', 'events/year', whole(0, 50), 'higher'),
  'parents.meetings': key('家长会时间', 'weeks', listOf(oneOf(['first-week-of-term', 'last-week-of-term'] as const))),
  'room.opening-hours': key('心理辅导室每周开放', 'class-hours/week', number(0, 100), 'higher'),
  'room.coverage': key('心理辅导室覆盖率', 'share', share, 'higher'),
  'room.standardised-share': key('标准化心理辅导室占比', 'share', share, 'higher'),
  'room.area': key('功能区面积下限', 'm²', number(1, 1000), 'higher'),
  'room.area-limit': key('功能区面积上限', 'm²', number(1, 1000)),
  'room.open-every-school-day': key('上学日每日开放', 'yes/no', flag),
  'schools.demonstration-share': key('示范(特色)校占比', 'share', share, 'higher'),
  'schools.demonstration-points': key('示范点目标数', 'schools', whole(0, 100_000), 'higher'),
  'committee.per-class': key('每班心理委员', 'pupils', whole(0, 10), 'higher'),
  'committee.in-dormitories': key('寄宿制学校设宿舍心理委员', 'yes/no', flag),
  'focus.categories': key('重点关注类别', 'categories', focusCategories),
  'funding.per-pupil': key('生均经费', 'yuan/pupil', number(0, 100_000), 'higher'),
  'funding.in-annual-budget': key('纳入年度预算', 'yes/no', flag),
  'calendar.class-meeting-within': key('主题班会期限', 'time', duration),
  'calendar.group-guidance-within': key('团体辅导期限', 'time', duration),
  'calendar.psychology-week': key('心理健康教育周', 'week', oneOf(['first-week-of-term'] as const)),
  'calendar.psychology-month': key('心理健康教育月', 'month', whole(1, 12)),
  'calendar.days': key('主题活动日', 'days of the year', listOf(yearlyDay)),
  'filing.due-on': key('报送期限', 'day', day),
  'filing.what': key('报送内容', 'text', text),
} satisfies Record<string, PolicyKey<unknown>>;

export type PolicyKeyName = keyof typeof policyKeys;

/** What the value of a key is made of. */
export type ValueOf<K extends PolicyKeyName> = ReturnType<(typeof policyKeys)[K]['shape']>;

import { AssessmentService, NoticeService } from '@heliotrope/data-protection';
import { ASSESSMENT_PARTS, type AssessedSubject, type AssessmentContent, type Audience, type NoticeParts } from '@heliotrope/data-protection/rules';
import { addDays, type SystemActor, wholeJurisdictions } from '@heliotrope/kernel';
import { COUNTY, NEIGHBOUR } from './district.js';
import { type DemoStep, hasRows } from './step.js';

const CONTENT: AssessmentContent = {
  purposeAndMethod: '演示用：组织学生填写心理健康问卷，由心理教师复核，用于及早发现并帮助有需要的学生。',
  lawfulness: '演示用：依据未成年人保护、精神卫生等法律规定的学校职责开展，作答自愿。',
  necessity: '演示用：只收集问卷所需内容，逐题作答在评定一年后销毁。',
  dataClasses: '演示用：姓名、班级、问卷作答与分数，属敏感个人信息，含不满十四周岁未成年人信息。',
  effectsOnRights: '演示用：不当知悉可能造成困扰；通过权限、脱敏和留痕降低影响。',
  securityRisks: '演示用：越权查看、导出泄露、设备遗留。',
  measures: '演示用：加密保存、按岗位与班级授权、查看留痕、导出水印与期限。',
  measuresFit: '演示用：措施与风险相适应，每年复评一次。',
};

const NOTICE: NoticeParts = {
  purpose: '演示用：了解学生近来的心理健康状况，及早发现需要关心和帮助的学生。',
  items: '演示用：姓名、班级、问卷的作答。',
  method: '演示用：学生在学校用电脑或手机填写，由心理教师复核。',
  necessity: '演示用：不了解情况，就不能及时帮助有需要的孩子。',
  effects: '演示用：填写大约需要十分钟，孩子可以不参加，也可以中途停止。',
  retention: '演示用：逐题作答在评定后保存一年，之后销毁。',
  recipients: '演示用：只有本校心理教师能看到，不向其他机构提供。',
  rights: '演示用：您可以查阅、复制、更正、删除，也可以随时凭同意码撤回同意。',
  notForEvaluation: '演示用：结果不进入综合素质评价，不用于评优和升学。',
  notDiagnosis: '演示用：问卷不是诊断，不能代替医生。',
  limitsOfSecrecy: '演示用：发现生命安全受到威胁时，学校会告诉监护人并寻求帮助。',
  contact: '演示用：请联系班主任或学校心理辅导室。',
};

/** What the district must have before it may screen: an impact assessment approved by a second hand, and notices to read. */
export const dataProtectionStep: DemoStep = {
  name: 'data-protection',
  isDone: (tx) => hasRows(tx, `select from data_protection.notice where jurisdiction_id = $1 and audience = 'pupil'`, [NEIGHBOUR]),
  run: async ({ app, work, actor, day }) => {
    if (Object.keys(CONTENT).length !== Object.keys(ASSESSMENT_PARTS).length) throw new Error('the demonstration assessment does not answer every question');
    const [assessments, notices] = [app.get(AssessmentService, { strict: false }), app.get(NoticeService, { strict: false })];
    for (const bureauId of [COUNTY, NEIGHBOUR]) {
      const writer: SystemActor = { ...actor, scope: wholeJurisdictions(bureauId) };
      const approver: SystemActor = { ...writer, rule: 'organisation.load-demo-second-hand' };
      const has = (sql: string, ...params: unknown[]) => work.read(writer, 'organisation.load-demo', (tx) => hasRows(tx, sql, [bureauId, ...params]));
      for (const [subject, title] of [['screening', '学生心理健康测评影响评估（演示）'], ['export', '导出个人信息影响评估（演示）'], ['recipient', '委托处理影响评估（演示）']] as [AssessedSubject, string][]) {
        if (await has(`select from data_protection.impact_assessment where jurisdiction_id = $1 and subject = $2 and state = 'approved'`, subject)) continue;
        const { id } = await assessments.write(writer, { bureauId, subject, title, content: CONTENT, risk: 'medium', conclusion: 'proceed-with-measures', validUntil: addDays(day, 364) });
        await assessments.approve(approver, id);
      }
      for (const audience of ['guardian', 'pupil'] as Audience[]) {
        if (await has(`select from data_protection.notice where jurisdiction_id = $1 and audience = $2`, audience)) continue;
        await notices.publish(writer, { bureauId, purpose: 'screening', audience, title: audience === 'guardian' ? '致家长：学生心理健康测评告知书（演示）' : '致同学：心理健康测评告知书（演示）', parts: NOTICE });
      }
    }
  },
};

export default {
  title: '学籍异动',
  list: {
    title: '转学', lead: '转出学校提出，转入学校接收；接收之后学籍随转，两边各留一份记录。', side: '方向', out: '转出', in: '转入',
    name: '学生', school: '对方学校', state: '状态', leaves: '离校日期', at: '提出时间', emptyOut: '没有转出的学生', emptyIn: '没有申请转入的学生', emptyNext: '有学生转学时，由转出学校在这里提出。',
    propose: '提出转学',
  },
  state: { proposed: '待接收', accepted: '已接收', declined: '未接收', withdrawn: '已撤回' },
  form: {
    title: '提出转学', lead: '对方学校接收之前，学生仍在本校。', pupil: '学生', school: '转入学校', schoolHint: '输入学校名称或标识码', leaves: '离校日期', basis: '心理工作交接摘要',
    none: '不随转', consent: '监护人已书面同意', vital: '不交接会危及学生生命健康', consentOn: '监护人同意的日期', note: '危险在哪里，为什么不能等', submit: '提出转学',
  },
  detail: {
    title: '转学', out: '转出到{school}', in: '自{school}转入', grade: '年级', basis: '交接依据', file: '原学校心理档案', has: '有，本身不随转；需要时凭监护人同意向原学校索取', hasNot: '没有',
    reason: '未接收的原因', withdraw: '撤回', accept: '接收并分班', decline: '不接收', class: '分到班级', declineReason: '原因（转出学校会看到）', summary: '交接摘要',
    write: '撰写交接摘要', writeLead: '只写关注等级和后续计划的要点，不写测评答案和访谈原文。对方学校接收后，由其心理教师查看。', read: '查看交接摘要', readLead: '查看会留痕。', written: '已写好，接收后随转', withdrawn: '已撤回', pupil: '打开学生页面', done: '已办理', withdrawText: '撤回之后，学生留在本校，对方学校会收到通知。',
  },
  twins: {
    title: '重复学籍', lead: '同一身份证号，或姓名、生日、监护人电话都相同。由人判断：合并成一条，或确认是两名学生。', number: '证件号相同', person: '姓名、生日、监护人电话相同', reason: '依据', records: '记录', at: '发现时间',
    empty: '没有疑似重复的学籍', emptyNext: '每次导入名册之后会自动查找。', decide: '处理', keepThis: '保留这一条', keep: '是两名学生，都保留', merge: '合并', elsewhere: '另一条在别的学校，由教育局处理', note: '说明', born: '{year}年生', lost: '另一条的证件号、监护人和就读经历并入保留的一条；另一条记为离校，已有的测评等记录不丢。',
  },
  year: {
    title: '学年交替', lead: '年级由入学年份推算，9月1日自动升级；这里只办毕业离校、新班和并班。', school: '先在左侧选择一所学校。', graduated: '已读满学制的班级', graduatedText: '这些班级的学生仍在籍。办理后记为离校，升学由新学校另行录入。', nobody: '没有需要办理毕业的班级。',
    graduate: '办理所选班级毕业', pupils: '{n}人', entry: '本学年新班', entryText: '{stage}还没有{year}级的班级。', entryDone: '各学段都已有{year}级的班级。', count: '班级数', open: '建立新班', join: '并班', from: '并出', into: '并入', joinText: '只能合并同一年级的两个班；原班级记入每名学生的就读经历。', doJoin: '合并', done: '已办理：{n}', sure: '{n}名学生将记为离校。',
    stage: { primary: '小学', junior: '初中', senior: '高中' },
  },
};

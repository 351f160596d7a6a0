export default {
  title: '审计日志',
  lead: '谁在何时、从哪里、为了什么、对什么做了什么。只有编号，没有学生姓名和测评结果。',
  whole: '日志链完整：刚校验 {n} 条，锚点 {anchors} 个相符', broken: '日志链存疑：第 {seq} 条起与校验值不符，请立即核查', checking: '正在校验日志链', anchored: '最近锚定',
  kind: '类别', kinds: { 'sign-in': '登录', reading: '查看记录', export: '导出', permission: '权限变更', 'level-change': '等级变更' },
  account: '账号编号', object: '对象', objectHint: 'student:编号',
  at: '时间', who: '谁', what: '做了什么', on: '对象', detail: '说明', system: '系统', none: '没有日志', noneNext: '登录、查看、导出、变更都会记在这里。',
  export: '导出日志', exportTitle: '导出审计日志', exportLead: '含校验材料，由安全管理员批准后在导出中心下载，文件加密。', from: '起', until: '止', reason: '理由（至少八个字）', needReason: '请写明理由，至少八个字', needDays: '请选择起止日期', submit: '提交申请', asked: '已提交，等待安全管理员批准',
  purpose: '用途', ip: '来自',
};

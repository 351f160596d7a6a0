export default {
  title: '查看审批',
  access: {
    title: '特别查看',
    lead: '常规权限之外的个人记录，须说明理由并由他人批准；紧急查看立即生效，三日内由他人复核。每一步都留痕。',
    waiting: '待我处理', mine: '我的申请', none: '没有待处理的申请', noneNext: '有人申请查看，或有紧急查看待复核时，会出现在这里。',
    noMine: '还没有申请过', noMineNext: '在危机报告里点“申请查看”。',
    who: '申请人', what: '记录', reason: '理由', state: '状态', until: '有效至', at: '申请时间',
    case: '危机个案', review: '测评复核', other: '记录',
    asked: '待审批', granted: '有效', refused: '未批准', over: '已结束', justified: '复核：正当', unjustified: '复核：不正当', toJudge: '待复核',
    approval: '申请', 'break-glass': '紧急',
    grant: '批准', refuse: '不批准', judge: '复核',
  },
  ask: {
    title: '申请查看', emergencyTitle: '紧急查看', lead: '理由会给审批人看，请勿写学生姓名。', emergencyLead: '仅在危及生命安全、来不及审批时使用。提交后立即告知学校负责人和审计管理员，三日内由他人复核。',
    reason: '理由（至少八个字）', needReason: '请写明理由，至少八个字', hours: '有效时间（小时）', submit: '提交申请', emergency: '立即查看', done: '已提交，等待批准',
  },
  verdict: { title: '复核紧急查看', verdict: '是否正当', justified: '正当', unjustified: '不正当', words: '复核意见', needWords: '请写明意见，至少四个字', submit: '提交复核' },
  reports: {
    title: '危机报告', lead: '辖区内四级个案的目录，没有姓名。查看内容须先获批准；紧急情况下可先查看、后复核。',
    school: '学校', opened: '上报时间', state: '状态', open: '待接手', acknowledged: '已接手', empty: '没有四级个案', emptyNext: '学校上报四级个案后会出现在这里。',
    view: '查看', ask: '申请查看', emergency: '紧急查看',
  },
  report: { title: '危机报告', by: '查看依据', approval: '已获批准', 'break-glass': '紧急查看', pupil: '学生', owner: '负责人', opened: '上报时间', acknowledged: '接手时间', none: '尚无' },
};

export default {
  title: '报表',
  exports: {
    title: '导出中心',
    lead: '生成好的文件在这里下载。下载时会再次核对权限并留痕，过期自动删除。',
    waiting: '待我审批', who: '申请人', reason: '理由', at: '申请时间', grant: '批准', refuse: '不批准', none: '没有待审批的导出', noneNext: '有人申请导出名单时会出现在这里。',
    passwordTitle: '文件密码', passwordLead: '密码只显示这一次，请现在记下；文件用 7-Zip、WinRAR 等打开。', passwordKept: '已记下',
  },
  attention: {
    title: '申请关注名单', lead: '含学生姓名。须学校负责人批准，文件加密，七天后删除。', round: '轮次', reason: '理由（至少八个字，勿写姓名）', needRound: '请选择轮次', needReason: '请写明理由，至少八个字', submit: '提交申请', asked: '已提交，等待学校负责人批准',
  },
  school: {
    title: '生成学校报告',
    lead: '{round}。人数太少的格子会自动隐去，防止推断到个人。',
    school: '学校',
    schoolHint: '输入学校名称、拼音或代码',
    format: '格式',
    xlsx: '表格（XLSX）',
    pdf: '正式文稿（PDF）',
    submit: '开始生成',
    needSchool: '请选择学校',
    job: '{school} 报告',
    started: '正在生成，完成后到导出中心下载',
  },
};

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
  place: {
    page: '测评报告', title: '测评报告', lead: '{round}。人数太少的格子会自动隐去，防止推断到个人。',
    of: '范围', kinds: { bureau: '全局（县区）', school: '学校', class: '班级' },
    school: '学校', schoolHint: '输入学校名称、拼音或代码', class: '班级', format: '格式',
    formats: { page: '在线查看、打印', pdf: '正式文稿（PDF）', docx: '可编辑文稿（Word）', xlsx: '表格（XLSX）' },
    open: '查看', submit: '开始生成', needSchool: '请选择学校', needClass: '请选择班级', job: '{round} 报告', started: '正在生成，完成后到导出中心下载',
  },
  sheet: { back: '返回', print: '打印', hidden: '人数过少，不予显示' },
  pupil: { title: '个人测评报告', open: '测评报告', ask: '申请加密文件', askLead: '须学校负责人批准，文件加密，七天后删除；一次一名学生。' },
};

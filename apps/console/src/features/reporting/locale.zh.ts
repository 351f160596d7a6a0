export default {
  title: '报表',
  exports: {
    title: '导出中心',
    lead: '生成好的文件在这里下载。下载时会再次核对权限并留痕，过期自动删除。',
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

import { defineRefusals } from '@heliotrope/kernel';

export const spreadsheetRefusals = defineRefusals({
  'platform/sheet-unreadable': { kind: 'invalid', zh: '文件无法读取，请用 Excel 或 WPS 打开后另存为 .xlsx 再上传。' },
  'platform/sheet-encrypted': { kind: 'invalid', zh: '文件设有打开密码，请取消密码后再上传。' },
  'platform/sheet-unsupported': { kind: 'invalid', zh: '只接受 .xlsx、.xls 和 .csv 表格。' },
  'platform/sheet-absent': { kind: 'invalid', zh: '文件里没有名为“{sheet}”的工作表。' },
  'platform/sheet-too-large': { kind: 'too-large', zh: '表格太大，请拆成几个文件上传。' },
  'platform/sheet-too-many-rows': { kind: 'too-large', zh: '表格超过 {max} 行，请拆成几个文件上传。' },
});

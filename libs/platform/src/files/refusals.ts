import { defineRefusals } from '@heliotrope/kernel';

export const fileRefusals = defineRefusals({
  'platform/file-absent': { kind: 'absent', zh: '文件不存在或已过期。' },
  'platform/file-kind': { kind: 'invalid', zh: '不接受这种文件，请上传：{kinds}。' },
  'platform/file-macros': { kind: 'invalid', zh: '文件里含有宏，请去掉宏（另存为 .xlsx 或 .docx）后再上传。' },
  'platform/image-unreadable': { kind: 'invalid', zh: '图片无法读取或尺寸过大，请换一张。' },
});

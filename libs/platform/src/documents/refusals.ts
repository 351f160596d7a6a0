import { defineRefusals } from '@heliotrope/kernel';

export const documentRefusals = defineRefusals({
  'platform/pdf-font-missing': {
    kind: 'unavailable',
    zh: '服务器没有中文字体，无法生成 PDF。请管理员运行 apt-get install fonts-noto-cjk，或用 FONTS_DIR 指定字体目录。',
  },
});

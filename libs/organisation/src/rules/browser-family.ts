/*
 * By which words does a person know her own devices again? Not the whole user agent, which tells more than anybody needs:
 * the family of the browser and of the system.
 */

// The more particular first: enterprise WeChat also calls itself WeChat, Edge also Chrome, Chrome also Safari.
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/wxwork/i, '企业微信'], [/MicroMessenger/i, '微信'], [/DingTalk/i, '钉钉'], [/QQBrowser/i, 'QQ浏览器'], [/360SE|360EE|QihooBrowser/i, '360浏览器'],
  [/Edg(e|A|iOS)?\//, 'Edge'], [/OPR\//, 'Opera'], [/Firefox\/|FxiOS\//, 'Firefox'], [/Chrome\/|CriOS\//, 'Chrome'], [/Safari\//, 'Safari'],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/HarmonyOS|OpenHarmony/i, '鸿蒙'], [/Android/, 'Android'], [/iPhone|iPad|iPod/, 'iOS'], [/Windows/, 'Windows'], [/Mac OS X|Macintosh/, 'macOS'],
  [/UOS|Deepin/i, '统信UOS'], [/Kylin/i, '麒麟'], [/Linux/, 'Linux'],
];

/** `Chrome · Windows`; an agent that says nothing known is `其他`. */
export function browserFamily(userAgent: string | undefined): string {
  const agent = userAgent ?? '';
  const first = (list: readonly (readonly [RegExp, string])[]) => list.find(([mark]) => mark.test(agent))?.[1];
  return [first(BROWSERS), first(SYSTEMS)].filter(Boolean).join(' · ') || '其他';
}

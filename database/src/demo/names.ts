import type { Chance } from './chance.js';

const SURNAMES = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文'];
const BOYS = [...'浩宇轩博子俊杰伟航铭泽睿嘉一凡皓晨昊文志强明远鹏飞天佑承泰辰安然'];
const GIRLS = [...'雨欣怡梓涵诗琪佳思悦婷雅静晓雪芳琳玥彤萱语嫣可馨若曦安然宁'];

/** A name put together by chance; whoever bears it in life has nothing to do with the one here. */
export function aName(chance: Chance, sex: 1 | 2): string {
  const given = sex === 1 ? BOYS : GIRLS;
  return chance.oneOf(SURNAMES) + chance.oneOf(given) + (chance.fraction() < 0.75 ? chance.oneOf(given) : '');
}

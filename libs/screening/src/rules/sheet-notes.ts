// The words of those fired rules that no definition file can word: they speak of whole sheets and of several scales.

/** Rules that inform about one sheet and suggest no level: the kind before the colon, and its words. */
export const SHEET_NOTES = {
  void: (name: string) => `${name} 答卷无效，分数不计入，建议重测`,
  incomplete: (name: string) => `${name} 漏答过多，建议补答`,
  suspicious: (name: string) => `${name} 作答质量存疑，结果宜谨慎看待`,
  unscorable: (name: string) => `${name} 答卷无法计分，请查看原始作答`,
} as const;

export const familiesReached = (families: number | string) => `${families} 类量表达到筛查界限`;

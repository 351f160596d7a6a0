/** A number a pupil can call. The hours are words, because they differ by place and are never assumed to be all day. */
export interface HelpLine {
  readonly name: string;
  readonly phone: string;
  readonly hours: string;
}

export interface Notice {
  /** The bureau whose matter it is. */
  readonly jurisdictionId: number;
  readonly accountIds: readonly string[];
  /** What sort of message, `domain/kind`: the bell groups by it. */
  readonly kind: string;
  /** What the bell shows. Never a pupil's name or number: a bell rings on screens others can see. */
  readonly title: string;
  /** The page that shows the matter, a path of the console: `/crisis-escalation/cases/<id>`. */
  readonly link: string;
}

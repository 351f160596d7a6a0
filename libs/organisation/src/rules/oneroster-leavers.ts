type Row = Readonly<Record<string, string>>;

/** The two files of a package that tell who has left, as rows by their headings. */
export interface LeaverWords {
  readonly users: readonly Row[];
  readonly enrollments: readonly Row[];
}

/** The pupils we know of those named there: by our number with their class, and by student number. */
export interface KnownPupils {
  readonly pupils: ReadonlyMap<string, { readonly classId: string }>;
  readonly pupilsByNumber: ReadonlyMap<string, string>;
}

/** OneRoster 1.2 CSV binding, status of a record in a delta: `active` or `tobedeleted`. */
export const isGone = (row: Row): boolean => row['status'] === 'tobedeleted';

/**
 * Which pupils of ours does a package say have left? Those whose user is marked for deletion, known by our number or by
 * the student number beside it; and those whose enrollment in the class we hold them in is marked, when the package names
 * no other enrollment for them. Whoever is marked in one row and active in another stays: of two words the milder counts.
 * Source: 1EdTech OneRoster 1.2 CSV binding, the status column of users.csv and enrollments.csv.
 *
 * It does not decide about pupils a bulk package merely does not name: the roster is held against the whole sheet for that.
 * @returns ids of pupils, each once; never an error: a row that leads to nobody we know says nothing about our roster.
 */
export function leaversOf(from: LeaverWords, known: KnownPupils): ReadonlySet<string> {
  const active = new Set(from.users.filter((row) => !isGone(row)).map((row) => row['sourcedId']!));
  const leavers = new Set<string>();
  for (const user of from.users.filter(isGone)) {
    const id = user['sourcedId']!;
    if (active.has(id)) continue;
    const ours = known.pupils.has(id) ? id : known.pupilsByNumber.get(user['metadata.cn.studentNo'] ?? '');
    if (ours !== undefined) leavers.add(ours);
  }
  const asPupils = from.enrollments.filter((row) => row['role'] === 'student');
  const placed = new Set(asPupils.filter((row) => !isGone(row)).map((row) => row['userSourcedId']!));
  for (const row of asPupils.filter(isGone)) {
    const id = row['userSourcedId']!;
    const held = known.pupils.get(id);
    if (held && !placed.has(id) && held.classId === row['classSourcedId']) leavers.add(id);
  }
  return leavers;
}

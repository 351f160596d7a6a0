import { KeyRing } from '@heliotrope/platform';
import { seatSigner as signer } from '@heliotrope/screening/testing';

/** Everybody who has a seat in the round, in the order of the roster. */
export async function seatsOf(owner, round) {
  const { rows } = await owner.query(
    `select a.jurisdiction_id as j, a.round_id as r, a.id as a, a.school_id as s, a.class_id as c, a.student_id as p
       from screening.assignment a where a.round_id = $1 order by a.id`,
    [round],
  );
  return rows;
}

/**
 * Signs seat tokens with the installation's own key, as the API does when a pupil takes a seat: taking a hundred
 * thousand seats over HTTP would only make the bench long. `checkSeat` proves that both are the same.
 */
export function seatSigner(keysFile) {
  const sign = signer(KeyRing.fromFile(keysFile), new Date(Date.now() + 8 * 86_400_000));
  return (seat, battery) => sign({ ...seat, b: battery });
}

/** Takes one seat over HTTP and holds the token against one of ours. */
export async function checkSeat(ground, seat, battery) {
  const { writeCode, SEAT_CODE_LENGTH } = await import('@heliotrope/screening/rules');
  const { rows: [found] } = await ground.owner.query(
    `select a.seat_code, c.code from screening.assignment a
       join screening.round_class c on c.jurisdiction_id = a.jurisdiction_id and c.round_id = a.round_id and c.class_id = a.class_id
      where a.jurisdiction_id = $1 and a.id = $2`,
    [seat.j, seat.a],
  );
  const answer = await fetch(`${ground.address}/api/answering/seat`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ classCode: found.code, seatCode: writeCode(found.seat_code, SEAT_CODE_LENGTH) }),
  });
  if (!answer.ok) throw new Error(`taking a seat answered ${answer.status}: ${await answer.text()}`);
  const claims = (token) => {
    const { exp: _exp, ...rest } = JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
    return JSON.stringify(Object.entries(rest).sort());
  };
  const { seatToken } = await answer.json();
  if (claims(seatToken) !== claims(seatSigner(ground.keys)(seat, battery))) throw new Error('the seat token of the API says other things than the bench believes');
}

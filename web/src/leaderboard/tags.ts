/** The small tags beside a name: what a kart is, and what was ruled about it. */

import { secondsOf } from '../lib/format.ts';
import type { Row, RowRuling, RowStatus } from '../lib/messages.ts';
import type { Values } from '../lib/phrases.ts';
import type { Word } from './words/index.ts';

/** A tag: the short phrase that is shown, the long one that explains it, and what fills both in. */
export interface Tag {
  readonly short: Word;
  readonly long: Word;
  readonly values?: Values;
}

const OF_STATUS: Readonly<Record<RowStatus, Tag | null>> = {
  running: null,
  finished: null,
  waiting: { short: 'waitingShort', long: 'waiting' },
  unknown: { short: 'unknownShort', long: 'unknown' },
  visitor: { short: 'visitorShort', long: 'visitor' },
  dnf: { short: 'dnfShort', long: 'dnf' },
  dns: { short: 'dnsShort', long: 'dns' },
  dq: { short: 'dqShort', long: 'dq' },
};

/** All tags of `row`, what it is first. A kart without a name is called unknown by its name already. */
export function tagsOf(row: Row): readonly Tag[] {
  const status = row.name === '' ? null : OF_STATUS[row.status];
  const rulings = (row.rulings ?? []).map(tagOf);
  return [status, ...rulings].filter((tag) => tag !== null);
}

/** The tag of a ruling; none where the status says it, or where nobody at the fence need know. */
function tagOf({ ruling, amount = 0 }: RowRuling): Tag | null {
  const n = Math.abs(amount);
  switch (ruling) {
    case 'docked_places':
    case 'docked_gained':
      return { short: 'dockedPlacesShort', long: 'dockedPlaces', values: { n } };
    case 'rear_of_field':
      return { short: 'rearOfFieldShort', long: 'rearOfField' };
    case 'docked_laps':
      return amount < 0
        ? { short: 'creditedLapsShort', long: 'creditedLaps', values: { n } }
        : { short: 'dockedLapsShort', long: 'dockedLaps', values: { n } };
    case 'time_penalty':
      return { short: 'timePenaltyShort', long: 'timePenalty', values: { n: secondsOf(amount) } };
    case 'laps_voided':
      return { short: 'lapsVoidedShort', long: 'lapsVoided' };
    case 'warned':
      return { short: 'warnedShort', long: 'warned' };
    case 'investigated':
      return { short: 'investigatedShort', long: 'investigated' };
    default:
      return null;
  }
}

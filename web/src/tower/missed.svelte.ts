/** Reads that the session seems to have missed: the first is previewed ahead, so that one key accepts it. */

import { SvelteSet } from 'svelte/reactivity';
import { Draft } from '../lib/draft.svelte.ts';
import { randomKey } from '../lib/random-key.ts';
import type { AnyCommand } from '../lib/tower-api.ts';
import type { MissedRead } from '../lib/tower-messages.ts';
import type { Desk } from './desk.svelte.ts';
import { count } from './words.ts';

/** Reactive. */
export class MissedReads {
  /** Those that somebody at this page found to be none. */
  readonly #put = new SvelteSet<string>();
  draft = $state.raw<Draft | null>(null);
  #about = '';

  /** Those of `proposals` that still wait for a decision. */
  open(proposals: readonly MissedRead[]): readonly MissedRead[] {
    return proposals.filter(({ id }) => !this.#put.has(id));
  }

  putAside({ id }: MissedRead): void {
    this.#put.add(id);
  }

  /** Previews `proposal`, anew when another decision has come since. */
  look(desk: Desk, proposal: MissedRead | null): void {
    const session = desk.current;
    const first = proposal?.times[0];
    const about = [proposal?.id, first, session?.last_decision].join();
    if (about === this.#about) return;
    this.#about = about;
    if (
      proposal === null ||
      session === null ||
      first === undefined ||
      !desk.may('insert_passing')
    ) {
      this.draft = null;
      return;
    }
    this.draft = new Draft(desk.api);
    this.draft.propose({ command: insertion(session.id, proposal.entry, first), why: WHY });
  }

  /** Credits every crossing of the first proposal, as previewed. */
  async accept(desk: Desk): Promise<void> {
    const proposal = this.open(desk.tower.proposals)[0];
    const session = desk.current;
    if (proposal === undefined || session === null) {
      desk.notices.done('No read seems to be missing.');
      return;
    }
    if (this.draft === null) {
      desk.notices.trouble(`As ${desk.me.role} you may not do this.`);
      return;
    }
    let last = await this.draft.confirm();
    if (last === null) {
      if (this.draft.trouble !== null) desk.notices.trouble(this.draft.trouble);
      return;
    }
    const kart = desk.entry(proposal.entry)?.number ?? proposal.entry;
    let credited = 1;
    for (const time of proposal.times.slice(1)) {
      const outcome = await desk.api.order({
        key: randomKey(),
        command: insertion(session.id, proposal.entry, time),
        why: WHY,
        seen_decision: last,
      });
      if (!outcome.ok || outcome.value.answer !== 'accepted') {
        const why = outcome.ok ? '' : outcome.why;
        desk.notices.trouble(
          `Only ${credited} of ${count(proposal.times.length, 'crossing')} credited. ${why}`,
        );
        return;
      }
      last = outcome.value.n;
      credited += 1;
    }
    desk.notices.done(`Kart ${kart}: ${count(credited, 'crossing')} credited.`, last);
  }
}

const WHY = 'missed read, proposed by the software';

function insertion(session: string, entry: string, trackUs: number): AnyCommand {
  return { command: 'insert_passing', session, entry, track_us: trackUs };
}

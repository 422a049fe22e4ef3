/** An official at work: what is on the page, what is selected, and what is being done. */

import { createContext } from 'svelte';
import type { NumberedFeed } from '../lib/numbered-feed.svelte.ts';
import type { AnyCommand, Me } from '../lib/tower-api.ts';
import type { TowerApi } from '../lib/tower-api-client.ts';
import type {
  Act,
  AnyTowerMessage,
  EntryInfo,
  PassingInfo,
  SessionInfo,
} from '../lib/tower-messages.ts';
import type { Tower, TowerLive } from '../lib/tower-store.ts';
import { randomKey } from '../lib/random-key.ts';
import { trackNowUs, trackTie } from '../lib/track-time.ts';
import { byId } from './by-id.ts';
import { ACTS, commandOf, obstacle } from './acts.ts';
import { LookedAt } from './looked-at.svelte.ts';
import { MissedReads } from './missed.svelte.ts';
import { Notices } from './notices.svelte.ts';
import type { Task } from './tasks.ts';
import { unknowns } from './unknowns.ts';

export const VIEWS = ['race', 'programme', 'entries', 'people'] as const;
export type View = (typeof VIEWS)[number];

/** Parts of the race view; a narrow page shows one or two of them. */
export type Panel = 'standings' | 'passings' | 'kart' | 'decisions' | 'restart';

const OFF_TRACK: ReadonlySet<SessionInfo['state']> = new Set([
  'planned',
  'finished',
  'provisional',
  'official',
  'abandoned',
]);

const NOTHING: Tower = {
  board: { meeting: null, session: null, rows: [], timing: { live: false } },
  track: {},
  sessions: [],
  entries: [],
  passings: [],
  decisions: [],
  proposals: [],
  decoders: [],
  gaps: [],
  store: { saved: true },
};

/** Reactive. */
export class Desk {
  readonly me: Me;
  readonly api: TowerApi;
  readonly feed: NumberedFeed<TowerLive, AnyTowerMessage>;
  readonly notices = new Notices();
  readonly missed = new MissedReads();
  readonly logOut: () => void;
  view = $state<View>('race');
  /** What a phone shows of the race view. */
  panel = $state<Panel>('standings');
  /** What a narrow page shows beside the standings. */
  beside = $state<Exclude<Panel, 'standings'>>('passings');
  /** What a wide page shows beside standings and passings. */
  side = $state<'kart' | 'decisions' | 'restart'>('kart');
  /** Where the keyboard was sent to last; a new object each time. */
  calledTo = $state.raw<{ readonly panel: Panel } | null>(null);
  row = $state<string | null>(null);
  passing = $state<number | null>(null);
  /** The kart that is selected in the restart lineup. */
  restartKart = $state<string | null>(null);
  /** The last passing that is shown while one is selected: it must not slip away under the hand. */
  heldAt = $state<number | null>(null);
  task = $state.raw<Task | null>(null);
  helping = $state(false);
  finding = $state(false);
  /** A session other than the one on the board that is being looked at. */
  lookedAt = $state<string | null>(null);
  readonly reading: LookedAt;
  /** The class of the entry made last: entries come class by class. */
  lastClass: string | null = null;
  /** The last ruling's author, so that his name is typed once a day. */
  byRadioFrom = $state('');

  readonly tower = $derived.by(() => this.feed.live?.tower ?? NOTHING);
  readonly tie = $derived.by(() =>
    trackTie(this.feed.serverClock, this.tower.track, performance.now(), Date.now()),
  );
  /** The session on the board; flags and acts are about this one. */
  readonly current = $derived.by(() => this.session(this.tower.board.session?.id ?? null));
  /** The session whose standings are shown. */
  readonly viewed = $derived.by(() => this.session(this.lookedAt) ?? this.current);
  /** The rows of `viewed`, and the decisions about it, newest last. */
  readonly rows = $derived.by(() =>
    this.viewed === this.current ? this.tower.board.rows : this.reading.rows,
  );
  readonly decisions = $derived.by(() =>
    this.viewed === this.current ? this.tower.decisions : this.reading.decisions,
  );
  /** Transponders that belong to nobody, the one heard last first. */
  readonly unknowns = $derived.by(() =>
    unknowns(this.tower.passings, this.tower.board.rows, this.tower.entries),
  );
  /** The next one that has not been on track. */
  readonly next = $derived.by(
    () => this.tower.sessions.find(({ state }) => state === 'planned') ?? null,
  );
  readonly entries = $derived.by(() => byId(this.tower.entries));

  constructor(
    me: Me,
    api: TowerApi,
    feed: NumberedFeed<TowerLive, AnyTowerMessage>,
    logOut: () => void,
  ) {
    this.me = me;
    this.api = api;
    this.feed = feed;
    this.logOut = logOut;
    this.reading = new LookedAt(api);
  }

  session(id: string | null): SessionInfo | null {
    return this.tower.sessions.find((session) => session.id === id) ?? null;
  }

  entry(id: string | null | undefined): EntryInfo | null {
    return this.entries.get(id ?? '') ?? null;
  }

  /** The passing that is selected, while it is still in the list. */
  selectedPassing(): PassingInfo | null {
    return this.tower.passings.find(({ n }) => n === this.passing) ?? null;
  }

  may(command: AnyCommand['command']): boolean {
    return (this.me.may ?? []).includes(command);
  }

  /** Now on the track clock, if that may be named to the tenth of a second. */
  sureNowUs(): number | null {
    return this.tower.track.sure === true ? this.nowUs() : null;
  }

  nowUs(): number | null {
    return trackNowUs(this.feed.serverClock, this.tower.track, performance.now());
  }

  /** Begins something; what was being done is put away. */
  begin(task: Task): void {
    this.helping = false;
    this.finding = false;
    this.task = task;
  }

  putAway(): void {
    this.task = null;
  }

  /** Does `act` to `session`, after asking where it costs something. */
  act(act: Act, session: SessionInfo | null = this.current): void {
    const why = obstacle(act, session, this.me);
    if (why !== null || session === null) {
      this.notices.hint(why ?? '');
      return;
    }
    const closesAnother = act === 'open' && this.isOnTrack(this.current);
    if (ACTS[act].costs !== undefined || closesAnother) {
      this.begin({ kind: 'act', act, session, atUs: this.sureNowUs() });
    } else {
      void this.send(commandOf(act, session.id, null), `${session.name} ${ACTS[act].done}.`);
    }
  }

  /** Whether passings count for `session` now. */
  isOnTrack(session: SessionInfo | null): boolean {
    return session !== null && !OFF_TRACK.has(session.state);
  }

  /** Carries out what needs no preview. */
  async send(command: AnyCommand, done: string): Promise<boolean> {
    const outcome = await this.api.order({ key: randomKey(), command });
    if (!outcome.ok) this.notices.trouble(outcome.why);
    else if (outcome.value.answer === 'accepted') {
      // A session that was on track cannot be unmade.
      const undoable = command.command !== 'open_session';
      this.notices.done(done, undoable ? outcome.value.n : null);
    }
    return outcome.ok;
  }

  /** Shows the race view with `panel` in front. */
  show(panel: Panel): void {
    this.view = 'race';
    this.panel = panel;
    if (panel !== 'standings') this.beside = panel;
    if (panel === 'kart' || panel === 'decisions' || panel === 'restart') this.side = panel;
  }

  /** As `show`, and the keyboard goes there. */
  goTo(panel: Panel): void {
    this.show(panel);
    this.calledTo = { panel };
  }

  /** Selects a kart; on a phone `open` brings it to the front. */
  select(row: string | null, open = false): void {
    this.row = row;
    this.view = 'race';
    this.side = 'kart';
    this.beside = 'kart';
    if (open) this.panel = 'kart';
  }

  selectPassing(n: number | null): void {
    this.passing = n;
    this.heldAt = n === null ? null : (this.heldAt ?? this.tower.passings.at(-1)?.n ?? null);
  }

  look(session: SessionInfo): void {
    this.lookedAt = session.id === this.current?.id ? null : session.id;
    this.row = null;
    this.show('standings');
  }
}

export const [useDesk, provideDesk] = createContext<Desk>();

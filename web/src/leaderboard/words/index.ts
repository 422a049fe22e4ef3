import { translator } from '../../lib/i18n.svelte.ts';
import type { Flag, Phase } from '../../lib/messages.ts';
import type { Phrases } from '../../lib/phrases.ts';
import { en } from './en.ts';
import { es } from './es.ts';

export type Word = keyof typeof en;
export type Words = Phrases<Word>;

/** Says a phrase of the leaderboard in the reader's language. */
export const t = translator<Word>({ en, es });

export const PHASES: Readonly<Record<Phase, Word>> = {
  planned: 'planned',
  staged: 'staged',
  formation: 'formation',
  running: 'running',
  stopped: 'stopped',
  finished: 'phaseFinished',
  provisional: 'provisional',
  official: 'official',
  abandoned: 'abandoned',
};

export const FLAGS: Readonly<Record<Exclude<Flag, 'none'>, Word>> = {
  green: 'flagGreen',
  yellow: 'flagYellow',
  red: 'flagRed',
  white: 'flagWhite',
  chequered: 'flagChequered',
};

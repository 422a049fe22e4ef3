/** Invented people and classes. */

const FIRST = [
  'Ada',
  'Ben',
  'Cleo',
  'Dario',
  'Elif',
  'Finn',
  'Greta',
  'Hugo',
  'Ines',
  'Jona',
  'Kaya',
  'Leo',
];
const LAST = [
  'Brandt',
  'Castell',
  'Dunmore',
  'Eriksen',
  'Falk',
  'Grimaud',
  'Hartwell',
  'Ivers',
  'Jarvi',
  'Kovar',
];
const LONG_FIRST = [
  'Maximiliano Alejandro',
  'Anne-Charlotte',
  'Christopher Bartholomew',
  'Wilhelmina',
];
const LONG_LAST = [
  'Hernández-Villaseñor de la Fuente',
  'Oberhuber-Schwarzenbach',
  'van der Westhuizen',
  'O’Shaughnessy',
];

/** Twelve classes, short names and long. */
export const CLASSES = [
  'Kid Kart',
  'Cadet',
  'Junior Sportsman',
  'Junior',
  'Senior',
  'Senior Heavy',
  'Masters',
  'Shifter',
  'Predator 212 Light',
  'Predator 212 Super Heavyweight',
  'Ladies',
  'Vintage',
];

export function nameOf(index: number, names: 'usual' | 'long'): string {
  const first = names === 'long' ? LONG_FIRST : FIRST;
  const last = names === 'long' ? LONG_LAST : LAST;
  const round = Math.floor(index / first.length);
  return `${first[index % first.length] ?? ''} ${last[(index + round) % last.length] ?? ''}`;
}

/** Numbers as clubs give them: with leading noughts, with letters, up to four signs. */
export function numberOf(index: number): string {
  const number = (index * 37 + 7) % 199;
  if (index % 11 === 5) return `${number}X`;
  return String(number).padStart(index % 7 === 0 ? 3 : 2, '0');
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import cases from './cases.json';
import owed from './owed.json';
import { namedBy, titlesOf } from './titles';

/* Each abuse case of security.md C is named in the title of a test that plays it, or stands in owed.json with the reason why none does. */
const ROOT = join(__dirname, '..', '..', '..', '..');
const TESTS = /\.(spec|e2e|ui)\.tsx?$/;
const sources = ['libs', 'apps'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).filter((name) => TESTS.test(name) && !name.includes('node_modules')).map((name) => join(ROOT, folder, name)),
);
const titles = sources.filter((file) => file !== __filename).flatMap((file) => titlesOf(readFileSync(file, 'utf8')));
const played = new Set(titles.flatMap(namedBy));
const groups = [...owed.notBuilt, ...owed.notPlayedYet];
const excused = groups.flatMap((group) => group.cases);
const names = Object.keys(cases);

it('each case is played, or excused with a reason', () => expect(names.filter((name) => !played.has(name) && !excused.includes(name))).toEqual([]));
it('no case is excused that a test plays', () => expect(excused.filter((name) => played.has(name))).toEqual([]));
it('no case is excused twice, and each excuse has its reason', () => {
  expect(excused.filter((name, at) => excused.indexOf(name) !== at)).toEqual([]);
  expect(groups.filter(({ reason }) => reason.length < 10)).toEqual([]);
});
it('no title and no excuse names a case that there is not', () => expect([...played, ...excused].filter((name) => !names.includes(name))).toEqual([]));

it('a title is read however it is written', () => {
  const source = `it('AB-01 one', f);\n  it.each([\n    ['a', 1],\n  ])('AB-02, AB-03 %s', f); describe(\`two (AB-04)\`, f); // AB-05\n const text = 'AB-06';`;
  expect(titlesOf(source).flatMap((title) => [...title.matchAll(/[A-Z]{2}-\d\d/g)].map(([name]) => name))).toEqual(['AB-01', 'AB-02', 'AB-03', 'AB-04']);
});

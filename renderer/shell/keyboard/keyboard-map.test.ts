import { describe, expect, it } from 'vitest';
import type { Contribution } from '../contribution.ts';
import { catalogue } from '../words.ts';
import { keyboardMap } from './keyboard-map.ts';

const contributions: readonly Contribution[] = [
  {
    domain: 'incidents',
    title: 'incidents.nav',
    navigation: [
      { path: '/incidents', text: 'incidents.nav', icon: () => null, feature: 'incidents.read', keys: 'g i' },
      { path: '/people', text: 'people.nav', icon: () => null, feature: 'people.read' },
    ],
    routes: [],
    commands: [
      {
        id: 'report',
        text: 'incidents.new',
        icon: () => null,
        feature: 'incidents.report',
        path: '/',
        keys: 'n',
      },
    ],
  },
];

describe('the keyboard map', () => {
  it('lists every key that a domain contributes to somebody who may everything, and says what it does', () => {
    const lines = keyboardMap(contributions, () => true).flatMap((group) => group.lines);
    const contributed = contributions
      .flatMap(({ navigation, commands }) => [...navigation, ...commands])
      .flatMap(({ keys }) => (keys === undefined ? [] : [keys]));
    expect(contributed.filter((keys) => !lines.some((line) => line.keys.split('|').includes(keys)))).toEqual(
      [],
    );
    expect(lines.filter((line) => catalogue[line.text] === undefined)).toEqual([]);
  });

  it('leaves out what a person may not', () => {
    expect(keyboardMap(contributions, () => false)[1]?.lines).toEqual([]);
  });
});

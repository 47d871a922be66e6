import { wordsOf } from '../../kernel/words.ts';
import { defineListReport } from '../../reports/list-report.ts';
import { PEOPLE_COLUMNS } from './list-columns.ts';
import { PeopleListInput } from './list.ts';
import { peopleListWords } from './list-words.ts';
import { peopleRows } from './queries.ts';

const Parameters = PeopleListInput.omit({ ids: true });

/** More than a company has; a file of people is read by people. */
const ROWS_MAX = 100_000;

/** The list as it is arranged, filtered and sorted on the page, every row of it. */
export const peopleListReport = defineListReport({
  name: 'people.list',
  titleKey: 'people.paper.list.title',
  feature: 'people.read',
  words: peopleListWords,
  parameters: Parameters,
  columns: PEOPLE_COLUMNS,
  usual: ['name', 'job', 'role', 'site', 'signInName', 'state'],
  subtitle(parameters) {
    const { activeOnly, sort: _sort, direction: _direction, ...narrowing } = Parameters.parse(parameters);
    const what = peopleListWords[activeOnly ? 'people.paper.list.active' : 'people.paper.list.all'];
    const { activeOnly: _, sort: __, direction: ___, ...none } = Parameters.parse({});
    const isNarrowed = JSON.stringify(narrowing) !== JSON.stringify(none);
    return isNarrowed
      ? wordsOf(peopleListWords, { key: 'people.paper.list.narrowed', params: { what } })
      : what;
  },
  count: () => undefined,
  rows(context, parameters, selected) {
    const { sort, direction } = parameters;
    const asked =
      selected === null ? parameters : { ...Parameters.parse({ activeOnly: false }), sort, direction };
    return peopleRows(context, { ...asked, ids: selected === null ? null : [...selected] }, ROWS_MAX);
  },
});

export const peopleReports = [peopleListReport] as const;

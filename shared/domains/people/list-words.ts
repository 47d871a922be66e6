/** Of the list of people, on the page and on paper. */
export const peopleListWords = {
  'people.column.name': 'Name',
  'people.column.job': 'Job',
  'people.column.role': 'Role',
  'people.column.site': 'Site',
  'people.column.signInName': 'Sign-in name',
  'people.column.state': 'State',
  'people.state.active': 'Active',
  'people.state.inactive': 'Deactivated',
  'people.paper.list.title': 'People',
  'people.paper.list.active': 'Everybody who is active',
  'people.paper.list.all': 'Everybody, deactivated people too',
  'people.paper.list.narrowed': '{what}, filtered',
} as const;

/** Who is told in a country; data, so that a flag or a coast is added by a line. Null: not looked up yet. */
export type CountryAuthorities = {
  readonly name: string;
  /** Of ships under its flag. */
  readonly flag: string | null;
  /** Of what happens on its coast. */
  readonly coast: string | null;
};

export const AUTHORITIES: { readonly [country: string]: CountryAuthorities } = {
  AU: {
    name: 'Australia',
    flag: 'Australian Maritime Safety Authority',
    coast: 'Australian Maritime Safety Authority',
  },
  BS: { name: 'Bahamas', flag: 'Bahamas Maritime Authority', coast: null },
  CA: {
    name: 'Canada',
    flag: 'Transport Canada, Marine Safety and Security',
    coast: 'Canadian Coast Guard (MCTS)',
  },
  CN: {
    name: 'China',
    flag: 'China Maritime Safety Administration',
    coast: 'China Maritime Safety Administration',
  },
  CY: { name: 'Cyprus', flag: 'Shipping Deputy Ministry', coast: null },
  DE: {
    name: 'Germany',
    flag: 'Federal Bureau of Maritime Casualty Investigation (BSU)',
    coast: 'Central Command for Maritime Emergencies',
  },
  DK: { name: 'Denmark', flag: 'Danish Maritime Authority', coast: null },
  GB: {
    name: 'United Kingdom',
    flag: 'Marine Accident Investigation Branch (MAIB)',
    coast: 'HM Coastguard',
  },
  GR: { name: 'Greece', flag: 'Hellenic Coast Guard', coast: 'Hellenic Coast Guard' },
  HK: { name: 'Hong Kong, China', flag: 'Marine Department', coast: 'Marine Department' },
  IM: { name: 'Isle of Man', flag: 'Isle of Man Ship Registry', coast: null },
  KY: { name: 'Cayman Islands', flag: 'Maritime Authority of the Cayman Islands', coast: null },
  LR: { name: 'Liberia', flag: 'Liberia Maritime Authority (LISCR)', coast: null },
  MH: { name: 'Marshall Islands', flag: 'Maritime Administrator (IRI)', coast: null },
  MT: { name: 'Malta', flag: 'Transport Malta, Merchant Shipping Directorate', coast: 'Transport Malta' },
  NL: { name: 'Netherlands', flag: 'Human Environment and Transport Inspectorate', coast: 'Coastguard' },
  NO: { name: 'Norway', flag: 'Norwegian Maritime Authority', coast: 'Norwegian Coastal Administration' },
  NZ: { name: 'New Zealand', flag: 'Maritime New Zealand', coast: 'Maritime New Zealand' },
  PA: { name: 'Panama', flag: 'Panama Maritime Authority', coast: 'Panama Maritime Authority' },
  SE: { name: 'Sweden', flag: 'Swedish Transport Agency', coast: 'Swedish Coast Guard' },
  SG: {
    name: 'Singapore',
    flag: 'Maritime and Port Authority of Singapore',
    coast: 'Maritime and Port Authority of Singapore',
  },
  US: { name: 'United States', flag: 'US Coast Guard', coast: 'US Coast Guard, National Response Center' },
};

export function flagAuthority(country: string | null): string {
  if (country === null) return 'Flag Administration';
  const known = AUTHORITIES[country];
  return known?.flag ?? `Flag Administration of ${known?.name ?? country}`;
}

export function coastAuthority(country: string | null): string {
  if (country === null) return 'Nearest coastal State';
  const known = AUTHORITIES[country];
  return known?.coast ?? `Coastal State ${known?.name ?? country}`;
}

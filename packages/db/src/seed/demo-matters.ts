// The demo firm's clients and matters: a general practice in a North Carolina town.
import type { StaffKey } from './demo-people.ts';

type Client = {
  readonly name: string;
  readonly email: string;
  /** The last four digits of the card and of the bank account that the client pays with. */
  readonly card: string;
  readonly bank: string;
};

export const CLIENTS = {
  keller: { name: 'Dana Keller', email: 'dana.keller@mail.example', card: '4417', bank: '9032' },
  ortega: { name: 'Luis Ortega', email: 'luis.ortega@mail.example', card: '8820', bank: '1174' },
  nygaard: { name: 'Ingrid Nygaard', email: 'ingrid.nygaard@mail.example', card: '3096', bank: '5518' },
  brightwater: {
    name: 'Brightwater Property Management, LLC',
    email: 'accounts@brightwater.example',
    card: '6011',
    bank: '7743',
  },
  whitaker: { name: 'Tanya Whitaker', email: 'tanya.whitaker@mail.example', card: '2285', bank: '3961' },
  patel: { name: 'Anand Patel', email: 'anand.patel@mail.example', card: '7734', bank: '6620' },
  donnelly: { name: 'Sean Donnelly', email: 'sean.donnelly@mail.example', card: '5149', bank: '8406' },
  nguyen: { name: 'Thuy Nguyen', email: 'thuy.nguyen@mail.example', card: '1308', bank: '2257' },
  cedarHill: {
    name: 'Cedar Hill Dental, P.A.',
    email: 'office@cedarhilldental.example',
    card: '9472',
    bank: '4085',
  },
  abrams: { name: 'Ruth Abrams', email: 'ruth.abrams@mail.example', card: '6653', bank: '1899' },
  castillo: { name: 'Marisol Castillo', email: 'marisol.castillo@mail.example', card: '3377', bank: '5240' },
  freeman: { name: 'Marcus Freeman', email: 'marcus.freeman@mail.example', card: '8161', bank: '7312' },
  lindgren: {
    name: 'Lindgren Roofing, Inc.',
    email: 'billing@lindgrenroofing.example',
    card: '2940',
    bank: '6478',
  },
  oneal: { name: "Bridget O'Neal", email: 'bridget.oneal@mail.example', card: '5526', bank: '9903' },
} as const satisfies Record<string, Client>;
export type ClientKey = keyof typeof CLIENTS;

type Matter = {
  readonly number: string;
  readonly name: string;
  readonly client: ClientKey;
  readonly users: readonly StaffKey[];
};

export const MATTERS = {
  kellerDivorce: {
    number: '10231-001',
    name: 'Keller - Absolute divorce and equitable distribution',
    client: 'keller',
    users: ['margaret', 'renee'],
  },
  kellerCustody: {
    number: '10231-002',
    name: 'Keller - Custody modification',
    client: 'keller',
    users: ['margaret', 'renee'],
  },
  ortegaPurchase: {
    number: '10244-001',
    name: 'Ortega - Purchase of 418 Larkspur Lane',
    client: 'ortega',
    users: ['daniel', 'joshua'],
  },
  nygaardEstate: {
    number: '10252-001',
    name: 'Estate of Harold Nygaard - Probate',
    client: 'nygaard',
    users: ['daniel', 'renee'],
  },
  brightwaterSimmons: {
    number: '10258-001',
    name: 'Brightwater v. Simmons - Summary ejectment',
    client: 'brightwater',
    users: ['daniel', 'joshua', 'elena'],
  },
  brightwaterLeases: {
    number: '10258-002',
    name: 'Brightwater - Residential lease review',
    client: 'brightwater',
    users: ['daniel', 'elena'],
  },
  whitakerInjury: {
    number: '10263-001',
    name: 'Whitaker v. Coastal Freight - Motor vehicle injury',
    client: 'whitaker',
    users: ['margaret', 'joshua'],
  },
  patelTrust: {
    number: '10270-001',
    name: 'Patel - Wills and revocable living trust',
    client: 'patel',
    users: ['daniel', 'renee'],
  },
  donnellyDwi: {
    number: '10277-001',
    name: 'State v. Donnelly - DWI defense',
    client: 'donnelly',
    users: ['margaret'],
  },
  nguyenAdoption: {
    number: '10281-001',
    name: 'Nguyen - Stepparent adoption',
    client: 'nguyen',
    users: ['margaret', 'renee'],
  },
  cedarHillLease: {
    number: '10285-001',
    name: 'Cedar Hill Dental - Office lease renewal',
    client: 'cedarHill',
    users: ['daniel'],
  },
  abramsGuardianship: {
    number: '10290-001',
    name: 'In re Leo Abrams - Adult guardianship',
    client: 'abrams',
    users: ['daniel', 'renee'],
  },
  castilloDeposit: {
    number: '10294-001',
    name: 'Castillo v. Parkway Rentals - Security deposit',
    client: 'castillo',
    users: ['margaret', 'joshua'],
  },
  freemanSale: {
    number: '10299-001',
    name: 'Freeman - Sale of 77 Orchard Road',
    client: 'freeman',
    users: ['daniel', 'joshua'],
  },
  lindgrenTate: {
    number: '10303-001',
    name: 'Lindgren Roofing v. Tate - Collection',
    client: 'lindgren',
    users: ['daniel', 'elena'],
  },
  onealSupport: {
    number: '10307-001',
    name: "O'Neal - Child support modification",
    client: 'oneal',
    users: ['margaret', 'renee'],
  },
} as const satisfies Record<string, Matter>;
export type MatterKey = keyof typeof MATTERS;

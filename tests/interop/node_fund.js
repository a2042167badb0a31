/*
 * node-soap calls the stand-in Fund straight from its WSDL, xml-crypto signs and checks.  Prints TAP.
 * usage: node node_fund.js MODULES        Environment: FUND_PORT, PKI, STAND.
 *
 * node-soap's own WSSecurityCert gives the Timestamp an Id without a namespace and signs no addressing headers, so
 * SignAll does both.  node-soap knows no xs:group, which the Fund's published schemas are made of: the members that
 * come from groups are named with their prefix here.
 */
'use strict';
const fs = require('fs');
const https = require('https');
const path = require('path');
const crypto = require('crypto');
const modules = path.resolve(process.argv[2]);
const soap = require(path.join(modules, 'soap'));
const {SignedXml} = require(path.join(modules, 'xml-crypto'));
const {DOMParser} = require(path.join(modules, '@xmldom/xmldom'));

const {FUND_PORT, PKI, STAND} = process.env;
const url = `https://localhost:${FUND_PORT}/`;
const read = (name) => fs.readFileSync(`${PKI}/${name}`, 'utf8');
const agent = new https.Agent({ca: read('tls-ca.pem'), cert: read('mostik-tls.pem'), key: read('mostik-tls.key')});
const WSA = 'http://www.w3.org/2005/08/addressing';
const OASIS = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss';
const C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const NAMESPACES = {
  person: 'urn://x-artefacts-smev-gov-ru/supplementary/commons/1.0.1',
  ben: 'http://kvs.pfr.com/benefits-common/1.0.0',
  common: 'urn:mostik:common:1.0.0',
};

let count = 0, failed = 0, checked = 0;
function ok(good, name, note) {
  count++;
  if (!good) failed++;
  console.log(`${good ? '' : 'not '}ok ${count} - ${name}`);
  if (!good && note) console.log(`# ${String(note).replace(/\s+/g, ' ').slice(0, 800)}`);
}

/* Signs Body, Timestamp and the addressing headers with an X.509 token. */
class SignAll {
  constructor(spoil) { this.spoil = spoil; }

  postProcess(xml) {
    const token = read('mostik-sign-rsa.pem').replace(/-----[^-]+-----|\s/g, '');
    const now = Date.now(), stamp = (ms) => new Date(ms).toISOString().replace(/\.\d+Z/, 'Z');
    const security = `<wsse:Security xmlns:wsse="${OASIS}-wssecurity-secext-1.0.xsd"` +
      ` xmlns:wsu="${OASIS}-wssecurity-utility-1.0.xsd">` +
      `<wsse:BinarySecurityToken EncodingType="${OASIS}-soap-message-security-1.0#Base64Binary"` +
      ` ValueType="${OASIS}-x509-token-profile-1.0#X509v3" wsu:Id="token">${token}</wsse:BinarySecurityToken>` +
      `<wsu:Timestamp><wsu:Created>${stamp(now)}</wsu:Created>` +
      `<wsu:Expires>${stamp(now + 240000)}</wsu:Expires></wsu:Timestamp></wsse:Security>`;
    const signer = new SignedXml({
      privateKey: read('mostik-sign-rsa.key'), idMode: 'wssecurity', canonicalizationAlgorithm: C14N,
      signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    });
    signer.getKeyInfoContent = () => '<wsse:SecurityTokenReference><wsse:Reference URI="#token"' +
      ` ValueType="${OASIS}-x509-token-profile-1.0#X509v3"/></wsse:SecurityTokenReference>`;
    for (const name of ['Body', 'Timestamp', 'Action', 'To', 'MessageID'])
      signer.addReference({xpath: `//*[local-name(.)='${name}']`, transforms: [C14N],
        digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256'});
    signer.computeSignature(xml.replace('</soap:Header>', security + '</soap:Header>'), {
      prefix: 'ds', existingPrefixes: {wsse: `${OASIS}-wssecurity-secext-1.0.xsd`},
      location: {reference: "//*[local-name(.)='Security']", action: 'append'},
    });
    return this.spoil ? this.spoil(signer.getSignedXml()) : signer.getSignedXml();
  }
}

/* Whether the reply's signature holds by the Fund's own certificate, and covers what it must. */
function check(xml) {
  const root = new DOMParser().parseFromString(xml, 'text/xml');
  const verifier = new SignedXml({publicCert: read('fund-sign-rsa.pem'), idMode: 'wssecurity'});
  verifier.getCertFromKeyInfo = () => null;
  verifier.loadSignature(root.getElementsByTagNameNS('http://www.w3.org/2000/09/xmldsig#', 'Signature')[0]);
  if (!verifier.checkSignature(xml)) throw new Error('the signature of the reply does not hold');
  const signed = verifier.getSignedReferences().join('');
  for (const name of ['Body', 'Timestamp', 'Action', 'MessageID', 'RelatesTo'])
    if (!new RegExp(`<[^>]*\\b${name}[ >]`).test(signed)) throw new Error(`${name} is not covered`);
  checked++;
}

async function service(name, spoil) {
  const client = await soap.createClientAsync(`${url}${name}.wsdl`,
    {wsdl_options: {httpsAgent: agent, proxy: false}, endpoint: url});
  client.setSecurity(new SignAll(spoil));
  client.on('response', (body) => { if (body) check(body); });
  return client;
}

function person(n) {
  const line = fs.readFileSync(`${STAND}/citizen-${n}`, 'utf8').trim().split('|');
  const names = ['person:FamilyName', 'person:FirstName', 'person:Patronymic', 'ben:Snils', 'ben:BirthDate',
    'ben:Gender'];
  const who = {attributes: {}};
  for (const [prefix, ns] of Object.entries(NAMESPACES)) who.attributes[`xmlns:${prefix}`] = ns;
  names.forEach((key, i) => { if (line[i]) who[key] = line[i]; });
  return who;
}

async function call(client, service, operation, members) {
  const ns = operation === 'BapForPeriod' ? 'payments' : service;
  client.clearSoapHeaders();
  client.addSoapHeader(`<wsa:Action xmlns:wsa="${WSA}">urn:mostik:${ns}:1.0.0:${operation}</wsa:Action>` +
    `<wsa:To xmlns:wsa="${WSA}">${url}</wsa:To>` +
    `<wsa:MessageID xmlns:wsa="${WSA}">urn:uuid:${crypto.randomUUID()}</wsa:MessageID>`);
  const [result] = await client[operation + 'Async']({...person(1), ...members}, {httpsAgent: agent, proxy: false});
  return result;
}

const application = {
  'common:RequestKey': 'node-1',
  Application: {OldAgePension: {
    DesiredDate: '2027-01-15', Working: false, Dependants: 0,
    Passport: {Series: '4510', Number: '123456', IssueDate: '2010-05-20', IssuedBy: 'ОВД'},
    Address: {Region: 'г. Москва'}, Contact: {Phone: '+79001234567'}, Delivery: {Method: 'Post'}, Consent: true,
  }},
};

/* Each row: service, operation, the request's own members, and what must hold of the reply. */
const calls = [
  ['account', 'GetAccountStatus', {}, (r) => r.State === 'Active'],
  ['account', 'GetContacts', {}, (r) => Boolean(r.Snils)],
  ['account', 'GetConsents', {}, (r) => Boolean(r.Snils)],
  ['account', 'GetNotificationSettings', {}, (r) => Boolean(r.Snils)],
  ['payments', 'BapForPeriod', {'ben:BeginPeriod': '2026-01-01', 'ben:NumberOfMonths': 3},
    (r) => Number(r.NumberOfMonths) === 3],
  ['payments', 'ListPayments', {}, (r) => Boolean(r.Snils)],
  ['pension', 'GetIndividualAccount', {}, (r) => Boolean(r.Snils)],
  ['pension', 'GetServiceRecord', {}, (r) => Boolean(r.Snils)],
  ['applications', 'SubmitApplication', application, (r) => Boolean(r.Number)],
  ['applications', 'ListApplications', {}, (r) => Boolean(r.Snils)],
  ['appointments', 'ListOffices', {}, (r) => Boolean(r)],
];

async function main() {
  const clients = {};
  for (const [name, operation, members, good] of calls) {
    try {
      clients[name] ||= await service(name);
      const result = await call(clients[name], name, operation, members);
      ok(good(result), `${operation}: answered, as node-soap reads it`, JSON.stringify(result));
    } catch (e) {
      ok(false, `${operation}: answered, as node-soap reads it`, e.message);
    }
  }
  ok(checked === calls.length, 'every reply was checked by xml-crypto', `${checked} of ${calls.length}`);
  const altered = await service('account', (xml) => xml.replace('>Male<', '>Female<').replace('>Female<', '>Male<')
    .replace(/<ben:Snils>./, '<ben:Snils>5'));
  try {
    await call(altered, 'account', 'GetAccountStatus', {});
    ok(false, 'a body altered after signing is refused');
  } catch (e) {
    ok(/SIG_DIGEST/.test(e.message + (e.body || '')), 'a body altered after signing is refused', e.message);
  }
  console.log(`1..${count}`);
  process.exit(failed ? 1 : 0);
}
main().catch((e) => { console.log(`Bail out! ${e.message}`); process.exit(1); });

// A third-party authorisation server, and an API that accepts only its tokens.
//
//   node serve.mjs SETTINGS     a JSON object, described below; ends when its standard input ends

import { createServer } from 'node:http';
import { createRemoteJWKSet, exportJWK, generateKeyPair, jwtVerify } from 'jose';
import { Provider } from 'oidc-provider';

/**
 * `format` is opaque or jwt, `lifetime` is in seconds; `unused` lists scopes that the server knows and the client
 * doesn't have; `answer` is the body of every successful API response.
 */
const { format, lifetime, clientId, clientSecret, granted, unused, answer } = JSON.parse(process.argv[2]);
const audience = 'urn:personeel';

process.stdin.on('end', () => process.exit(0)).resume();

const listen = (server) => new Promise((resolve, reject) => {
  server.once('error', reject).listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${server.address().port}`));
});

const identity = createServer();
const issuer = await listen(identity);
const { privateKey } = await generateKeyPair('RS256', { extractable: true });

const provider = new Provider(issuer, {
  clients: [{
    client_id: clientId,
    client_secret: clientSecret,
    grant_types: ['client_credentials'],
    redirect_uris: [],
    response_types: [],
    token_endpoint_auth_method: 'client_secret_post',
    scope: granted.join(' '),
  }],
  cookies: { keys: ['no cookie is ever set'] },
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: false },
    resourceIndicators: {
      enabled: format === 'jwt',
      defaultResource: () => audience,
      getResourceServerInfo: () => ({
        audience,
        scope: [...granted, ...unused].join(' '),
        accessTokenFormat: 'jwt',
        accessTokenTTL: lifetime,
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
  jwks: { keys: [{ ...await exportJWK(privateKey), alg: 'RS256', use: 'sig' }] },
  routes: { token: '/connect/token' },
  scopes: [...granted, ...unused],
  ttl: { ClientCredentials: lifetime },
});
identity.on('request', provider.callback());

const issued = [];
const seen = { tokens: 0, refusals: 0, calls: 0, turnedAway: 0 };
provider.on('grant.success', ({ oidc }) => {
  seen.tokens += 1;
  issued.push(oidc.entities.ClientCredentials);
});
provider.on('grant.error', () => { seen.refusals += 1; });

const keys = createRemoteJWKSet(new URL(`${issuer}/jwks`));

/** The scopes of a valid token; undefined for any other. */
async function scopesOf(token) {
  if (format === 'jwt') {
    const verified = await jwtVerify(token, keys, { issuer, audience }).catch(() => undefined);
    return verified?.payload.scope?.split(' ') ?? (verified && []);
  }
  const found = await provider.ClientCredentials.find(token);
  return found && [...found.scopes];
}

async function call(request) {
  seen.calls += 1;
  const scopes = await scopesOf(request.headers.authorization?.replace(/^Bearer /, '') ?? '');
  if (!scopes) {
    seen.turnedAway += 1;
    return [401, { 'WWW-Authenticate': 'Bearer error="invalid_token"' }];
  }
  if (!scopes.includes(`api_informat_sas_personeel.personeel.${request.headers.instituteno}`)) return [403];
  return [200, { 'Content-Type': 'application/json' }, answer];
}

const api = createServer(async (request, response) => {
  let reply;
  if (request.url === '/seen') reply = [200, { 'Content-Type': 'application/json' }, JSON.stringify(seen)];
  else if (request.url === '/revoke') {
    await Promise.all(issued.splice(0).map((token) => token.destroy()));
    reply = [204];
  } else reply = await call(request);
  response.writeHead(reply[0], reply[1]).end(reply[2]);
});

console.log(`listening ${JSON.stringify({ identity: issuer, api: await listen(api) })}`);
